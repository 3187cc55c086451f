import { refuse } from './mesh-trust-error';

// ub-common-name INTEGER ::= 64 and ub-organization-name INTEGER ::= 64, RFC 5280 appendix A.1
const MAX_LENGTH = 64;

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
   */
  public static of(
    commonName: string,
    {
      organizations = [],
      countries = [],
    }: { readonly organizations?: readonly string[]; readonly countries?: readonly string[] } = {},
  ): Subject {
    const fields: readonly (readonly [string, unknown, RegExp, string])[] = [
      [
        'commonName',
        commonName,
        new RegExp(`^[^\\p{Cc}]{1,${MAX_LENGTH}}$`, 'u'),
        `1 to ${MAX_LENGTH} characters`,
      ],
      ...organizations.map(
        (name) =>
          [
            'organizations',
            name,
            new RegExp(`^[^\\p{Cc}]{1,${MAX_LENGTH}}$`, 'u'),
            `1 to ${MAX_LENGTH} characters`,
          ] as const,
      ),
      ...countries.map((name) => ['countries', name, /^[A-Z]{2}$/, 'two capital letters'] as const),
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
