import { compile } from '../support/compile';

const IMPORTS = `
import { AcmeIssuer } from '../src/cert-manager/acme/acme-issuer';
import type { CaCertificateProps } from '../src/cert-manager/certificate/ca-certificate';
import { CaIssuer, type ICaCapableIssuer } from '../src/cert-manager/issuer/ca-issuer';
import { ExternalIssuer } from '../src/cert-manager/issuer/external-issuer';
import { ExternalIssuerKind } from '../src/cert-manager/issuer/external-issuer-kind';
import { SelfSignedIssuer } from '../src/cert-manager/issuer/self-signed-issuer';
import { TrustRoot } from '../src/cert-manager/root/trust-root';
import { VaultIssuerAuth } from '../src/cert-manager/issuer/vault-issuer-auth';
import { VaultCaIssuer } from '../src/cert-manager/issuer/vault-ca-issuer';
import { VaultIssuer } from '../src/cert-manager/issuer/vault-issuer';
import { VaultPki } from '../src/cert-manager/issuer/vault-pki';
import { VenafiIssuer } from '../src/cert-manager/issuer/venafi-issuer';
import { VenafiPlatform } from '../src/cert-manager/issuer/venafi-platform';
import { IstioCa } from '../src/istio/ca/istio-ca';
import { UpstreamAuthority } from '../src/spire/server/upstream-authority';
import { SecretRef } from '../src/trust/secret-ref';
import { Lifetime } from '../src/trust/lifetime';
import { Ttl } from '../src/trust/ttl';
const lifetime = Lifetime.of(Ttl.days(3650));
`;

const LEAF_ISSUERS = ['AcmeIssuer', 'VaultIssuer', 'VenafiIssuer', 'SelfSignedIssuer'];
const EXTERNAL = [
  "ExternalIssuer.cluster(ExternalIssuerKind.AWS_PCA, 'one')",
  "ExternalIssuer.namespaced(ExternalIssuerKind.STEP, 'there', 'one')",
];
const REFERENCES = [
  ...LEAF_ISSUERS.flatMap((type) => [
    `${type}.cluster('one')`,
    `${type}.namespaced('there', 'one')`,
  ]),
  ...EXTERNAL,
];
const CA_REFERENCES = [
  "CaIssuer.cluster('one')",
  "CaIssuer.namespaced('there', 'one')",
  "VaultCaIssuer.cluster('one')",
  "VaultCaIssuer.namespaced('there', 'one')",
  ...EXTERNAL.map((issuer) => `${issuer}.thatSignsCas()`),
];

const PLACES: Readonly<Record<string, (issuer: string) => string>> = {
  'where an issuer for CAs is asked': (issuer) =>
    `export const issuer: ICaCapableIssuer = ${issuer};`,
  'above an intermediate CA': (issuer) =>
    `export const props: Pick<CaCertificateProps, 'issuer'> = { issuer: ${issuer} };`,
  'as an existing root': (issuer) =>
    `TrustRoot.existing({ issuer: ${issuer}, lifetime, keyAtRenewal: 'kept' });`,
  'above istiod': (issuer) => `IstioCa.certManager({ lifetime, issuer: ${issuer} });`,
  'above SPIRE': (issuer) => `UpstreamAuthority.certManager({ issuer: ${issuer} });`,
};

const CASES = Object.entries(PLACES).flatMap(([place, code]) =>
  [...REFERENCES, ...CA_REFERENCES].map((issuer) => ({
    title: `${issuer} ${place}`,
    code: IMPORTS + code(issuer),
    compiles: CA_REFERENCES.includes(issuer),
  })),
);

const PKI = `const auth = VaultIssuerAuth.token(SecretRef.of('vault', 'token'));
  const pki = { name: 'vault', server: 'https://vault.example.com', path: 'pki/sign/mesh', auth } as const;`;

