import { Approval } from '../../src/cert-manager/approval/approval';
import { CaIssuer } from '../../src/cert-manager/issuer/ca-issuer';
import { CertManager } from '../../src/cert-manager/cert-manager';
import { CertManagerVersion } from '../../src/cert-manager/cert-manager-version';
import { TrustRoot } from '../../src/cert-manager/root/trust-root';
import { outputFindings } from '../../src/delivery/rules/output-rules';
import { IstioCa } from '../../src/istio/ca/istio-ca';
import { PinnedRoot } from '../../src/istio/istio-csr/pinned-root';
import { Environment } from '../../src/stack/environment';
import type {
  EnvironmentProps,
  EnvironmentWithoutSpireProps,
  IstioEnvironmentProps,
  IstioWithoutSpireOptions,
} from '../../src/stack/environment-props';
import { KeyAlgorithm } from '../../src/trust/key-algorithm';
import { Lifetime } from '../../src/trust/lifetime';
import { Ttl } from '../../src/trust/ttl';
import { namesIn, objectOf } from '../support/rendered';
import { MINIMAL_ENVIRONMENT } from './subjects';

const EXISTING = TrustRoot.existing({
  issuer: CaIssuer.cluster('corporate'),
  lifetime: Lifetime.of(Ttl.days(3650)),
  keyAtRenewal: 'kept',
});

const environment = (
  istio: IstioWithoutSpireOptions = { ca: IstioCa.istioCsr() },
  changed: Partial<EnvironmentWithoutSpireProps> = {},
): Environment<IstioEnvironmentProps> =>
  Environment.withoutSpire('csr', { ...MINIMAL_ENVIRONMENT, ...changed, istio });

const argumentsOf = (of: Environment<IstioEnvironmentProps>): readonly string[] =>
  (
    objectOf(of.render(), 'Deployment', 'cert-manager-istio-csr')['spec'] as {
      readonly template: {
        readonly spec: { readonly containers: readonly { readonly args: readonly string[] }[] };
      };
    }
  ).template.spec.containers.flatMap(({ args }) => args);

