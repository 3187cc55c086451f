/**
 * Type of the keys with which SPIRE signs: those of its CA and those of its JWT-SVIDs.
 *
 * @see https://github.com/spiffe/spire/blob/v1.15.3/doc/spire_server.md#server-configuration-file
 */
export class SpireKeyType {
  /** RSA of 2048 bits. */
  public static readonly RSA_2048 = new SpireKeyType('rsa-2048');
  /** RSA of 4096 bits. */
  public static readonly RSA_4096 = new SpireKeyType('rsa-4096');
  /** ECDSA on the curve P-256, what SPIRE makes unless told otherwise. */
  public static readonly EC_P256 = new SpireKeyType('ec-p256');
  /** ECDSA on the curve P-384. */
  public static readonly EC_P384 = new SpireKeyType('ec-p384');

  private constructor(private readonly value: 'rsa-2048' | 'rsa-4096' | 'ec-p256' | 'ec-p384') {}

  /** `ca_key_type` and `jwt_key_type` of the server. */
  public toString(): string {
    return this.value;
  }
}
