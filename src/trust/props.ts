import type { Finding } from './mesh-trust-error';
import type { RuleCode } from './rules/catalogue';
import { shown } from './shown';

/** What a check has to say about a value: which part of it (empty for the whole), which rule, the value got. */
interface Violation {
  readonly at: string;
  readonly code: RuleCode;
  readonly rule: string;
  readonly got: unknown;
  readonly fix: string;
}

/** A class, however private its constructor. */
export interface ValueClass {
  /** Its name, for findings. */
  readonly name: string;
  /** What its instances inherit from. */
  readonly prototype: object;
}

/** Looks at one value. */
export interface Check {
  /** Everything that is wrong with it. */
  readonly violations: (value: unknown) => readonly Violation[];
  /** Whether the property may be left out. */
  readonly isOptional: boolean;
}

/**
 * One check for each property of `P`: a property without one, or a check without its property, does
 * not compile. The same table refuses what TypeScript could not see and tells tests what to try.
 */
export type PropertyTable<P> = { readonly [K in keyof Required<P>]: Check };

/**
 * Holds properties against their table.
 *
 * @returns everything that is missing, unknown, of a wrong type, out of range or malformed
 */
export function checkProps<P extends object>(
  path: string,
  props: P,
  table: PropertyTable<P>,
): Finding[] {
  return record(table)
    .violations(props)
    .map(({ at, code, rule, got, fix }) => ({
      code,
      path,
      problem: `'${at === '' ? 'props' : at}' ${rule}, got ${shown(got)}`,
      fix,
    }));
}

/** The same check for a property that may be left out. */
export function optional(check: Check): Check {
  return { ...check, isOptional: true };
}

/** A value object of this class: `instanceOf(Ttl, 'Ttl.hours(24)')`. */
export function instanceOf(type: ValueClass, example: string): Check {
  return simple('PropertyWrongType', `must be a ${type.name}`, `write ${example}`, (value) =>
    isInstance(value, type),
  );
}

/** A value object of one of these classes. */
export function instanceOfAny(types: readonly ValueClass[], example: string): Check {
  const names = types.map((type) => type.name).join(' or a ');
  return simple('PropertyWrongType', `must be a ${names}`, `write ${example}`, (value) =>
    types.some((type) => isInstance(value, type)),
  );
}

/** An object that has these members: for references to constructs, which are interfaces. */
export function objectWith(members: readonly string[], example: string): Check {
  return simple(
    'PropertyWrongType',
    `must have ${members.join(', ')}`,
    `write ${example}`,
    (value) => isRecord(value) && members.every((member) => member in value),
  );
}

/** A whole number from `min` to `max`. */
export function integer(min: number, max: number): Check {
  const rule = `must be a whole number from ${min} to ${max}`;
  const fix = `write a number from ${min} to ${max}`;
  return required((value) => {
    if (typeof value !== 'number' || Number.isNaN(value)) {
      return [{ at: '', code: 'PropertyWrongType', rule, got: value, fix }];
    }
    const isWithin = Number.isInteger(value) && value >= min && value <= max;
    return isWithin ? [] : [{ at: '', code: 'PropertyOutOfRange', rule, got: value, fix }];
  });
}

/** A TCP or UDP port. */
export function port(): Check {
  return integer(1, 65535);
}

/** True or false. */
export function flag(): Check {
  return simple(
    'PropertyWrongType',
    'must be true or false',
    'write true or false',
    (value) => typeof value === 'boolean',
  );
}

/** One of these words. */
export function oneOf(words: readonly string[]): Check {
  const list = words.map((word) => `'${word}'`).join(', ');
  return simple('PropertyMalformed', `must be one of ${list}`, `write one of ${list}`, (value) =>
    words.includes(value as string),
  );
}

/** A text of this grammar. `described` completes "must be …". */
export function text(pattern: RegExp, described: string, example: string): Check {
  const rule = `must be ${described}`;
  const fix = `write '${example}'`;
  return required((value) => {
    if (typeof value !== 'string') {
      return [{ at: '', code: 'PropertyWrongType', rule, got: value, fix }];
    }
    return pattern.test(value)
      ? []
      : [{ at: '', code: 'PropertyMalformed', rule, got: value, fix }];
  });
}

