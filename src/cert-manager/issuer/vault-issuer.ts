import { BuiltInIssuer } from './built-in-issuer';

/**
 * An issuer that has Vault sign through a role of its PKI engine. It has no place above a CA:
 * cert-manager calls Vault's `sign/<role>`, which never sets CA:TRUE. SPIRE gets its CA from Vault
 * through its own UpstreamAuthority "vault".
 *
 * @see https://github.com/cert-manager/cert-manager/issues/4654
 */
export class VaultIssuer extends BuiltInIssuer {
  /**
   * The ClusterIssuer of this name.
   *
   * @throws NameMalformed
   */
  public static cluster(name: string): VaultIssuer {
    return new VaultIssuer('ClusterIssuer', name);
  }

  /**
   * The Issuer of this name, which signs in its own namespace.
   *
   * @throws NameMalformed
   */
  public static namespaced(namespace: string, name: string): VaultIssuer {
    return new VaultIssuer('Issuer', name, namespace);
  }

  /** A role of Vault signs no CA. */
  public readonly signsCas = false;
}