describe('istio-csr in the place of the CA of istiod', () => {
  const rendered = environment().render();

  it('is there before Istio, with the serving certificate of istiod', () => {
    expect(namesIn(rendered, '40-istiod-ca')).toEqual([
      'Certificate/istiod',
      'ClusterRole/cert-manager-istio-csr',
      'ClusterRoleBinding/cert-manager-istio-csr',
      'Deployment/cert-manager-istio-csr',
      'NetworkPolicy/cert-manager-istio-csr',
      'PodDisruptionBudget/cert-manager-istio-csr',
      'Role/cert-manager-istio-csr',
      'RoleBinding/cert-manager-istio-csr',
      'Service/cert-manager-istio-csr',
      'ServiceAccount/cert-manager-istio-csr',
    ]);
    expect(objectOf(rendered, 'Certificate', 'istiod')).toMatchObject({
      metadata: { namespace: 'istio-system' },
      spec: {
        secretName: 'istiod-tls',
        dnsNames: ['istiod.istio-system.svc'],
        duration: '1h',
        renewBefore: '30m',
        usages: ['digital signature', 'server auth'],
        issuerRef: { kind: 'ClusterIssuer', name: 'mesh-root', group: 'cert-manager.io' },
      },
    });
  });

  it('is who proxies ask, and istiod signs nothing', () => {
    expect(objectOf(rendered, 'IstioOperator', 'istio')).toMatchObject({
      spec: {
        values: {
          global: { caAddress: 'cert-manager-istio-csr.cert-manager.svc:443' },
          pilot: { env: { ENABLE_CA_SERVER: 'false' } },
        },
      },
    });
    expect(objectOf(rendered, 'Service', 'cert-manager-istio-csr')).toMatchObject({
      metadata: { namespace: 'cert-manager' },
      spec: { ports: [{ port: 443, targetPort: 6443 }] },
    });
  });

  it('is told everything that it shares with Istio', () => {
    expect(argumentsOf(environment())).toEqual(
      expect.arrayContaining([
        '--trust-domain=mesh.example.com',
        '--cluster-id=eu-1',
        '--issuer-name=mesh-root',
        '--issuer-kind=ClusterIssuer',
        '--issuer-group=cert-manager.io',
        '--certificate-namespace=istio-system',
        '--max-client-certificate-duration=24h',
        '--serving-certificate-dns-names=cert-manager-istio-csr.cert-manager.svc',
      ]),
    );
  });

  it('hands out the root that lies beside it, and sees nothing else of its Secret', () => {
    expect(argumentsOf(environment())).toContain(
      '--root-ca-file=/var/run/secrets/istio-csr/root-cert.pem',
    );
    expect(objectOf(rendered, 'Deployment', 'cert-manager-istio-csr')).toMatchObject({
      spec: {
        template: {
          spec: {
            volumes: [
              {
                secret: {
                  secretName: 'mesh-root',
                  items: [{ key: 'ca.crt', path: 'root-cert.pem' }],
                },
              },
            ],
          },
        },
      },
    });
  });

  it('does what is chosen', () => {
    const ca = IstioCa.istioCsr({
      namespace: 'mesh-csr',
      root: PinnedRoot.inConfigMap('mesh-roots', 'ca.pem'),
      istiodLifetime: Lifetime.of(Ttl.hours(48)),
      servingCertTtl: Ttl.hours(2),
      key: KeyAlgorithm.RSA_3072,
      replicas: 1,
      tolerations: [{ key: 'mesh', operator: 'Exists' }],
    });
    const chosen = environment({
      ca,
      revision: '1-30',
      workloadCertTtl: Ttl.hours(1),
      maxWorkloadCertTtl: Ttl.hours(3),
      logFormat: 'json',
    });
    const written = chosen.render();
    expect(argumentsOf(chosen)).toEqual(
      expect.arrayContaining([
        '--log-format=json',
        '--max-client-certificate-duration=3h',
        '--serving-certificate-duration=2h',
        '--serving-signature-algorithm=RSA',
        '--serving-certificate-key-size=3072',
        '--serving-certificate-dns-names=cert-manager-istio-csr.mesh-csr.svc',
      ]),
    );
    expect(objectOf(written, 'Certificate', 'istiod')).toMatchObject({
      spec: { duration: '48h', dnsNames: ['istiod-1-30.istio-system.svc'] },
    });
    expect(objectOf(written, 'Deployment', 'cert-manager-istio-csr')).toMatchObject({
      metadata: {
        namespace: 'mesh-csr',
        annotations: { 'mesh-trust/prerequisites': 'ConfigMap/mesh-roots,Namespace/mesh-csr' },
      },
      spec: { replicas: 1, template: { spec: { tolerations: [{ key: 'mesh' }] } } },
    });
    expect(namesIn(written, '40-istiod-ca')).not.toContain(
      'PodDisruptionBudget/cert-manager-istio-csr',
    );
  });

  it('names the issuer as a prerequisite where somebody else keeps it', () => {
    const ca = IstioCa.istioCsr({ root: PinnedRoot.inSecret('corporate-root', 'ca.pem') });
    const written = environment({ ca }, { root: EXISTING }).render();
    expect(objectOf(written, 'Certificate', 'istiod').metadata.annotations).toEqual({
      'mesh-trust/prerequisites': 'ClusterIssuer/corporate',
    });
    expect(
      objectOf(written, 'Deployment', 'cert-manager-istio-csr').metadata.annotations,
    ).toMatchObject({
      'mesh-trust/prerequisites': 'ClusterIssuer/corporate,Secret/corporate-root',
    });
  });

  it('has no CA in the chain: the root signs for workloads, istiod and istio-csr', () => {
    const { chain } = environment();
    expect(chain.nodes.map(({ id, issuer }) => [id, issuer])).toEqual([
      ['root', undefined],
      ['istiod-workloads', 'root'],
      ['istiod-serving', 'root'],
      ['istio-csr-serving', 'root'],
    ]);
    expect(chain.nodes).toMatchObject([
      {},
      { title: 'workloads and gateways', duration: Ttl.hours(24) },
      { keyIn: 'Secret istio-system/istiod-tls', duration: Ttl.hours(1) },
      { identities: 'cert-manager-istio-csr.cert-manager.svc' },
    ]);
  });

  it('is held to what is left of the root, as every other that the root signs', () => {
    const root = TrustRoot.selfSigned({ lifetime: Lifetime.of(Ttl.hours(30)) });
    expect(environment(undefined, { root }).findings()).toMatchObject([
      { code: 'ChildOutlivesParent', path: 'csr/istioctl/IstioControlPlane' },
    ]);
  });
});