/** What a signer outside the cluster cannot be asked for. */
const SIGNERS: readonly (readonly [title: string, code: string, says: string])[] = [
  [
    'a Vault without TLS',
    `${PKI} VaultPki.of({ ...pki, server: 'http://vault.example.com' });`,
    `is not assignable to type '\`https://`,
  ],
  [
    'an endpoint of Vault that signs by no role',
    `${PKI} VaultPki.of({ ...pki, path: 'pki/root/sign-intermediate' });`,
    `is not assignable to type '\`$`,
  ],
  [
    'a token of Vault as a text',
    "VaultIssuerAuth.token('a token');",
    "'string' is not assignable to parameter of type 'SecretRef'",
  ],
  [
    'a second login beside the first',
    `${PKI} VaultPki.of({ ...pki, appRole: { roleId: 'mesh' } });`,
    "'appRole' does not exist in type 'VaultPkiProps'",
  ],
  [
    'a second platform beside the first',
    `VenafiPlatform.cloud({ apiToken: SecretRef.of('venafi', 'key'), tpp: {} });`,
    "'tpp' does not exist in type 'VenafiCloudProps'",
  ],
  [
    'the issuer of Vault above istiod',
    `${PKI} IstioCa.certManager({ lifetime, issuer: VaultPki.of(pki).issuer });`,
    "'signsCas' are incompatible",
  ],
];

/** Where one that makes a CA of whatever it signs has no place. */
const ONLY_CAS: readonly (readonly [title: string, code: string, says: string])[] = [
  [
    'a leaf of what signs CAs alone',
    `import type { LeafCertificateProps } from '../src/cert-manager/certificate/leaf-certificate';
    export const props: Pick<LeafCertificateProps, 'issuer'> = { issuer: VaultCaIssuer.cluster('one') };`,
    "'signsLeaves' are incompatible",
  ],
  [
    'a certificate at a gateway of what signs CAs alone',
    `import type { GatewayCertificateProps } from '../src/ingress/gateway-certificate';
    export const props: Pick<GatewayCertificateProps, 'issuer'> = { issuer: VaultCaIssuer.cluster('one') };`,
    "'signsLeaves' are incompatible",
  ],
  [
    'istio-csr on what signs CAs alone',
    "IstioCa.istioCsr({ issuer: VaultCaIssuer.cluster('one') });",
    "'signsLeaves' are incompatible",
  ],
];

const SIGNER_CASES = [...SIGNERS, ...ONLY_CAS].map(([title, code, says]) => ({
  title,
  code: IMPORTS + code,
  says,
}));

const NEW_KEY = {
  title: 'a root whose key changes at renewal',
  code: `${IMPORTS}
    import { RotationPolicy } from '../src/trust/rotation-policy';
    TrustRoot.selfSigned({ lifetime, rotationPolicy: RotationPolicy.ALWAYS });`,
};

const LETS_ENCRYPT = `
import * as certmanager from '../imports/cert-manager.io';
import { AcmeAccount } from '../src/cert-manager/acme/acme-account';
import { AcmeClusterIssuer } from '../src/cert-manager/acme/acme-cluster-issuer';
import { AcmeDirectory } from '../src/cert-manager/acme/acme-directory';
import { AcmeIssuer } from '../src/cert-manager/acme/acme-issuer';
import { AcmeSolver } from '../src/cert-manager/acme/acme-solver';
import { CertManager } from '../src/cert-manager/cert-manager';
import { LeafCertificate } from '../src/cert-manager/certificate/leaf-certificate';
import { DnsName } from '../src/trust/dns-name';
import type { Construct } from 'constructs';
declare const scope: Construct;
const directory = AcmeDirectory.letsEncryptStaging();
const solvers = [AcmeSolver.http01Ingress({ ingressClass: 'istio' })];
const certificate = {
  name: 'istio-ingress-certs',
  namespace: 'istio-system',
  dnsNames: [DnsName.of('www.mydomain.com'), DnsName.of('mobile.mydomain.com')],
  usages: 'server',
  issuer: AcmeIssuer.cluster('letsencrypt-staging'),
} as const;
`;

