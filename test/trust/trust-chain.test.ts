import { TrustChain } from '../../src/trust/trust-chain';
import { TrustDomain } from '../../src/trust/trust-domain';
import { rootAuthority, exampleChain, spireAuthority, svidLeaf } from '../support/chains';

const ids = (nodes: readonly { readonly id: string }[]): string[] => nodes.map(({ id }) => id);

describe('TrustChain', () => {
  const chain = exampleChain();

  it('tells who signs from what signs nothing', () => {
    expect(ids(chain.authorities)).toEqual(['root', 'istiod', 'spire']);
    expect(ids(chain.leaves)).toEqual(['workloads', 'svids']);
    expect(ids(chain.roots)).toEqual(['root']);
  });

  it('goes up and down', () => {
    expect(chain.issuerOf(svidLeaf)?.id).toBe('spire');
    expect(chain.issuerOf(rootAuthority)).toBeUndefined();
    expect(ids(chain.issuedBy(rootAuthority))).toEqual(['istiod', 'spire']);
  });

  it('knows the CA of SPIRE by what it signs', () => {
    expect(chain.signsSvids(spireAuthority)).toBe(true);
    expect(chain.signsSvids(rootAuthority)).toBe(false);
  });

  it('keeps its certificates when it is told what components state', () => {
    const statement = { fact: 'className', value: 'mesh', by: '50-spire-server' } as const;
    const stating = chain.stating([statement]);
    expect(stating.nodes).toEqual(chain.nodes);
    expect(stating.statements).toEqual([statement]);
    expect(chain.statements).toEqual([]);
  });

  it('does not change with the list that it was made of', () => {
    const nodes = [rootAuthority];
    const made = TrustChain.of(TrustDomain.of('example.org'), nodes);
    nodes.pop();
    expect(ids(made.nodes)).toEqual(['root']);
  });
});
