import { refuse, refuseAny } from '../../../trust/mesh-trust-error';
import {
  checkProps,
  instanceOf,
  optional,
  text,
  type Check,
  type PropertyTable,
} from '../../../trust/props';
import { SecretRef } from '../../../trust/secret-ref';
import { secretFiles, secretVariables } from './secret-needs';
import { UPSTREAM_FOLDER, type UpstreamNeeds } from './upstream-plugin';

/** Authentication by the ServiceAccount of the server. */
export interface VaultKubernetesAuthProps {
  /** Role of Vault, bound to the ServiceAccount of the server and to `audience`. */
  readonly role: string;
  /** Where the method is mounted. @default 'kubernetes' */
  readonly mountPoint?: string;
  /** Audience of the token, which Vault's role has to name. @default 'vault' */
  readonly audience?: string;
}

/** Authentication by an AppRole. */
export interface VaultAppRoleAuthProps {
  /** Where the role ID lies. */
  readonly roleId: SecretRef;
  /** Where the secret ID lies. */
  readonly secretId: SecretRef;
  /** Where the method is mounted. @default 'approle' */
  readonly mountPoint?: string;
}

/** Authentication by a client certificate. */
export interface VaultClientCertificateAuthProps {
  /** Where the certificate lies. */
  readonly certificate: SecretRef;
  /** Where its private key lies. */
  readonly privateKey: SecretRef;
  /** Role of Vault. @default - any whose certificate matches */
  readonly role?: string;
  /** Where the method is mounted. @default 'cert' */
  readonly mountPoint?: string;
}

// name *( "/" name ), the path of a mount without slashes at its ends
const MOUNT_POINT = /^(?=.{1,255}$)[\w-]+(\.[\w-]+)*(\/[\w-]+(\.[\w-]+)*)*$/;
const ROLE = /^[A-Za-z0-9]([\w.-]{0,253}[A-Za-z0-9])?$/;
const AUDIENCE = /^[A-Za-z0-9][\w.:/-]{0,252}$/;

/** Check of the path at which an engine or a method of Vault is mounted. */
export function mountPoint(example: string): Check {
  return text(MOUNT_POINT, 'the path of a mount without slashes at its ends', example);
}

const role = text(ROLE, 'the name of a role of Vault', 'spire');
const secret = (example: string): Check => instanceOf(SecretRef, example);

/** One check for each property of `VaultUpstreamAuth.kubernetes`. */
export const VAULT_KUBERNETES_AUTH_PROPERTIES: PropertyTable<VaultKubernetesAuthProps> = {
  role,
  mountPoint: optional(mountPoint('kubernetes')),
  audience: optional(text(AUDIENCE, 'an audience without blanks', 'vault')),
};

/** One check for each property of `VaultUpstreamAuth.appRole`. */
export const VAULT_APP_ROLE_AUTH_PROPERTIES: PropertyTable<VaultAppRoleAuthProps> = {
  roleId: secret("SecretRef.of('spire-vault', 'role-id')"),
  secretId: secret("SecretRef.of('spire-vault', 'secret-id')"),
  mountPoint: optional(mountPoint('approle')),
};

/** One check for each property of `VaultUpstreamAuth.clientCertificate`. */
export const VAULT_CLIENT_CERTIFICATE_AUTH_PROPERTIES: PropertyTable<VaultClientCertificateAuthProps> =
  {
    certificate: secret("SecretRef.of('spire-vault', 'tls.crt')"),
    privateKey: secret("SecretRef.of('spire-vault', 'tls.key')"),
    role: optional(role),
    mountPoint: optional(mountPoint('cert')),
  };

/** The one of the four blocks of `plugin_data` that says how the server proves who it is. */
export interface VaultUpstreamAuthData {
  /** By the token of a variable: the block says no more than that. */
  readonly token_auth?: Readonly<Record<string, never>>;
  /** By a client certificate. */
  readonly cert_auth?: {
    readonly cert_auth_mount_point: string;
    readonly cert_auth_role_name?: string;
    readonly client_cert_path: string;
    readonly client_key_path: string;
  };
  /** By an AppRole. */
  readonly approle_auth?: { readonly approle_auth_mount_point: string };
  /** By a ServiceAccount. */
  readonly k8s_auth?: {
    readonly k8s_auth_mount_point: string;
    readonly k8s_auth_role_name: string;
    readonly token_path: string;
  };
}