/** The article of 2018 on Let's Encrypt, its slips included; the API server took none of them amiss. */
const SLIPS: readonly (readonly [title: string, code: string, says: string])[] = [
  [
    'srver, in an account',
    "AcmeAccount.of({ name: 'letsencrypt', srver: directory, solvers });",
    "'srver' does not exist in type 'AcmeAccountProps'",
  ],
  [
    'srver, in the kind of cert-manager',
    `new certmanager.ClusterIssuer(scope, 'Issuer', {
       spec: { acme: { srver: directory.server, privateKeySecretRef: { name: 'letsencrypt' } } },
     });`,
    "'srver' does not exist in type 'ClusterIssuerSpecAcme'",
  ],
  [
    'meteadata, of a certificate',
    `new LeafCertificate(scope, 'Certificate', {
       ...certificate,
       meteadata: { name: 'istio-ingress-certs', namespace: 'istio-system' },
     });`,
    "'meteadata' does not exist in type 'LeafCertificateProps'",
  ],
  [
    'meteadata, in the kind of cert-manager',
    `new certmanager.Certificate(scope, 'Certificate', {
       meteadata: { name: 'istio-ingress-certs', namespace: 'istio-system' },
       spec: { secretName: 'istio-ingress-certs', issuerRef: { name: 'letsencrypt-staging' } },
     });`,
    "'meteadata' does not exist in type 'CertificateProps'",
  ],
  [
    'a namespace of a ClusterIssuer, in an account',
    "AcmeAccount.of({ name: 'letsencrypt', namespace: 'kube-system', directory, solvers });",
    "'namespace' does not exist in type 'AcmeAccountProps'",
  ],
  [
    'a namespace of a ClusterIssuer, in its construct',
    `new AcmeClusterIssuer(scope, 'Issuer', {
       account: AcmeAccount.of({ name: 'letsencrypt', directory, solvers }),
       certManager: CertManager.release(),
       namespace: 'kube-system',
     });`,
    "'namespace' does not exist in type 'AcmeClusterIssuerProps'",
  ],
  [
    'a namespace of a ClusterIssuer, in a reference',
    "AcmeIssuer.cluster('kube-system', 'letsencrypt');",
    'Expected 1 arguments, but got 2',
  ],
  [
    'the address of ACME v1 in the place of a directory',
    `AcmeAccount.of({
       name: 'letsencrypt',
       directory: 'https://acme-v01.api.letsencrypt.org/directory',
       solvers,
     });`,
    "Type 'string' is not assignable to type 'AcmeDirectory'",
  ],
  [
    'an ACME server without TLS',
    "AcmeDirectory.of('http://acme-v02.api.letsencrypt.org/directory');",
    'is not assignable to parameter of type',
  ],
  [
    'http01 without saying what serves it',
    "AcmeAccount.of({ name: 'letsencrypt', directory, solvers: [{ http01: {} }] });",
    "'http01' does not exist in type 'AcmeSolver'",
  ],
  [
    'the solver inside the certificate',
    `new LeafCertificate(scope, 'Certificate', {
       ...certificate,
       acme: { config: [{ http01: { ingressClass: 'none' }, domains: ['www.mydomain.com'] }] },
     });`,
    "'acme' does not exist in type 'LeafCertificateProps'",
  ],
  [
    'a credential as a text',
    "AcmeSolver.dns01Cloudflare({ apiToken: 'v1.0-abc' });",
    "Type 'string' is not assignable to type 'SecretRef'",
  ],
];

const SLIP_CASES = SLIPS.map(([title, code, says]) => ({ title, code: LETS_ENCRYPT + code, says }));

const WITHOUT_SLIPS = {
  title: 'the same without its slips',
  code: `${LETS_ENCRYPT}
    new AcmeClusterIssuer(scope, 'Issuer', {
      account: AcmeAccount.of({ name: 'letsencrypt-staging', directory, solvers }),
      certManager: CertManager.release(),
    });
    new LeafCertificate(scope, 'Certificate', certificate);`,
};

const diagnostics = compile([...CASES, ...SIGNER_CASES, NEW_KEY, ...SLIP_CASES, WITHOUT_SLIPS]);

test.each(CASES.filter(({ compiles }) => !compiles))('$title does not compile', ({ title }) => {
  expect(diagnostics.get(title)).toEqual([expect.stringContaining("'signsCas' are incompatible")]);
});

test.each(CASES.filter(({ compiles }) => compiles))('$title compiles', ({ title }) => {
  expect(diagnostics.get(title)).toEqual([]);
});

test.each(SIGNER_CASES)('$title does not compile', ({ title, says }) => {
  expect(diagnostics.get(title)).toEqual([expect.stringContaining(says)]);
});

test('a root whose key changes at renewal cannot be asked for', () => {
  expect(diagnostics.get(NEW_KEY.title)).toEqual([
    expect.stringContaining("'rotationPolicy' does not exist in type 'SelfSignedRootProps'"),
  ]);
});

describe("the article on Let's Encrypt", () => {
  test.each(SLIP_CASES)('$title does not compile', ({ title, says }) => {
    expect(diagnostics.get(title)).toEqual([expect.stringContaining(says)]);
  });

  test('compiles without its slips', () => {
    expect(diagnostics.get(WITHOUT_SLIPS.title)).toEqual([]);
  });
});
