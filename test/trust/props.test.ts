import {
  checkProps,
  flag,
  instanceOf,
  instanceOfAny,
  integer,
  listOf,
  mapOf,
  objectWith,
  oneOf,
  optional,
  port,
  record,
  text,
  type Check,
} from '../../src/trust/props';
import { DNS_LABEL, LABEL_KEY } from '../../src/trust/names';
import type { Finding } from '../../src/trust/mesh-trust-error';
import { Lifetime } from '../../src/trust/lifetime';
import { Ttl } from '../../src/trust/ttl';

const label = text(DNS_LABEL, 'a DNS label', 'spire-server');

/** What the check of a property called `it` says about this value. */
function said(check: Check, value: unknown): readonly Finding[] {
  return checkProps<{ it?: unknown }>('test/Subject', { it: value }, { it: check });
}

describe('a table of properties', () => {
  it('PropertyMissing fires for what is left out, and tells what would be taken', () => {
    expect(said(instanceOf(Ttl, 'Ttl.hours(24)'), undefined)).toEqual([
      {
        code: 'PropertyMissing',
        path: 'test/Subject',
        problem: "'it' must be given, got nothing",
        fix: 'write Ttl.hours(24)',
      },
    ]);
  });

  it('PropertyMissing fires for an empty record with required properties', () => {
    expect(said(record<{ name: string }>({ name: label }), {})).toMatchObject([
      { code: 'PropertyMissing', problem: "'it.name' must be given, got nothing" },
    ]);
  });

  it('PropertyMissing is silent about what has a default', () => {
    expect(said(optional(label), undefined)).toEqual([]);
  });

  it('PropertyUnknown fires for a misspelt property, and names the known ones', () => {
    const props = { replicsa: 3 };
    expect(
      checkProps<{ replicas?: number }>('p', props as object, { replicas: optional(port()) }),
    ).toEqual([
      {
        code: 'PropertyUnknown',
        path: 'p',
        problem: `'replicsa' must be one of replicas, got "replicsa"`,
        fix: 'correct the spelling, or leave it out',
      },
    ]);
  });

  it('PropertyUnknown is silent when all are known', () => {
    expect(said(record<{ name: string }>({ name: label }), { name: 'a' })).toEqual([]);
  });

  it('finds everything at once, in the order of the table', () => {
    const findings = checkProps<Record<'first' | 'second', unknown>>(
      'p',
      { second: '', first: null },
      { first: flag(), second: label },
    );
    expect(findings.map(({ problem }) => problem)).toEqual([
      "'first' must be true or false, got null",
      `'second' must be a DNS label, got ""`,
    ]);
  });

  it('refuses props that are no object', () => {
    expect(checkProps('p', null as unknown as object, {})).toMatchObject([
      { code: 'PropertyWrongType', problem: "'props' must be an object of properties, got null" },
    ]);
  });
});

