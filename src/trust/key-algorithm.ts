/**
 * Algorithm and size of a certificate's private key. Only what cert-manager makes and Envoy, istiod
 * and SPIRE all verify: Ed25519 is left out, since Envoy's TLS does not take it.
 *
 * @see https://cert-manager.io/docs/reference/api-docs/#cert-manager.io/v1.CertificatePrivateKey
 */
export class KeyAlgorithm {
  /** RSA of 2048 bits, what cert-manager makes unless told otherwise. */
  public static readonly RSA_2048 = new KeyAlgorithm('RSA', 2048);
  /** RSA of 3072 bits. */
  public static readonly RSA_3072 = new KeyAlgorithm('RSA', 3072);
  /** RSA of 4096 bits. */
  public static readonly RSA_4096 = new KeyAlgorithm('RSA', 4096);
  /** ECDSA on the curve P-256. */
  public static readonly ECDSA_P256 = new KeyAlgorithm('ECDSA', 256);
  /** ECDSA on the curve P-384. */
  public static readonly ECDSA_P384 = new KeyAlgorithm('ECDSA', 384);

  private constructor(
    /** `privateKey.algorithm` of a Certificate. */
    public readonly algorithm: 'RSA' | 'ECDSA',
    /** `privateKey.size` of a Certificate, in bits. */
    public readonly size: number,
  ) {}

  /** Both in one word, for instance `ECDSA-256`. */
  public toString(): string {
    return `${this.algorithm}-${this.size}`;
  }
}
