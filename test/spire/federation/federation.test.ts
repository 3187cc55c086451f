import { BundleEndpoint } from '../../../src/spire/federation/bundle-endpoint';
import { Federation } from '../../../src/spire/federation/federation';
import { FederationMember } from '../../../src/spire/federation/federation-member';
import { SpiffeBundle } from '../../../src/spire/federation/spiffe-bundle';
import { DnsName } from '../../../src/trust/dns-name';
import { TrustDomain } from '../../../src/trust/trust-domain';
import { certificateOf } from '../../support/certificates';
import {
  bundleText,
  FEDERATION,
  MESH_MEMBER,
  NORTH_MEMBER,
  ROOTS,
  WEST_MEMBER,
} from '../../support/federations';
import { refusalOf } from '../../support/refusals';

const [ONE_ROOT = '', OTHER_ROOT = ''] = ROOTS;

function member(name: string, host: string, ...roots: readonly string[]): FederationMember {
  return FederationMember.of({
    trustDomain: TrustDomain.of(name),
    endpoint: BundleEndpoint.httpsSpiffe({ host: DnsName.of(host) }),
    bundle: SpiffeBundle.parse(bundleText(...roots)),
  });
}

/** The root of a SPIRE that signs for itself: it names its trust domain. */
function rootOfSpire(trustDomain: string): Promise<string> {
  return certificateOf({ isCa: true, uri: `spiffe://${trustDomain}` });
}

describe('Federation', () => {
  it('knows each member, and with whom it federates', () => {
    const federation = Federation.between(WEST_MEMBER, NORTH_MEMBER, MESH_MEMBER);
    expect(federation.memberOf(TrustDomain.of('west.example.com'))).toBe(WEST_MEMBER);
    expect(federation.memberOf(TrustDomain.of('east.example.com'))).toBeUndefined();
    expect(federation.othersThan(WEST_MEMBER.trustDomain)).toEqual([MESH_MEMBER, NORTH_MEMBER]);
  });

  it('is the same in any order of its members', () => {
    expect(Federation.between(WEST_MEMBER, MESH_MEMBER)).toEqual(FEDERATION);
    expect(FEDERATION.toString()).toBe('mesh.example.com, west.example.com');
  });

  it('FederationMembersClash is silent for members that differ', () => {
    expect(() => Federation.between(MESH_MEMBER, WEST_MEMBER, NORTH_MEMBER)).not.toThrow();
  });

  it('FederationMembersClash fires for one trust domain twice, and for one endpoint twice', () => {
    const namesake = member('west.example.com', 'spire.other.example.com', ONE_ROOT);
    expect(refusalOf(() => Federation.between(WEST_MEMBER, namesake))).toEqual([
      {
        code: 'FederationMembersClash',
        path: 'Federation.between',
        problem: "'trustDomain' of each member must be its own, got west.example.com twice",
        fix: 'leave one of them out, or write the trustDomain of the other',
      },
    ]);
    const neighbour = member('other.example.com', 'spire.west.example.com', ONE_ROOT);
    expect(refusalOf(() => Federation.between(WEST_MEMBER, neighbour))).toEqual([
      expect.objectContaining({
        code: 'FederationMembersClash',
        problem:
          "'endpoint' of each member must be its own, got https://spire.west.example.com twice",
      }),
    ]);
  });

  it('FederationRootShared is silent for roots that differ', () => {
    const one = member('one.example.com', 'spire.one.example.com', ONE_ROOT);
    const other = member('other.example.com', 'spire.other.example.com', OTHER_ROOT);
    expect(() => Federation.between(one, other)).not.toThrow();
  });

  it('FederationRootShared fires for a root of two members', () => {
    const one = member('one.example.com', 'spire.one.example.com', ONE_ROOT);
    const other = member('other.example.com', 'spire.other.example.com', OTHER_ROOT, ONE_ROOT);
    expect(refusalOf(() => Federation.between(one, other))).toEqual([
      {
        code: 'FederationRootShared',
        path: 'Federation.between',
        problem:
          "'bundle' of other.example.com must have roots of its own, got one that one.example.com has, too",
        fix: 'take the bundle of other.example.com itself, and sign there with another root',
      },
    ]);
  });
});

describe('FederationMember', () => {
  it('is known by the identity of its SPIRE servers', () => {
    expect(WEST_MEMBER.endpointSpiffeId?.toString()).toBe('spiffe://west.example.com/spire/server');
  });

  it('FederationBundleForeign is silent for its own root, and for one that names nobody', async () => {
    const own = await rootOfSpire('east.example.com');
    expect(() => member('east.example.com', 'spire.example.com', own, ONE_ROOT)).not.toThrow();
  });

  it('FederationBundleForeign fires for the root of another trust domain', async () => {
    const foreign = await rootOfSpire('west.example.com');
    expect(refusalOf(() => member('east.example.com', 'spire.example.com', foreign))).toEqual([
      {
        code: 'FederationBundleForeign',
        path: 'FederationMember.of',
        problem:
          "'bundle' must be that of east.example.com, got one with a root of west.example.com",
        fix: "take what 'spire-server bundle show -format spiffe' prints in east.example.com",
      },
    ]);
  });
});
