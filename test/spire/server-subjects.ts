import { emptyChart } from '../support/manifests';
import type { Subject as TestSubject } from '../support/bad-inputs';
import { Datastore, type SharedDatastoreOptions } from '../../src/spire/server/datastore';
import {
  MeshIdentities,
  type MeshIdentitiesProps,
} from '../../src/spire/controller-manager/mesh-identities';
import { SpireInstallation } from '../../src/spire/spire-installation';
import { SpireKeyType } from '../../src/spire/server/spire-key-type';
import { SpireServer } from '../../src/spire/server/spire-server';
import type { SpireServerProps } from '../../src/spire/server/spire-server-props';
import { SpireVersion } from '../../src/spire/spire-version';
import { Telemetry, type PrometheusOptions } from '../../src/spire/telemetry';
import type { CertManagerUpstreamOptions } from '../../src/spire/server/upstream/cert-manager-upstream';
import {
  AwsCredentials,
  type AwsAccessKeyProps,
  type AwsServiceAccountRoleProps,
} from '../../src/spire/server/upstream/aws-credentials';
import type { AwsPcaUpstreamProps } from '../../src/spire/server/upstream/aws-pca-upstream';
import type { AwsSecretUpstreamProps } from '../../src/spire/server/upstream/aws-secret-upstream';
import type { DiskUpstreamProps } from '../../src/spire/server/upstream/disk-upstream';
import type { GcpCasUpstreamProps } from '../../src/spire/server/upstream/gcp-cas-upstream';
import {
  GcpCredentials,
  type GcpWorkloadIdentityOptions,
} from '../../src/spire/server/upstream/gcp-credentials';
import type { SpireUpstreamProps } from '../../src/spire/server/upstream/spire-upstream';
import { UpstreamCa, type UpstreamCaProps } from '../../src/spire/server/upstream/upstream-ca';
import {
  VaultUpstreamAuth,
  type VaultAppRoleAuthProps,
  type VaultClientCertificateAuthProps,
  type VaultKubernetesAuthProps,
} from '../../src/spire/server/upstream/vault-upstream-auth';
import type { VaultUpstreamProps } from '../../src/spire/server/upstream/vault-upstream';
import { UpstreamAuthority } from '../../src/spire/server/upstream-authority';
import type { ICaCapableIssuer } from '../../src/cert-manager/issuer/ca-issuer';
import { DnsName } from '../../src/trust/dns-name';
import { Resources } from '../../src/trust/resources';
import { SecretRef } from '../../src/trust/secret-ref';
import { Subject } from '../../src/trust/subject';
import { TrustDomain } from '../../src/trust/trust-domain';
import { Ttl } from '../../src/trust/ttl';
import { CA, CA_ARN, ROLE_ARN, SECRET_ARN } from './upstream-subjects';

/** A ClusterIssuer that signs CAs. */
export const ROOT_ISSUER: ICaCapableIssuer = {
  kind: 'ClusterIssuer',
  name: 'mesh-root',
  group: 'cert-manager.io',
  signsCas: true,
};

/** An installation with defaults, in a version. */
export function installationOf(version: SpireVersion = SpireVersion.V1_15): SpireInstallation {
  return SpireInstallation.of({
    trustDomain: TrustDomain.of('mesh.example.com'),
    clusterName: 'eu-1',
    version,
  });
}

/** The fewest properties of a server. */
export const MINIMAL_SERVER: SpireServerProps = {
  installation: installationOf(),
  upstream: UpstreamAuthority.certManager({ issuer: ROOT_ISSUER }),
};

/** Every property of a server. */
export const WHOLE_SERVER: Required<SpireServerProps> = {
  ...MINIMAL_SERVER,
  separateRootBecause: 'every proxy of this mesh has its certificate from SPIRE',
  replicas: 3,
  datastore: Datastore.postgres(SecretRef.of('spire-datastore', 'connection-string'), {
    port: 5433,
    maxOpenConns: 50,
    maxIdleConns: 10,
    connMaxLifetime: Ttl.minutes(30),
  }),
  caTtl: Ttl.hours(48),
  x509SvidTtl: Ttl.hours(2),
  jwtSvidTtl: Ttl.minutes(10),
  agentTtl: Ttl.hours(4),
  caKeyType: SpireKeyType.EC_P384,
  jwtKeyType: SpireKeyType.RSA_2048,
  caSubject: Subject.of('SPIRE eu-1', { organizations: ['Cash $ Co'], countries: ['NL'] }),
  jwtIssuer: 'https://oidc.example.com',
  logLevel: 'WARN',
  logFormat: 'text',
  auditLog: false,
  rateLimit: { attestation: false, signing: true },
  telemetry: Telemetry.prometheus({ port: 9090, scrapedFrom: 'monitoring' }),
  storage: { size: '5Gi', storageClass: 'fast' },
  resources: Resources.of(
    { cpu: '1', memory: '1Gi', 'ephemeral-storage': '1Gi' },
    { cpu: '2', memory: '2Gi', 'ephemeral-storage': '1Gi' },
  ),
  nodeSelector: { 'node-role.kubernetes.io/control-plane': '' },
  tolerations: [{ key: 'node-role.kubernetes.io/control-plane', operator: 'Exists' }],
  apiServerPorts: [8443, 443],
  pruneAttestedNodesExpiredFor: Ttl.days(30),
  controllerManager: {
    version: '0.6.5',
    gcInterval: Ttl.seconds(30),
    ignoreNamespaces: ['openshift-.*', 'kube-system'],
    resources: Resources.of(
      { cpu: '10m', memory: '32Mi', 'ephemeral-storage': '16Mi' },
      { cpu: '1', memory: '128Mi', 'ephemeral-storage': '64Mi' },
    ),
    logLevel: 'DEBUG',
  },
};

