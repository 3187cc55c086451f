import { AcmeAccount } from '../../src/cert-manager/acme/acme-account';
import { AzureDnsCredentials } from '../../src/cert-manager/acme/acme-azure-dns-credentials';
import { AcmeClusterIssuer } from '../../src/cert-manager/acme/acme-cluster-issuer';
import { AcmeDirectory } from '../../src/cert-manager/acme/acme-directory';
import { AcmeIssuer } from '../../src/cert-manager/acme/acme-issuer';
import { Route53Credentials } from '../../src/cert-manager/acme/acme-route53-credentials';
import { AcmeSolver } from '../../src/cert-manager/acme/acme-solver';
import { CaCertificate } from '../../src/cert-manager/certificate/ca-certificate';
import { CaIssuer } from '../../src/cert-manager/issuer/ca-issuer';
import { CertManager } from '../../src/cert-manager/cert-manager';
import { CertManagerVersion } from '../../src/cert-manager/cert-manager-version';
import { ExternalAccountBinding } from '../../src/cert-manager/acme/external-account-binding';
import { LeafCertificate } from '../../src/cert-manager/certificate/leaf-certificate';
import { OfflineRoot } from '../../src/cert-manager/root/offline-root';
import { RequestPolicy } from '../../src/cert-manager/approval/request-policy';
import { RootBundle } from '../../src/cert-manager/bundle/root-bundle';
import { RootCa } from '../../src/cert-manager/root/root-ca';
import { RootCertificate } from '../../src/cert-manager/bundle/root-certificate';
import { SelfSignedRoot } from '../../src/cert-manager/root/self-signed-root';
import { TrustManagerBundle } from '../../src/cert-manager/bundle/trust-manager-bundle';
import { TrustRoot } from '../../src/cert-manager/root/trust-root';
import { DnsName } from '../../src/trust/dns-name';
import { KeyAlgorithm } from '../../src/trust/key-algorithm';
import { Lifetime } from '../../src/trust/lifetime';
import { NameConstraints } from '../../src/trust/name-constraints';
import { RotationPolicy } from '../../src/trust/rotation-policy';
import { SecretRef } from '../../src/trust/secret-ref';
import { Subject as DistinguishedName } from '../../src/trust/subject';
import { Ttl } from '../../src/trust/ttl';
import type { Subject } from '../support/bad-inputs';
import { emptyChart } from '../support/manifests';

/** A root as `openssl req -x509` makes it, of an ACME server of one's own. */
export const ACME_ROOT_PEM = `-----BEGIN CERTIFICATE-----
MIIBjjCCATWgAwIBAgIULVrto8q2w7RLTigHgoOEDe7DJdYwCgYIKoZIzj0EAwIw
HDEaMBgGA1UEAwwRRXhhbXBsZSBBQ01FIFJvb3QwIBcNMjYxMTI0MDI0NjA0WhgP
MjEyNjEwMzEwMjQ2MDRaMBwxGjAYBgNVBAMMEUV4YW1wbGUgQUNNRSBSb290MFkw
EwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEkWbtomPHnwVFk3BUhiz7uWHdmM/fP44R
tdqQnLuFqazf5JtGCe126NJYi+LeKD3Efc8AeDcoMrqS09CtOwNOIqNTMFEwHQYD
VR0OBBYEFDmnFvN7vjwrJSsFWtrFJYo6uw03MB8GA1UdIwQYMBaAFDmnFvN7vjwr
JSsFWtrFJYo6uw03MA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDRwAwRAIg
HgzArftCGWolt/293khwW5NJ13aWzE6p6sCuDzi3WK0CIG18gl1Zf/1t5ltBhlmB
zlZsnhRHkzKYO0KSBf1lmsOk
-----END CERTIFICATE-----
`;

