import { refuse, refuseAny } from './mesh-trust-error';
import { checkProps, type Check, type PropertyTable } from './props';

// ub-common-name INTEGER ::= 64 and ub-organization-name INTEGER ::= 64, RFC 5280 appendix A.1
const NAME = /^[^\p{Cc}]{1,64}$/u;
const NAME_RULE = '1 to 64 characters';
const COUNTRY = /^[A-Z]{2}$/;
const COUNTRY_RULE = 'two capital letters';

/** What a distinguished name has beside its common name. */
export interface SubjectOptions {
  /** O, possibly several. @default - none */
  readonly organizations?: readonly string[];
  /** C, two capital letters each. @default - none */
  readonly countries?: readonly string[];
}

/** What is in the lists is held against its grammar together with the common name. */
const anything: Check = { violations: () => [], isOptional: true };
const SUBJECT_OPTIONS: PropertyTable<SubjectOptions> = {
  organizations: anything,
  countries: anything,
};

/**
 * The distinguished name of an authority: how its children name it as their issuer, so that it is
 * never empty.
 *
 * @see https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.4
 */
export class Subject {
  /**
   * The subject with this common name, organizations and countries.
   *
   * @throws SubjectMalformed
   * @throws PropertyUnknown, PropertyWrongType for options
   */
  public static of(commonName: string, options: SubjectOptions = {}): Subject {
    refuseAny(checkProps('Subject.of', options, SUBJECT_OPTIONS));
    const { organizations = [], countries = [] } = options;
    const fields: readonly (readonly [string, unknown, RegExp, string])[] = [
      ['commonName', commonName, NAME, NAME_RULE],
      ...itemsOf(organizations).map((name) => ['organizations', name, NAME, NAME_RULE] as const),
      ...itemsOf(countries).map((name) => ['countries', name, COUNTRY, COUNTRY_RULE] as const),
    ];
    for (const [property, value, pattern, rule] of fields) {
      if (typeof value !== 'string' || !pattern.test(value)) {
        refuse({
          code: 'SubjectMalformed',
          path: 'Subject.of',
          problem: `'${property}' must have ${rule}, got ${JSON.stringify(value)}`,
          fix: `write Subject.of('mesh-root', { organizations: ['Example'], countries: ['NL'] })`,
        });
      }
    }
    return new Subject(commonName, organizations, countries);
  }

  private constructor(
    /** CN. */
    public readonly commonName: string,
    /** O, possibly several. */
    public readonly organizations: readonly string[],
    /** C, two letters each. */
    public readonly countries: readonly string[],
  ) {}

  /** As `openssl x509 -noout -subject` begins it: `CN=…, O=…, C=…`. */
  public toString(): string {
    return [
      `CN=${this.commonName}`,
      ...this.organizations.map((o) => `O=${o}`),
      ...this.countries.map((c) => `C=${c}`),
    ].join(', ');
  }
}

/** What TypeScript did not see to be no list counts as a single item, and is refused as that. */
function itemsOf(list: unknown): readonly unknown[] {
  return Array.isArray(list) ? list : [undefined];
}
