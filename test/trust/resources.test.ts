import { amountOf, Resources, type Amounts } from '../../src/trust/resources';
import { refusalOf } from '../support/refusals';

describe('Resources', () => {
  it('keeps what is asked for and what is allowed', () => {
    const resources = Resources.of({ cpu: '100m', memory: '128Mi' }, { memory: '256Mi' });
    expect(resources.requests).toEqual({ cpu: '100m', memory: '128Mi' });
    expect(resources.limits).toEqual({ memory: '256Mi' });
  });

  it.each([
    ['100m', 0.1],
    ['1', 1],
    ['1.5', 1.5],
    ['2k', 2000],
    ['128Mi', 134_217_728],
    ['1G', 1e9],
    ['1Gi', 1_073_741_824],
  ])('%s stands for %d', (quantity, amount) => {
    expect(amountOf(quantity)).toBeCloseTo(amount, 6);
  });

  it('counts thousandths as exactly as decimals', () => {
    const thousandths = Array.from({ length: 5000 }, (_, count) => count);
    expect(
      thousandths.filter((count) => amountOf(`${count}m`) !== amountOf(`${count / 1000}`)),
    ).toEqual([]);
  });

  it.each(['', '1 Gi', '1gb', '-1', 'x', '1.', '.5', '1KiB'])(
    'QuantityMalformed fires for %j',
    (quantity) => {
      expect(refusalOf(() => Resources.of({ memory: quantity }, {}))).toEqual([
        {
          code: 'QuantityMalformed',
          path: 'Resources.of',
          problem: `'requests.memory' must be a Kubernetes quantity, got ${JSON.stringify(quantity)}`,
          fix: "write cpu as '100m' or '1', memory as '128Mi'",
        },
      ]);
    },
  );

  it('QuantityMalformed fires for numbers, and for all that is wrong at once', () => {
    const numbers: unknown = { cpu: 1, memory: 128 };
    expect(refusalOf(() => Resources.of({}, numbers as Amounts))).toMatchObject([
      { code: 'QuantityMalformed', problem: "'limits.cpu' must be a Kubernetes quantity, got 1" },
      {
        code: 'QuantityMalformed',
        problem: "'limits.memory' must be a Kubernetes quantity, got 128",
      },
    ]);
  });

  it('QuantityMalformed is silent when nothing is said of a resource', () => {
    expect(Resources.of({}, {})).toMatchObject({ requests: {}, limits: {} });
  });

  it('LimitBelowRequest fires across units', () => {
    expect(refusalOf(() => Resources.of({ memory: '1Gi' }, { memory: '1G' }))).toEqual([
      {
        code: 'LimitBelowRequest',
        path: 'Resources.of',
        problem: "'limits.memory' must be at least 'requests.memory' (1Gi), got 1G",
        fix: 'write 1Gi or more, or ask for less',
      },
    ]);
  });

  it('LimitBelowRequest is silent when both are equal in other units', () => {
    expect(Resources.of({ cpu: '1000m' }, { cpu: '1' }).limits).toEqual({ cpu: '1' });
  });

  it('refuses a resource that it does not know', () => {
    const misspelt: unknown = { cpus: '1' };
    expect(refusalOf(() => Resources.of(misspelt as Amounts, {}))).toMatchObject([
      { code: 'PropertyUnknown', fix: 'correct the spelling, or leave it out' },
    ]);
  });
});
