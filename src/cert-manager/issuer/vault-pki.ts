import type * as certmanager from '../../../imports/cert-manager.io';
import { CERT_MANAGER_GATES } from '../../trust/gates/cert-manager-gates';
import { refuseAny } from '../../trust/mesh-trust-error';
import { dnsLabel } from '../../trust/name-checks';
import { DNS_SUBDOMAIN } from '../../trust/names';
import { checkProps, instanceOf, optional, text, type PropertyTable } from '../../trust/props';
import { Ttl } from '../../trust/ttl';
import type { HttpsUrl } from '../acme/acme-directory';
import { EmittedIssuer, type IssuerPrerequisite, type IssuerVersionGate } from './emitted-issuer';
import { httpsAddress } from './https-address';
import { ServerCa } from './server-ca';
import { VaultIssuerAuth } from './vault-issuer-auth';
import { VAULT_PATH } from './vault-auth-props';
import { VaultIssuer } from './vault-issuer';

/** The endpoint of a PKI engine that signs by a role, to the compiler, too. */
export type VaultSignPath = `${string}/sign/${string}`;

/** Properties of a role of Vault's PKI engine. */
export interface VaultPkiProps {
  /** Name of the ClusterIssuer, a DNS label. */
  readonly name: string;
  /** Address of Vault, with https: the credential goes there. */
  readonly server: HttpsUrl;
  /** `<mount>/sign/<role>` of the PKI engine, or `<mount>/issuer/<issuer>/sign/<role>`. */
  readonly path: VaultSignPath;
  /** How cert-manager logs in. */
  readonly auth: VaultIssuerAuth;
  /** Namespace of Vault Enterprise. @default - none: the root namespace */
  readonly namespace?: string;
  /** By what the certificate of Vault is verified. @default - the roots of the cert-manager image */
  readonly serverCa?: ServerCa;
  /** Name in that certificate, where it is another than the host of `server`; cert-manager 1.18 or newer. @default - the host */
  readonly serverName?: string;
  /** Secret with `tls.crt` and `tls.key` for a Vault that takes no connection without a client certificate. @default - none */
  readonly clientCertificateSecretName?: string;
  /** `max_ttl` of the role: what is asked for longer lives no longer. @default - not known */
  readonly maxTtl?: Ttl;
}

// sign-path = mount [ "/issuer/" ref ] "/sign/" role, no segment of which is "." or ".."
const SIGN_PATH =
  /^(?=.{1,256}$)(?!(.*\/)?\.{1,2}(\/|$))[A-Za-z0-9._-]+(\/[A-Za-z0-9._-]+)*\/sign\/[A-Za-z0-9._-]+$/;

/** One check for each property of a role of Vault's PKI engine. */
export const VAULT_PKI_PROPERTIES: PropertyTable<VaultPkiProps> = {
  name: dnsLabel('vault'),
  server: httpsAddress('https://vault.example.com:8200'),
  path: text(SIGN_PATH, "'<mount>/sign/<role>' without '..'", 'pki/sign/mesh'),
  auth: instanceOf(
    VaultIssuerAuth,
    "VaultIssuerAuth.kubernetes({ role: 'mesh', serviceAccountName: 'vault-issuer' })",
  ),
  namespace: optional(text(VAULT_PATH, 'a namespace of Vault', 'platform')),
  serverCa: optional(instanceOf(ServerCa, "ServerCa.inSecret(SecretRef.of('vault-ca', 'ca.crt'))")),
  serverName: optional(text(DNS_SUBDOMAIN, 'a DNS name', 'vault.example.com')),
  clientCertificateSecretName: optional(text(DNS_SUBDOMAIN, 'the name of a Secret', 'vault-mtls')),
  maxTtl: optional(instanceOf(Ttl, 'Ttl.days(90)')),
};

/**
 * A role of Vault's PKI engine: what one ClusterIssuer asks for leaves. It signs no CA: cert-manager
 * knows `sign/<role>` alone, which never sets CA:TRUE; SPIRE has an UpstreamAuthority of its own for Vault.
 *
 * @see https://cert-manager.io/docs/configuration/vault/
 * @see https://github.com/cert-manager/cert-manager/issues/4654
 */
export class VaultPki extends EmittedIssuer {
  /**
   * The role with these values.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyMalformed
   */
  public static of(props: VaultPkiProps): VaultPki {
    refuseAny(checkProps('VaultPki.of', props, VAULT_PKI_PROPERTIES));
    return new VaultPki(props);
  }

  private constructor(private readonly props: VaultPkiProps) {
    super(props.name, props.maxTtl, props.auth.serviceAccountName);
  }

  /** The ClusterIssuer, for those who ask it for certificates. */
  public get issuer(): VaultIssuer {
    return VaultIssuer.cluster(this.name);
  }

  /** `spec` of the ClusterIssuer. */
  public get spec(): certmanager.ClusterIssuerSpec {
    const { server, serverName, path, namespace, auth, serverCa } = this.props;
    const client = this.props.clientCertificateSecretName;
    return {
      vault: {
        server,
        serverName,
        path,
        namespace,
        auth: auth.spec,
        ...serverCa?.spec,
        clientCertSecretRef: client === undefined ? undefined : { name: client, key: 'tls.crt' },
        clientKeySecretRef: client === undefined ? undefined : { name: client, key: 'tls.key' },
      },
    };
  }

  /** What must exist in the cluster resource namespace. */
  public get prerequisites(): readonly IssuerPrerequisite[] {
    const { auth, serverCa, clientCertificateSecretName: client } = this.props;
    const ca = serverCa?.secret;
    return [
      ...auth.prerequisites,
      ...(ca === undefined
        ? []
        : [{ kind: 'Secret' as const, name: ca.name, keys: [ca.key], purpose: 'CA of Vault' }]),
      ...(client === undefined
        ? []
        : [
            {
              kind: 'Secret' as const,
              name: client,
              keys: ['tls.crt', 'tls.key'],
              purpose: 'client certificate for connections to Vault',
            },
          ]),
    ];
  }

  /** What of it not every release of cert-manager knows. */
  public get gates(): readonly IssuerVersionGate[] {
    const { auth, serverName } = this.props;
    return [
      ...auth.gates,
      ...(serverName === undefined
        ? []
        : [{ property: 'serverName', ...CERT_MANAGER_GATES.vaultServerName }]),
    ];
  }

  /** Host of Vault. */
  public get host(): string {
    return new URL(this.props.server).hostname;
  }
}