const CLIENT_ID = '11111111-2222-3333-4444-555555555555';
const ROLE = 'arn:aws:iam::123456789012:role/dns01';
const SECRET = SecretRef.of('dns-credentials', 'token');
const NAMES = [DnsName.of('shop.example.com'), DnsName.of('*.example.org')];
const LIFETIME = Lifetime.of(Ttl.days(3650));

/** Everything of cert-manager that takes properties, with a valid value of each. */
export const certManagerSubjects: readonly Subject[] = [
  {
    name: 'RequestPolicy',
    props: {
      name: 'shop.web',
      namespace: 'shop',
      requester: { name: 'cert-manager', namespace: 'cert-manager' },
      issuer: { name: 'mesh-root', kind: 'ClusterIssuer', group: 'cert-manager.io' },
      isCa: true,
      usages: ['cert sign'],
      commonName: 'mesh-root',
      organizations: ['Example'],
      countries: ['NL'],
      serialNumber: 'decimal',
      dnsNames: ['shop.example.com'],
      uris: ['spiffe://example.org'],
      duration: Ttl.days(30),
      key: { algorithm: 'ECDSA', size: 256 },
    },
    required: ['name', 'namespace', 'requester', 'issuer', 'isCa', 'usages', 'key'],
    build: (props) => new RequestPolicy(emptyChart(), 'Policy', props),
  },
  {
    name: 'RootBundle.trustManager',
    props: {
      name: 'mesh-root-ca',
      key: 'ca.crt',
      namespaceLabels: { trust: 'mesh' },
      trustNamespace: 'pki',
      roots: [RootCertificate.inSecret(SECRET)],
    },
    required: [],
    build: (props) => RootBundle.trustManager(props),
  },
  {
    name: 'TrustManagerBundle',
    props: { bundle: RootBundle.trustManager(), rootSecretName: 'mesh-root' },
    required: ['bundle'],
    build: (props) => new TrustManagerBundle(emptyChart(), 'Bundle', props),
  },
  {
    name: 'CertManager.release',
    props: { version: CertManagerVersion.V1_20 },
    required: [],
    build: (props) => CertManager.release(props),
  },
  {
    name: 'CertManager.alreadyInstalled',
    props: {
      version: CertManagerVersion.V1_20,
      namespace: 'pki',
      clusterResourceNamespace: 'pki-secrets',
      serviceAccountName: 'pki-controller',
    },
    required: ['version'],
    build: (props) => CertManager.alreadyInstalled(props),
  },
  {
    name: 'TrustRoot.selfSigned',
    props: {
      name: 'root-a',
      issuerName: 'selfsigned',
      subject: DistinguishedName.of('Root A'),
      lifetime: LIFETIME,
      key: KeyAlgorithm.ECDSA_P384,
    },
    required: ['lifetime'],
    build: (props) => TrustRoot.selfSigned(props),
  },
  {
    name: 'TrustRoot.existing',
    props: {
      issuer: CaIssuer.cluster('corporate'),
      lifetime: LIFETIME,
      keyAtRenewal: 'kept',
      maxPathLength: 2,
      nameConstraints: NameConstraints.of({ permittedUriDomains: ['mesh.example.com'] }),
      subject: DistinguishedName.of('Corporate CA'),
      secretNamespace: 'cert-manager',
      offlineRoot: OfflineRoot.of({
        subject: DistinguishedName.of('Corporate Root'),
        lifetime: LIFETIME,
      }),
    },
    required: ['issuer', 'lifetime', 'keyAtRenewal'],
    build: (props) => TrustRoot.existing(props),
  },
  {
    name: 'RootCa',
    props: {
      root: SelfSignedRoot.of({ lifetime: LIFETIME }),
      certManager: CertManager.release(),
    },
    required: ['root', 'certManager'],
    build: (props) => new RootCa(emptyChart(), 'RootCa', props),
  },
  {
    name: 'CaCertificate',
    props: {
      name: 'cacerts',
      namespace: 'istio-system',
      secretName: 'istiod-ca',
      subject: DistinguishedName.of('istiod.istio-system.svc'),
      dnsNames: [DnsName.ofService('istiod', 'istio-system')],
      lifetime: LIFETIME,
      key: KeyAlgorithm.RSA_2048,
      rotationPolicy: RotationPolicy.ALWAYS,
      issuer: CaIssuer.cluster('mesh-root'),
    },
    required: ['name', 'namespace', 'subject', 'dnsNames', 'lifetime', 'rotationPolicy', 'issuer'],
    build: (props) => new CaCertificate(emptyChart(), 'CaCertificate', props),
  },
  ...acmeSubjects(),
  {
    name: 'LeafCertificate of an ACME issuer',
    props: {
      name: 'shop',
      namespace: 'istio-ingress',
      secretName: 'shop-tls',
      dnsNames: NAMES,
      usages: 'server',
      issuer: AcmeIssuer.cluster('letsencrypt'),
      renewBeforePercentage: 40,
      key: KeyAlgorithm.RSA_2048,
      commonName: 'shop.example.com',
    },
    required: ['name', 'namespace', 'dnsNames', 'usages', 'issuer'],
    build: (props) => new LeafCertificate(emptyChart(), 'LeafCertificate', props),
  },
  {
    name: 'LeafCertificate of a CA',
    props: {
      name: 'caller',
      namespace: 'istio-egress',
      dnsNames: NAMES,
      usages: 'client',
      issuer: CaIssuer.namespaced('istio-egress', 'partner'),
      lifetime: LIFETIME,
      commonName: 'Caller of a partner',
    },
    required: ['name', 'namespace', 'dnsNames', 'usages', 'issuer'],
    build: (props) => new LeafCertificate(emptyChart(), 'LeafCertificate', props),
  },
];

