import { BuiltInIssuer } from './built-in-issuer';

/**
 * An issuer that has CyberArk Certificate Manager sign, Venafi until 2025, within a policy zone. It
 * has no place above a CA: cert-manager hands over the CSR alone, in which no CA:TRUE is.
 *
 * @see https://cert-manager.io/docs/configuration/venafi/
 */
export class VenafiIssuer extends BuiltInIssuer {
  /**
   * The ClusterIssuer of this name.
   *
   * @throws NameMalformed
   */
  public static cluster(name: string): VenafiIssuer {
    return new VenafiIssuer('ClusterIssuer', name);
  }

  /**
   * The Issuer of this name, which signs in its own namespace.
   *
   * @throws NameMalformed
   */
  public static namespaced(namespace: string, name: string): VenafiIssuer {
    return new VenafiIssuer('Issuer', name, namespace);
  }

  /** A policy zone is asked for leaves. */
  public readonly signsCas = false;
}
