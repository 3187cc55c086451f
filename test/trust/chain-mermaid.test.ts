import { chainMermaid } from '../../src/trust/chain-mermaid';
import { TrustChain } from '../../src/trust/trust-chain';
import { TrustDomain } from '../../src/trust/trust-domain';
import { Ttl } from '../../src/trust/ttl';
import { exampleChain } from '../support/chains';

describe('the chain as a Mermaid flowchart', () => {
  const lines = chainMermaid(exampleChain()).split('\n');

  it('flows from the root down', () => {
    expect(lines[0]).toBe('flowchart TD');
  });

  it('has a box for each authority, with its key and who verifies against it', () => {
    expect(lines).toContain(
      '  node_root["certmanager-ca<br/>self-signed, 21600h<br/>key: Secret cert-manager/selfsigned-ca"]:::authority',
    );
    expect(lines).toContain(
      '  node_istiod["istiod<br/>key: Secret istio-system/cacerts<br/>verified by proxies"]:::authority',
    );
  });

  it('has a rounded box for each kind of leaf, with its identities', () => {
    expect(lines).toContain(
      '  node_svids("SVIDs<br/>spiffe://example.org/ns/*/sa/*<br/>key: memory, socket csi.spiffe.io<br/>verified by proxies, gateways"):::leaf',
    );
  });

  it('has an arrow for each signature, with the lifetime of what is signed', () => {
    expect(lines.filter((line) => line.includes('-->'))).toEqual([
      '  node_root -->|"1440h"| node_istiod',
      '  node_root -->|"24h"| node_spire',
      '  node_istiod -->|"24h"| node_workloads',
      '  node_spire -->|"1h"| node_svids',
    ]);
  });

  it('defines both of its classes', () => {
    expect(lines.filter((line) => line.includes('classDef'))).toEqual([
      expect.stringMatching(/^ {2}classDef authority /),
      expect.stringMatching(/^ {2}classDef leaf /),
    ]);
  });

  it('has a box of another colour for who signs from outside the cluster', () => {
    const written = chainMermaid(exampleChain({ upstream: {} })).split('\n');
    expect(written).toContain(
      '  node_upstream["Example Issuing CA<br/>outside the cluster, below the root of the mesh, 8760h<br/>key: Vault"]:::outside',
    );
    expect(written).toContain('  node_upstream -->|"24h"| node_spire');
    expect(written.filter((line) => line.startsWith('  classDef outside '))).toHaveLength(1);
  });

  it('writes what has a meaning in Mermaid as entities', () => {
    const written = chainMermaid(exampleChain({ svids: { title: 'a "b" <c> & #d; [e]\n`f`' } }));
    expect(written).toContain('("a #34;b#34; #60;c#62; #38; #35;d#59; #91;e#93; #96;f#96;<br/>');
  });

  it('gives every certificate a name of its own, whatever its id', () => {
    const written = chainMermaid(
      exampleChain({ svids: { id: 'end-of' }, workloads: { id: 'end_of' } }),
    );
    expect(written).toContain('node_end_2d_of(');
    expect(written).toContain('node_end_5f_of(');
  });

  it('has a box for each federated trust domain, with an arrow both ways to the CA of SPIRE', () => {
    const federated = {
      trustDomain: TrustDomain.of('west.example.com'),
      path: 'path',
      bundleFrom: 'https://spire.west.example.com',
      knownBy: 'known as spiffe://west.example.com/spire/server',
      every: Ttl.minutes(5),
      bundleIn: [],
      verifiedBy: ['workloads of the mesh'],
    };
    const { trustDomain, nodes } = exampleChain();
    const drawn = chainMermaid(TrustChain.of(trustDomain, nodes, [], [], [federated])).split('\n');
    const added = drawn.filter((line) => !lines.includes(line));
    expect(added).toEqual([
      '  node_federated_20_west_2e_example_2e_com["west.example.com<br/>federated trust domain<br/>bundle: https://spire.west.example.com, known as spiffe://west.example.com/spire/server<br/>verified by workloads of the mesh"]:::outside',
      '  node_federated_20_west_2e_example_2e_com <-.->|"bundles, every 5m"| node_spire',
      expect.stringContaining('classDef outside'),
    ]);
  });
});
