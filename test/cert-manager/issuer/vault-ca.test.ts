import { CertManager } from '../../../src/cert-manager/cert-manager';
import { CertManagerVersion } from '../../../src/cert-manager/cert-manager-version';
import { LeafCertificate } from '../../../src/cert-manager/certificate/leaf-certificate';
import { EmittedClusterIssuer } from '../../../src/cert-manager/issuer/emitted-cluster-issuer';
import { ServerCa } from '../../../src/cert-manager/issuer/server-ca';
import { VaultCa, type VaultCaProps } from '../../../src/cert-manager/issuer/vault-ca';
import { VaultCaIssuer } from '../../../src/cert-manager/issuer/vault-ca-issuer';
import { VaultIssuerAuth } from '../../../src/cert-manager/issuer/vault-issuer-auth';
import { DnsName } from '../../../src/trust/dns-name';
import { SecretRef } from '../../../src/trust/secret-ref';
import { emptyChart, find, manifestsOf } from '../../support/manifests';
import { refusalOf } from '../../support/refusals';

const MINIMAL: VaultCaProps = {
  name: 'mesh-root',
  server: 'https://vault.example.com:8200',
  path: 'pki/root/sign-intermediate',
  auth: VaultIssuerAuth.token(SecretRef.of('vault-token', 'token')),
};

test('a CA of Vault becomes a ClusterIssuer that has it sign CAs', () => {
  const chart = emptyChart();
  new EmittedClusterIssuer(chart, 'Issuer', {
    signer: VaultCa.of({
      ...MINIMAL,
      serverCa: ServerCa.inSecret(SecretRef.of('vault-ca', 'ca.crt')),
    }),
    certManager: CertManager.release(),
  });
  expect(find(manifestsOf(chart), 'ClusterIssuer', 'mesh-root')).toMatchObject({
    metadata: {
      annotations: {
        'mesh-trust/prerequisites':
          'Installation/vault.example.com,Secret/cert-manager/vault-ca,Secret/cert-manager/vault-token',
      },
    },
    spec: {
      vault: {
        server: 'https://vault.example.com:8200',
        path: 'pki/root/sign-intermediate',
        auth: { tokenSecretRef: { name: 'vault-token', key: 'token' } },
        caBundleSecretRef: { name: 'vault-ca', key: 'ca.crt' },
      },
    },
  });
});

test.each([
  ['pki/root/sign-intermediate', 'Vault at vault.example.com, engine pki'],
  ['mesh/pki/root/sign-intermediate', 'Vault at vault.example.com, engine mesh/pki'],
  ['pki/issuer/2026/sign-intermediate', 'Vault at vault.example.com, engine pki'],
] as const)('the key of %s is in its engine', (path, keyIn) => {
  expect(VaultCa.of({ ...MINIMAL, path }).keyIn).toBe(keyIn);
});

test.each([
  'pki/sign/edge',
  'pki/sign-intermediate',
  'root/sign-intermediate',
  'pki/root/sign-self-issued',
  '../root/sign-intermediate',
  'pki/issuer/../sign-intermediate',
  '/pki/root/sign-intermediate',
])('a path of another endpoint is refused: %s', (path) => {
  const props = { ...MINIMAL, path: path as VaultCaProps['path'] };
  expect(refusalOf(() => VaultCa.of(props))).toMatchObject([
    { code: 'PropertyMalformed', path: 'VaultCa.of' },
  ]);
});

test('it stands above CAs, and its issuer is of either kind', () => {
  const issuer = VaultCa.of(MINIMAL).issuer;
  expect(issuer).toMatchObject({ kind: 'ClusterIssuer', name: 'mesh-root', signsCas: true });
  expect(VaultCaIssuer.namespaced('pki', 'one')).toMatchObject({
    kind: 'Issuer',
    namespace: 'pki',
  });
});

test('a leaf of it is refused, which would be a CA', () => {
  const issuer = VaultCaIssuer.cluster('mesh-root') as never;
  const build = (): LeafCertificate =>
    new LeafCertificate(emptyChart(), 'Leaf', {
      name: 'shop-tls',
      namespace: 'istio-ingress',
      dnsNames: [DnsName.of('shop.example.com')],
      usages: 'server',
      issuer,
    });
  expect(refusalOf(build)).toMatchObject([
    {
      code: 'PropertyWrongType',
      problem: expect.stringContaining('makes a CA of whatever it signs') as string,
    },
  ]);
});

test('what needs a newer cert-manager says so', () => {
  const signer = VaultCa.of({ ...MINIMAL, auth: VaultIssuerAuth.awsAmbient({ role: 'mesh' }) });
  const certManager = CertManager.release({ version: CertManagerVersion.V1_20 });
  expect(
    refusalOf(() => new EmittedClusterIssuer(emptyChart(), 'Issuer', { signer, certManager })),
  ).toMatchObject([{ code: 'FeatureNeedsVersion' }]);
});
