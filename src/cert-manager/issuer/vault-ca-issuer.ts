import { BuiltInIssuer } from './built-in-issuer';
import type { ICaCapableIssuer } from './ca-issuer';

/**
 * An issuer that has a CA of Vault sign CAs, by `root/sign-intermediate` of its PKI engine. Whatever it
 * is asked for becomes a CA, also what was meant for a gateway: it has a place above CAs alone.
 *
 * @see https://developer.hashicorp.com/vault/api-docs/secret/pki#sign-intermediate
 */
export class VaultCaIssuer extends BuiltInIssuer implements ICaCapableIssuer {
  /**
   * The ClusterIssuer of this name.
   *
   * @throws NameMalformed
   */
  public static cluster(name: string): VaultCaIssuer {
    return new VaultCaIssuer('ClusterIssuer', name);
  }

  /**
   * The Issuer of this name, which signs in its own namespace.
   *
   * @throws NameMalformed
   */
  public static namespaced(namespace: string, name: string): VaultCaIssuer {
    return new VaultCaIssuer('Issuer', name, namespace);
  }

  /** Nothing else. */
  public readonly signsCas = true;
  /** Vault makes a CA of every request that it gets there. */
  public readonly signsLeaves = false;
}
