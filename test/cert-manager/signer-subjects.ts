import { CertManager } from '../../src/cert-manager/cert-manager';
import { EmittedClusterIssuer } from '../../src/cert-manager/issuer/emitted-cluster-issuer';
import { ExternalIssuerKind } from '../../src/cert-manager/issuer/external-issuer-kind';
import { OfflineRoot } from '../../src/cert-manager/root/offline-root';
import { RootIssuer } from '../../src/cert-manager/root/root-issuer';
import { SecretRoot } from '../../src/cert-manager/root/secret-root';
import { ServerCa } from '../../src/cert-manager/issuer/server-ca';
import { TrustRoot } from '../../src/cert-manager/root/trust-root';
import { VaultCa } from '../../src/cert-manager/issuer/vault-ca';
import { VaultIssuerAuth } from '../../src/cert-manager/issuer/vault-issuer-auth';
import { VaultPki } from '../../src/cert-manager/issuer/vault-pki';
import { VenafiPlatform } from '../../src/cert-manager/issuer/venafi-platform';
import { VenafiZone } from '../../src/cert-manager/issuer/venafi-zone';
import { DnsName } from '../../src/trust/dns-name';
import { Lifetime } from '../../src/trust/lifetime';
import { NameConstraints } from '../../src/trust/name-constraints';
import { SecretRef } from '../../src/trust/secret-ref';
import { Subject as DistinguishedName } from '../../src/trust/subject';
import { Ttl } from '../../src/trust/ttl';
import type { Subject } from '../support/bad-inputs';
import { emptyChart } from '../support/manifests';

const LIFETIME = Lifetime.of(Ttl.days(3650));
const SECRET = SecretRef.of('vault', 'token');
const MESH = NameConstraints.of({ permittedUriDomains: ['mesh.example.com'] });
const OFFLINE = OfflineRoot.of({
  subject: DistinguishedName.of('Example Root'),
  lifetime: LIFETIME,
});
const STATED = {
  lifetime: LIFETIME,
  keyAtRenewal: 'new',
  maxPathLength: 1,
  nameConstraints: MESH,
  subject: DistinguishedName.of('Example Intermediate'),
};
const IN_SECRET = { secretName: 'mesh-intermediate', name: 'intermediate', ...STATED };

/** Roots that nobody here makes, and signers outside the cluster, with a valid value of each property. */
export const signerSubjects: readonly Subject[] = [
  {
    name: 'NameConstraints.of',
    props: {
      permittedDnsDomains: [DnsName.of('istio-system.svc')],
      excludedDnsDomains: [DnsName.of('example.net')],
      permittedUriDomains: ['mesh.example.com'],
      excludedUriDomains: ['.example.org'],
    },
    required: [],
    build: (props) => NameConstraints.of(props),
  },
  {
    name: 'OfflineRoot.of',
    props: {
      subject: DistinguishedName.of('Example Root'),
      lifetime: LIFETIME,
      keyIn: 'an HSM',
      maxPathLength: 2,
      nameConstraints: MESH,
    },
    required: ['subject', 'lifetime'],
    build: (props) => OfflineRoot.of(props),
  },
  {
    name: 'TrustRoot.inSecret',
    props: IN_SECRET,
    required: ['secretName', 'lifetime', 'keyAtRenewal'],
    build: (props) => TrustRoot.inSecret(props),
  },
  {
    name: 'TrustRoot.offline',
    props: { ...IN_SECRET, root: OFFLINE },
    required: ['secretName', 'lifetime', 'keyAtRenewal', 'root'],
    build: (props) => TrustRoot.offline(props),
  },
  {
    name: 'RootIssuer',
    props: {
      root: SecretRoot.of({ secretName: 'mesh-root', lifetime: LIFETIME, keyAtRenewal: 'kept' }),
      certManager: CertManager.release(),
    },
    required: ['root', 'certManager'],
    build: (props) => new RootIssuer(emptyChart(), 'RootIssuer', props),
  },
  {
    name: 'ExternalIssuerKind.of',
    props: {
      group: 'ca.example.com',
      clusterKind: 'ExampleClusterIssuer',
      namespacedKind: 'ExampleIssuer',
    },
    required: ['group'],
    build: (props) => ExternalIssuerKind.of(props),
  },
  ...vaultSubjects(),
  ...venafiSubjects(),
];

