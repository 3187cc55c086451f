import { IstioCa } from '../../src/istio/ca/istio-ca';
import { Gateway } from '../../src/istio/gateway/gateway';
import { Sample } from '../../src/samples/sample';
import { Environment } from '../../src/stack/environment';
import type { EnvironmentWithoutSpireProps } from '../../src/stack/environment-props';
import { containing } from '../support/containing';
import { FEDERATION } from '../support/federations';
import { allObjects, objectOf } from '../support/rendered';
import { MINIMAL_ENVIRONMENT } from './subjects';

const PROPS: EnvironmentWithoutSpireProps = {
  ...MINIMAL_ENVIRONMENT,
  istio: { ...MINIMAL_ENVIRONMENT.istio, gateways: [Gateway.ingress(), Gateway.egress()] },
  samples: [Sample.bookinfo()],
};

describe('an environment without SPIRE', () => {
  const environment = Environment.withoutSpire('istio', PROPS);
  const rendered = environment.render();

  it('has no layer of SPIRE, and no object of it', () => {
    expect(rendered.layers.map(({ name }) => name)).toEqual([
      '00-namespaces',
      '20-cert-manager',
      '30-roots',
      '40-istiod-ca',
      '80-istio',
      '90-ingress',
      '95-workloads',
    ]);
    expect(JSON.stringify(allObjects(rendered))).not.toMatch(/spire|spiffe/i);
  });

  it('has gateways that open no socket, and proxies that are injected by the template of Istio', () => {
    const { spec } = objectOf(rendered, 'IstioOperator', 'istio') as unknown as {
      readonly spec: {
        readonly components: { readonly ingressGateways: readonly { readonly k8s: object }[] };
        readonly values: object;
      };
    };
    expect(spec.values).not.toHaveProperty('sidecarInjectorWebhook');
    expect(spec.components.ingressGateways).toHaveLength(1);
    expect(spec.components.ingressGateways[0]?.k8s).not.toHaveProperty('overlays');
    expect(spec.components.ingressGateways[0]?.k8s).not.toHaveProperty('env');
    expect(objectOf(rendered, 'Deployment', 'productpage-v1')).toMatchObject({
      spec: {
        template: { metadata: { annotations: { 'inject.istio.io/templates': 'sidecar' } } },
      },
    });
  });

  it('is held to mutual TLS like every other', () => {
    expect(objectOf(rendered, 'PeerAuthentication', 'default')).toMatchObject({
      spec: { mtls: { mode: 'STRICT' } },
    });
  });

  it('has istiod above workloads and gateways in the chain, and nothing of SPIRE', () => {
    expect(environment.chain.nodes.map(({ id, title, issuer }) => [id, title, issuer])).toEqual([
      ['root', 'mesh-root', undefined],
      ['istiod', 'istiod', 'root'],
      ['istiod-workloads', 'workloads and gateways', 'istiod'],
      ['istiod-serving', "istiod's serving certificate", 'istiod'],
    ]);
    expect(environment.chain.roots).toMatchObject([
      {
        bundleIn: ['ConfigMap istio-ca-root-cert in every namespace'],
        verifiedBy: ['workloads and gateways of the mesh', 'istiod'],
      },
    ]);
  });

  it('has no federation, which is one of SPIRE servers', () => {
    const props = { ...PROPS, federation: FEDERATION } as EnvironmentWithoutSpireProps;
    expect(Environment.withoutSpire('istio', props).findings()).toMatchObject([
      { code: 'PropertyUnknown', path: 'istio', problem: containing("'federation'") },
    ]);
  });

  it('needs no root where istiod makes one, and then no cert-manager either', () => {
    const { root, ...rootless } = PROPS;
    const own = Environment.withoutSpire('own', {
      ...rootless,
      istio: { ...PROPS.istio, ca: IstioCa.selfSigned() },
    });
    expect(own.chain.roots.map(({ id }) => id)).toEqual(['istiod']);
    expect(own.render().layers.map(({ name }) => name)).toEqual([
      '00-namespaces',
      '80-istio',
      '90-ingress',
      '95-workloads',
    ]);
  });

  it('is refused without a root for a CA that a root signs', () => {
    const { root, ...rootless } = PROPS;
    expect(Environment.withoutSpire('rootless', rootless).findings()).toMatchObject([
      { code: 'ParentUnknown', path: 'rootless/40-istiod-ca/cacerts' },
    ]);
  });
});
