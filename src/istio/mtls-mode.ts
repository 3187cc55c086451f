/**
 * Which connections a workload takes.
 *
 * @see https://istio.io/latest/docs/reference/config/security/peer_authentication/#PeerAuthentication-MutualTLS-Mode
 */
export class MtlsMode {
  /** Mutual TLS alone: who has no certificate of the mesh is refused. */
  public static readonly STRICT = new MtlsMode('STRICT');
  /** Mutual TLS and plain text, while a mesh is being moved into. */
  public static readonly PERMISSIVE = new MtlsMode('PERMISSIVE');
  /** Plain text alone. */
  public static readonly DISABLE = new MtlsMode('DISABLE');

  private constructor(private readonly value: 'STRICT' | 'PERMISSIVE' | 'DISABLE') {}

  /** `mtls.mode` of a PeerAuthentication. */
  public toString(): 'STRICT' | 'PERMISSIVE' | 'DISABLE' {
    return this.value;
  }
}
