/** The oldest TLS that a gateway speaks with its clients. */
export class TlsVersion {
  /** TLS 1.2. */
  public static readonly V1_2 = new TlsVersion('TLSV1_2');
  /** TLS 1.3: clients of before 2018 are left out. */
  public static readonly V1_3 = new TlsVersion('TLSV1_3');

  private constructor(private readonly value: 'TLSV1_2' | 'TLSV1_3') {}

  /** `minProtocolVersion` of a Gateway. */
  public toString(): 'TLSV1_2' | 'TLSV1_3' {
    return this.value;
  }
}
