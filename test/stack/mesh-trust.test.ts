import { App } from 'cdk8s';
import { Approval } from '../../src/cert-manager/approval/approval';
import { CaIssuer } from '../../src/cert-manager/issuer/ca-issuer';
import { CertManager } from '../../src/cert-manager/cert-manager';
import { CertManagerVersion } from '../../src/cert-manager/cert-manager-version';
import { TrustRoot } from '../../src/cert-manager/root/trust-root';
import { Gateway } from '../../src/istio/gateway/gateway';
import { NativeSidecars } from '../../src/istio/control-plane/native-sidecars';
import { Sample } from '../../src/samples/sample';
import { Datastore } from '../../src/spire/server/datastore';
import type { EnvironmentProps, IstioOptions } from '../../src/stack/environment-props';
import { MeshTrust } from '../../src/stack/mesh-trust';
import { LAYERS } from '../../src/stack/rendered-environment';
import { Lifetime } from '../../src/trust/lifetime';
import { SecretRef } from '../../src/trust/secret-ref';
import { Ttl } from '../../src/trust/ttl';
import { environmentWith, jsonIn, namesIn, objectOf } from '../support/rendered';
import { MINIMAL_ENVIRONMENT } from './subjects';

const istio = (options: Partial<IstioOptions>): IstioOptions => ({
  ...MINIMAL_ENVIRONMENT.istio,
  ...options,
});
const EXISTING = TrustRoot.existing({
  issuer: CaIssuer.cluster('corporate'),
  lifetime: Lifetime.of(Ttl.days(3650)),
  keyAtRenewal: 'kept',
});

describe('the layers of an environment', () => {
  const rendered = environmentWith({
    istio: istio({ gateways: [Gateway.ingress()] }),
    samples: [Sample.bookinfo()],
    approval: Approval.policies(),
  }).render();

  it('come in the order in which trust flows', () => {
    expect(rendered.layers.map(({ name }) => name)).toEqual(LAYERS);
  });

  it('each have what belongs to them', () => {
    expect(namesIn(rendered, '30-roots')).toEqual([
      'Certificate/mesh-root',
      'ClusterIssuer/mesh-root',
      'Issuer/mesh-root-selfsigned',
    ]);
    expect(namesIn(rendered, '40-istiod-ca')).toEqual(['Certificate/cacerts']);
    expect(namesIn(rendered, '50-spire-server')).toEqual(
      expect.arrayContaining(['StatefulSet/spire-server', 'ConfigMap/spire-bundle']),
    );
    expect(namesIn(rendered, '60-spire-agent')).toEqual(
      expect.arrayContaining([
        'CSIDriver/csi.spiffe.io',
        'DaemonSet/spiffe-csi-driver',
        'DaemonSet/spire-agent',
      ]),
    );
    expect(namesIn(rendered, '70-identities')).toEqual([
      'ClusterSPIFFEID/istio-ingressgateway',
      'ClusterSPIFFEID/mesh-workloads',
    ]);
    expect(namesIn(rendered, '80-istio')).toEqual(['PeerAuthentication/default']);
    expect(namesIn(rendered, '90-ingress')).toEqual([
      'Gateway/bookinfo',
      'VirtualService/bookinfo',
    ]);
    expect(namesIn(rendered, '95-workloads')).toContain('Deployment/productpage-v1');
  });

  it('have kinds before what is of those kinds, and cert-manager before what it signs', () => {
    const addresses = rendered.layers.map(({ name, remoteResources }) => [name, remoteResources]);
    expect(Object.fromEntries(addresses)).toMatchObject({
      '10-crds': [
        expect.stringContaining('clusterfederatedtrustdomains.yaml'),
        expect.stringContaining('clusterspiffeids.yaml'),
        expect.stringContaining('clusterstaticentries.yaml'),
      ],
      '20-cert-manager': [expect.stringContaining('/v1.21.1/cert-manager.yaml')],
      '30-roots': [],
    });
  });

  it('have no IstioOperator among them, which nothing in the cluster reads', () => {
    const kinds = rendered.layers.flatMap(({ objects }) => objects.map(({ kind }) => kind));
    expect(kinds).not.toContain('IstioOperator');
    expect(rendered.istioctl.map(({ kind }) => kind)).toEqual(['IstioOperator']);
  });

  it('are left out when they have nothing', () => {
    const small = environmentWith({
      root: EXISTING,
      certManager: CertManager.alreadyInstalled({ version: CertManagerVersion.V1_21 }),
    }).render();
    const names = small.layers.map(({ name }) => name);
    expect(LAYERS.filter((layer) => !names.includes(layer))).toEqual([
      '20-cert-manager',
      '25-approval',
      '30-roots',
      '90-ingress',
      '95-workloads',
    ]);
  });

  it('are charts that do not depend on each other', () => {
    const app = new MeshTrust(new App({ outdir: 'unwritten' }), 'tried', MINIMAL_ENVIRONMENT);
    const dependencies = app.node.findAll().flatMap(({ node }) => node.dependencies);
    expect(dependencies).toEqual([]);
  });
});