/** What an account at an ACME server is made of. */
function acmeSubjects(): readonly Subject[] {
  const solvers = [AcmeSolver.http01Ingress()];
  const directory = AcmeDirectory.letsEncrypt();
  return [
    ...solverSubjects(),
    {
      name: 'AcmeDirectory.of, options',
      props: { caBundle: ACME_ROOT_PEM },
      required: [],
      build: (props) => AcmeDirectory.of('https://ca.example.com/acme/directory', props),
    },
    {
      name: 'ExternalAccountBinding.of',
      props: { keyId: 'kid-1', key: SECRET },
      required: ['keyId', 'key'],
      build: (props) => ExternalAccountBinding.of(props),
    },
    {
      name: 'AcmeAccount.of',
      props: {
        name: 'letsencrypt',
        directory,
        email: 'tls@example.com',
        accountKeySecretName: 'letsencrypt-key',
        externalAccountBinding: ExternalAccountBinding.of({ keyId: 'kid-1', key: SECRET }),
        solvers,
        preferredChain: 'ISRG Root X1',
        profile: 'tlsserver',
        certificateTtl: Ttl.days(45),
      },
      required: ['name', 'directory', 'solvers'],
      build: (props) => AcmeAccount.of(props),
    },
    {
      name: 'AcmeClusterIssuer',
      props: {
        account: AcmeAccount.of({ name: 'letsencrypt', directory, solvers }),
        certManager: CertManager.release(),
      },
      required: ['account', 'certManager'],
      build: (props) => new AcmeClusterIssuer(emptyChart(), 'AcmeClusterIssuer', props),
    },
  ];
}

