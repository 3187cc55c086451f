import { AwsCredentials } from '../../src/spire/server/upstream/aws-credentials';
import { GcpCredentials } from '../../src/spire/server/upstream/gcp-credentials';
import { UpstreamCa, type UpstreamCaProps } from '../../src/spire/server/upstream/upstream-ca';
import type { UpstreamEgress } from '../../src/spire/server/upstream/upstream-plugin';
import { VaultUpstreamAuth } from '../../src/spire/server/upstream/vault-upstream-auth';
import { UpstreamAuthority } from '../../src/spire/server/upstream-authority';
import { DnsName } from '../../src/trust/dns-name';
import { Lifetime } from '../../src/trust/lifetime';
import { SecretRef } from '../../src/trust/secret-ref';
import { Subject } from '../../src/trust/subject';
import { TrustDomain } from '../../src/trust/trust-domain';
import { Ttl } from '../../src/trust/ttl';

/** An upstream of SPIRE, and what the suite over all of them holds it against. */
export interface UpstreamSubject {
  /** How it is called in titles. */
  readonly title: string;
  readonly upstream: UpstreamAuthority;
  /** Name by which SPIRE knows the plugin; none when SPIRE is its own root. */
  readonly plugin?: string;
  /** `plugin_data`, in the words of SPIRE. */
  readonly data: Readonly<Record<string, unknown>>;
  /** Variables of the container of the server, with where their values are. */
  readonly environment?: Readonly<Record<string, unknown>>;
  /** Files of the server that lie in Secrets or are tokens. */
  readonly files?: readonly string[];
  /** What exists beforehand. */
  readonly prerequisites?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly egress?: readonly UpstreamEgress[];
  /** Who signs the CA of SPIRE, and where its key is. */
  readonly above?: readonly [title: string, keyIn: string];
  /** Whether its certificates end at the root of the mesh. */
  readonly isBelowRootOfMesh: boolean;
}

/** What the owner of a CA outside the cluster knows of it. */
export const CA: UpstreamCaProps = {
  subject: Subject.of('Example Issuing CA', { organizations: ['Example'] }),
  lifetime: Lifetime.of(Ttl.days(365)),
  keyAtRenewal: 'new',
};
const SHARED = UpstreamCa.belowRootOfMesh(CA);
const SEPARATE = UpstreamCa.belowRootOfItsOwn(CA);
const NAME = 'Example Issuing CA';

const secret = (name: string, key: string): Readonly<Record<string, unknown>> => ({
  valueFrom: { secretKeyRef: { name, key } },
});

/** ARN of a CA, as AWS documents it. */
export const CA_ARN =
  'arn:aws:acm-pca:us-west-2:123456789012:certificate-authority/12ac02bc-d425-49f7-ab78-570a44972772';
/** ARN of a secret of this name. */
export const SECRET_ARN = (name: string, region = 'us-west-2'): string =>
  `arn:aws:secretsmanager:${region}:123456789012:secret:${name}-Ab12Cd`;
/** ARN of a role. */
export const ROLE_ARN = 'arn:aws:iam::123456789012:role/spire-server';

const VAULT = 'https://vault.example.com:8200';
const IN_VAULT = 'Vault at vault.example.com, engine pki';
const VAULT_DATA = { vault_addr: VAULT, pki_mount_point: 'pki' };

