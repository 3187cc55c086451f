import { Lifetime } from '../../src/trust/lifetime';
import { Ttl } from '../../src/trust/ttl';
import { refusalOf } from '../support/refusals';

describe('Lifetime', () => {
  it('is renewed when a third is left, as cert-manager does by default', () => {
    const lifetime = Lifetime.of(Ttl.hours(1440));
    expect(lifetime.duration.toString()).toBe('1440h');
    expect(lifetime.leftAtRenewal.toString()).toBe('480h');
    expect(lifetime.inUse.toString()).toBe('960h');
    expect(lifetime.percentage).toBeUndefined();
  });

  it('is renewed when as much is left as was asked for', () => {
    const lifetime = Lifetime.of(Ttl.days(30)).renewBefore(Ttl.days(15));
    expect(lifetime.leftAtRenewal.toString()).toBe('360h');
    expect(lifetime.inUse.toString()).toBe('360h');
  });

  it('is renewed when the share is left that was asked for', () => {
    const lifetime = Lifetime.of(Ttl.hours(100)).renewBeforePercentage(25);
    expect(lifetime.leftAtRenewal.toString()).toBe('25h');
    expect(lifetime.percentage).toBe(25);
  });

  it('takes the share exactly, down to whole seconds', () => {
    expect(Lifetime.of(Ttl.hours(100)).renewBeforePercentage(33).leftAtRenewal.toString()).toBe(
      '33h',
    );
    expect(Lifetime.of(Ttl.seconds(9999)).renewBeforePercentage(33).leftAtRenewal.inSeconds).toBe(
      3299,
    );
  });

  it('forgets the share when it is then renewed at a fixed time', () => {
    const lifetime = Lifetime.of(Ttl.hours(100))
      .renewBeforePercentage(25)
      .renewBefore(Ttl.hours(2));
    expect(lifetime.percentage).toBeUndefined();
    expect(lifetime.leftAtRenewal.toString()).toBe('2h');
  });

  it('CertificateDurationTooShort fires below one hour', () => {
    expect(refusalOf(() => Lifetime.of(Ttl.minutes(59)))).toEqual([
      {
        code: 'CertificateDurationTooShort',
        path: 'Lifetime.of',
        problem: "'duration' must be at least 1h, got 59m",
        fix: 'write Ttl.hours(1) or more',
      },
    ]);
  });

  it('CertificateDurationTooShort is silent at one hour', () => {
    expect(Lifetime.of(Ttl.hours(1)).leftAtRenewal.toString()).toBe('20m');
  });

  it('RenewBeforeTooShort fires below five minutes', () => {
    expect(refusalOf(() => Lifetime.of(Ttl.hours(1)).renewBefore(Ttl.minutes(4)))).toEqual([
      {
        code: 'RenewBeforeTooShort',
        path: 'Lifetime.renewBefore',
        problem: "'renewBefore' must be at least 5m, got 4m",
        fix: 'renew earlier: renewBefore(Ttl.minutes(5)) or more',
      },
    ]);
  });

  it.each([8, 92])(
    'RenewBeforeTooShort fires when %d per cent of an hour make one side shorter than five minutes',
    (percentage) => {
      const [finding] = refusalOf(() =>
        Lifetime.of(Ttl.hours(1)).renewBeforePercentage(percentage),
      );
      expect(finding).toMatchObject({ code: 'RenewBeforeTooShort' });
      expect(finding?.problem).toContain("'renewBeforePercentage'");
      expect(finding?.problem).toContain('got 4m48s');
    },
  );

  it('RenewBeforeTooShort is silent at five minutes', () => {
    const hour = Lifetime.of(Ttl.hours(1));
    expect(hour.renewBefore(Ttl.minutes(5)).leftAtRenewal.toString()).toBe('5m');
    expect(hour.renewBeforePercentage(9).leftAtRenewal.toString()).toBe('5m24s');
    expect(hour.renewBeforePercentage(91).leftAtRenewal.toString()).toBe('54m36s');
  });

  it('RenewBeforeNotShorter fires for the whole of the duration', () => {
    expect(refusalOf(() => Lifetime.of(Ttl.hours(24)).renewBefore(Ttl.hours(24)))).toEqual([
      {
        code: 'RenewBeforeNotShorter',
        path: 'Lifetime.renewBefore',
        problem: "'renewBefore' must be shorter than 'duration' (24h), got 24h",
        fix: 'renew later: renewBefore(Ttl.hours(8))',
      },
    ]);
  });

  it('RenewBeforeNotShorter is silent one second below the duration', () => {
    const lifetime = Lifetime.of(Ttl.hours(24)).renewBefore(Ttl.seconds(86_399));
    expect(lifetime.inUse.toString()).toBe('1s');
  });

  it.each([0, 100, -5, 33.3, Number.NaN])(
    'RenewBeforePercentageOutOfRange fires for %d',
    (percentage) => {
      const [finding] = refusalOf(() =>
        Lifetime.of(Ttl.days(90)).renewBeforePercentage(percentage),
      );
      expect(finding).toMatchObject({
        code: 'RenewBeforePercentageOutOfRange',
        fix: 'write the share that is left at renewal: renewBeforePercentage(33)',
      });
      expect(finding?.problem).toContain(`got ${String(percentage)}`);
    },
  );

  it('RenewBeforePercentageOutOfRange is silent from 1 to 99', () => {
    const lifetime = Lifetime.of(Ttl.hours(100));
    expect(lifetime.renewBeforePercentage(1).leftAtRenewal.toString()).toBe('1h');
    expect(lifetime.renewBeforePercentage(99).leftAtRenewal.toString()).toBe('99h');
  });

  it('refuses what is no Ttl, where TypeScript did not look', () => {
    const text: unknown = '30d';
    const refused = { code: 'PropertyWrongType', fix: 'write Ttl.hours(24)' };
    expect(refusalOf(() => Lifetime.of(text as Ttl))).toMatchObject([refused]);
    expect(refusalOf(() => Lifetime.of(Ttl.days(1)).renewBefore(text as Ttl))).toMatchObject([
      refused,
    ]);
  });
});
