import { Ttl } from '../../src/trust/ttl';

/** Something that takes properties: every one of them is tried with bad values. */
export interface Subject {
  /** What takes the properties, for titles. */
  readonly name: string;
  /** A valid value of every property that there is. */
  readonly props: Readonly<Record<string, unknown>>;
  /** Those without a default. */
  readonly required: readonly string[];
  /** Builds it; refuses by throwing. */
  readonly build: (props: never) => unknown;
}

/** A value that no property of the same kind takes. */
export interface BadInput {
  readonly flaw: string;
  readonly value: unknown;
}

const OF_EVERY_KIND: readonly BadInput[] = [
  { flaw: 'null', value: null },
  { flaw: 'a function', value: () => undefined },
  { flaw: 'a date', value: new Date(0) },
];
const NOT_A_TEXT: readonly BadInput[] = [
  { flaw: 'a number for a text', value: 7 },
  { flaw: 'a list for a text', value: ['a'] },
  { flaw: 'an empty text', value: '' },
  { flaw: 'an over-long text', value: 'x'.repeat(3000) },
  { flaw: 'illegal characters', value: 'no spaces\nor lines!' },
];
const NOT_A_NUMBER: readonly BadInput[] = [
  { flaw: 'a text for a number', value: '3' },
  { flaw: 'not a number', value: Number.NaN },
  { flaw: 'infinity', value: Number.POSITIVE_INFINITY },
  { flaw: 'a negative number', value: -1 },
  { flaw: 'a fraction', value: 1.5 },
  { flaw: 'a number out of range', value: 2 ** 40 },
];
const NOT_A_FLAG: readonly BadInput[] = [
  { flaw: 'a text for a flag', value: 'true' },
  { flaw: 'a number for a flag', value: 1 },
];
const NOT_A_LIST: readonly BadInput[] = [
  { flaw: 'a text for a list', value: 'one' },
  { flaw: 'a number for a list', value: 1 },
  { flaw: 'a list of nothing', value: [null] },
  { flaw: 'a list of functions', value: [() => undefined] },
];
const NOT_AN_OBJECT: readonly BadInput[] = [
  { flaw: 'a text for an object', value: '30d' },
  { flaw: 'a number for an object', value: 3600 },
  { flaw: 'true for an object', value: true },
  { flaw: 'a list for an object', value: [1] },
  { flaw: 'an unknown property', value: { 'no such property!': 1 } },
];
const NOT_THIS_CLASS: readonly BadInput[] = [
  { flaw: 'an empty object', value: {} },
  { flaw: 'an object of another class', value: new Map() },
];

/** Values that are wrong wherever `valid` is right. */
export function badInputsFor(valid: unknown): readonly BadInput[] {
  if (typeof valid === 'string') {
    return [...OF_EVERY_KIND, ...NOT_A_TEXT];
  }
  if (typeof valid === 'number') {
    return [...OF_EVERY_KIND, ...NOT_A_NUMBER];
  }
  if (typeof valid === 'boolean') {
    return [...OF_EVERY_KIND, ...NOT_A_FLAG];
  }
  if (Array.isArray(valid)) {
    return [...OF_EVERY_KIND, ...NOT_A_LIST];
  }
  const isPlain = Object.getPrototypeOf(valid) === Object.prototype;
  const otherClass =
    valid instanceof Ttl ? [] : [{ flaw: 'a Ttl where none belongs', value: Ttl.hours(1) }];
  return [
    ...OF_EVERY_KIND,
    ...NOT_AN_OBJECT,
    ...(isPlain ? [] : [...NOT_THIS_CLASS, ...otherClass]),
  ];
}