/** Every choice, and every way of authentication. */
export const UPSTREAMS: readonly UpstreamSubject[] = [
  {
    title: 'cert-manager',
    upstream: UpstreamAuthority.certManager(),
    plugin: 'cert-manager',
    data: {
      namespace: 'spire-server',
      issuer_name: 'mesh-root',
      issuer_kind: 'ClusterIssuer',
      issuer_group: 'cert-manager.io',
    },
    isBelowRootOfMesh: true,
  },
  {
    title: 'nobody',
    upstream: UpstreamAuthority.none(),
    data: {},
    isBelowRootOfMesh: false,
  },
  {
    title: 'a self-signed CA in a Secret',
    upstream: UpstreamAuthority.disk({
      certificate: SecretRef.of('spire-upstream-ca', 'tls.crt'),
      privateKey: SecretRef.of('spire-upstream-ca', 'tls.key'),
      ca: SEPARATE,
    }),
    plugin: 'disk',
    data: {
      cert_file_path: '/run/spire/upstream/upstream.crt',
      key_file_path: '/run/spire/upstream/upstream.key',
    },
    files: ['upstream.crt', 'upstream.key'],
    prerequisites: 'Secret/spire-server/spire-upstream-ca',
    above: [NAME, 'Secret spire-server/spire-upstream-ca'],
    isBelowRootOfMesh: false,
  },
  {
    title: 'an intermediate CA in two Secrets',
    upstream: UpstreamAuthority.disk({
      certificate: SecretRef.of('spire-upstream-ca', 'tls.crt'),
      privateKey: SecretRef.of('spire-upstream-ca', 'tls.key'),
      bundle: SecretRef.of('mesh-roots', 'roots.pem'),
      ca: SHARED,
    }),
    plugin: 'disk',
    data: {
      cert_file_path: '/run/spire/upstream/upstream.crt',
      key_file_path: '/run/spire/upstream/upstream.key',
      bundle_file_path: '/run/spire/upstream/bundle.crt',
    },
    files: ['upstream.crt', 'upstream.key', 'bundle.crt'],
    prerequisites: 'Secret/spire-server/mesh-roots,Secret/spire-server/spire-upstream-ca',
    above: [NAME, 'Secret spire-server/spire-upstream-ca'],
    isBelowRootOfMesh: true,
  },
  {
    title: 'Vault, by the ServiceAccount',
    upstream: UpstreamAuthority.vault({
      address: VAULT,
      auth: VaultUpstreamAuth.kubernetes({ role: 'spire' }),
      ca: SHARED,
    }),
    plugin: 'vault',
    data: {
      ...VAULT_DATA,
      k8s_auth: {
        k8s_auth_mount_point: 'kubernetes',
        k8s_auth_role_name: 'spire',
        token_path: '/run/spire/upstream/vault-token',
      },
    },
    files: ['vault-token'],
    prerequisites: 'Installation/vault.example.com',
    egress: [{ port: 8200 }],
    above: [NAME, IN_VAULT],
    isBelowRootOfMesh: true,
  },
  {
    title: 'Vault, by an AppRole',
    upstream: UpstreamAuthority.vault({
      address: 'https://vault.example.com',
      auth: VaultUpstreamAuth.appRole({
        roleId: SecretRef.of('spire-vault', 'role-id'),
        secretId: SecretRef.of('spire-vault', 'secret-id'),
        mountPoint: 'machines/approle',
      }),
      pkiMountPoint: 'mesh/pki',
      namespace: 'platform/mesh',
      caCertificate: SecretRef.of('vault-ca', 'ca.crt'),
      ca: SHARED,
    }),
    plugin: 'vault',
    data: {
      vault_addr: 'https://vault.example.com',
      pki_mount_point: 'mesh/pki',
      namespace: 'platform/mesh',
      ca_cert_path: '/run/spire/upstream/vault-ca.crt',
      approle_auth: { approle_auth_mount_point: 'machines/approle' },
    },
    environment: {
      VAULT_APPROLE_ID: secret('spire-vault', 'role-id'),
      VAULT_APPROLE_SECRET_ID: secret('spire-vault', 'secret-id'),
    },
    files: ['vault-ca.crt'],
    prerequisites:
      'Installation/vault.example.com,Secret/spire-server/spire-vault,Secret/spire-server/vault-ca',
    egress: [{ port: 443 }],
    above: [NAME, 'Vault at vault.example.com, engine mesh/pki'],
    isBelowRootOfMesh: true,
  },
  {
    title: 'Vault, by a client certificate',
    upstream: UpstreamAuthority.vault({
      address: VAULT,
      auth: VaultUpstreamAuth.clientCertificate({
        certificate: SecretRef.of('spire-vault', 'tls.crt'),
        privateKey: SecretRef.of('spire-vault', 'tls.key'),
        role: 'spire',
      }),
      ca: SHARED,
    }),
    plugin: 'vault',
    data: {
      ...VAULT_DATA,
      cert_auth: {
        cert_auth_mount_point: 'cert',
        cert_auth_role_name: 'spire',
        client_cert_path: '/run/spire/upstream/vault-client.crt',
        client_key_path: '/run/spire/upstream/vault-client.key',
      },
    },
    files: ['vault-client.crt', 'vault-client.key'],
    prerequisites: 'Installation/vault.example.com,Secret/spire-server/spire-vault',
    egress: [{ port: 8200 }],
    above: [NAME, IN_VAULT],
    isBelowRootOfMesh: true,
  },
  {
    title: 'Vault, by a token',
    upstream: UpstreamAuthority.vault({
      address: VAULT,
      auth: VaultUpstreamAuth.token(SecretRef.of('spire-vault', 'token')),
      ca: SEPARATE,
    }),
    plugin: 'vault',
    data: { ...VAULT_DATA, token_auth: {} },
    environment: { VAULT_TOKEN: secret('spire-vault', 'token') },
    prerequisites: 'Installation/vault.example.com,Secret/spire-server/spire-vault',
    egress: [{ port: 8200 }],
    above: [NAME, IN_VAULT],
    isBelowRootOfMesh: false,
  },
  {
    title: 'another SPIRE',
    upstream: UpstreamAuthority.spire({
      serverAddress: DnsName.of('spire-root.example.com'),
      serverPort: 8081,
      trustDomain: TrustDomain.of('mesh.example.com'),
      csiDriver: 'upstream.csi.spiffe.io',
      caTtl: Ttl.days(30),
      below: 'the root of the mesh',
      registeredWith: 'spire-root-mesh',
    }),
    plugin: 'spire',
    data: {
      server_address: 'spire-root.example.com',
      server_port: '8081',
      workload_api_socket: '/run/spire/upstream-workload-api/spire-agent.sock',
    },
    prerequisites: 'CSIDriver/upstream.csi.spiffe.io',
    egress: [{ port: 8081 }],
    above: ['SPIRE CA of spire-root.example.com', 'the key manager of the other SPIRE'],
    isBelowRootOfMesh: true,
  },
  {
    title: 'AWS Private CA, by the role of the ServiceAccount',
    upstream: UpstreamAuthority.awsPca({
      certificateAuthorityArn: CA_ARN,
      credentials: AwsCredentials.serviceAccountRole({ role: ROLE_ARN }),
      ca: SHARED,
    }),
    plugin: 'aws_pca',
    data: { region: 'us-west-2', certificate_authority_arn: CA_ARN },
    annotations: { 'eks.amazonaws.com/role-arn': ROLE_ARN },
    egress: [{ port: 443 }],
    above: [NAME, 'AWS Private CA in us-west-2'],
    isBelowRootOfMesh: true,
  },
  {
    title: 'AWS Private CA, by Pod Identity and with every option',
    upstream: UpstreamAuthority.awsPca({
      certificateAuthorityArn: CA_ARN,
      credentials: AwsCredentials.podIdentity(),
      caSigningTemplateArn: 'arn:aws:acm-pca:::template/SubordinateCACertificate_PathLen1/V1',
      signingAlgorithm: 'SHA256WITHECDSA',
      assumeRoleArn: ROLE_ARN,
      endpoint: 'https://vpce-1234.acm-pca.us-west-2.vpce.amazonaws.com:8443',
      supplementalBundle: SecretRef.of('further-roots', 'ca.crt'),
      ca: SHARED,
    }),
    plugin: 'aws_pca',
    data: {
      region: 'us-west-2',
      certificate_authority_arn: CA_ARN,
      ca_signing_template_arn: 'arn:aws:acm-pca:::template/SubordinateCACertificate_PathLen1/V1',
      signing_algorithm: 'SHA256WITHECDSA',
      assume_role_arn: ROLE_ARN,
      endpoint: 'https://vpce-1234.acm-pca.us-west-2.vpce.amazonaws.com:8443',
      supplemental_bundle_path: '/run/spire/upstream/supplemental-bundle.crt',
    },
    files: ['supplemental-bundle.crt'],
    prerequisites: 'Secret/spire-server/further-roots',
    egress: [{ port: 80, cidr: '169.254.170.23/32' }, { port: 443 }, { port: 8443 }],
    above: [NAME, 'AWS Private CA in us-west-2'],
    isBelowRootOfMesh: true,
  },
  {
    title: 'AWS Secrets Manager, by an access key',
    upstream: UpstreamAuthority.awsSecret({
      certFileArn: SECRET_ARN('spire-ca-cert'),
      keyFileArn: SECRET_ARN('spire-ca-key'),
      bundleFileArn: SECRET_ARN('spire-ca-roots'),
      credentials: AwsCredentials.accessKey({
        accessKeyId: SecretRef.of('spire-aws', 'access-key-id'),
        secretAccessKey: SecretRef.of('spire-aws', 'secret-access-key'),
        sessionToken: SecretRef.of('spire-aws-session', 'token'),
      }),
      assumeRoleArn: ROLE_ARN,
      ca: SHARED,
    }),
    plugin: 'awssecret',
    data: {
      region: 'us-west-2',
      cert_file_arn: SECRET_ARN('spire-ca-cert'),
      key_file_arn: SECRET_ARN('spire-ca-key'),
      bundle_file_arn: SECRET_ARN('spire-ca-roots'),
      assume_role_arn: ROLE_ARN,
    },
    environment: {
      AWS_ACCESS_KEY_ID: secret('spire-aws', 'access-key-id'),
      AWS_SECRET_ACCESS_KEY: secret('spire-aws', 'secret-access-key'),
      AWS_SESSION_TOKEN: secret('spire-aws-session', 'token'),
    },
    prerequisites: 'Secret/spire-server/spire-aws,Secret/spire-server/spire-aws-session',
    egress: [{ port: 443 }],
    above: [NAME, 'AWS Secrets Manager in us-west-2'],
    isBelowRootOfMesh: true,
  },
  {
    title: 'AWS Secrets Manager, by the role of the node',
    upstream: UpstreamAuthority.awsSecret({
      certFileArn: SECRET_ARN('spire-ca-cert'),
      keyFileArn: SECRET_ARN('spire-ca-key'),
      credentials: AwsCredentials.node(),
      ca: SEPARATE,
    }),
    plugin: 'awssecret',
    data: {
      region: 'us-west-2',
      cert_file_arn: SECRET_ARN('spire-ca-cert'),
      key_file_arn: SECRET_ARN('spire-ca-key'),
    },
    egress: [{ port: 80, cidr: '169.254.169.254/32' }, { port: 443 }],
    above: [NAME, 'AWS Secrets Manager in us-west-2'],
    isBelowRootOfMesh: false,
  },
  {
    title: 'Certificate Authority Service, by workload identity',
    upstream: UpstreamAuthority.gcpCas({
      projectName: 'example-project',
      regionName: 'europe-west4',
      caPool: 'mesh',
      labelKey: 'mesh-identity-root',
      labelValue: 'true',
      credentials: GcpCredentials.workloadIdentity({
        serviceAccount: 'spire-server@example-project.iam.gserviceaccount.com',
      }),
      ca: SHARED,
    }),
    plugin: 'gcp_cas',
    data: {
      root_cert_spec: {
        project_name: 'example-project',
        region_name: 'europe-west4',
        ca_pool: 'mesh',
        label_key: 'mesh-identity-root',
        label_value: 'true',
      },
    },
    annotations: {
      'iam.gke.io/gcp-service-account': 'spire-server@example-project.iam.gserviceaccount.com',
    },
    egress: [
      { port: 80, cidr: '169.254.169.254/32' },
      { port: 988, cidr: '169.254.169.252/32' },
      { port: 443 },
    ],
    above: [NAME, 'Certificate Authority Service, pool mesh of example-project'],
    isBelowRootOfMesh: true,
  },
  {
    title: 'Certificate Authority Service, by a file of credentials',
    upstream: UpstreamAuthority.gcpCas({
      projectName: 'example-project',
      regionName: 'europe-west4',
      caPool: 'mesh',
      labelKey: 'mesh-identity-root',
      labelValue: 'true',
      credentials: GcpCredentials.file(SecretRef.of('spire-gcp', 'credentials.json')),
      ca: SEPARATE,
    }),
    plugin: 'gcp_cas',
    data: {
      root_cert_spec: {
        project_name: 'example-project',
        region_name: 'europe-west4',
        ca_pool: 'mesh',
        label_key: 'mesh-identity-root',
        label_value: 'true',
      },
    },
    environment: {
      GOOGLE_APPLICATION_CREDENTIALS: { value: '/run/spire/upstream/gcp-key.json' },
    },
    files: ['gcp-key.json'],
    prerequisites: 'Secret/spire-server/spire-gcp',
    egress: [{ port: 443 }],
    above: [NAME, 'Certificate Authority Service, pool mesh of example-project'],
    isBelowRootOfMesh: false,
  },
];
