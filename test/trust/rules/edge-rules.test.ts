import { chainMermaid } from '../../../src/trust/chain-mermaid';
import { chainTree } from '../../../src/trust/chain-tree';
import { chainFindings } from '../../../src/trust/rules/chain-rules';
import { type Leaf, type OutsideAuthority, TrustChain } from '../../../src/trust/trust-chain';
import { TrustDomain } from '../../../src/trust/trust-domain';
import { Ttl } from '../../../src/trust/ttl';
import { rootAuthority } from '../../support/chains';

const letsEncrypt: OutsideAuthority = {
  id: 'acme letsencrypt',
  title: "Let's Encrypt",
  path: '90-ingress/letsencrypt',
  signsFor: Ttl.days(90),
  bundleIn: ['browsers and operating systems'],
};

const certificate: Leaf = {
  kind: 'leaf',
  id: 'gateway www',
  title: 'www at the ingress gateway',
  issuer: letsEncrypt.id,
  path: '90-ingress/www',
  lifetimeProperty: 'lifetime',
  duration: Ttl.days(90),
  leftAtRenewal: Ttl.days(30),
  keyIn: 'Secret istio-system/www-tls',
  verifiedBy: ['callers outside the mesh'],
  identities: 'www.example.com',
  secret: { namespace: 'istio-system', readIn: 'istio-system' },
};

function chainWith(changed: Partial<Leaf>, outside = [letsEncrypt]): TrustChain {
  const nodes = [rootAuthority, { ...certificate, ...changed }];
  return TrustChain.of(TrustDomain.of('example.org'), nodes, [], outside);
}

describe('the chain at the edge', () => {
  it('ParentUnknown is silent for what an ACME server outside the mesh signs', () => {
    expect(chainFindings(chainWith({}))).toEqual([]);
  });

  it('ParentUnknown fires for a certificate whose ACME server nobody named, and lists those that are', () => {
    expect(chainFindings(chainWith({ issuer: 'acme elsewhere' }))).toMatchObject([
      { code: 'ParentUnknown', fix: expect.stringContaining("'acme letsencrypt'") as unknown },
    ]);
  });

  it('KeyOutOfReach fires for a Secret in another namespace than the gateway', () => {
    const secret = { namespace: 'shop', readIn: 'istio-system' };
    expect(chainFindings(chainWith({ secret }))).toEqual([
      {
        code: 'KeyOutOfReach',
        path: '90-ingress/www',
        problem:
          "'namespace' of the Secret of www at the ingress gateway must be 'istio-system', where it is read, got 'shop'",
        fix: "write 'istio-system'",
      },
    ]);
  });

  it('KeyOutOfReach is silent for a Secret beside the gateway, and for a key in memory', () => {
    expect(chainFindings(chainWith({}))).toEqual([]);
    expect(chainFindings(chainWith({ secret: undefined }))).toEqual([]);
  });

  it('IssuerOutOfReach fires for a leaf that another namespace asks of an Issuer', () => {
    const servedBy = {
      kind: 'Issuer',
      name: 'edge-ca',
      namespace: 'cert-manager',
      secretNamespace: 'cert-manager',
      secretExpectedIn: 'cert-manager',
    } as const;
    const nodes = [
      { ...rootAuthority, servedBy },
      { ...certificate, issuer: 'root' },
    ];
    const chain = TrustChain.of(TrustDomain.of('example.org'), nodes);
    expect(chainFindings(chain)).toMatchObject([
      {
        code: 'IssuerOutOfReach',
        path: '90-ingress/www',
        fix: "write 'cert-manager', or sign with a ClusterIssuer",
      },
    ]);
  });

  it('shows who signs from outside, and what hangs below', () => {
    const lines = chainTree(chainWith({})).split('\n');
    expect(lines.at(-2)).toMatch(
      /^Let's Encrypt {2}outside the mesh +browsers and operating systems$/,
    );
    expect(lines.at(-1)).toMatch(
      /^└─ www at the ingress gateway {2}2160h {2}www\.example\.com +Secret istio-system\/www-tls$/,
    );
  });

  it('draws an arrow from who signs from outside, in a colour of its own', () => {
    const drawn = chainMermaid(chainWith({}));
    expect(drawn).toContain(
      'node_acme_20_letsencrypt["Let\'s Encrypt<br/>outside the mesh<br/>browsers and operating systems"]:::outside',
    );
    expect(drawn).toContain('node_acme_20_letsencrypt -->|"2160h"| node_gateway_20_www');
    expect(drawn).toContain('classDef outside');
    expect(chainMermaid(chainWith({ issuer: 'root' }, []))).not.toContain('classDef outside');
  });
});
