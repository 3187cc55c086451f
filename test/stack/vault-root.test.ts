import { CertManager } from '../../src/cert-manager/cert-manager';
import { CertManagerVersion } from '../../src/cert-manager/cert-manager-version';
import { CaIssuer } from '../../src/cert-manager/issuer/ca-issuer';
import { VaultCa } from '../../src/cert-manager/issuer/vault-ca';
import { VaultIssuerAuth } from '../../src/cert-manager/issuer/vault-issuer-auth';
import { VaultPki } from '../../src/cert-manager/issuer/vault-pki';
import { TrustRoot } from '../../src/cert-manager/root/trust-root';
import { IstioCa } from '../../src/istio/ca/istio-ca';
import { PinnedRoot } from '../../src/istio/istio-csr/pinned-root';
import { Environment } from '../../src/stack/environment';
import type { EnvironmentProps } from '../../src/stack/environment-props';
import { Lifetime } from '../../src/trust/lifetime';
import { Ttl } from '../../src/trust/ttl';
import { containing } from '../support/containing';
import { environmentWith, namesIn, objectOf } from '../support/rendered';
import { MINIMAL_ENVIRONMENT } from './subjects';

const SERVER = { server: 'https://vault.example.com:8200' } as const;
const ACCOUNT = VaultIssuerAuth.kubernetes({ role: 'mesh', serviceAccountName: 'vault-root' });

const rootOf = (auth = ACCOUNT, signsAtMost = Ttl.days(90)): TrustRoot =>
  TrustRoot.vault({
    ca: VaultCa.of({ ...SERVER, name: 'mesh-root', path: 'pki/root/sign-intermediate', auth }),
    lifetime: Lifetime.of(Ttl.days(3650)),
    keyAtRenewal: 'kept',
    signsAtMost,
  });

const below = (root: TrustRoot, changed: Partial<EnvironmentProps> = {}): Environment =>
  environmentWith({ root, ...changed });

describe('an environment below a root in Vault', () => {
  const rendered = below(rootOf()).render();

  it('makes the ClusterIssuer and the account that logs in, and no Secret and no root', () => {
    expect(namesIn(rendered, '30-roots')).toEqual([
      'ClusterIssuer/mesh-root',
      'Role/vault-root-token',
      'RoleBinding/vault-root-token',
      'ServiceAccount/vault-root',
    ]);
    expect(objectOf(rendered, 'ClusterIssuer', 'mesh-root')).toMatchObject({
      spec: { vault: { path: 'pki/root/sign-intermediate' } },
    });
  });

  it('has istiod and SPIRE ask it', () => {
    expect(objectOf(rendered, 'Certificate', 'cacerts')).toMatchObject({
      spec: { isCA: true, issuerRef: { kind: 'ClusterIssuer', name: 'mesh-root' } },
    });
    expect(JSON.stringify(objectOf(rendered, 'ConfigMap', 'spire-server'))).toContain('mesh-root');
  });

  it('needs nobody else to make the issuer', () => {
    const certificate = objectOf(rendered, 'Certificate', 'cacerts');
    expect(certificate.metadata.annotations ?? {}).not.toHaveProperty('mesh-trust/prerequisites');
  });

  it('asks for no CA that is longer than what Vault signs', () => {
    expect(below(rootOf(ACCOUNT, Ttl.days(20))).findings()).toMatchObject([
      {
        code: 'CaTtlAboveMaximum',
        path: 'tried/40-istiod-ca/cacerts',
        problem: containing('at most what mesh-root signs (480h)'),
      },
    ]);
    expect(below(rootOf()).findings()).toEqual([]);
  });

  it('logs in as its cert-manager can', () => {
    const certManager = CertManager.release({ version: CertManagerVersion.V1_20 });
    const root = rootOf(VaultIssuerAuth.awsAmbient({ role: 'mesh' }));
    expect(below(root, { certManager }).findings()).toMatchObject([
      { code: 'FeatureNeedsVersion', path: 'tried/30-roots/RootIssuer' },
    ]);
  });

  it('has an account of its own beside those of other issuers', () => {
    const edge = VaultPki.of({ ...SERVER, name: 'edge', path: 'pki/sign/edge', auth: ACCOUNT });
    expect(below(rootOf(), { issuers: [edge] }).findings()).toMatchObject([
      { code: 'NamesClash', problem: containing('got vault-root twice') },
    ]);
  });
});

describe('istio-csr below a root in Vault', () => {
  const root = rootOf();
  const pinned = PinnedRoot.inConfigMap('mesh-roots', 'ca.pem');
  const withCsr = (ca: IstioCa) =>
    Environment.withoutSpire('csr', { ...MINIMAL_ENVIRONMENT, root, istio: { ca } });

  it('would have a CA for every workload', () => {
    expect(withCsr(IstioCa.istioCsr({ root: pinned })).findings()).toMatchObject([
      { code: 'PropertyMissing', problem: containing('makes a CA of whatever it signs') },
    ]);
  });

  it('names an issuer that signs leaves', () => {
    const issuer = CaIssuer.cluster('mesh-workloads');
    const codes = withCsr(IstioCa.istioCsr({ root: pinned, issuer }))
      .findings()
      .map(({ code }) => code);
    expect(codes).not.toContain('PropertyMissing');
  });

  it('is refused one that does not, also where the compiler did not look', () => {
    const issuer = root.issuer as never;
    expect(() => IstioCa.istioCsr({ root: pinned, issuer })).toThrow(/PropertyWrongType/);
  });
});
