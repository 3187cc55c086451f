import type * as certmanager from '../../../imports/cert-manager.io';
import { CERT_MANAGER_GATES } from '../../trust/gates/cert-manager-gates';
import { refuseAny } from '../../trust/mesh-trust-error';
import { checkProps, instanceOf } from '../../trust/props';
import { SecretRef } from '../../trust/secret-ref';
import type { GatedProperty } from '../gated-property';
import type { IssuerPrerequisite } from './emitted-issuer';
import {
  VAULT_APP_ROLE_PROPERTIES,
  VAULT_AWS_AMBIENT_PROPERTIES,
  VAULT_AWS_SERVICE_ACCOUNT_PROPERTIES,
  VAULT_CLIENT_CERTIFICATE_PROPERTIES,
  VAULT_KUBERNETES_PROPERTIES,
  type VaultAppRoleProps,
  type VaultAwsAmbientProps,
  type VaultAwsServiceAccountProps,
  type VaultClientCertificateProps,
  type VaultKubernetesProps,
} from './vault-auth-props';

type AuthFields = certmanager.ClusterIssuerSpecVaultAuth;

const AWS_SINCE = CERT_MANAGER_GATES.vaultAws.since;

/**
 * How cert-manager logs in to Vault: exactly one method. Its Secrets lie in the cluster resource
 * namespace. The token of a ServiceAccount is asked for at every login and lives ten minutes; one
 * that lies in a Secret never ends, and is no choice here.
 *
 * @see https://cert-manager.io/docs/configuration/vault/#authenticating
 */
export class VaultIssuerAuth {
  /**
   * A token of Vault. cert-manager does not renew it: when it ends, nothing is signed any more.
   *
   * @throws PropertyWrongType
   */
  public static token(secret: SecretRef): VaultIssuerAuth {
    const check = instanceOf(SecretRef, "SecretRef.of('vault-token', 'token')");
    refuseAny(checkProps('VaultIssuerAuth.token', { secret }, { secret: check }));
    const { name, key } = secret;
    return new VaultIssuerAuth('token', { tokenSecretRef: { name, key } }, [
      needed(name, [key], 'token of Vault'),
    ]);
  }

  /**
   * AppRole: a RoleID, and a SecretID in a Secret.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyMalformed
   */
  public static appRole(props: VaultAppRoleProps): VaultIssuerAuth {
    refuseAny(checkProps('VaultIssuerAuth.appRole', props, VAULT_APP_ROLE_PROPERTIES));
    const { roleId, secretId, mount = 'approle' } = props;
    const secretRef = { name: secretId.name, key: secretId.key };
    // This one path is below auth/ already; those of Kubernetes and certificates begin at /v1.
    return new VaultIssuerAuth('appRole', { appRole: { path: mount, roleId, secretRef } }, [
      needed(secretId.name, [secretId.key], 'SecretID of an AppRole of Vault'),
    ]);
  }

  /**
   * A ServiceAccount of the cluster, which is made together with the permission to ask its token.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyMalformed, PropertyOutOfRange
   */
  public static kubernetes(props: VaultKubernetesProps): VaultIssuerAuth {
    refuseAny(checkProps('VaultIssuerAuth.kubernetes', props, VAULT_KUBERNETES_PROPERTIES));
    const { role, serviceAccountName: name, audiences, mount = 'kubernetes' } = props;
    const serviceAccountRef = { name, audiences: audiences && [...audiences].sort() };
    const kubernetes = { role, mountPath: mountPath(mount), serviceAccountRef };
    return new VaultIssuerAuth('kubernetes', { kubernetes }, [], name);
  }

  /**
   * A client certificate, from a Secret of type `kubernetes.io/tls`.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyMalformed
   */
  public static clientCertificate(props: VaultClientCertificateProps): VaultIssuerAuth {
    const path = 'VaultIssuerAuth.clientCertificate';
    refuseAny(checkProps(path, props, VAULT_CLIENT_CERTIFICATE_PROPERTIES));
    const { secretName, role, mount = 'cert' } = props;
    const clientCertificate = { secretName, name: role, mountPath: mountPath(mount) };
    return new VaultIssuerAuth('clientCertificate', { clientCertificate }, [
      needed(secretName, ['tls.crt', 'tls.key'], 'client certificate for Vault'),
    ]);
  }

