import { DnsName } from './dns-name';
import { refuseAny, type Finding } from './mesh-trust-error';
import { checkProps, instanceOf, listOf, optional, text, type PropertyTable } from './props';

/** Which names a CA certificate lets those below it carry: its extension `nameConstraints`. */
export interface NameConstraintsProps {
  /** DNS names that may be: each with everything below it. @default - every DNS name */
  readonly permittedDnsDomains?: readonly DnsName[];
  /** DNS names that may not be: each with everything below it. @default - none */
  readonly excludedDnsDomains?: readonly DnsName[];
  /**
   * Hosts of URIs that may be: a SPIFFE ID has its trust domain there. `mesh.example.com` is that one
   * alone, `.example.com` everything below it.
   *
   * @default - every URI
   */
  readonly permittedUriDomains?: readonly string[];
  /** Hosts of URIs that may not be, written in the same way. @default - none */
  readonly excludedUriDomains?: readonly string[];
}

const DNS_DOMAINS = optional(
  listOf(instanceOf(DnsName, "DnsName.of('example.com')"), { min: 1, max: 100 }),
);
// constraint = [ "." ] host, RFC 5280 section 4.2.1.10; a trust domain may have "_", too
const URI_DOMAINS = optional(
  listOf(
    text(
      /^\.?(?=[^.]{1,63}(\.[^.]{1,63})*$)[a-z0-9._-]{1,255}$/,
      'a host, or a dot and a domain',
      'mesh.example.com',
    ),
    { min: 1, max: 100 },
  ),
);

/** One check for each property of name constraints. */
export const NAME_CONSTRAINTS_PROPERTIES: PropertyTable<NameConstraintsProps> = {
  permittedDnsDomains: DNS_DOMAINS,
  excludedDnsDomains: DNS_DOMAINS,
  permittedUriDomains: URI_DOMAINS,
  excludedUriDomains: URI_DOMAINS,
};

/** A form of name that certificates of a mesh have. */
export type NameForm = 'DNS' | 'URI';

/** The subtrees of one form of name. */
interface Subtrees {
  readonly permitted: readonly string[];
  readonly excluded: readonly string[];
}

/**
 * What the certificate of a CA says about names below it, as its owner states it. A form of name
 * without a permitted subtree is open; an excluded subtree closes what a permitted one opened.
 *
 * @see https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.10
 */
export class NameConstraints {
  /**
   * These constraints, at least one.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyMalformed, PropertyOutOfRange
   */
  public static of(props: NameConstraintsProps): NameConstraints {
    const findings = checkProps('NameConstraints.of', props, NAME_CONSTRAINTS_PROPERTIES);
    refuseAny(findings.length > 0 ? findings : constraintFindings(props));
    return new NameConstraints({
      DNS: subtrees(props.permittedDnsDomains, props.excludedDnsDomains),
      URI: subtrees(props.permittedUriDomains, props.excludedUriDomains),
    });
  }

  private constructor(private readonly domains: Readonly<Record<NameForm, Subtrees>>) {}

  /** Whether certificates below may carry this name: a DNS name, or the host of a URI. */
  public admits(form: NameForm, name: string): boolean {
    return this.excluding(form, name) === undefined && this.permits(form, name);
  }

  /** The excluded subtree that this name is in, if it is in one. */
  public excluding(form: NameForm, name: string): string | undefined {
    return this.domains[form].excluded.find(
      (domain) => isWithin(form, domain, name) || (form === 'DNS' && standsFor(name, domain)),
    );
  }

  /** Every constraint in the words of OpenSSL: `permitted DNS:example.com, excluded URI:.example.org`. */
  public toString(): string {
    const { DNS, URI } = this.domains;
    return [
      ...DNS.permitted.map((domain) => `permitted DNS:${domain}`),
      ...URI.permitted.map((domain) => `permitted URI:${domain}`),
      ...DNS.excluded.map((domain) => `excluded DNS:${domain}`),
      ...URI.excluded.map((domain) => `excluded URI:${domain}`),
    ].join(', ');
  }

  private permits(form: NameForm, name: string): boolean {
    const { permitted } = this.domains[form];
    return permitted.length === 0 || permitted.some((domain) => isWithin(form, domain, name));
  }
}

/** A URI is in the subtree of its very host; a DNS name also in that of every domain above it. */
function isWithin(form: NameForm, domain: string, name: string): boolean {
  if (domain.startsWith('.')) {
    return name.endsWith(domain) && name.length > domain.length;
  }
  return name === domain || (form === 'DNS' && name.endsWith(`.${domain}`));
}

/** Whether this is a wildcard that stands for the domain, too. */
function standsFor(name: string, domain: string): boolean {
  return name.startsWith('*.') && name.slice(1) === domain.slice(domain.indexOf('.'));
}

function subtrees(
  permitted: readonly (DnsName | string)[] = [],
  excluded: readonly (DnsName | string)[] = [],
): Subtrees {
  return { permitted: permitted.map(String).sort(), excluded: excluded.map(String).sort() };
}

function constraintFindings(props: NameConstraintsProps): Finding[] {
  const path = 'NameConstraints.of';
  const { permittedDnsDomains = [], excludedDnsDomains = [] } = props;
  const wildcards = [
    ...permittedDnsDomains.map((domain) => ['permittedDnsDomains', domain] as const),
    ...excludedDnsDomains.map((domain) => ['excludedDnsDomains', domain] as const),
  ].filter(([, domain]) => domain.isWildcard);
  if (Object.values(props).every((domains) => domains === undefined)) {
    return [
      {
        code: 'PropertyMissing',
        path,
        problem: "'permittedDnsDomains' or another of the constraints must be given, got none",
        fix: "write permittedUriDomains: ['mesh.example.com'], or leave the constraints out",
      },
    ];
  }
  return wildcards.map(([property, domain]) => ({
    code: 'PropertyMalformed',
    path,
    problem: `'${property}' must be domains without '*', got ${domain}`,
    fix: `write DnsName.of('${domain.toString().slice(2)}'), which has everything below it`,
  }));
}
