/** In which API a way into the mesh is written; both are served by istiod and the same Pods. */
export class IngressApi {
  /** Gateway and VirtualService of Istio. */
  public static readonly ISTIO = new IngressApi('Istio');
  /** Gateway and HTTPRoute of the Kubernetes Gateway API, whose CRDs an environment brings with it: GatewayApi.release(). */
  public static readonly GATEWAY_API = new IngressApi('Gateway API');

  private constructor(private readonly name: 'Istio' | 'Gateway API') {}

  /** Its name, for findings. */
  public toString(): string {
    return this.name;
  }
}