function vaultSubjects(): readonly Subject[] {
  const auth = VaultIssuerAuth.token(SECRET);
  const pki = VaultPki.of({
    name: 'vault',
    server: 'https://vault.example.com',
    path: 'pki/sign/mesh',
    auth,
  });
  const aws = { role: 'edge', region: 'eu-west-1', headerValue: 'vault.example.com', mount: 'aws' };
  return [
    {
      name: 'VaultIssuerAuth.appRole',
      props: { roleId: 'edge', secretId: SECRET, mount: 'teams/approle' },
      required: ['roleId', 'secretId'],
      build: (props) => VaultIssuerAuth.appRole(props),
    },
    {
      name: 'VaultIssuerAuth.kubernetes',
      props: {
        role: 'edge',
        serviceAccountName: 'vault-issuer',
        audiences: ['vault'],
        mount: 'eu-1',
      },
      required: ['role', 'serviceAccountName'],
      build: (props) => VaultIssuerAuth.kubernetes(props),
    },
    {
      name: 'VaultIssuerAuth.clientCertificate',
      props: { secretName: 'vault-client', role: 'edge', mount: 'cert' },
      required: ['secretName'],
      build: (props) => VaultIssuerAuth.clientCertificate(props),
    },
    {
      name: 'VaultIssuerAuth.awsAmbient',
      props: aws,
      required: ['role'],
      build: (props) => VaultIssuerAuth.awsAmbient(props),
    },
    {
      name: 'VaultIssuerAuth.awsServiceAccount',
      props: {
        ...aws,
        serviceAccountName: 'vault-issuer',
        iamRoleArn: 'arn:aws:iam::123456789012:role/vault',
      },
      required: ['role', 'serviceAccountName', 'iamRoleArn'],
      build: (props) => VaultIssuerAuth.awsServiceAccount(props),
    },
    {
      name: 'VaultPki.of',
      props: {
        name: 'vault',
        server: 'https://vault.example.com:8200',
        path: 'pki/sign/edge',
        auth,
        namespace: 'platform/eu',
        serverCa: ServerCa.inSecret(SecretRef.of('vault-ca', 'ca.crt')),
        serverName: 'vault.internal',
        clientCertificateSecretName: 'vault-mtls',
        maxTtl: Ttl.days(90),
      },
      required: ['name', 'server', 'path', 'auth'],
      build: (props) => VaultPki.of(props),
    },
    {
      name: 'VaultCa.of',
      props: {
        name: 'mesh-root',
        server: 'https://vault.example.com:8200',
        path: 'pki/root/sign-intermediate',
        auth,
        namespace: 'platform/eu',
        serverCa: ServerCa.inSecret(SecretRef.of('vault-ca', 'ca.crt')),
        serverName: 'vault.internal',
        clientCertificateSecretName: 'vault-mtls',
      },
      required: ['name', 'server', 'path', 'auth'],
      build: (props) => VaultCa.of(props),
    },
    {
      name: 'TrustRoot.vault',
      props: {
        ...STATED,
        ca: VaultCa.of({
          name: 'mesh-root',
          server: 'https://vault.example.com:8200',
          path: 'pki/root/sign-intermediate',
          auth,
        }),
        signsAtMost: Ttl.days(90),
        offlineRoot: OFFLINE,
      },
      required: ['ca', 'lifetime', 'keyAtRenewal'],
      build: (props) => TrustRoot.vault(props),
    },
    {
      name: 'EmittedClusterIssuer',
      props: { signer: pki, certManager: CertManager.release() },
      required: ['signer', 'certManager'],
      build: (props) => new EmittedClusterIssuer(emptyChart(), 'EmittedClusterIssuer', props),
    },
  ];
}

function venafiSubjects(): readonly Subject[] {
  return [
    {
      name: 'VenafiPlatform.tpp',
      props: {
        url: 'https://tpp.example.com/vedsdk',
        credentialsSecretName: 'tpp',
        serverCa: ServerCa.inSecret(SecretRef.of('tpp-ca', 'ca.crt')),
      },
      required: ['url', 'credentialsSecretName'],
      build: (props) => VenafiPlatform.tpp(props),
    },
    {
      name: 'VenafiPlatform.cloud',
      props: { apiToken: SECRET, url: 'https://api.venafi.eu' },
      required: ['apiToken'],
      build: (props) => VenafiPlatform.cloud(props),
    },
    {
      name: 'VenafiPlatform.ngts',
      props: {
        tsgId: '1234567890',
        credentialsSecretName: 'ngts',
        url: 'https://api.example.com/ngts',
        tokenEndpoint: 'https://auth.example.com/oauth2/access_token',
      },
      required: ['tsgId', 'credentialsSecretName'],
      build: (props) => VenafiPlatform.ngts(props),
    },
    {
      name: 'VenafiZone.of',
      props: {
        name: 'venafi',
        zone: String.raw`DevOps\Mesh`,
        platform: VenafiPlatform.cloud({ apiToken: SECRET }),
        maxTtl: Ttl.days(90),
      },
      required: ['name', 'zone', 'platform'],
      build: (props) => VenafiZone.of(props),
    },
  ];
}
