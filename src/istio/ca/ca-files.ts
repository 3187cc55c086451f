/**
 * Which files the Secret `cacerts` has. istiod looks for `tls.crt` first, and for its own names when
 * there is none; with one file of a set missing it does not start.
 *
 * @see https://istio.io/latest/docs/tasks/security/cert-management/plugin-ca-cert/
 */
export class CaFiles {
  /** Istio's own names: certificate, key, root, and the chain from the certificate to the root. */
  public static readonly ISTIO = new CaFiles('ca-key.pem', [
    'ca-cert.pem',
    'root-cert.pem',
    'cert-chain.pem',
  ]);
  /** Those of a Secret of type `kubernetes.io/tls` with its root, as cert-manager fills them. */
  public static readonly TLS = new CaFiles('tls.key', ['tls.crt', 'ca.crt']);

  private constructor(
    /** The file with the private key. */
    public readonly key: string,
    /** The files with certificates. */
    public readonly certificates: readonly string[],
  ) {}

  /** All of them. */
  public get all(): readonly string[] {
    return [this.key, ...this.certificates];
  }

  /** All of them, for instance `tls.key, tls.crt, ca.crt`. */
  public toString(): string {
    return this.all.join(', ');
  }
}