describe('checks', () => {
  const ttl = instanceOf(Ttl, 'Ttl.hours(24)');

  it.each([
    ['a number for a value object', ttl, 3600, "'it' must be a Ttl, got 3600"],
    ['a text for a value object', ttl, '30d', `'it' must be a Ttl, got "30d"`],
    ['null for a value object', ttl, null, "'it' must be a Ttl, got null"],
    ['a look-alike', ttl, { inSeconds: 60 }, `'it' must be a Ttl, got {"inSeconds":60}`],
    [
      'an object of neither class',
      instanceOfAny([Ttl, Lifetime], 'Ttl.hours(1)'),
      new Date(0),
      "'it' must be a Ttl or a Lifetime, got ",
    ],
    [
      'a reference without its members',
      objectWith(['name', 'kind'], 'an issuer'),
      { name: 'a' },
      `'it' must have name, kind, got {"name":"a"}`,
    ],
    ['a text for a number', port(), '80', `'it' must be a whole number from 1 to 65535, got "80"`],
    ['not a number', port(), Number.NaN, "'it' must be a whole number from 1 to 65535, got NaN"],
    ['a number for a flag', flag(), 1, "'it' must be true or false, got 1"],
    ['a number for a text', label, 7, "'it' must be a DNS label, got 7"],
    ['a text for a list', listOf(label), 'a', `'it' must be a list, got "a"`],
    ['a number in a list', listOf(label), ['a', 7], "'it[1]' must be a DNS label, got 7"],
    ['a list for a map', mapOf(LABEL_KEY, 'label keys', label), ['a'], `'it' must be an object`],
    ['a text for a record', record({}), 'a', "'it' must be an object of properties"],
  ])('PropertyWrongType fires for %s', (_, check, value, problem) => {
    const [finding] = said(check, value);
    expect(finding).toMatchObject({ code: 'PropertyWrongType', path: 'test/Subject' });
    expect(finding?.problem).toContain(problem);
    expect(finding?.fix).not.toBe('');
  });

  it.each([
    ['a value object', ttl, Ttl.hours(1)],
    ['an object of either class', instanceOfAny([Lifetime, Ttl], 'x'), Ttl.hours(1)],
    ['a reference', objectWith(['name'], 'an issuer'), { name: 'a', kind: 'Issuer' }],
    ['a flag', flag(), false],
    ['a list', listOf(label), ['a', 'b']],
    ['an empty list', listOf(label), []],
    ['a map', mapOf(LABEL_KEY, 'label keys', label), { 'example.com/role': 'a' }],
  ])('PropertyWrongType is silent about %s', (_, check, value) => {
    expect(said(check, value)).toEqual([]);
  });

  it.each([
    ['too small a number', integer(1, 5), 0, "'it' must be a whole number from 1 to 5, got 0"],
    ['too large a number', port(), 65_536, "'it' must be a whole number from 1 to 65535"],
    ['a fraction', integer(1, 5), 1.5, "'it' must be a whole number from 1 to 5, got 1.5"],
    ['infinity', integer(1, 5), Number.POSITIVE_INFINITY, 'got Infinity'],
    ['too few items', listOf(label, { min: 1 }), [], "'it' must have 1 to 1000 items, got 0"],
    ['too many', listOf(label, { max: 1 }), ['a', 'b'], "'it' must have 0 to 1 items, got 2"],
  ])('PropertyOutOfRange fires for %s', (_, check, value, problem) => {
    const [finding] = said(check, value);
    expect(finding).toMatchObject({ code: 'PropertyOutOfRange' });
    expect(finding?.problem).toContain(problem);
    expect(finding?.fix).toMatch(/^write /);
  });

  it('PropertyOutOfRange is silent at both ends', () => {
    expect([1, 5].flatMap((value) => said(integer(1, 5), value))).toEqual([]);
    expect([1, 65_535].flatMap((value) => said(port(), value))).toEqual([]);
    expect(said(listOf(label, { min: 1, max: 1 }), ['a'])).toEqual([]);
  });

  it.each([
    ['another word', oneOf(['info', 'debug']), 'Info', "'it' must be one of 'info', 'debug'"],
    ['a text of another form', label, 'Upper', `'it' must be a DNS label, got "Upper"`],
    [
      'a key of another form',
      mapOf(LABEL_KEY, 'label keys', label),
      { 'a b': 'x' },
      `'it' must have keys that are label keys, got "a b"`,
    ],
    [
      'a value of another form in a map',
      mapOf(LABEL_KEY, 'label keys', label),
      { role: 'A' },
      `'it['role']' must be a DNS label, got "A"`,
    ],
    [
      'a text deep within',
      listOf(record<{ name: string }>({ name: label })),
      [{ name: 'a' }, { name: 'B' }],
      `'it[1].name' must be a DNS label, got "B"`,
    ],
  ])('PropertyMalformed fires for %s', (_, check, value, problem) => {
    const [finding] = said(check, value);
    expect(finding).toMatchObject({ code: 'PropertyMalformed' });
    expect(finding?.problem).toContain(problem);
  });

  it('PropertyMalformed is silent about words and texts of the right form', () => {
    expect(said(oneOf(['info', 'debug']), 'debug')).toEqual([]);
    expect(said(label, 'spire-server')).toEqual([]);
  });

  it('shows no value at length', () => {
    const [finding] = said(label, 'x'.repeat(3000));
    expect(finding?.problem.length).toBeLessThan(130);
    expect(finding?.problem).toMatch(/x…$/);
  });

  it('shows value objects in their own form', () => {
    expect(said(flag(), Ttl.hours(24))).toMatchObject([
      { problem: "'it' must be true or false, got 24h" },
    ]);
  });
});
