import { refuseAny, type Finding } from '../../trust/mesh-trust-error';
import { checkProps, instanceOf, listOf, type PropertyTable } from '../../trust/props';
import type { TrustDomain } from '../../trust/trust-domain';
import { FederationMember } from './federation-member';

const EXAMPLE = 'FederationMember.of({ trustDomain, endpoint, bundle })';
const MEMBERS: PropertyTable<{ members: readonly FederationMember[] }> = {
  members: listOf(instanceOf(FederationMember, EXAMPLE), { min: 2, max: 100 }),
};

/**
 * Trust domains that know each other's identities, each signed by its own root. One value is handed to
 * the environments of all of them: what one serves and what the others ask is derived from it on both
 * sides, so that they cannot disagree.
 *
 * @see https://github.com/spiffe/spiffe/blob/main/standards/SPIFFE_Federation.md
 */
export class Federation {
  /**
   * A federation of these trust domains, every one with every other, in any order.
   *
   * @throws PropertyWrongType, PropertyOutOfRange
   * @throws FederationMembersClash, FederationRootShared
   */
  public static between(
    one: FederationMember,
    other: FederationMember,
    ...others: readonly FederationMember[]
  ): Federation {
    const path = 'Federation.between';
    const members = [one, other, ...others];
    const findings = checkProps(path, { members }, MEMBERS);
    refuseAny(findings.length > 0 ? findings : memberFindings(path, members));
    return new Federation(members.sort(byTrustDomain));
  }

  private constructor(
    /** All of them, in the order of their names. */
    public readonly members: readonly FederationMember[],
  ) {}

  /** The member with this trust domain, if it is one. */
  public memberOf(trustDomain: TrustDomain): FederationMember | undefined {
    return this.members.find((member) => member.trustDomain.equals(trustDomain));
  }

  /** All but the one with this trust domain: those with whom it federates. */
  public othersThan(trustDomain: TrustDomain): readonly FederationMember[] {
    return this.members.filter((member) => !member.trustDomain.equals(trustDomain));
  }

  /** The names of its members, for findings. */
  public toString(): string {
    return this.members.join(', ');
  }
}

function memberFindings(path: string, members: readonly FederationMember[]): Finding[] {
  return members.flatMap((member, index) =>
    members
      .slice(0, index)
      .flatMap((before) => [
        ...clashFindings(path, before, member),
        ...rootFindings(path, before, member),
      ]),
  );
}

function clashFindings(path: string, one: FederationMember, other: FederationMember): Finding[] {
  const facts = [
    ['trustDomain', `${one.trustDomain}`, `${other.trustDomain}`],
    ['endpoint', one.endpoint.url, other.endpoint.url],
  ] as const;
  return facts
    .filter(([, ofOne, ofOther]) => ofOne === ofOther)
    .map(([property, value]) => ({
      code: 'FederationMembersClash',
      path,
      problem: `'${property}' of each member must be its own, got ${value} twice`,
      fix: `leave one of them out, or write the ${property} of the other`,
    }));
}

function rootFindings(path: string, one: FederationMember, other: FederationMember): Finding[] {
  return one.bundle.sharedWith(other.bundle).length === 0
    ? []
    : [
        {
          code: 'FederationRootShared',
          path,
          problem: `'bundle' of ${other} must have roots of its own, got one that ${one} has, too`,
          fix: `take the bundle of ${other} itself, and sign there with another root`,
        },
      ];
}

function byTrustDomain(one: FederationMember, other: FederationMember): number {
  return one.toString() < other.toString() ? -1 : 1;
}
