import { Ttl } from '../../src/trust/ttl';
import { refusalOf } from '../support/refusals';

describe('Ttl', () => {
  it.each([
    [Ttl.seconds(90), '1m30s'],
    [Ttl.minutes(5), '5m'],
    [Ttl.minutes(90), '1h30m'],
    [Ttl.hours(1), '1h'],
    [Ttl.days(30), '720h'],
    [Ttl.seconds(3661), '1h1m1s'],
  ])('%s is written as the Go duration %s, without parts that are zero', (ttl, written) => {
    expect(ttl.toString()).toBe(written);
  });

  it.each([
    ['720h', 2_592_000],
    ['5m', 300],
    ['1h30m', 5400],
    ['90m', 5400],
    ['1h0m0s', 3600],
    ['2562047h', 9_223_369_200],
  ])('%s is read as %d seconds', (text, seconds) => {
    expect(Ttl.parse(text).inSeconds).toBe(seconds);
  });

  it.each([
    [Ttl.seconds(61), 'Ttl.seconds(61)'],
    [Ttl.minutes(5), 'Ttl.minutes(5)'],
    [Ttl.hours(24), 'Ttl.hours(24)'],
    [Ttl.hours(36), 'Ttl.hours(36)'],
    [Ttl.hours(48), 'Ttl.days(2)'],
    [Ttl.hours(720), 'Ttl.days(30)'],
  ])('%s is written in TypeScript as %s', (ttl, code) => {
    expect(ttl.toCode()).toBe(code);
  });

  it('tells which lives longer', () => {
    expect(Ttl.days(1).outlives(Ttl.hours(23))).toBe(true);
    expect(Ttl.days(1).outlives(Ttl.hours(24))).toBe(false);
    expect(Ttl.days(1).equals(Ttl.hours(24))).toBe(true);
    expect(Ttl.days(1).equals(Ttl.hours(23))).toBe(false);
  });

  it('finds the shortest and the longest', () => {
    const [short, middle, long] = [Ttl.minutes(59), Ttl.hours(1), Ttl.minutes(61)];
    expect(Ttl.min(middle, short, long)).toBe(short);
    expect(Ttl.max(middle, long, short)).toBe(long);
  });

  it('is multiplied, and divided down to whole seconds', () => {
    expect(Ttl.hours(6).times(6).toString()).toBe('36h');
    expect(Ttl.seconds(100).dividedBy(6).inSeconds).toBe(16);
    expect(Ttl.seconds(2).dividedBy(6).inSeconds).toBe(1);
  });

  it('leaves nothing when as much or more is taken away', () => {
    expect(Ttl.hours(24).minus(Ttl.hours(12))?.toString()).toBe('12h');
    expect(Ttl.hours(12).minus(Ttl.hours(12))).toBeUndefined();
    expect(Ttl.hours(12).minus(Ttl.hours(24))).toBeUndefined();
  });

  it('TtlMalformed fires for days on the wire, and tells the factory for them', () => {
    expect(refusalOf(() => Ttl.parse('30d'))).toEqual([
      {
        code: 'TtlMalformed',
        path: 'Ttl.parse',
        problem: 'a TTL must be a Go duration of whole hours, minutes and seconds, got "30d"',
        fix: 'Go durations have no days: write Ttl.days(30)',
      },
    ]);
  });

  it.each(['', 'h', '1', '1.5h', '-1h', '+1h', '1h ', '1m1h', '10ms', '1H', '0s', '9999999999h'])(
    'TtlMalformed fires for %j',
    (text) => {
      expect(refusalOf(() => Ttl.parse(text))).toMatchObject([{ code: 'TtlMalformed' }]);
    },
  );

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 9_223_372_037])(
    'TtlMalformed fires for %d seconds',
    (seconds) => {
      const [finding] = refusalOf(() => Ttl.seconds(seconds));
      expect(finding).toMatchObject({ code: 'TtlMalformed', path: 'Ttl.seconds' });
      expect(finding?.problem).toContain(`got ${String(seconds)} seconds`);
    },
  );

  it('TtlMalformed fires for what no Go duration can hold', () => {
    expect(refusalOf(() => Ttl.days(200_000))).toMatchObject([{ code: 'TtlMalformed' }]);
    expect(refusalOf(() => Ttl.days(100_000).times(2))).toMatchObject([{ code: 'TtlMalformed' }]);
  });

  it('TtlMalformed is silent about the shortest and the longest', () => {
    expect(Ttl.seconds(1).toString()).toBe('1s');
    expect(Ttl.seconds(9_223_372_036).toString()).toBe('2562047h47m16s');
  });
});
