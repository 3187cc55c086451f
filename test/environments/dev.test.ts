import { diffLines } from 'diff';
import { filesOf } from '../../src/delivery/files';
import { dev } from '../../src/environments/dev';
import { IstioCa } from '../../src/istio/ca/istio-ca';
import { Environment } from '../../src/stack/environment';
import { KeyAlgorithm } from '../../src/trust/key-algorithm';
import { Lifetime } from '../../src/trust/lifetime';
import { Ttl } from '../../src/trust/ttl';
import { jsonIn, objectOf } from '../support/rendered';

const RENDERED = dev.render();

/** What the set-up of 2022 sets up by hand, in today's form. */
describe('dev sets up what the set-up of 2022 does', () => {
  it('a self-signed Issuer, beside cert-manager', () => {
    expect(objectOf(RENDERED, 'Issuer', 'selfsigned')).toMatchObject({
      apiVersion: 'cert-manager.io/v1',
      metadata: { namespace: 'cert-manager' },
      spec: { selfSigned: {} },
    });
  });

  it('a root of 21600h that this Issuer signs', () => {
    expect(objectOf(RENDERED, 'Certificate', 'selfsigned-ca')).toMatchObject({
      apiVersion: 'cert-manager.io/v1',
      metadata: { namespace: 'cert-manager' },
      spec: {
        isCA: true,
        duration: '21600h',
        secretName: 'selfsigned-ca',
        commonName: 'certmanager-ca',
        subject: { organizations: ['cert-manager'] },
        issuerRef: { name: 'selfsigned', kind: 'Issuer', group: 'cert-manager.io' },
        // Since cert-manager 1.18 another key is the default: a root that nobody trusts yet.
        privateKey: { rotationPolicy: 'Never' },
      },
    });
  });

  it('a ClusterIssuer that signs with its key', () => {
    const issuer = objectOf(RENDERED, 'ClusterIssuer', 'selfsigned-ca');
    expect(issuer).toMatchObject({ spec: { ca: { secretName: 'selfsigned-ca' } } });
    expect(issuer.metadata.namespace).toBeUndefined();
  });

  it('the CA of istiod, of 1440h and renewed 360h before', () => {
    expect(objectOf(RENDERED, 'Certificate', 'cacerts')).toMatchObject({
      metadata: { namespace: 'istio-system' },
      spec: {
        secretName: 'cacerts',
        duration: '1440h',
        renewBefore: '360h',
        commonName: 'istiod.istio-system.svc',
        isCA: true,
        usages: ['digital signature', 'key encipherment', 'cert sign'],
        dnsNames: ['istiod.istio-system.svc'],
        issuerRef: { name: 'selfsigned-ca', kind: 'ClusterIssuer', group: 'cert-manager.io' },
      },
    });
  });

  it('SPIRE below the same ClusterIssuer, with ca_ttl 24h and SVIDs of 1h', () => {
    const server = jsonIn(objectOf(RENDERED, 'ConfigMap', 'spire-server'), 'server.conf');
    expect(server).toMatchObject({
      server: { trust_domain: 'example.org', ca_ttl: '24h', default_x509_svid_ttl: '1h' },
      plugins: {
        NodeAttestor: { k8s_psat: { plugin_data: { clusters: { 'demo-cluster': {} } } } },
        UpstreamAuthority: {
          'cert-manager': {
            plugin_data: {
              issuer_name: 'selfsigned-ca',
              issuer_kind: 'ClusterIssuer',
              issuer_group: 'cert-manager.io',
            },
          },
        },
      },
    });
    // default_svid_ttl is gone since SPIRE 1.8: a server that finds it does not start.
    expect(JSON.stringify(server)).not.toContain('default_svid_ttl');
  });

  it('what the upstream authority asks of cert-manager, and no more', () => {
    expect(objectOf(RENDERED, 'Role', 'spire-server-upstream')).toMatchObject({
      rules: [
        {
          apiGroups: ['cert-manager.io'],
          resources: ['certificaterequests'],
          verbs: ['create', 'delete', 'get', 'list'],
        },
      ],
    });
  });

  it('the identity of every workload by namespace and account, by the controller manager of today', () => {
    expect(objectOf(RENDERED, 'ClusterSPIFFEID', 'mesh-workloads')).toMatchObject({
      spec: {
        spiffeIDTemplate:
          'spiffe://{{ .TrustDomain }}/ns/{{ .PodMeta.Namespace }}/sa/{{ .PodSpec.ServiceAccountName }}',
      },
    });
    expect(JSON.stringify(RENDERED)).not.toContain('k8s-workload-registrar');
  });

  it('Istio of profile default in the trust domain of SPIRE', () => {
    const operator = objectOf(RENDERED, 'IstioOperator', 'istio', 'istio-system');
    expect(operator).toMatchObject({
      apiVersion: 'install.istio.io/v1alpha1',
      spec: {
        profile: 'default',
        meshConfig: {
          trustDomain: 'example.org',
          defaultConfig: { proxyMetadata: { SECRET_TTL: '24h' } },
        },
        components: {
          ingressGateways: [{ name: 'istio-ingressgateway', enabled: true }],
          egressGateways: [{ name: 'istio-egressgateway', enabled: true }],
        },
      },
    });
    // istiod takes up new CAs by itself since 1.17, where the variable became true by default.
    expect(JSON.stringify(operator)).not.toContain('AUTO_RELOAD_PLUGIN_CERTS');
  });

  it("SPIRE's socket in the ingress gateway, by the CSI driver", () => {
    const patches = [
      {
        path: 'spec.template.spec.volumes.[name:workload-socket]',
        value: { name: 'workload-socket', csi: { driver: 'csi.spiffe.io', readOnly: true } },
      },
      {
        path: 'spec.template.spec.containers.[name:istio-proxy].volumeMounts.[name:workload-socket]',
        value: { name: 'workload-socket', readOnly: true },
      },
    ];
    const gateway = {
      name: 'istio-ingressgateway',
      k8s: { overlays: [{ kind: 'Deployment', name: 'istio-ingressgateway', patches }] },
    };
    expect(objectOf(RENDERED, 'IstioOperator', 'istio')).toMatchObject({
      spec: { components: { ingressGateways: [gateway] } },
    });
  });

  it('Bookinfo with the templates sidecar and spire', () => {
    expect(objectOf(RENDERED, 'Deployment', 'productpage-v1')).toMatchObject({
      spec: {
        template: {
          metadata: { annotations: { 'inject.istio.io/templates': 'sidecar,spire' } },
          spec: { serviceAccountName: 'bookinfo-productpage' },
        },
      },
    });
  });
});

describe('the change that the set-up of 2022 makes', () => {
  it('of the CA of istiod, from 60 days to 30, is one line of one file', () => {
    const changed = new Environment('dev', {
      ...dev.props,
      istio: {
        ...dev.props.istio,
        ca: IstioCa.certManager({
          lifetime: Lifetime.of(Ttl.hours(720)).renewBefore(Ttl.hours(360)),
          key: KeyAlgorithm.RSA_2048,
        }),
      },
    });
    const before = filesOf(RENDERED);
    const after = filesOf(changed.render());
    expect(after.map(({ path }) => path)).toEqual(before.map(({ path }) => path));
    const lines = before.flatMap(({ path, content }, index) =>
      diffLines(content, after[index]?.content ?? '')
        .filter(({ added, removed }) => added || removed)
        .map(({ added, value }) => `${path} ${added ? '+' : '-'} ${value.trim()}`),
    );
    expect(lines).toEqual([
      'dev/40-istiod-ca/manifests.k8s.yaml - duration: 1440h',
      'dev/40-istiod-ca/manifests.k8s.yaml + duration: 720h',
    ]);
  });
});
