import {
  DnsName,
  Environment,
  ExternalIssuer,
  ExternalIssuerKind,
  Gateway,
  GatewayCertificate,
  type IIssuer,
  IstioCa,
  Lifetime,
  NameConstraints,
  OfflineRoot,
  SecretRef,
  ServerCa,
  ServerTls,
  Site,
  Subject,
  TrustDomain,
  TrustRoot,
  Ttl,
  VaultIssuerAuth,
  VaultPki,
  VenafiPlatform,
  VenafiZone,
} from '../../src/index';

const SECRET = SecretRef.of('credentials', 'key');
const SERVER_CA = ServerCa.inSecret(SecretRef.of('server-ca', 'ca.crt'));

const LOGINS: Readonly<Record<string, VaultIssuerAuth>> = {
  token: VaultIssuerAuth.token(SECRET),
  'app-role': VaultIssuerAuth.appRole({ roleId: 'edge', secretId: SECRET }),
  kubernetes: VaultIssuerAuth.kubernetes({ role: 'edge', serviceAccountName: 'vault-kubernetes' }),
  'client-certificate': VaultIssuerAuth.clientCertificate({
    secretName: 'vault-client',
    role: 'edge',
  }),
  'aws-ambient': VaultIssuerAuth.awsAmbient({ role: 'edge', region: 'eu-west-1' }),
  'aws-account': VaultIssuerAuth.awsServiceAccount({
    role: 'edge',
    serviceAccountName: 'vault-aws',
    iamRoleArn: 'arn:aws:iam::123456789012:role/vault',
  }),
};

const PLATFORMS: Readonly<Record<string, VenafiPlatform>> = {
  tpp: VenafiPlatform.tpp({
    url: 'https://tpp.example.com/vedsdk',
    credentialsSecretName: 'tpp',
    serverCa: SERVER_CA,
  }),
  cloud: VenafiPlatform.cloud({ apiToken: SECRET, url: 'https://api.venafi.eu' }),
  ngts: VenafiPlatform.ngts({ tsgId: '1234567890', credentialsSecretName: 'ngts' }),
};

const VAULTS = Object.entries(LOGINS).map(([login, auth]) =>
  VaultPki.of({
    name: `vault-${login}`,
    server: 'https://vault.example.com:8200',
    path: 'pki/issuer/edge/sign/edge',
    auth,
    namespace: 'platform',
    serverName: 'vault.internal',
    serverCa: SERVER_CA,
    clientCertificateSecretName: 'vault-mtls',
  }),
);
const ZONES = Object.entries(PLATFORMS).map(([name, platform]) =>
  VenafiZone.of({ name: `venafi-${name}`, zone: String.raw`DevOps\Mesh`, platform }),
);
const EXTERNAL = [
  ExternalIssuer.cluster(ExternalIssuerKind.AWS_PCA, 'aws'),
  ExternalIssuer.cluster(ExternalIssuerKind.GOOGLE_CAS, 'google'),
  ExternalIssuer.cluster(ExternalIssuerKind.STEP, 'step'),
];

/** Every signer that an environment can have beside those of ACME, below an offline root, and a site of each. */
export const everySigner = new Environment('every-signer', {
  trustDomain: TrustDomain.of('mesh.example.com'),
  clusterName: 'eu-1',
  root: TrustRoot.offline({
    root: OfflineRoot.of({
      subject: Subject.of('Example Root'),
      lifetime: Lifetime.of(Ttl.days(7300)).renewBefore(Ttl.days(3650)),
      maxPathLength: 2,
    }),
    secretName: 'mesh-intermediate',
    lifetime: Lifetime.of(Ttl.days(1825)).renewBefore(Ttl.days(365)),
    keyAtRenewal: 'new',
    maxPathLength: 1,
    nameConstraints: NameConstraints.of({
      permittedUriDomains: ['mesh.example.com'],
      permittedDnsDomains: [DnsName.of('istio-system.svc')],
    }),
  }),
  istio: {
    ca: IstioCa.certManager({ lifetime: Lifetime.of(Ttl.days(60)).renewBefore(Ttl.days(15)) }),
    gateways: [Gateway.ingress()],
  },
  namespaces: ['shop'],
  issuers: [...VAULTS, ...ZONES],
  sites: [...[...VAULTS, ...ZONES].map(({ issuer }) => issuer), ...EXTERNAL].map(siteOf),
});

function siteOf(issuer: IIssuer): Site {
  const host = DnsName.of(`${issuer.name}.example.com`);
  const certificate = GatewayCertificate.of({ name: issuer.name, hosts: [host], issuer });
  return Site.of({
    name: issuer.name,
    namespace: 'shop',
    tls: ServerTls.simple(certificate),
    routes: [
      {
        name: 'web',
        matches: [{ type: 'prefix', path: '/' }],
        destination: { service: 'web', port: 8080 },
      },
    ],
  });
}
