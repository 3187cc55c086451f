/**
 * What happens to calls of hosts that the mesh does not know.
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/egress/egress-control/
 */
export class OutboundTrafficPolicy {
  /** They pass as they are. */
  public static readonly ALLOW_ANY = new OutboundTrafficPolicy('ALLOW_ANY');
  /** They are refused; what may be called is a Service or a ServiceEntry. */
  public static readonly REGISTRY_ONLY = new OutboundTrafficPolicy('REGISTRY_ONLY');

  private constructor(private readonly mode: 'ALLOW_ANY' | 'REGISTRY_ONLY') {}

  /** `outboundTrafficPolicy.mode` of the mesh. */
  public toString(): 'ALLOW_ANY' | 'REGISTRY_ONLY' {
    return this.mode;
  }
}
