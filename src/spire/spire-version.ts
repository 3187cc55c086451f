import { ComponentVersion } from '../trust/component-version';

/** A release of SPIRE server and agent. */
export class SpireVersion extends ComponentVersion {
  /** 1.10: the trust bundle is published by the Notifier `k8sbundle`. */
  public static readonly V1_10 = new SpireVersion('1.10.4');
  /** 1.11. */
  public static readonly V1_11 = new SpireVersion('1.11.3');
  /** 1.12: from 1.12.4 on the trust bundle is published by the BundlePublisher `k8s_configmap`. */
  public static readonly V1_12 = new SpireVersion('1.12.6');
  /** 1.13. */
  public static readonly V1_13 = new SpireVersion('1.13.6');
  /** 1.14. */
  public static readonly V1_14 = new SpireVersion('1.14.7');
  /** 1.15, the default. */
  public static readonly V1_15 = new SpireVersion('1.15.3');

  /** Every release that is known here, from the oldest on. */
  public static readonly ALL: readonly SpireVersion[] = [
    SpireVersion.V1_10,
    SpireVersion.V1_11,
    SpireVersion.V1_12,
    SpireVersion.V1_13,
    SpireVersion.V1_14,
    SpireVersion.V1_15,
  ];

  /** Of what it is a version. */
  public readonly component = 'SPIRE';

  /**
   * A later patch of the same minor, which upstream published after this package.
   *
   * @throws PropertyOutOfRange
   */
  public patch(patch: number): SpireVersion {
    return new SpireVersion(this.withPatch(patch));
  }
}
