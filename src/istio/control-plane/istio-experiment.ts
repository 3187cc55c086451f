/**
 * A feature of Istio that is off unless istiod is told otherwise, since upstream calls it experimental.
 *
 * @see https://github.com/istio/istio/blob/1.30.3/pilot/pkg/features/experimental.go
 */
export class IstioExperiment {
  /**
   * Sidecars terminate TLS of callers outside the mesh. Without it the `tls` of a Sidecar's ingress
   * listener is passed over in silence, and the port serves plain text to everybody.
   *
   * @see https://istio.io/latest/docs/tasks/traffic-management/ingress/ingress-sidecar-tls-termination/
   */
  public static readonly TLS_ON_SIDECAR_INGRESS = new IstioExperiment(
    'ENABLE_TLS_ON_SIDECAR_INGRESS',
  );

  private constructor(private readonly variable: string) {}

  /** The environment variable of istiod that turns it on. */
  public toString(): string {
    return this.variable;
  }
}