describe('the root that istio-csr hands out', () => {
  const elsewhere = {
    certManager: CertManager.alreadyInstalled({
      version: CertManagerVersion.V1_21,
      clusterResourceNamespace: 'pki',
    }),
  };

  it('RootNotPinned fires where the root is not in a Secret beside it', () => {
    expect(environment(undefined, { root: EXISTING }).findings()).toMatchObject([
      {
        code: 'RootNotPinned',
        path: 'csr/40-istiod-ca/IstioCsr',
        problem:
          "'root' of istio-csr must be given where the environment makes no root, got none in cert-manager",
      },
    ]);
    expect(environment(undefined, elsewhere).findings()).toMatchObject([
      {
        code: 'RootNotPinned',
        problem:
          "'root' of istio-csr must be given where it does not run beside the Secret of the root, in pki, got none in cert-manager",
      },
    ]);
  });

  it('RootNotPinned is silent where it lies beside it, or is given', () => {
    expect(environment().findings()).toEqual([]);
    const ca = IstioCa.istioCsr({ root: PinnedRoot.inConfigMap('mesh-roots', 'ca.pem') });
    expect(environment({ ca }, { root: EXISTING }).findings()).toEqual([]);
    const beside = IstioCa.istioCsr({ namespace: 'pki' });
    expect(environment({ ca: beside }, elsewhere).findings()).toEqual([]);
  });
});

