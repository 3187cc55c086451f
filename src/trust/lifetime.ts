import { refuse } from './mesh-trust-error';
import { Ttl } from './ttl';

/** Shortest `duration` that the webhook of cert-manager takes. */
const MIN_DURATION = Ttl.hours(1);
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
  /**
   * A certificate that lives this long, renewed when a third of it is left.
   *
   * @throws CertificateDurationTooShort for less than one hour
   */
  public static of(duration: Ttl): Lifetime {
    if (MIN_DURATION.outlives(duration)) {
      refuse({
        code: 'CertificateDurationTooShort',
        path: 'Lifetime.of',
        problem: `'duration' must be at least ${MIN_DURATION}, got ${duration}`,
        fix: `write ${MIN_DURATION.toCode()} or more`,
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
   */
  public renewBefore(left: Ttl): Lifetime {
    return this.checked('renewBefore', left);
  }

  /**
   * The same, renewed when this share is left, in per cent of the duration.
   *
   * @throws RenewBeforePercentageOutOfRange for what is not a whole number from 1 to 99
   * @throws RenewBeforeTooShort when the share is less than five minutes
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
    return this.checked(
      'renewBeforePercentage',
      this.duration.dividedBy(100 / percentage),
      percentage,
    );
  }

  /** For how long the certificate serves before its successor takes over. */
  public get inUse(): Ttl {
    return this.duration.minus(this.leftAtRenewal) ?? this.duration;
  }

  private checked(property: string, left: Ttl, percentage?: number): Lifetime {
    if (MIN_RENEW_BEFORE.outlives(left)) {
      refuse({
        code: 'RenewBeforeTooShort',
        path: `Lifetime.${property}`,
        problem: `'${property}' must leave at least ${MIN_RENEW_BEFORE}, got ${left}`,
        fix: `renew earlier: renewBefore(${MIN_RENEW_BEFORE.toCode()}) or more`,
      });
    }
    if (!this.duration.outlives(left)) {
      refuse({
        code: 'RenewBeforeNotShorter',
        path: `Lifetime.${property}`,
        problem: `'${property}' must be shorter than 'duration' (${this.duration}), got ${left}`,
        fix: `renew later: renewBefore(${this.duration.dividedBy(DEFAULT_RENEW_FRACTION).toCode()})`,
      });
    }
    return new Lifetime(this.duration, left, percentage);
  }
}
