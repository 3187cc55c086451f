import { DNS_SUBDOMAIN } from '../../trust/names';
import {
  instanceOf,
  listOf,
  optional,
  text,
  type Check,
  type PropertyTable,
} from '../../trust/props';
import { SecretRef } from '../../trust/secret-ref';

/** Properties of a login by AppRole. */
export interface VaultAppRoleProps {
  /** RoleID of the AppRole: which role, no secret. */
  readonly roleId: string;
  /** Where its SecretID lies. */
  readonly secretId: SecretRef;
  /** Where the method is mounted: `vault auth enable -path=…`. @default 'approle' */
  readonly mount?: string;
}

/** Properties of a login by a ServiceAccount of the cluster. */
export interface VaultKubernetesProps {
  /** Role of Vault that is bound to the ServiceAccount. */
  readonly role: string;
  /** Name of the ServiceAccount, which is made in the cluster resource namespace, for this issuer alone. */
  readonly serviceAccountName: string;
  /** Audiences of its token besides that of the issuer and the address of Vault. @default - none */
  readonly audiences?: readonly string[];
  /** Where the method is mounted: `vault auth enable -path=…`. @default 'kubernetes' */
  readonly mount?: string;
}

/** Properties of a login by a client certificate. */
export interface VaultClientCertificateProps {
  /** Name of the Secret with `tls.crt` and `tls.key`. */
  readonly secretName: string;
  /** Role of the method. @default - whichever takes the certificate */
  readonly role?: string;
  /** Where the method is mounted: `vault auth enable -path=…`. @default 'cert' */
  readonly mount?: string;
}

/** Properties of a login as what the Pod of cert-manager is to AWS. */
export interface VaultAwsAmbientProps {
  /** Role of Vault that is bound to the IAM principal. */
  readonly role: string;
  /** Region whose STS is asked. @default - that of the Pod, or us-east-1 */
  readonly region?: string;
  /** What the header X-Vault-AWS-IAM-Server-ID must say, where the method demands it. @default - none */
  readonly headerValue?: string;
  /** Where the method is mounted: `vault auth enable -path=…`. @default 'aws' */
  readonly mount?: string;
}

/** Properties of a login by an IAM role that a ServiceAccount of the cluster assumes (IRSA). */
export interface VaultAwsServiceAccountProps extends VaultAwsAmbientProps {
  /** Name of the ServiceAccount, which is made in the cluster resource namespace, for this issuer alone. */
  readonly serviceAccountName: string;
  /** ARN of the IAM role that trusts it. */
  readonly iamRoleArn: string;
}

/** A path within Vault: segments without `.` and `..`, which would lead elsewhere. */
export const VAULT_PATH =
  /^(?=.{1,256}$)(?!(.*\/)?\.{1,2}(\/|$))[A-Za-z0-9._-]+(\/[A-Za-z0-9._-]+)*$/;

const ROLE = text(/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/, 'the name of a role of Vault', 'mesh');
const SERVICE_ACCOUNT = text(DNS_SUBDOMAIN, 'the name of a ServiceAccount', 'vault-issuer');

function mount(example: string): Check {
  return optional(text(VAULT_PATH, "a path of Vault without '..'", example));
}

/** One check for each property of a login by AppRole. */
export const VAULT_APP_ROLE_PROPERTIES: PropertyTable<VaultAppRoleProps> = {
  roleId: text(/^[\x21-\x7e]{1,256}$/, '1 to 256 printable characters without spaces', 'mesh'),
  secretId: instanceOf(SecretRef, "SecretRef.of('vault-approle', 'secret-id')"),
  mount: mount('approle'),
};

/** One check for each property of a login by a ServiceAccount. */
export const VAULT_KUBERNETES_PROPERTIES: PropertyTable<VaultKubernetesProps> = {
  role: ROLE,
  serviceAccountName: SERVICE_ACCOUNT,
  audiences: optional(
    listOf(text(/^[\x21-\x7e]{1,256}$/, 'an audience without spaces', 'vault'), {
      min: 1,
      max: 20,
    }),
  ),
  mount: mount('kubernetes'),
};

/** One check for each property of a login by a client certificate. */
export const VAULT_CLIENT_CERTIFICATE_PROPERTIES: PropertyTable<VaultClientCertificateProps> = {
  secretName: text(DNS_SUBDOMAIN, 'the name of a Secret', 'vault-client'),
  role: optional(ROLE),
  mount: mount('cert'),
};

/** One check for each property of a login by what the Pod is to AWS. */
export const VAULT_AWS_AMBIENT_PROPERTIES: PropertyTable<VaultAwsAmbientProps> = {
  role: ROLE,
  region: optional(text(/^[a-z]{2}(-[a-z]+)+-\d$/, 'a region of AWS', 'eu-west-1')),
  headerValue: optional(
    text(/^[\x21-\x7e]{1,256}$/, 'printable characters without spaces', 'vault.example.com'),
  ),
  mount: mount('aws'),
};

/** One check for each property of a login by an IAM role of a ServiceAccount. */
export const VAULT_AWS_SERVICE_ACCOUNT_PROPERTIES: PropertyTable<VaultAwsServiceAccountProps> = {
  ...VAULT_AWS_AMBIENT_PROPERTIES,
  serviceAccountName: SERVICE_ACCOUNT,
  iamRoleArn: text(
    /^arn:aws[-a-z]*:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/,
    'the ARN of a role',
    'arn:aws:iam::123456789012:role/vault',
  ),
};