  /**
   * What the Pod of cert-manager is to AWS: EKS Pod Identity, IRSA of its own ServiceAccount, the
   * node. A ClusterIssuer may use it unless cert-manager runs with
   * `--cluster-issuer-ambient-credentials=false`; cert-manager 1.21 or newer.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyMalformed
   */
  public static awsAmbient(props: VaultAwsAmbientProps): VaultIssuerAuth {
    refuseAny(checkProps('VaultIssuerAuth.awsAmbient', props, VAULT_AWS_AMBIENT_PROPERTIES));
    return new VaultIssuerAuth('aws', { aws: awsFields(props) }, [], undefined, AWS_SINCE);
  }

  /**
   * An IAM role that a ServiceAccount of its own assumes (IRSA); cert-manager 1.21 or newer.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyMalformed
   */
  public static awsServiceAccount(props: VaultAwsServiceAccountProps): VaultIssuerAuth {
    const path = 'VaultIssuerAuth.awsServiceAccount';
    refuseAny(checkProps(path, props, VAULT_AWS_SERVICE_ACCOUNT_PROPERTIES));
    const { serviceAccountName: name, iamRoleArn } = props;
    const aws = { ...awsFields(props), serviceAccountRef: { name }, iamRoleArn };
    return new VaultIssuerAuth('aws', { aws }, [], name, AWS_SINCE);
  }

  private constructor(
    /** Which method, in the word of cert-manager. */
    public readonly method: 'token' | 'appRole' | 'kubernetes' | 'clientCertificate' | 'aws',
    /** `auth` of a Vault issuer. */
    public readonly spec: AuthFields,
    /** What must exist in the cluster resource namespace. */
    public readonly prerequisites: readonly IssuerPrerequisite[],
    /** ServiceAccount for which cert-manager asks a token. */
    public readonly serviceAccountName?: string,
    private readonly since?: string,
  ) {}

  /** Who must be let in, in the words of Vault: what its owner sets up for the issuer of this name. */
  public letsIn(issuerName: string): string {
    const { appRole, kubernetes, clientCertificate, aws } = this.spec;
    const account = `ServiceAccount ${this.serviceAccountName}`;
    const at = (mount: string | undefined, role: string | undefined): string =>
      `${role === undefined ? 'a role' : `role ${role}`} of ${mount?.replace(/^\/v1\//, '')}`;
    if (appRole !== undefined) {
      return `the role of auth/${appRole.path} whose RoleID is ${appRole.roleId}`;
    }
    if (kubernetes !== undefined) {
      const audience = kubernetes.serviceAccountRef?.audiences?.[0] ?? `vault://${issuerName}`;
      return `${at(kubernetes.mountPath, kubernetes.role)}, bound to ${account} and audience ${audience},`;
    }
    if (clientCertificate !== undefined) {
      return at(clientCertificate.mountPath, clientCertificate.name);
    }
    return aws === undefined ? 'the token' : at(aws.mountPath, aws.role);
  }

  /** What of it not every release of cert-manager knows. */
  public get gates(): readonly GatedProperty[] {
    return this.since === undefined ? [] : [{ property: `auth.${this.method}`, since: this.since }];
  }

  /** The method, for findings. */
  public toString(): string {
    return this.method;
  }
}

function awsFields({
  role,
  region,
  headerValue,
  mount = 'aws',
}: VaultAwsAmbientProps): certmanager.ClusterIssuerSpecVaultAuthAws {
  // cert-manager puts /v1 before this one path itself, also where it has it already: its own default leads nowhere.
  return { role, region, vaultHeaderValue: headerValue, mountPath: `auth/${mount}` };
}

function mountPath(mount: string): string {
  return `/v1/auth/${mount}`;
}

function needed(name: string, keys: readonly string[], purpose: string): IssuerPrerequisite {
  return { kind: 'Secret', name, keys, purpose };
}
