import { refuseAny } from '../../trust/mesh-trust-error';
import { checkProps, text, type PropertyTable } from '../../trust/props';
import { VaultCaIssuer } from './vault-ca-issuer';
import { VAULT_SIGNER_PROPERTIES, VaultSigner, type VaultSignerProps } from './vault-signer';

/** The endpoint of a PKI engine that signs CAs, to the compiler, too. */
export type VaultSignIntermediatePath =
  `${string}/root/sign-intermediate` | `${string}/issuer/${string}/sign-intermediate`;

/** Properties of a CA of Vault's PKI engine. */
export interface VaultCaProps extends VaultSignerProps {
  /** `<mount>/root/sign-intermediate` of the PKI engine, or `<mount>/issuer/<issuer>/sign-intermediate`. */
  readonly path: VaultSignIntermediatePath;
}

// path = mount ( "/root" / "/issuer/" ref ) "/sign-intermediate", no segment of which is "." or ".."
const SIGN_INTERMEDIATE_PATH =
  /^(?=.{1,256}$)(?!(.*\/)?\.{1,2}(\/|$))[A-Za-z0-9._-]+(\/[A-Za-z0-9._-]+)*\/(root|issuer\/[A-Za-z0-9._-]+)\/sign-intermediate$/;

/** One check for each property of a CA of Vault's PKI engine. */
export const VAULT_CA_PROPERTIES: PropertyTable<VaultCaProps> = {
  ...VAULT_SIGNER_PROPERTIES,
  path: text(
    SIGN_INTERMEDIATE_PATH,
    "'<mount>/root/sign-intermediate' without '..'",
    'pki/root/sign-intermediate',
  ),
};

/**
 * A CA of Vault's PKI engine: what one ClusterIssuer asks for CAs, and for nothing else. Vault takes
 * common name, URIs and lifetime from what cert-manager says, and leaves organization and country out.
 * It needs no role: who may `update` the path gets any CA that he asks for.
 *
 * @see https://cert-manager.io/docs/configuration/vault/
 * @see https://developer.hashicorp.com/vault/api-docs/secret/pki#sign-intermediate
 */
export class VaultCa extends VaultSigner {
  /**
   * The CA with these values.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyMalformed
   */
  public static of(props: VaultCaProps): VaultCa {
    refuseAny(checkProps('VaultCa.of', props, VAULT_CA_PROPERTIES));
    return new VaultCa(props, props.path, undefined);
  }

  /** The ClusterIssuer, for those who stand below. */
  public get issuer(): VaultCaIssuer {
    return VaultCaIssuer.cluster(this.name);
  }

  /** Where the key is, for pictures: `Vault at vault.example.com, engine pki`. */
  public get keyIn(): string {
    const engine = this.path.replace(/\/(root|issuer\/[^/]+)\/sign-intermediate$/, '');
    return `Vault at ${this.host}, engine ${engine}`;
  }
}
