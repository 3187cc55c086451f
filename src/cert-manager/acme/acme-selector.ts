import type * as certmanager from '../../../imports/cert-manager.io';
import { DnsName } from '../../trust/dns-name';
import type { Finding } from '../../trust/mesh-trust-error';
import { instanceOf, listOf, optional, type PropertyTable } from '../../trust/props';

/** For which names a solver is. */
export interface AcmeSelectorOptions {
  /**
   * Exactly these names, wildcards as they stand in the certificate. They come before `dnsZones` of
   * another solver.
   *
   * @default - every name of `dnsZones`, or every name for which no other solver is
   */
  readonly dnsNames?: readonly DnsName[];
  /**
   * These zones with everything below them. The longest zone comes first.
   *
   * @default - every name of `dnsNames`, or every name for which no other solver is
   */
  readonly dnsZones?: readonly DnsName[];
}

/** One check for each property of a selector. */
export const ACME_SELECTOR_PROPERTIES: PropertyTable<AcmeSelectorOptions> = {
  dnsNames: optional(listOf(instanceOf(DnsName, "DnsName.of('shop.example.com')"), { min: 1 })),
  dnsZones: optional(listOf(instanceOf(DnsName, "DnsName.of('example.com')"), { min: 1 })),
};

/** Everything that is wrong with a selector whose properties are each as they should be. */
export function acmeSelectorFindings(path: string, options: AcmeSelectorOptions): Finding[] {
  const { dnsNames, dnsZones } = options;
  const wildcard = dnsZones?.find((zone) => zone.isWildcard);
  const findings: Finding[] = [];
  if (dnsNames !== undefined && dnsZones !== undefined) {
    findings.push({
      code: 'PropertyMalformed',
      path,
      problem: `'dnsZones' must be left out beside 'dnsNames', got ${dnsZones.join(', ')}: cert-manager takes only names that are in both`,
      fix: 'write two solvers, one with dnsNames and one with dnsZones',
    });
  }
  if (wildcard !== undefined) {
    findings.push({
      code: 'PropertyMalformed',
      path,
      problem: `'dnsZones' must be zones without '*', got ${wildcard}`,
      fix: `write DnsName.of('${wildcard.toString().slice(2)}'), which has its wildcard in it`,
    });
  }
  return findings;
}

/**
 * For which names a solver is: the selector of cert-manager, without labels.
 *
 * @see https://cert-manager.io/docs/configuration/acme/#adding-multiple-solver-types
 */
export class AcmeSelector {
  /** The selector of these options, which stood their findings. */
  public static of({ dnsNames = [], dnsZones = [] }: AcmeSelectorOptions): AcmeSelector {
    return new AcmeSelector(sorted(dnsNames), sorted(dnsZones));
  }

  private constructor(
    private readonly dnsNames: readonly string[],
    private readonly dnsZones: readonly string[],
  ) {}

  /** Whether it is for this name. */
  public matches(name: DnsName): boolean {
    const text = name.toString();
    const isForAll = this.dnsNames.length + this.dnsZones.length === 0;
    const isInZone = this.dnsZones.some((zone) => text === zone || text.endsWith(`.${zone}`));
    return isForAll || this.dnsNames.includes(text) || isInZone;
  }

  /** What it selects by, in words: two solvers that share one of them are told apart by their order alone. */
  public get criteria(): readonly string[] {
    const criteria = [
      ...this.dnsNames.map((name) => `dnsNames ${name}`),
      ...this.dnsZones.map((zone) => `dnsZones ${zone}`),
    ];
    return criteria.length === 0 ? ['no selector'] : criteria;
  }

  /** `selector` of a solver; none for every name. */
  public get spec(): certmanager.ClusterIssuerSpecAcmeSolversSelector | undefined {
    const dnsNames = this.dnsNames.length === 0 ? undefined : [...this.dnsNames];
    const dnsZones = this.dnsZones.length === 0 ? undefined : [...this.dnsZones];
    return dnsNames === undefined && dnsZones === undefined ? undefined : { dnsNames, dnsZones };
  }
}

function sorted(names: readonly DnsName[]): string[] {
  return [...new Set(names.map(String))].sort();
}
