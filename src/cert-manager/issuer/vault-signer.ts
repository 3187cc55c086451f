import type * as certmanager from '../../../imports/cert-manager.io';
import { CERT_MANAGER_GATES } from '../../trust/gates/cert-manager-gates';
import { dnsLabel } from '../../trust/name-checks';
import { DNS_SUBDOMAIN } from '../../trust/names';
import { instanceOf, optional, text, type PropertyTable } from '../../trust/props';
import type { Ttl } from '../../trust/ttl';
import type { HttpsUrl } from '../acme/acme-directory';
import { EmittedIssuer, type IssuerPrerequisite, type IssuerVersionGate } from './emitted-issuer';
import { httpsAddress } from './https-address';
import { ServerCa } from './server-ca';
import { VaultIssuerAuth } from './vault-issuer-auth';
import { VAULT_PATH } from './vault-auth-props';

/** Properties of every ClusterIssuer that asks Vault. */
export interface VaultSignerProps {
  /** Name of the ClusterIssuer, a DNS label. */
  readonly name: string;
  /** Address of Vault, with https: the credential goes there. */
  readonly server: HttpsUrl;
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
}

/** One check for each property of every ClusterIssuer that asks Vault. */
export const VAULT_SIGNER_PROPERTIES: PropertyTable<VaultSignerProps> = {
  name: dnsLabel('vault'),
  server: httpsAddress('https://vault.example.com:8200'),
  auth: instanceOf(
    VaultIssuerAuth,
    "VaultIssuerAuth.kubernetes({ role: 'mesh', serviceAccountName: 'vault-issuer' })",
  ),
  namespace: optional(text(VAULT_PATH, 'a namespace of Vault', 'platform')),
  serverCa: optional(instanceOf(ServerCa, "ServerCa.inSecret(SecretRef.of('vault-ca', 'ca.crt'))")),
  serverName: optional(text(DNS_SUBDOMAIN, 'a DNS name', 'vault.example.com')),
  clientCertificateSecretName: optional(text(DNS_SUBDOMAIN, 'the name of a Secret', 'vault-mtls')),
};

/**
 * What a ClusterIssuer that asks Vault is made of, at whichever path of its PKI engine.
 *
 * @see https://cert-manager.io/docs/configuration/vault/
 */
export abstract class VaultSigner extends EmittedIssuer {
  protected constructor(
    private readonly connection: VaultSignerProps,
    /** Path below `/v1`, where it signs. */
    public readonly path: string,
    maxTtl: Ttl | undefined,
  ) {
    super(connection.name, maxTtl, connection.auth.serviceAccountName);
  }

  /** `spec` of the ClusterIssuer. */
  public get spec(): certmanager.ClusterIssuerSpec {
    const { server, serverName, namespace, auth, serverCa } = this.connection;
    const client = this.connection.clientCertificateSecretName;
    return {
      vault: {
        server,
        serverName,
        path: this.path,
        namespace,
        auth: auth.spec,
        ...serverCa?.spec,
        clientCertSecretRef: client === undefined ? undefined : { name: client, key: 'tls.crt' },
        clientKeySecretRef: client === undefined ? undefined : { name: client, key: 'tls.key' },
      },
    };
  }

  /** What must exist in the cluster resource namespace, and what Vault must allow. */
  public get prerequisites(): readonly IssuerPrerequisite[] {
    const { auth, serverCa, clientCertificateSecretName: client } = this.connection;
    const ca = serverCa?.secret;
    return [
      {
        kind: 'Installation',
        name: this.host,
        keys: [],
        purpose: `Vault that lets ${auth.letsIn(this.name)} update ${this.path}`,
      },
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
    const { auth, serverName } = this.connection;
    return [
      ...auth.gates,
      ...(serverName === undefined
        ? []
        : [{ property: 'serverName', ...CERT_MANAGER_GATES.vaultServerName }]),
    ];
  }

  /** Host of Vault. */
  public get host(): string {
    return new URL(this.connection.server).hostname;
  }
}
