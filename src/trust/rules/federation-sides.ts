import type { FederationSide, MemberFacts } from '../federation-side';
import type { Finding } from '../mesh-trust-error';

/** What all sides must say alike of a member. */
const FACTS: readonly (keyof MemberFacts)[] = ['endpoint', 'knownBy', 'refreshHint', 'bundle'];

/**
 * Everything that environments which are written together show to be wrong between them, whichever
 * values they were given: `FederationSidesDiffer`, `FederationOneSided`. What lies outside of the run
 * is not judged.
 */
export function federationSideFindings(sides: readonly FederationSide[]): Finding[] {
  return [...sidesDiffer(sides), ...oneSided(sides)];
}

/** What somebody said of a member. */
interface Said {
  readonly by: string;
  readonly member: MemberFacts;
}

function sidesDiffer(sides: readonly FederationSide[]): Finding[] {
  const said = new Map<string, Said[]>();
  for (const { path, members } of sides) {
    for (const member of members) {
      const all = said.get(member.trustDomain) ?? [];
      all.push({ by: path, member });
      said.set(member.trustDomain, all);
    }
  }
  return [...said].flatMap(([trustDomain, all]) =>
    FACTS.flatMap((fact) => differenceIn(trustDomain, fact, all)),
  );
}

function differenceIn(
  trustDomain: string,
  fact: keyof MemberFacts,
  all: readonly Said[],
): Finding[] {
  const values = [...new Set(all.map(({ member }) => member[fact]))];
  const other = all.find(({ member }) => member[fact] !== values[0]);
  if (other === undefined) {
    return [];
  }
  const got = values.map((value) => {
    const speakers = all.filter(({ member }) => member[fact] === value).map(({ by }) => by);
    return `${value} in ${speakers.map(environmentOf).join(', ')}`;
  });
  return [
    {
      code: 'FederationSidesDiffer',
      path: other.by,
      problem: `'${fact}' of ${trustDomain} must be the same in all environments, got ${got.join(' and ')}`,
      fix: `write one FederationMember.of({ … }) of ${trustDomain}, and hand the Federation with it to all of them`,
    },
  ];
}

function oneSided(sides: readonly FederationSide[]): Finding[] {
  const wanted = wantedOf(sides);
  return sides.flatMap((side) => {
    const others = othersOf(side);
    return [...(wanted.get(side.trustDomain) ?? [])]
      .filter(([name]) => !others.includes(name))
      .map(([name, by]) => oneSidedFinding(side, name, by));
  });
}

/** Whom the environments of each trust domain have to name, and on whose account: the first that names both. */
function wantedOf(
  sides: readonly FederationSide[],
): ReadonlyMap<string, ReadonlyMap<string, FederationSide>> {
  const wanted = new Map<string, Map<string, FederationSide>>();
  for (const side of sides) {
    for (const other of othersOf(side)) {
      for (const [one, another] of [
        [side.trustDomain, other],
        [other, side.trustDomain],
      ] as const) {
        const names = wanted.get(one) ?? new Map<string, FederationSide>();
        wanted.set(one, names.set(another, names.get(another) ?? side));
      }
    }
  }
  return wanted;
}

function oneSidedFinding(side: FederationSide, name: string, by: FederationSide): Finding {
  const others = othersOf(side);
  const [own, theirs] = [environmentOf(side.path), environmentOf(by.path)];
  const [why, instead] =
    by.trustDomain === side.trustDomain
      ? [
          `that of ${theirs}, of the same trust domain, has it`,
          `give ${own} a trust domain of its own`,
        ]
      : [`${theirs} federates with ${side.trustDomain}`, `take ${side.trustDomain} out of that`];
  const got = others.length === 0 ? 'none' : `one with ${others.join(', ')}`;
  return {
    code: 'FederationOneSided',
    path: side.path,
    problem: `'federation' must have ${name} as a member, since ${why}, got ${got}`,
    fix: `hand the Federation of ${theirs} to ${own}, too, or ${instead}`,
  };
}

function othersOf({ trustDomain, members }: FederationSide): readonly string[] {
  return members.map((member) => member.trustDomain).filter((name) => name !== trustDomain);
}

function environmentOf(path: string): string {
  return path.split('/')[0] ?? path;
}