/** Every kind of solver, and as whom it writes. */
function solverSubjects(): readonly Subject[] {
  const zones = { dnsZones: [DnsName.of('example.com')], cnameStrategy: 'Follow' };
  return [
    {
      name: 'AcmeSolver.http01Ingress',
      props: { ingressClass: 'istio', dnsNames: [DnsName.of('shop.example.com')] },
      required: [],
      build: (props) => AcmeSolver.http01Ingress(props),
    },
    {
      name: 'AcmeSolver.http01GatewayRoute',
      props: {
        gateway: { name: 'public', namespace: 'istio-ingress', sectionName: 'http' },
        dnsZones: [DnsName.of('example.com')],
      },
      required: ['gateway'],
      build: (props) => AcmeSolver.http01GatewayRoute(props),
    },
    {
      name: 'AcmeSolver.http01GatewayRoute, its gateway',
      props: { name: 'public', namespace: 'istio-ingress', sectionName: 'http' },
      required: ['name', 'namespace'],
      build: (gateway) => AcmeSolver.http01GatewayRoute({ gateway }),
    },
    {
      name: 'Route53Credentials.ambient',
      props: { role: ROLE },
      required: [],
      build: (props) => Route53Credentials.ambient(props),
    },
    {
      name: 'Route53Credentials.serviceAccount',
      props: { name: 'dns01-route53', role: ROLE },
      required: ['name', 'role'],
      build: (props) => Route53Credentials.serviceAccount(props),
    },
    {
      name: 'Route53Credentials.accessKey',
      props: { accessKeyId: SECRET, secretAccessKey: SECRET, role: ROLE },
      required: ['accessKeyId', 'secretAccessKey'],
      build: (props) => Route53Credentials.accessKey(props),
    },
    {
      name: 'AcmeSolver.dns01Route53',
      props: {
        credentials: Route53Credentials.ambient(),
        region: 'eu-west-1',
        hostedZoneId: 'Z0123456789ABC',
        ...zones,
      },
      required: [],
      build: (props) => AcmeSolver.dns01Route53(props),
    },
    {
      name: 'AcmeSolver.dns01CloudDns',
      props: {
        project: 'shop-dns',
        serviceAccount: SECRET,
        hostedZoneName: 'example-com',
        ...zones,
      },
      required: ['project'],
      build: (props) => AcmeSolver.dns01CloudDns(props),
    },
    {
      name: 'AzureDnsCredentials.managedIdentity',
      props: { clientId: CLIENT_ID, tenantId: CLIENT_ID },
      required: ['clientId'],
      build: (props) => AzureDnsCredentials.managedIdentity(props),
    },
    {
      name: 'AzureDnsCredentials.servicePrincipal',
      props: { clientId: CLIENT_ID, tenantId: CLIENT_ID, clientSecret: SECRET },
      required: ['clientId', 'tenantId', 'clientSecret'],
      build: (props) => AzureDnsCredentials.servicePrincipal(props),
    },
    {
      name: 'AcmeSolver.dns01AzureDns',
      props: {
        subscriptionId: CLIENT_ID,
        resourceGroupName: 'dns',
        credentials: AzureDnsCredentials.managedIdentity({ clientId: CLIENT_ID }),
        hostedZoneName: 'example.com',
        environment: 'AzureChinaCloud',
        ...zones,
      },
      required: ['subscriptionId', 'resourceGroupName', 'credentials'],
      build: (props) => AcmeSolver.dns01AzureDns(props),
    },
    {
      name: 'AcmeSolver.dns01Cloudflare',
      props: { apiToken: SECRET, ...zones },
      required: ['apiToken'],
      build: (props) => AcmeSolver.dns01Cloudflare(props),
    },
    {
      name: 'AcmeSolver.dns01Rfc2136',
      props: {
        nameserver: '192.0.2.53:53',
        tsigKeyName: 'cert-manager',
        tsigSecret: SECRET,
        tsigAlgorithm: 'HMACSHA512',
        ...zones,
      },
      required: ['nameserver', 'tsigKeyName', 'tsigSecret'],
      build: (props) => AcmeSolver.dns01Rfc2136(props),
    },
    {
      name: 'AcmeSolver.dns01Webhook',
      props: {
        groupName: 'acme.example.com',
        solverName: 'gandi',
        config: { apiTokenSecretRef: SECRET, ttl: 300 },
        ...zones,
      },
      required: ['groupName', 'solverName'],
      build: (props) => AcmeSolver.dns01Webhook(props),
    },
  ];
}
