import { refuseAny } from '../../../trust/mesh-trust-error';
import { checkProps, instanceOf, optional, text, type PropertyTable } from '../../../trust/props';
import { SecretRef } from '../../../trust/secret-ref';
import type { Authority } from '../../../trust/trust-chain';
import { VAULT_MAX_LEASE_TTL } from '../../../trust/vault-max-lease-ttl';
import { httpsAddress, portOf, type HttpsAddress } from './https-address';
import { secretFiles, upstreamFile } from './secret-needs';
import { UpstreamCa } from './upstream-ca';
import {
  together,
  type UpstreamNeeds,
  type UpstreamPlugin,
  type UpstreamServer,
} from './upstream-plugin';
import { mountPoint, VaultUpstreamAuth, type VaultUpstreamAuthData } from './vault-upstream-auth';

/** A CA of the PKI engine of Vault. */
export interface VaultUpstreamProps {
  /** Where Vault is. */
  readonly address: HttpsAddress;
  /** How the server proves who it is. */
  readonly auth: VaultUpstreamAuth;
  /** Where the PKI engine is mounted. @default 'pki' */
  readonly pkiMountPoint?: string;
  /** Namespace of Vault Enterprise. @default - none */
  readonly namespace?: string;
  /** What verifies Vault itself, in PEM. @default - the roots of the image of the server */
  readonly caCertificate?: SecretRef;
  /** What its owner knows of the CA. */
  readonly ca: UpstreamCa;
}

/** `plugin_data` of the UpstreamAuthority plugin `vault`. */
export interface VaultPluginData extends VaultUpstreamAuthData {
  /** Where Vault is. */
  readonly vault_addr: string;
  /** Where the PKI engine is mounted. */
  readonly pki_mount_point: string;
  /** Namespace of Vault Enterprise. */
  readonly namespace?: string;
  /** What verifies Vault itself. */
  readonly ca_cert_path?: string;
}

const CA_CERTIFICATE = 'vault-ca.crt';

/** One check for each property. */
export const VAULT_UPSTREAM_PROPERTIES: PropertyTable<VaultUpstreamProps> = {
  address: httpsAddress('https://vault.example.com:8200'),
  auth: instanceOf(VaultUpstreamAuth, "VaultUpstreamAuth.kubernetes({ role: 'spire' })"),
  pkiMountPoint: optional(mountPoint('pki')),
  namespace: optional(
    text(/^(?=.{1,255}$)[\w.-]+(\/[\w.-]+)*\/?$/, 'the path of a namespace', 'platform/mesh'),
  ),
  caCertificate: optional(instanceOf(SecretRef, "SecretRef.of('vault-ca', 'ca.crt')")),
  ca: instanceOf(UpstreamCa, 'UpstreamCa.belowRootOfMesh({ subject, lifetime, keyAtRenewal })'),
};

/**
 * A CA of Vault, asked through `<engine>/root/sign-intermediate`: the policy of the server needs
 * `update` there, a token the policy `default` besides, and nothing else. Vault cuts what is asked for
 * to the longest that the engine signs, and the last of its chain is what SPIRE trusts.
 *
 * @see https://github.com/spiffe/spire/blob/v1.15.3/doc/plugin_server_upstreamauthority_vault.md
 */
export class VaultUpstream implements UpstreamPlugin {
  /** @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyMalformed */
  public static of(props: VaultUpstreamProps): VaultUpstream {
    refuseAny(checkProps('UpstreamAuthority.vault', props, VAULT_UPSTREAM_PROPERTIES));
    return new VaultUpstream(props);
  }

  /** Name by which SPIRE knows it. */
  public readonly name = 'vault';

  private constructor(private readonly props: VaultUpstreamProps) {}

  /** What the authentication needs, what verifies Vault, and the way there. */
  public get needs(): UpstreamNeeds {
    const { address, auth, caCertificate, pkiMountPoint = 'pki' } = this.props;
    const { hostname } = new URL(address);
    const purpose = `Vault that lets ${auth.letsIn} update ${pkiMountPoint}/root/sign-intermediate`;
    return together(auth.needs, secretFiles({ [CA_CERTIFICATE]: caCertificate }), {
      egress: [{ port: portOf(address) }],
      prerequisites: [{ kind: 'Installation', name: hostname, purpose }],
    });
  }

  /** `plugin_data`. */
  public data(): VaultPluginData {
    const { address, auth, pkiMountPoint, namespace, caCertificate } = this.props;
    return {
      vault_addr: address,
      pki_mount_point: pkiMountPoint ?? 'pki',
      namespace,
      ca_cert_path: upstreamFile(CA_CERTIFICATE, caCertificate),
      ...auth.data,
    };
  }

  /** The CA of the engine. */
  public authority({ path }: UpstreamServer): Authority {
    const { address, ca, pkiMountPoint = 'pki' } = this.props;
    const keyIn = `Vault at ${new URL(address).hostname}, engine ${pkiMountPoint}`;
    return ca.authority({ path, keyIn, signsAtMost: VAULT_MAX_LEASE_TTL });
  }
}