/** Every property of the identities. */
export const WHOLE_IDENTITIES: Required<MeshIdentitiesProps> = {
  installation: installationOf(),
  injectionLabels: { 'istio-injection': 'enabled' },
  otherInjectionLabels: { 'istio.io/rev': '1-30-3' },
  gateways: [
    {
      name: 'istio-ingressgateway',
      namespace: 'istio-system',
      podLabels: { istio: 'ingressgateway' },
    },
    {
      name: 'istio-egressgateway',
      namespace: 'istio-system',
      podLabels: { istio: 'egressgateway' },
    },
  ],
  ttl: Ttl.hours(2),
  ignoreNamespaces: ['kube-system'],
};

const UPSTREAM_CA = UpstreamCa.belowRootOfMesh(CA);

/** What the server side of SPIRE takes, each with a valid value of every property. */
export const spireServerSubjects: readonly TestSubject[] = [
  {
    name: 'SpireServer',
    props: { ...WHOLE_SERVER },
    required: ['installation', 'upstream'],
    build: (props: SpireServerProps) => new SpireServer(emptyChart(), 'SpireServer', props),
  },
  {
    name: 'MeshIdentities',
    props: { ...WHOLE_IDENTITIES },
    required: ['installation', 'injectionLabels'],
    build: (props: MeshIdentitiesProps) =>
      new MeshIdentities(emptyChart(), 'MeshIdentities', props),
  },
  {
    name: 'UpstreamAuthority.certManager',
    props: { issuer: ROOT_ISSUER, namespace: 'spire-server' },
    required: [],
    build: (props: CertManagerUpstreamOptions) => UpstreamAuthority.certManager(props),
  },
  {
    name: 'UpstreamCa.belowRootOfMesh',
    props: { ...CA, maxPathLength: 1, signsAtMost: Ttl.days(30) },
    required: ['subject', 'lifetime', 'keyAtRenewal'],
    build: (props: UpstreamCaProps) => UpstreamCa.belowRootOfMesh(props),
  },
  {
    name: 'UpstreamCa.belowRootOfItsOwn',
    props: { ...CA, maxPathLength: 1, signsAtMost: Ttl.days(30) },
    required: ['subject', 'lifetime', 'keyAtRenewal'],
    build: (props: UpstreamCaProps) => UpstreamCa.belowRootOfItsOwn(props),
  },
  {
    name: 'UpstreamAuthority.disk',
    props: {
      certificate: SecretRef.of('spire-upstream-ca', 'tls.crt'),
      privateKey: SecretRef.of('spire-upstream-ca', 'tls.key'),
      bundle: SecretRef.of('spire-upstream-ca', 'ca.crt'),
      ca: UPSTREAM_CA,
    },
    required: ['certificate', 'privateKey', 'ca'],
    build: (props: DiskUpstreamProps) => UpstreamAuthority.disk(props),
  },
  {
    name: 'UpstreamAuthority.vault',
    props: {
      address: 'https://vault.example.com:8200',
      auth: VaultUpstreamAuth.kubernetes({ role: 'spire' }),
      pkiMountPoint: 'mesh/pki',
      namespace: 'platform/mesh',
      caCertificate: SecretRef.of('vault-ca', 'ca.crt'),
      ca: UPSTREAM_CA,
    },
    required: ['address', 'auth', 'ca'],
    build: (props: VaultUpstreamProps) => UpstreamAuthority.vault(props),
  },
  {
    name: 'VaultUpstreamAuth.kubernetes',
    props: { role: 'spire', mountPoint: 'kubernetes', audience: 'vault' },
    required: ['role'],
    build: (props: VaultKubernetesAuthProps) => VaultUpstreamAuth.kubernetes(props),
  },
  {
    name: 'VaultUpstreamAuth.appRole',
    props: {
      roleId: SecretRef.of('spire-vault', 'role-id'),
      secretId: SecretRef.of('spire-vault', 'secret-id'),
      mountPoint: 'approle',
    },
    required: ['roleId', 'secretId'],
    build: (props: VaultAppRoleAuthProps) => VaultUpstreamAuth.appRole(props),
  },
  {
    name: 'VaultUpstreamAuth.clientCertificate',
    props: {
      certificate: SecretRef.of('spire-vault', 'tls.crt'),
      privateKey: SecretRef.of('spire-vault', 'tls.key'),
      role: 'spire',
      mountPoint: 'cert',
    },
    required: ['certificate', 'privateKey'],
    build: (props: VaultClientCertificateAuthProps) => VaultUpstreamAuth.clientCertificate(props),
  },
  {
    name: 'UpstreamAuthority.spire',
    props: {
      serverAddress: DnsName.of('spire-root.example.com'),
      serverPort: 8081,
      trustDomain: TrustDomain.of('mesh.example.com'),
      csiDriver: 'upstream.csi.spiffe.io',
      socketFile: 'agent.sock',
      caTtl: Ttl.days(30),
      below: 'the root of the mesh',
      registeredWith: 'spire-root-mesh',
    },
    required: ['serverAddress', 'trustDomain', 'csiDriver', 'caTtl', 'below'],
    build: (props: SpireUpstreamProps) => UpstreamAuthority.spire(props),
  },
  {
    name: 'UpstreamAuthority.awsPca',
    props: {
      certificateAuthorityArn: CA_ARN,
      credentials: AwsCredentials.podIdentity(),
      caSigningTemplateArn: 'arn:aws:acm-pca:::template/SubordinateCACertificate_PathLen1/V1',
      signingAlgorithm: 'SHA256WITHECDSA',
      assumeRoleArn: ROLE_ARN,
      endpoint: 'https://vpce-1234.acm-pca.us-west-2.vpce.amazonaws.com',
      supplementalBundle: SecretRef.of('further-roots', 'ca.crt'),
      ca: UPSTREAM_CA,
    },
    required: ['certificateAuthorityArn', 'credentials', 'ca'],
    build: (props: AwsPcaUpstreamProps) => UpstreamAuthority.awsPca(props),
  },
  {
    name: 'UpstreamAuthority.awsSecret',
    props: {
      certFileArn: SECRET_ARN('spire-ca-cert'),
      keyFileArn: SECRET_ARN('spire-ca-key'),
      bundleFileArn: SECRET_ARN('spire-ca-roots'),
      credentials: AwsCredentials.node(),
      assumeRoleArn: ROLE_ARN,
      ca: UPSTREAM_CA,
    },
    required: ['certFileArn', 'keyFileArn', 'credentials', 'ca'],
    build: (props: AwsSecretUpstreamProps) => UpstreamAuthority.awsSecret(props),
  },
  {
    name: 'AwsCredentials.serviceAccountRole',
    props: { role: ROLE_ARN },
    required: ['role'],
    build: (props: AwsServiceAccountRoleProps) => AwsCredentials.serviceAccountRole(props),
  },
  {
    name: 'AwsCredentials.accessKey',
    props: {
      accessKeyId: SecretRef.of('spire-aws', 'access-key-id'),
      secretAccessKey: SecretRef.of('spire-aws', 'secret-access-key'),
      sessionToken: SecretRef.of('spire-aws', 'session-token'),
    },
    required: ['accessKeyId', 'secretAccessKey'],
    build: (props: AwsAccessKeyProps) => AwsCredentials.accessKey(props),
  },
  {
    name: 'UpstreamAuthority.gcpCas',
    props: {
      projectName: 'example-project',
      regionName: 'europe-west4',
      caPool: 'mesh',
      labelKey: 'mesh-identity-root',
      labelValue: 'true',
      credentials: GcpCredentials.workloadIdentity(),
      ca: UPSTREAM_CA,
    },
    required: [
      'projectName',
      'regionName',
      'caPool',
      'labelKey',
      'labelValue',
      'credentials',
      'ca',
    ],
    build: (props: GcpCasUpstreamProps) => UpstreamAuthority.gcpCas(props),
  },
  {
    name: 'GcpCredentials.workloadIdentity',
    props: { serviceAccount: 'spire-server@example-project.iam.gserviceaccount.com' },
    required: [],
    build: (props: GcpWorkloadIdentityOptions) => GcpCredentials.workloadIdentity(props),
  },
  {
    name: 'Telemetry.prometheus',
    props: { port: 9988, scrapedFrom: 'monitoring' },
    required: [],
    build: (props: PrometheusOptions) => Telemetry.prometheus(props),
  },
  ...(['postgres', 'mysql'] as const).map((type): TestSubject => ({
    name: `Datastore.${type}`,
    props: {
      port: 5432,
      maxOpenConns: 50,
      maxIdleConns: 10,
      connMaxLifetime: Ttl.minutes(30),
    },
    required: [],
    build: (options: SharedDatastoreOptions) =>
      Datastore[type](SecretRef.of('spire-datastore', 'connection-string'), options),
  })),
];