describe('what must be there beforehand', () => {
  const PREREQUISITES = 'mesh-trust/prerequisites';
  const annotationOf = (
    props: Partial<EnvironmentProps>,
    kind: string,
    name: string,
  ): string | undefined =>
    objectOf(environmentWith(props).render(), kind, name).metadata.annotations?.[PREREQUISITES];

  it('is an issuer that somebody else made', () => {
    expect(annotationOf({ root: EXISTING }, 'Certificate', 'cacerts')).toBe(
      'ClusterIssuer/corporate',
    );
    expect(annotationOf({}, 'Certificate', 'cacerts')).toBeUndefined();
  });

  it('is the namespace of a cert-manager that somebody else installed', () => {
    const certManager = CertManager.alreadyInstalled({
      version: CertManagerVersion.V1_21,
      clusterResourceNamespace: 'pki',
    });
    expect(annotationOf({ certManager }, 'Certificate', 'mesh-root')).toBe('Namespace/pki');
    expect(annotationOf({}, 'Certificate', 'mesh-root')).toBeUndefined();
  });

  it('is the Secret of a datastore', () => {
    const datastore = Datastore.postgres(SecretRef.of('spire-datastore', 'url'));
    expect(annotationOf({ spire: { datastore } }, 'StatefulSet', 'spire-server')).toBe(
      'Secret/spire-server/spire-datastore',
    );
    expect(annotationOf({}, 'StatefulSet', 'spire-server')).toBeUndefined();
  });
});

describe('the agent of an environment', () => {
  const needsNoContainers = (options: Partial<IstioOptions>): unknown => {
    const rendered = environmentWith({ istio: istio(options) }).render();
    const config = jsonIn(objectOf(rendered, 'ConfigMap', 'spire-agent'), 'agent.conf');
    return /"disable_container_selectors":([a-z]+)/.exec(JSON.stringify(config))?.[1];
  };

  // A Pod whose application waits for its proxy has no ready container while the proxy asks for an SVID.
  it.each<[string, Partial<IstioOptions>, unknown]>([
    ['applications that start at once', {}, undefined],
    ['applications that wait for a proxy', { applicationStart: 'after-proxy' }, 'true'],
    [
      'a proxy that may be a sidecar of either kind',
      { applicationStart: 'after-proxy', nativeSidecars: NativeSidecars.AUTO },
      'true',
    ],
    [
      'a proxy that is no native sidecar',
      { applicationStart: 'after-proxy', nativeSidecars: NativeSidecars.NEVER },
      'true',
    ],
    [
      'a native sidecar, which starts before',
      { applicationStart: 'after-proxy', nativeSidecars: NativeSidecars.ALWAYS },
      undefined,
    ],
  ])('with %s', (_, options, expected) => {
    expect(needsNoContainers(options)).toBe(expected);
  });
});
