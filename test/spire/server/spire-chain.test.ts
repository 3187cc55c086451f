import { spireChain } from '../../../src/spire/server/spire-chain';
import { TrustChain } from '../../../src/trust/trust-chain';
import { Ttl } from '../../../src/trust/ttl';
import { MINIMAL_SERVER, WHOLE_SERVER } from '../server-subjects';

describe('spireChain', () => {
  const chain = TrustChain.of(
    MINIMAL_SERVER.installation.trustDomain,
    spireChain('50-spire-server/SpireServer', MINIMAL_SERVER),
  );

  it('has one authority below the root, with a new key at each rotation', () => {
    expect(chain.authorities).toMatchObject([
      {
        id: 'spire',
        issuer: 'root',
        path: '50-spire-server/SpireServer',
        lifetimeProperty: 'caTtl',
        keyAtRenewal: 'new',
        requestedIn: 'spire-server',
        bundleIn: ['ConfigMap spire-system/spire-bundle', 'Workload API'],
      },
    ]);
  });

  it('prepares the next CA when half of this one is left, and thirty days before its end at the latest', () => {
    expect(chain.authorities[0]?.leftAtRenewal.equals(Ttl.hours(12))).toBe(true);
    const long = spireChain('path', { ...MINIMAL_SERVER, caTtl: Ttl.days(365) });
    expect(long[0]?.leftAtRenewal.equals(Ttl.days(30))).toBe(true);
  });

  it('has three kinds of SVID, all held against the rotation of the CA', () => {
    expect(
      chain.leaves.map(({ lifetimeProperty, duration, signedBySpire }) => [
        lifetimeProperty,
        duration.toString(),
        signedBySpire,
      ]),
    ).toEqual([
      ['x509SvidTtl', '1h', true],
      ['jwtSvidTtl', '5m', true],
      ['agentTtl', '1h', true],
    ]);
  });

  it('has the lifetimes that the server is given', () => {
    const [authority, x509, jwt, agent] = spireChain('path', WHOLE_SERVER);
    expect([authority, x509, jwt, agent].map((node) => node?.duration.toString())).toEqual([
      '48h',
      '2h',
      '10m',
      '4h',
    ]);
    expect(agent).toMatchObject({
      identities: 'spiffe://mesh.example.com/spire/agent/k8s_psat/eu-1/<node UID>',
    });
  });
});
