import {
  DnsName,
  Environment,
  Gateway,
  GatewayCertificate,
  IstioCa,
  Lifetime,
  SecretRef,
  ServerCa,
  ServerTls,
  Site,
  TrustDomain,
  TrustRoot,
  Ttl,
  VaultIssuerAuth,
  VaultPki,
  type VaultSignPath,
} from '../../src/index';
import type { Client, Credentials } from './vault-owner';
import type { VaultServer } from './vault-server';

/** Where the credentials of issuers lie. */
export const ISSUERS_NAMESPACE = 'cert-manager';
/** Where the role signs. */
export const SIGN_PATH: VaultSignPath = 'pki/sign/edge';
/** How long what it signs lives. */
export const EDGE_LIFETIME = Lifetime.of(Ttl.days(30));

const SERVICE_ACCOUNT = 'vault-issuer';
const KUBERNETES = 'vault-kubernetes';

/** cert-manager, which may have that role sign and nothing else. */
export const CERT_MANAGER: Client = {
  name: 'edge',
  serviceAccount: SERVICE_ACCOUNT,
  namespace: ISSUERS_NAMESPACE,
  audience: `vault://${KUBERNETES}`,
  policy: { [SIGN_PATH]: ['update'] },
};

/** The role: without a common name, which our certificates have none of, and for keys that are not RSA. */
export const ROLE = {
  allowed_domains: ['example.com'],
  allow_subdomains: true,
  require_cn: false,
  key_type: 'any',
  max_ttl: '2160h',
};

/** What cert-manager logs in with, by the names of the issuers that it is for. */
const LOGINS: Readonly<Record<string, VaultIssuerAuth>> = {
  'vault-token': VaultIssuerAuth.token(SecretRef.of('vault-token', 'token')),
  'vault-app-role': VaultIssuerAuth.appRole({
    roleId: 'edge',
    secretId: SecretRef.of('vault-app-role', 'secret-id'),
  }),
  [KUBERNETES]: VaultIssuerAuth.kubernetes({ role: 'edge', serviceAccountName: SERVICE_ACCOUNT }),
  'vault-certificate': VaultIssuerAuth.clientCertificate({
    secretName: 'vault-client',
    role: 'edge',
  }),
};

/** IAM role that a ServiceAccount assumes, and the principal that moto takes everybody else for. */
export const IAM_ROLE = 'arn:aws:iam::123456789012:role/vault';
export const IAM_PRINCIPALS = [IAM_ROLE, 'arn:aws:iam::123456789012:user/moto'];

/** The same as what cert-manager, or a ServiceAccount, is to AWS. */
const AWS_LOGINS: Readonly<Record<string, VaultIssuerAuth>> = {
  'vault-aws-ambient': VaultIssuerAuth.awsAmbient({ role: 'edge', region: 'eu-west-1' }),
  'vault-aws-account': VaultIssuerAuth.awsServiceAccount({
    role: 'edge',
    region: 'eu-west-1',
    serviceAccountName: 'vault-aws',
    iamRoleArn: IAM_ROLE,
  }),
};
const ALL_LOGINS = { ...LOGINS, ...AWS_LOGINS };

/** Names of the issuers that differ by their login alone. */
export const ISSUERS: readonly string[] = Object.keys(ALL_LOGINS);
/** One that trusts another CA than that of Vault. */
export const OTHER_CA = 'vault-other-ca';
/** One whose role Vault does not have. */
export const OTHER_ROLE = 'vault-other-role';

/** The Secrets with what cert-manager logs in with, and with the CA of Vault. */
export function secretsOfIssuers(credentials: Credentials, ca: string): readonly object[] {
  const { token, secretId, certificate, key } = credentials;
  return [
    secret('vault-token', { token }),
    secret('vault-app-role', { 'secret-id': secretId }),
    {
      ...secret('vault-client', { 'tls.crt': certificate, 'tls.key': key }),
      type: 'kubernetes.io/tls',
    },
    secret('vault-ca', { 'ca.crt': ca }),
  ];
}

function secret(name: string, stringData: Readonly<Record<string, string>>): object {
  const metadata = { name, namespace: ISSUERS_NAMESPACE };
  return { apiVersion: 'v1', kind: 'Secret', metadata, stringData };
}

/** A site for each issuer, whose certificate that issuer has Vault sign. */
export function edgeBelowVault(vault: VaultServer, otherCa: string): Environment {
  const common = { server: vault.url, path: SIGN_PATH, maxTtl: Ttl.days(90) };
  const serverCa = ServerCa.inSecret(SecretRef.of('vault-ca', 'ca.crt'));
  const auth = VaultIssuerAuth.token(SecretRef.of('vault-token', 'token'));
  const issuers = [
    ...Object.entries(ALL_LOGINS).map(([name, login]) =>
      VaultPki.of({ ...common, name, auth: login, serverCa }),
    ),
    VaultPki.of({ ...common, name: OTHER_CA, auth, serverCa: ServerCa.inline(otherCa) }),
    VaultPki.of({ ...common, name: OTHER_ROLE, auth, serverCa, path: 'pki/sign/nobody' }),
  ];
  return new Environment('edge-below-vault', {
    trustDomain: TrustDomain.of('mesh.example.com'),
    clusterName: 'eu-1',
    root: TrustRoot.selfSigned({ lifetime: Lifetime.of(Ttl.days(3650)) }),
    istio: {
      ca: IstioCa.certManager({ lifetime: Lifetime.of(Ttl.days(60)) }),
      gateways: [Gateway.ingress()],
    },
    namespaces: ['shop'],
    issuers,
    sites: issuers.map(({ name, issuer }) =>
      Site.of({
        name,
        namespace: 'shop',
        tls: ServerTls.simple(
          GatewayCertificate.of({
            name,
            hosts: [DnsName.of(`${name}.example.com`)],
            issuer,
            lifetime: EDGE_LIFETIME,
          }),
        ),
        routes: [
          {
            name: 'web',
            matches: [{ type: 'prefix', path: '/' }],
            destination: { service: 'web', port: 8080 },
          },
        ],
      }),
    ),
  });
}
