import { refuse, refuseAny, type Finding } from './mesh-trust-error';
import { Ttl } from './ttl';

/** Shortest `renewBefore` that the webhook of cert-manager takes. */
const MIN_RENEW_BEFORE = Ttl.minutes(5);
/** cert-manager renews when a third is left, unless told otherwise. */
const DEFAULT_RENEW_FRACTION = 3;

/**
 * How long a certificate of cert-manager lives and when its successor is made. The default of
 * cert-manager (renewal when a third is left) is written out, so that the YAML says what happens.
 *
 * @see https://cert-manager.io/docs/usage/certificate/#renewal
 */
export class Lifetime {
  /** Shortest `duration` that the webhook of cert-manager takes. */
  public static readonly MIN_DURATION = Ttl.hours(1);

  /**
   * A certificate that lives this long, renewed when a third of it is left.
   *
   * @throws CertificateDurationTooShort for less than one hour
   * @throws PropertyWrongType for what is not a Ttl
   */
  public static of(duration: Ttl): Lifetime {
    refuseAny(ttlFindings('Lifetime.of', 'duration', duration));
    if (Lifetime.MIN_DURATION.outlives(duration)) {
      refuse({
        code: 'CertificateDurationTooShort',
        path: 'Lifetime.of',
        problem: `'duration' must be at least ${Lifetime.MIN_DURATION}, got ${duration}`,
        fix: `write ${Lifetime.MIN_DURATION.toCode()} or more`,
      });
    }
    return new Lifetime(duration, duration.dividedBy(DEFAULT_RENEW_FRACTION));
  }

  private constructor(
    /** From issue to end. */
    public readonly duration: Ttl,
    /** What is left of it when the successor is made. */
    public readonly leftAtRenewal: Ttl,
    /** The share that is left at renewal, in per cent, where it was given so. */
    public readonly percentage?: number,
  ) {}

  /**
   * The same, renewed when this much is left.
   *
   * @throws RenewBeforeTooShort for less than five minutes
   * @throws RenewBeforeNotShorter for what is not shorter than the duration
   * @throws PropertyWrongType for what is not a Ttl
   */
  public renewBefore(left: Ttl): Lifetime {
    refuseAny(ttlFindings('Lifetime.renewBefore', 'renewBefore', left));
    if (MIN_RENEW_BEFORE.outlives(left)) {
      refuse({
        code: 'RenewBeforeTooShort',
        path: 'Lifetime.renewBefore',
        problem: `'renewBefore' must be at least ${MIN_RENEW_BEFORE}, got ${left}`,
        fix: `renew earlier: renewBefore(${MIN_RENEW_BEFORE.toCode()}) or more`,
      });
    }
    if (!this.duration.outlives(left)) {
      refuse({
        code: 'RenewBeforeNotShorter',
        path: 'Lifetime.renewBefore',
        problem: `'renewBefore' must be shorter than 'duration' (${this.duration}), got ${left}`,
        fix: `renew later: renewBefore(${this.duration.dividedBy(DEFAULT_RENEW_FRACTION).toCode()})`,
      });
    }
    return new Lifetime(this.duration, left);
  }

  /**
   * The same, renewed when this share is left, in per cent of the duration.
   *
   * @throws RenewBeforePercentageOutOfRange for what is not a whole number from 1 to 99
   * @throws RenewBeforeTooShort when the share, or what is not of it, is less than five minutes
   */
  public renewBeforePercentage(percentage: number): Lifetime {
    if (!Number.isInteger(percentage) || percentage < 1 || percentage > 99) {
      refuse({
        code: 'RenewBeforePercentageOutOfRange',
        path: 'Lifetime.renewBeforePercentage',
        problem: `'renewBeforePercentage' must be a whole number from 1 to 99, got ${String(percentage)}`,
        fix: 'write the share that is left at renewal: renewBeforePercentage(33)',
      });
    }
    const left = this.share(percentage);
    // The webhook holds what is used up against the minimum, the controller what is left.
    const shorter = Ttl.min(left, this.share(100 - percentage));
    if (MIN_RENEW_BEFORE.outlives(shorter)) {
      refuse({
        code: 'RenewBeforeTooShort',
        path: 'Lifetime.renewBeforePercentage',
        problem: `'renewBeforePercentage' must make shares of at least ${MIN_RENEW_BEFORE} of 'duration' (${this.duration}), got ${shorter} with ${percentage}`,
        fix: 'write a share nearer the middle: renewBeforePercentage(33)',
      });
    }
    return new Lifetime(this.duration, left, percentage);
  }

  /** For how long the certificate serves before its successor takes over. */
  public get inUse(): Ttl {
    return this.duration.minus(this.leftAtRenewal) ?? this.duration;
  }

  private share(percentage: number): Ttl {
    return Ttl.seconds(Math.floor((this.duration.inSeconds * percentage) / 100));
  }
}

/** What TypeScript did not see, such as '30d' where a Ttl belongs. */
function ttlFindings(path: string, property: string, value: unknown): Finding[] {
  return value instanceof Ttl
    ? []
    : [
        {
          code: 'PropertyWrongType',
          path,
          problem: `'${property}' must be a Ttl, got ${JSON.stringify(value)}`,
          fix: 'write Ttl.hours(24)',
        },
      ];
}
