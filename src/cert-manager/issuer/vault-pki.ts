import { refuseAny } from '../../trust/mesh-trust-error';
import { checkProps, instanceOf, optional, text, type PropertyTable } from '../../trust/props';
import { Ttl } from '../../trust/ttl';
import { VaultIssuer } from './vault-issuer';
import { VAULT_SIGNER_PROPERTIES, VaultSigner, type VaultSignerProps } from './vault-signer';

/** The endpoint of a PKI engine that signs by a role, to the compiler, too. */
export type VaultSignPath = `${string}/sign/${string}`;

/** Properties of a role of Vault's PKI engine. */
export interface VaultPkiProps extends VaultSignerProps {
  /** `<mount>/sign/<role>` of the PKI engine, or `<mount>/issuer/<issuer>/sign/<role>`. */
  readonly path: VaultSignPath;
  /** `max_ttl` of the role: what is asked for longer lives no longer. @default - not known */
  readonly maxTtl?: Ttl;
}

// sign-path = mount [ "/issuer/" ref ] "/sign/" role, no segment of which is "." or ".."
const SIGN_PATH =
  /^(?=.{1,256}$)(?!(.*\/)?\.{1,2}(\/|$))[A-Za-z0-9._-]+(\/[A-Za-z0-9._-]+)*\/sign\/[A-Za-z0-9._-]+$/;

/** One check for each property of a role of Vault's PKI engine. */
export const VAULT_PKI_PROPERTIES: PropertyTable<VaultPkiProps> = {
  ...VAULT_SIGNER_PROPERTIES,
  path: text(SIGN_PATH, "'<mount>/sign/<role>' without '..'", 'pki/sign/mesh'),
  maxTtl: optional(instanceOf(Ttl, 'Ttl.days(90)')),
};

/**
 * A role of Vault's PKI engine: what one ClusterIssuer asks for leaves. It signs no CA: a role never
 * sets CA:TRUE. Vault has another path for CAs, and so is there another value: `VaultCa`.
 *
 * @see https://cert-manager.io/docs/configuration/vault/
 * @see https://github.com/cert-manager/cert-manager/issues/4654
 */
export class VaultPki extends VaultSigner {
  /**
   * The role with these values.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyMalformed
   */
  public static of(props: VaultPkiProps): VaultPki {
    refuseAny(checkProps('VaultPki.of', props, VAULT_PKI_PROPERTIES));
    return new VaultPki(props, props.path, props.maxTtl);
  }

  /** The ClusterIssuer, for those who ask it for certificates. */
  public get issuer(): VaultIssuer {
    return VaultIssuer.cluster(this.name);
  }
}
