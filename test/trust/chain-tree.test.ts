import { chainTree } from '../../src/trust/chain-tree';
import { TrustChain } from '../../src/trust/trust-chain';
import { TrustDomain } from '../../src/trust/trust-domain';
import { Ttl } from '../../src/trust/ttl';
import { rootAuthority, exampleChain, spireAuthority, svidLeaf } from '../support/chains';

const exampleOrg = TrustDomain.of('example.org');

describe('the chain as a tree', () => {
  it('has a line for each certificate, under who signs it, with its key in a column', () => {
    expect(chainTree(exampleChain()).split('\n')).toEqual([
      'certmanager-ca  self-signed, 21600h, renewed 7200h before, key kept               Secret cert-manager/selfsigned-ca',
      '├─ istiod  1440h, renewed 360h before, new key                                    Secret istio-system/cacerts',
      '│  └─ workloads outside SPIRE  24h, at most 48h  spiffe://example.org/ns/*/sa/*   memory',
      "└─ SPIRE CA  24h, the next one prepared after 12h, new key                        SPIRE's key manager",
      '   └─ SVIDs  1h  spiffe://example.org/ns/*/sa/*                                   memory, socket csi.spiffe.io',
    ]);
  });

  it('has as many trees as there are roots', () => {
    const chain = TrustChain.of(exampleOrg, [
      rootAuthority,
      { ...spireAuthority, issuer: undefined },
      svidLeaf,
    ]);
    const firsts = chainTree(chain)
      .split('\n')
      .map((line) => line.split('  ')[0]);
    expect(firsts).toEqual(['certmanager-ca', 'SPIRE CA', '└─ SVIDs']);
  });

  it('says of who signs from outside the cluster under which root that is', () => {
    const lines = chainTree(exampleChain({ upstream: {} })).split('\n');
    expect(lines.find((line) => line.startsWith('Example Issuing CA'))).toMatch(
      /^Example Issuing CA {2}outside the cluster, below the root of the mesh, 8760h, renewed 2880h before, new key +Vault$/,
    );
    expect(lines.some((line) => line.startsWith('└─ SPIRE CA'))).toBe(true);
  });

  it('says what it does not know', () => {
    const orphan = { ...spireAuthority, issuer: 'vault', keyAtRenewal: undefined };
    const [line] = chainTree(TrustChain.of(exampleOrg, [orphan])).split('\n');
    expect(line).toBe(
      "SPIRE CA  signed by 'vault', which is not in the chain, 24h, renewed 12h before   SPIRE's key manager",
    );
  });

  it('has a line for each federated trust domain, below all trees', () => {
    const federated = {
      trustDomain: TrustDomain.of('west.example.com'),
      path: 'path',
      bundleFrom: 'https://spire.west.example.com',
      knownBy: 'known as spiffe://west.example.com/spire/server',
      every: Ttl.minutes(5),
      bundleIn: ['datastore', 'ROOTCA'],
      verifiedBy: [],
    };
    const chain = TrustChain.of(exampleOrg, [rootAuthority], [], [], [federated]);
    expect(chainTree(chain).split('\n').slice(1)).toEqual([
      'west.example.com  federated, its bundle fetched every 5m from https://spire.west.example.com, known as spiffe://west.example.com/spire/server   datastore, ROOTCA',
    ]);
    expect(chain.stating([]).federated).toEqual([federated]);
  });

  it('is empty for an empty chain', () => {
    expect(chainTree(TrustChain.of(exampleOrg, []))).toBe('');
  });
});
