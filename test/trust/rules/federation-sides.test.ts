import type { FederationSide, MemberFacts } from '../../../src/trust/federation-side';
import { federationSideFindings } from '../../../src/trust/rules/federation-sides';

function memberOf(name: string, changed: Partial<MemberFacts> = {}): MemberFacts {
  return {
    trustDomain: `${name}.example.com`,
    endpoint: `https://spire.${name}.example.com`,
    knownBy: `known as spiffe://${name}.example.com/spire/server`,
    refreshHint: '5m',
    bundle: name,
    ...changed,
  };
}

/** An environment of the trust domain with this name. */
function sideOf(
  environment: string,
  name: string,
  ...members: readonly MemberFacts[]
): FederationSide {
  return {
    path: `${environment}/70-identities/FederatedTrustDomains`,
    trustDomain: `${name}.example.com`,
    members,
  };
}

const [EAST, WEST, NORTH] = ['east', 'west', 'north'].map((name) => memberOf(name)) as [
  MemberFacts,
  MemberFacts,
  MemberFacts,
];

describe('environments that are written together', () => {
  it('FederationSidesDiffer is silent where all say the same, whichever value they were given', () => {
    expect(
      federationSideFindings([
        sideOf('east', 'east', EAST, WEST),
        sideOf('west', 'west', memberOf('east'), memberOf('west')),
      ]),
    ).toEqual([]);
  });

  it.each([
    ['endpoint', 'https://spire.west.example.com:8443'],
    ['knownBy', 'known by a public CA'],
    ['refreshHint', '10m'],
    ['bundle', 'another'],
  ] as const)('FederationSidesDiffer fires for another %s', (fact, value) => {
    const findings = federationSideFindings([
      sideOf('east', 'east', EAST, WEST),
      sideOf('west', 'west', EAST, memberOf('west', { [fact]: value })),
    ]);
    expect(findings).toEqual([
      {
        code: 'FederationSidesDiffer',
        path: 'west/70-identities/FederatedTrustDomains',
        problem: `'${fact}' of west.example.com must be the same in all environments, got ${WEST[fact]} in east and ${value} in west`,
        fix: 'write one FederationMember.of({ … }) of west.example.com, and hand the Federation with it to all of them',
      },
    ]);
  });

  it('FederationSidesDiffer fires once for all environments that say the same', () => {
    const [finding, ...others] = federationSideFindings([
      sideOf('east', 'east', EAST, WEST, NORTH),
      sideOf('west', 'west', EAST, WEST, memberOf('north', { refreshHint: '1h' })),
      sideOf('north', 'north', EAST, WEST, NORTH),
    ]);
    expect(others).toEqual([]);
    expect(finding?.problem).toMatch(/got 5m in east, north and 1h in west$/);
  });

  it('FederationOneSided is silent where each names whoever names it', () => {
    expect(
      federationSideFindings([
        // The east knows two that do not know each other.
        sideOf('east', 'east', EAST, WEST, NORTH),
        sideOf('west', 'west', EAST, WEST),
        sideOf('north', 'north', EAST, NORTH),
        sideOf('alone', 'alone'),
        sideOf('alone-too', 'alone'),
      ]),
    ).toEqual([]);
  });

  it('FederationOneSided is silent about trust domains of which the run has no environment', () => {
    expect(federationSideFindings([sideOf('east', 'east', EAST, WEST)])).toEqual([]);
  });

  it('FederationOneSided fires where the other names nobody, and where it names others', () => {
    expect(
      federationSideFindings([
        sideOf('east', 'east', EAST, WEST, NORTH),
        sideOf('west', 'west'),
        sideOf('north', 'north', memberOf('south'), NORTH),
      ]),
    ).toEqual([
      {
        code: 'FederationOneSided',
        path: 'west/70-identities/FederatedTrustDomains',
        problem:
          "'federation' must have east.example.com as a member, since east federates with west.example.com, got none",
        fix: 'hand the Federation of east to west, too, or take west.example.com out of that',
      },
      expect.objectContaining({
        path: 'north/70-identities/FederatedTrustDomains',
        problem:
          "'federation' must have east.example.com as a member, since east federates with north.example.com, got one with south.example.com",
      }),
    ]);
  });

  it('FederationOneSided fires where one of two environments of a trust domain federates', () => {
    expect(
      federationSideFindings([
        sideOf('east-one', 'east', EAST, WEST),
        sideOf('east-two', 'east'),
        sideOf('west', 'west', EAST, WEST),
      ]),
    ).toEqual([
      {
        code: 'FederationOneSided',
        path: 'east-two/70-identities/FederatedTrustDomains',
        problem:
          "'federation' must have west.example.com as a member, since that of east-one, of the same trust domain, has it, got none",
        fix: 'hand the Federation of east-one to east-two, too, or give east-two a trust domain of its own',
      },
    ]);
  });
});