const TOKEN_FILE = 'vault-token';
const CERTIFICATE = 'vault-client.crt';
const PRIVATE_KEY = 'vault-client.key';
/** The kubelet writes a new token when a fifth of this is left. */
const TOKEN_SECONDS = 3600;

/**
 * How the server proves to Vault who it is. With `kubernetes` there is no secret that somebody has to
 * keep and replace.
 *
 * @see https://github.com/spiffe/spire/blob/v1.15.3/doc/plugin_server_upstreamauthority_vault.md
 */
export class VaultUpstreamAuth {
  /**
   * By its ServiceAccount: a token for Vault alone, which the kubelet replaces every hour.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyMalformed
   */
  public static kubernetes(props: VaultKubernetesAuthProps): VaultUpstreamAuth {
    refuseAny(checkProps('VaultUpstreamAuth.kubernetes', props, VAULT_KUBERNETES_AUTH_PROPERTIES));
    const serviceAccountToken = {
      path: TOKEN_FILE,
      audience: props.audience ?? 'vault',
      expirationSeconds: TOKEN_SECONDS,
    };
    return new VaultUpstreamAuth(
      {
        k8s_auth: {
          k8s_auth_mount_point: props.mountPoint ?? 'kubernetes',
          k8s_auth_role_name: props.role,
          token_path: `${UPSTREAM_FOLDER}/${TOKEN_FILE}`,
        },
      },
      { files: [{ serviceAccountToken }] },
      `role ${props.role} of auth/${props.mountPoint ?? 'kubernetes'}, bound to the ServiceAccount of the server and audience ${serviceAccountToken.audience},`,
    );
  }

  /**
   * By an AppRole, both halves of which lie in Secrets of the namespace of the server.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyMalformed
   */
  public static appRole(props: VaultAppRoleAuthProps): VaultUpstreamAuth {
    refuseAny(checkProps('VaultUpstreamAuth.appRole', props, VAULT_APP_ROLE_AUTH_PROPERTIES));
    return new VaultUpstreamAuth(
      { approle_auth: { approle_auth_mount_point: props.mountPoint ?? 'approle' } },
      secretVariables({ VAULT_APPROLE_ID: props.roleId, VAULT_APPROLE_SECRET_ID: props.secretId }),
      `the role of auth/${props.mountPoint ?? 'approle'} that has the role ID`,
    );
  }

  /**
   * By a client certificate in Secrets of the namespace of the server.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyMalformed
   */
  public static clientCertificate(props: VaultClientCertificateAuthProps): VaultUpstreamAuth {
    const path = 'VaultUpstreamAuth.clientCertificate';
    refuseAny(checkProps(path, props, VAULT_CLIENT_CERTIFICATE_AUTH_PROPERTIES));
    const { certificate, privateKey } = props;
    return new VaultUpstreamAuth(
      {
        cert_auth: {
          cert_auth_mount_point: props.mountPoint ?? 'cert',
          cert_auth_role_name: props.role,
          client_cert_path: `${UPSTREAM_FOLDER}/${CERTIFICATE}`,
          client_key_path: `${UPSTREAM_FOLDER}/${PRIVATE_KEY}`,
        },
      },
      secretFiles({ [CERTIFICATE]: certificate, [PRIVATE_KEY]: privateKey }),
      `${props.role === undefined ? 'a role' : `role ${props.role}`} of auth/${props.mountPoint ?? 'cert'}`,
    );
  }

  /**
   * By a token in a Secret of the namespace of the server. Whoever keeps it has to replace it before it
   * ends, and to restart the server.
   *
   * @throws PropertyWrongType
   */
  public static token(token: SecretRef): VaultUpstreamAuth {
    if (!((token as unknown) instanceof SecretRef)) {
      refuse({
        code: 'PropertyWrongType',
        path: 'VaultUpstreamAuth.token',
        problem: `'token' must be a SecretRef, got ${JSON.stringify(token)}`,
        fix: "write SecretRef.of('spire-vault', 'token')",
      });
    }
    return new VaultUpstreamAuth(
      { token_auth: {} },
      secretVariables({ VAULT_TOKEN: token }),
      'the token read auth/token/lookup-self, as the policy default does, and',
    );
  }

  private constructor(
    /** Its part of `plugin_data`. */
    public readonly data: VaultUpstreamAuthData,
    /** What the server needs for it. */
    public readonly needs: UpstreamNeeds,
    /** Who must be let in, in the words of Vault. */
    public readonly letsIn: string,
  ) {}
}
