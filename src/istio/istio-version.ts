import { ComponentVersion } from '../trust/component-version';

/**
 * A release of Istio: of `istioctl`, istiod, the proxies and the CNI node agent together. The part
 * of the chain that depends on it is how SPIRE's socket gets into proxies.
 *
 * @see https://istio.io/latest/docs/releases/supported-releases/
 */
export class IstioVersion extends ComponentVersion {
  /** 1.26: the first in which files as certificates work beside SPIRE; native sidecars are off unless asked for. */
  public static readonly V1_26 = new IstioVersion('1.26.8');
  /** 1.27: native sidecars by themselves where every node has them; the `gateway` template takes SPIRE's socket. */
  public static readonly V1_27 = new IstioVersion('1.27.9');
  /** 1.28. */
  public static readonly V1_28 = new IstioVersion('1.28.10');
  /** 1.29. */
  public static readonly V1_29 = new IstioVersion('1.29.6');
  /** 1.30, the default. */
  public static readonly V1_30 = new IstioVersion('1.30.3');
  /** 1.31: the first whose Gateways of the Gateway API and waypoints leave SPIRE's volume open. */
  public static readonly V1_31 = new IstioVersion('1.31.1');

  /** Every release that is known here, from the oldest on. */
  public static readonly ALL: readonly IstioVersion[] = [
    IstioVersion.V1_26,
    IstioVersion.V1_27,
    IstioVersion.V1_28,
    IstioVersion.V1_29,
    IstioVersion.V1_30,
    IstioVersion.V1_31,
  ];

  /** Of what it is a version. */
  public readonly component = 'Istio';

  /**
   * A later patch of the same minor, which upstream published after this package.
   *
   * @throws PropertyOutOfRange
   */
  public patch(patch: number): IstioVersion {
    return new IstioVersion(this.withPatch(patch));
  }
}