/** A list whose items all stand this check. */
export function listOf(
  check: Check,
  { min = 0, max = 1000 }: { readonly min?: number; readonly max?: number } = {},
): Check {
  return required((value) => {
    if (!Array.isArray(value)) {
      return [
        {
          at: '',
          code: 'PropertyWrongType',
          rule: 'must be a list',
          got: value,
          fix: 'write a list: [ … ]',
        },
      ];
    }
    if (value.length < min || value.length > max) {
      const rule = `must have ${min} to ${max} items`;
      return [
        {
          at: '',
          code: 'PropertyOutOfRange',
          rule,
          got: value.length,
          fix: `write ${min} to ${max} of them`,
        },
      ];
    }
    return value.flatMap((item, index) => nested(`[${index}]`, check.violations(item)));
  });
}

/** An object whose keys have this grammar and whose values all stand this check, such as labels. */
export function mapOf(keys: RegExp, described: string, check: Check): Check {
  return required((value) => {
    if (!isPlain(value)) {
      return [
        {
          at: '',
          code: 'PropertyWrongType',
          rule: 'must be an object',
          got: value,
          fix: `write { key: value }`,
        },
      ];
    }
    return Object.entries(value).flatMap(([key, item]) =>
      keys.test(key)
        ? nested(`['${key}']`, check.violations(item))
        : [
            {
              at: '',
              code: 'PropertyMalformed' as const,
              rule: `must have keys that are ${described}`,
              got: key,
              fix: 'rename the key',
            },
          ],
    );
  });
}

/** A nested object of properties. */
export function record<P extends object>(table: PropertyTable<P>): Check {
  const checks = new Map<string, Check>(Object.entries(table));
  return required((value) => {
    if (!isPlain(value)) {
      return [
        {
          at: '',
          code: 'PropertyWrongType',
          rule: 'must be an object of properties',
          got: value,
          fix: 'write { … }',
        },
      ];
    }
    const unknown = Object.keys(value).filter((key) => !checks.has(key));
    return [
      ...[...checks].flatMap(([key, check]) => nested(key, ofProperty(check, value[key]))),
      ...unknown.map((key) => ({
        at: key,
        code: 'PropertyUnknown' as const,
        rule: `must be one of ${[...checks.keys()].join(', ')}`,
        got: key,
        fix: 'correct the spelling, or leave it out',
      })),
    ];
  });
}

function ofProperty(check: Check, value: unknown): readonly Violation[] {
  if (value !== undefined) {
    return check.violations(value);
  }
  const missing = {
    at: '',
    code: 'PropertyMissing',
    rule: 'must be given',
    got: undefined,
    fix: fixOf(check),
  } as const;
  return check.isOptional ? [] : [missing];
}

/** The fix of a missing value is that of a wrong one: what the check would have taken. */
function fixOf(check: Check): string {
  return check.violations(undefined)[0]?.fix ?? 'give it';
}

function required(violations: Check['violations']): Check {
  return { violations, isOptional: false };
}

function simple(
  code: RuleCode,
  rule: string,
  fix: string,
  holds: (value: unknown) => boolean,
): Check {
  return required((value) => (holds(value) ? [] : [{ at: '', code, rule, got: value, fix }]));
}

function nested(key: string, violations: readonly Violation[]): Violation[] {
  return violations.map((violation) => ({
    ...violation,
    at:
      violation.at === '' || violation.at.startsWith('[')
        ? key + violation.at
        : `${key}.${violation.at}`,
  }));
}

function isInstance(value: unknown, type: ValueClass): boolean {
  return Object.prototype.isPrototypeOf.call(type.prototype, value as object);
}

/** Whether it was written as `{ … }`: a Date or a Map has no keys of its own, and would pass for an empty one. */
function isPlain(value: unknown): value is Record<string, unknown> {
  return (
    isRecord(value) &&
    [Object.prototype, null].includes(Object.getPrototypeOf(value) as object | null)
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