describe('approval of what istio-csr requests', () => {
  const POLICIES = { approval: Approval.policies() };
  const SERVING = 'istio-system.istio-csr-serving';
  const WORKLOADS = 'istio-system.istio-csr-workloads';

  it('has a policy for its own certificate, one for workloads, and one for that of istiod', () => {
    const rendered = environment(undefined, POLICIES).render();
    expect(outputFindings(rendered)).toEqual([]);
    expect(
      namesIn(rendered, '25-approval').filter((name) =>
        name.startsWith('CertificateRequestPolicy'),
      ),
    ).toEqual(
      ['cert-manager.mesh-root', SERVING, WORKLOADS, 'istio-system.istiod'].map(
        (name) => `CertificateRequestPolicy/${name}`,
      ),
    );
  });

  it('allows every workload of the trust domain its SPIFFE ID, no longer than istio-csr gives, and nothing else', () => {
    const rendered = environment(
      { ca: IstioCa.istioCsr(), workloadCertTtl: Ttl.hours(1), maxWorkloadCertTtl: Ttl.hours(3) },
      POLICIES,
    ).render();
    expect(objectOf(rendered, 'CertificateRequestPolicy', WORKLOADS)['spec']).toEqual({
      allowed: {
        isCA: false,
        usages: ['client auth', 'server auth'],
        subject: { organizations: { values: [''] } },
        uris: {
          required: true,
          validations: [
            {
              rule: 'self.matches("^spiffe://mesh[.]example[.]com/ns/[a-z0-9-]+/sa/[a-z0-9.-]+$")',
            },
          ],
        },
      },
      constraints: {
        maxDuration: '3h',
        privateKey: { algorithm: 'RSA', minSize: 2048, maxSize: 2048 },
      },
      selector: {
        issuerRef: { name: 'mesh-root', kind: 'ClusterIssuer', group: 'cert-manager.io' },
        namespace: { matchNames: ['istio-system'] },
      },
    });
  });

  it('limits workloads to what they ask for where nobody may ask for more', () => {
    const rendered = environment(undefined, POLICIES).render();
    expect(objectOf(rendered, 'CertificateRequestPolicy', WORKLOADS)).toMatchObject({
      spec: { constraints: { maxDuration: '24h' } },
    });
  });

  it('allows istio-csr the name under which proxies call it, with its key and lifetime', () => {
    const ca = IstioCa.istioCsr({
      namespace: 'mesh-csr',
      root: PinnedRoot.inConfigMap('mesh-roots', 'ca.pem'),
      servingCertTtl: Ttl.hours(2),
      key: KeyAlgorithm.ECDSA_P384,
    });
    const rendered = environment({ ca }, POLICIES).render();
    expect(objectOf(rendered, 'CertificateRequestPolicy', SERVING)['spec']).toEqual({
      allowed: {
        isCA: false,
        usages: ['server auth'],
        subject: { organizations: { values: [''] } },
        dnsNames: { required: true, values: ['cert-manager-istio-csr.mesh-csr.svc'] },
      },
      constraints: {
        minDuration: '2h',
        maxDuration: '2h',
        privateKey: { algorithm: 'ECDSA', minSize: 384, maxSize: 384 },
      },
      selector: {
        issuerRef: { name: 'mesh-root', kind: 'ClusterIssuer', group: 'cert-manager.io' },
        namespace: { matchNames: ['istio-system'] },
      },
    });
  });

  it.each([SERVING, WORKLOADS])('lets the account of istio-csr alone use %s', (name) => {
    const ca = IstioCa.istioCsr({
      namespace: 'mesh-csr',
      root: PinnedRoot.inConfigMap('mesh-roots', 'ca.pem'),
    });
    const rendered = environment({ ca }, POLICIES).render();
    expect(objectOf(rendered, 'RoleBinding', name, 'istio-system')).toMatchObject({
      roleRef: { kind: 'Role', name },
      subjects: [{ kind: 'ServiceAccount', name: 'cert-manager-istio-csr', namespace: 'mesh-csr' }],
    });
  });

  it('has none where cert-manager approves', () => {
    const rendered = environment(undefined, { approval: Approval.certManager() }).render();
    expect(rendered.layers.map(({ name }) => name)).not.toContain('25-approval');
  });
});

describe('istio-csr beside SPIRE', () => {
  it('TwoWorkloadCas fires, also where TypeScript did not look', () => {
    const props: EnvironmentProps = {
      ...MINIMAL_ENVIRONMENT,
      istio: { ca: IstioCa.istioCsr() as never },
    };
    expect(new Environment('both', props).findings()).toMatchObject([
      {
        code: 'TwoWorkloadCas',
        path: 'both/istioctl/IstioControlPlane',
        problem: expect.stringContaining('istio-csr') as string,
        fix: expect.stringContaining('Environment.withoutSpire(') as string,
      },
    ]);
  });
});

it('is refused an issuer that is below no root', () => {
  const { trustDomain, clusterName } = MINIMAL_ENVIRONMENT;
  const ca = IstioCa.istioCsr({
    issuer: CaIssuer.cluster('corporate'),
    root: PinnedRoot.inConfigMap('mesh-roots', 'ca.pem'),
  });
  const tried = Environment.withoutSpire('tried', { trustDomain, clusterName, istio: { ca } });
  expect(tried.findings()).toContainEqual({
    code: 'ParentUnknown',
    path: 'tried/istioctl/IstioControlPlane',
    problem:
      "'issuer' of workloads and gateways must be an authority of the chain, got 'ClusterIssuer corporate'",
    fix: 'add the authority',
  });
});
