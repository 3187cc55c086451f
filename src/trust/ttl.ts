import { refuse } from './mesh-trust-error';

const SECONDS_PER_MINUTE = 60;
const SECONDS_PER_HOUR = 3600;
const HOURS_PER_DAY = 24;
// A Go duration is an int64 of nanoseconds.
const MAX_SECONDS = 9_223_372_036;

// duration = [ 1*DIGIT "h" ] [ 1*DIGIT "m" ] [ 1*DIGIT "s" ], at least one: the whole-second part of Go's grammar
const GO_DURATION = /^(?=\d)(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/;

/**
 * How long something lives, in whole seconds. On the wire it is a Go duration, with whole hours in
 * their shortest form (`720h`), since that is what cert-manager, SPIRE and Istio read. Days exist
 * only as `Ttl.days`: Go durations do not have them.
 *
 * @see https://pkg.go.dev/time#ParseDuration
 */
export class Ttl {
  /** @throws TtlMalformed */
  public static seconds(seconds: number): Ttl {
    return Ttl.from('seconds', seconds, 1);
  }

  /** @throws TtlMalformed */
  public static minutes(minutes: number): Ttl {
    return Ttl.from('minutes', minutes, SECONDS_PER_MINUTE);
  }

  /** @throws TtlMalformed */
  public static hours(hours: number): Ttl {
    return Ttl.from('hours', hours, SECONDS_PER_HOUR);
  }

  /** Days of 24 hours each. @throws TtlMalformed */
  public static days(days: number): Ttl {
    return Ttl.from('days', days, HOURS_PER_DAY * SECONDS_PER_HOUR);
  }

  /**
   * Reads a Go duration of whole hours, minutes and seconds, such as `720h`, `5m` or `1h30m`.
   *
   * @throws TtlMalformed for `30d` and for every other unit
   */
  public static parse(text: string): Ttl {
    const match = typeof text === 'string' ? GO_DURATION.exec(text) : null;
    if (match === null) {
      const days = /^(\d+)d$/.exec(text)?.[1];
      return refuse({
        code: 'TtlMalformed',
        path: 'Ttl.parse',
        problem: `a TTL must be a Go duration of whole hours, minutes and seconds, got ${JSON.stringify(text)}`,
        fix:
          days === undefined
            ? 'write 720h, 5m or 1h30m'
            : `Go durations have no days: write Ttl.days(${days})`,
      });
    }
    const [hours, minutes, seconds] = match.slice(1).map((part) => Number(part || 0));
    return Ttl.seconds(
      (hours ?? 0) * SECONDS_PER_HOUR + (minutes ?? 0) * SECONDS_PER_MINUTE + (seconds ?? 0),
    );
  }

  /** The shortest of them. */
  public static min(first: Ttl, ...others: readonly Ttl[]): Ttl {
    return others.reduce((shortest, ttl) => (shortest.outlives(ttl) ? ttl : shortest), first);
  }

  /** The longest of them. */
  public static max(first: Ttl, ...others: readonly Ttl[]): Ttl {
    return others.reduce((longest, ttl) => (ttl.outlives(longest) ? ttl : longest), first);
  }

  private static from(unit: string, count: number, secondsEach: number): Ttl {
    // A text would be taken for its number, and a list of one for its item.
    const total = typeof count === 'number' ? count * secondsEach : Number.NaN;
    if (!Number.isInteger(total) || total < 1 || total > MAX_SECONDS) {
      refuse({
        code: 'TtlMalformed',
        path: `Ttl.${unit}`,
        problem: `a TTL must be a whole number of seconds from 1 to ${MAX_SECONDS}, got ${String(count)} ${unit}`,
        fix: 'write a positive number in a fitting unit: Ttl.minutes(5), Ttl.hours(24), Ttl.days(30)',
      });
    }
    return new Ttl(total);
  }

  private constructor(
    /** The whole of it in seconds. */
    public readonly inSeconds: number,
  ) {}

  /** Whether this one is strictly longer. */
  public outlives(other: Ttl): boolean {
    return this.inSeconds > other.inSeconds;
  }

  /** Whether both are equally long. */
  public equals(other: Ttl): boolean {
    return this.inSeconds === other.inSeconds;
  }

  /** So many times as long. @throws TtlMalformed */
  public times(factor: number): Ttl {
    return Ttl.seconds(this.inSeconds * factor);
  }

  /** The part of it, rounded down to whole seconds and at least one. */
  public dividedBy(divisor: number): Ttl {
    return Ttl.seconds(Math.max(1, Math.floor(this.inSeconds / divisor)));
  }

  /** What is left after `other`; nothing is left of what is not longer. */
  public minus(other: Ttl): Ttl | undefined {
    return this.outlives(other) ? Ttl.seconds(this.inSeconds - other.inSeconds) : undefined;
  }

  /** How it is written in TypeScript, for the fix of a finding: `Ttl.hours(24)`, from two days on `Ttl.days(30)`. */
  public toCode(): string {
    const days = this.inSeconds / (HOURS_PER_DAY * SECONDS_PER_HOUR);
    if (Number.isInteger(days) && days > 1) {
      return `Ttl.days(${days})`;
    }
    if (this.inSeconds % SECONDS_PER_HOUR === 0) {
      return `Ttl.hours(${this.inSeconds / SECONDS_PER_HOUR})`;
    }
    return this.inSeconds % SECONDS_PER_MINUTE === 0
      ? `Ttl.minutes(${this.inSeconds / SECONDS_PER_MINUTE})`
      : `Ttl.seconds(${this.inSeconds})`;
  }

  /** The Go duration, without parts that are zero: `720h`, `5m`, `1h30m`. */
  public toString(): string {
    const parts: readonly (readonly [number, string])[] = [
      [Math.floor(this.inSeconds / SECONDS_PER_HOUR), 'h'],
      [Math.floor((this.inSeconds % SECONDS_PER_HOUR) / SECONDS_PER_MINUTE), 'm'],
      [this.inSeconds % SECONDS_PER_MINUTE, 's'],
    ];
    return parts
      .filter(([count]) => count > 0)
      .map(([count, unit]) => `${count}${unit}`)
      .join('');
  }
}
