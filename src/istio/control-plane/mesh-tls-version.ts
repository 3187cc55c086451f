/** The oldest TLS that proxies speak to each other. */
export class MeshTlsVersion {
  /** TLS 1.2, what Istio has. */
  public static readonly V1_2 = new MeshTlsVersion('TLSV1_2');
  /** TLS 1.3. */
  public static readonly V1_3 = new MeshTlsVersion('TLSV1_3');

  private constructor(private readonly value: 'TLSV1_2' | 'TLSV1_3') {}

  /** `meshMTLS.minProtocolVersion` of the mesh. */
  public toString(): 'TLSV1_2' | 'TLSV1_3' {
    return this.value;
  }
}
