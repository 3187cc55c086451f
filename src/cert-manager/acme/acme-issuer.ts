import { BuiltInIssuer } from '../issuer/built-in-issuer';

/**
 * An issuer that gets certificates from an ACME server, such as Let's Encrypt, for names that its
 * owner proves to hold. It has no place above a CA: an ACME server signs leaves alone, and leaves
 * `ca.crt` empty, without which istiod does not start.
 *
 * @see https://cert-manager.io/docs/configuration/acme/
 */
export class AcmeIssuer extends BuiltInIssuer {
  /**
   * The ClusterIssuer of this name.
   *
   * @throws NameMalformed
   */
  public static cluster(name: string): AcmeIssuer {
    return new AcmeIssuer('ClusterIssuer', name);
  }

  /**
   * The Issuer of this name, which signs in its own namespace.
   *
   * @throws NameMalformed
   */
  public static namespaced(namespace: string, name: string): AcmeIssuer {
    return new AcmeIssuer('Issuer', name, namespace);
  }

  /** An ACME server signs no CA. */
  public readonly signsCas = false;
}
