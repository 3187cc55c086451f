import { BuiltInIssuer } from './built-in-issuer';

/**
 * An issuer by which every certificate signs itself, with its own private key: that makes a root,
 * and nothing below one. It has no place above another CA: a request must name the Secret of its
 * own key by an annotation, which SPIRE does not, and istiod's CA would be a root of its own.
 *
 * @see https://cert-manager.io/docs/configuration/selfsigned/
 */
export class SelfSignedIssuer extends BuiltInIssuer {
  /**
   * The ClusterIssuer of this name.
   *
   * @throws NameMalformed
   */
  public static cluster(name: string): SelfSignedIssuer {
    return new SelfSignedIssuer('ClusterIssuer', name);
  }

  /**
   * The Issuer of this name, by which certificates of its own namespace sign themselves.
   *
   * @throws NameMalformed
   */
  public static namespaced(namespace: string, name: string): SelfSignedIssuer {
    return new SelfSignedIssuer('Issuer', name, namespace);
  }

  /** It signs for nobody but the certificate itself. */
  public readonly signsCas = false;
}
