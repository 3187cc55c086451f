/**
 * Whether proxies are native sidecars: init containers that Kubernetes starts before, and ends after,
 * the application.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/
 */
export class NativeSidecars {
  /** istiod finds out: where the kubelet of every node is 1.33 or newer. Since Istio 1.27. */
  public static readonly AUTO = new NativeSidecars('auto');
  /** Always; every node has Kubernetes 1.29 or newer. */
  public static readonly ALWAYS = new NativeSidecars('true');
  /** Never. */
  public static readonly NEVER = new NativeSidecars('false');

  private constructor(private readonly value: 'auto' | 'true' | 'false') {}

  /** `ENABLE_NATIVE_SIDECARS` of istiod. */
  public toString(): 'auto' | 'true' | 'false' {
    return this.value;
  }
}
