import { ComponentVersion } from '../trust/component-version';

/** A release of cert-manager. */
export class CertManagerVersion extends ComponentVersion {
  /** 1.16. */
  public static readonly V1_16 = new CertManagerVersion('1.16.5');
  /** 1.17. */
  public static readonly V1_17 = new CertManagerVersion('1.17.4');
  /** 1.18, the first that makes a new key at renewal unless told otherwise. */
  public static readonly V1_18 = new CertManagerVersion('1.18.6');
  /** 1.19. */
  public static readonly V1_19 = new CertManagerVersion('1.19.6');
  /** 1.20. */
  public static readonly V1_20 = new CertManagerVersion('1.20.3');
  /** 1.21, the default. */
  public static readonly V1_21 = new CertManagerVersion('1.21.1');

  /** Every release that is known here, from the oldest on. */
  public static readonly ALL: readonly CertManagerVersion[] = [
    CertManagerVersion.V1_16,
    CertManagerVersion.V1_17,
    CertManagerVersion.V1_18,
    CertManagerVersion.V1_19,
    CertManagerVersion.V1_20,
    CertManagerVersion.V1_21,
  ];

  /** Of what it is a version. */
  public readonly component = 'cert-manager';

  /**
   * A later patch of the same minor, which upstream published after this package.
   *
   * @throws PropertyOutOfRange
   */
  public patch(patch: number): CertManagerVersion {
    return new CertManagerVersion(this.withPatch(patch));
  }
}
