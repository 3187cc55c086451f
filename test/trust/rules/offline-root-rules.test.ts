import { chainMermaid } from '../../../src/trust/chain-mermaid';
import { chainTree } from '../../../src/trust/chain-tree';
import { DnsName } from '../../../src/trust/dns-name';
import { NameConstraints } from '../../../src/trust/name-constraints';
import { chainFindings } from '../../../src/trust/rules/chain-rules';
import {
  type Authority,
  type OutsideAuthority,
  type OutsideCertificate,
  TrustChain,
} from '../../../src/trust/trust-chain';
import { TrustDomain } from '../../../src/trust/trust-domain';
import { Ttl } from '../../../src/trust/ttl';
import { istiodAuthority, rootAuthority, spireAuthority, svidLeaf } from '../../support/chains';

const OFFLINE: OutsideAuthority = {
  id: 'offline-root',
  title: 'Example Root',
  path: '30-roots/RootIssuer',
  signsFor: Ttl.days(1825),
  bundleIn: ['ConfigMap istio-ca-root-cert'],
};
const CERTIFICATE: OutsideCertificate = {
  duration: Ttl.days(7300),
  leftAtRenewal: Ttl.days(3650),
  keyIn: 'offline',
};
const INTERMEDIATE: Authority = {
  ...rootAuthority,
  title: 'Example Intermediate',
  issuer: OFFLINE.id,
  path: OFFLINE.path,
  lifetimeProperty: 'lifetime',
  duration: Ttl.days(1825),
  leftAtRenewal: Ttl.days(365),
  keyAtRenewal: 'new',
};
const MESH = NameConstraints.of({
  permittedDnsDomains: [DnsName.of('istio-system.svc')],
  permittedUriDomains: ['example.org'],
});

interface Changes {
  readonly certificate?: Partial<OutsideCertificate> | 'unknown';
  readonly intermediate?: Partial<Authority>;
  readonly dnsName?: string;
}

/** An offline root, its intermediate, and below that istiod and SPIRE with the names that they carry. */
function chain({ certificate = {}, intermediate = {}, dnsName }: Changes = {}): TrustChain {
  const dnsNames = [dnsName ?? 'istiod.istio-system.svc'];
  const trustDomains = ['example.org'];
  const outside =
    certificate === 'unknown'
      ? OFFLINE
      : { ...OFFLINE, certificate: { ...CERTIFICATE, ...certificate } };
  return TrustChain.of(
    TrustDomain.of('example.org'),
    [
      { ...INTERMEDIATE, ...intermediate },
      { ...istiodAuthority, names: { dnsNames } },
      { ...spireAuthority, names: { trustDomains } },
      { ...svidLeaf, names: { trustDomains } },
    ],
    [],
    [outside],
  );
}

const findings = (changes?: Changes) => chainFindings(chain(changes));

describe('an intermediate below an offline root', () => {
  it('breaks no rule when there is room for the CAs below, also with a new key at renewal', () => {
    expect(findings()).toEqual([]);
    const certificate = { maxPathLength: 2, nameConstraints: MESH };
    expect(
      findings({ certificate, intermediate: { maxPathLength: 1, nameConstraints: MESH } }),
    ).toEqual([]);
  });

  it('ParentUnknown fires for a CA below somebody outside whose certificate nobody states', () => {
    expect(findings({ certificate: 'unknown' })).toMatchObject([
      { code: 'ParentUnknown', path: '30-roots/RootIssuer' },
    ]);
  });

  it('PathLengthExceeded fires for the intermediate and for the root, each by what is below it', () => {
    expect(
      findings({ certificate: { maxPathLength: 1 }, intermediate: { maxPathLength: 0 } }),
    ).toMatchObject([
      {
        code: 'PathLengthExceeded',
        problem:
          "'maxPathLength' must be at least 2, for 2 levels of CAs below Example Root, got 1",
      },
      {
        code: 'PathLengthExceeded',
        problem:
          "'maxPathLength' must be at least 1, for 1 level of CAs below Example Intermediate, got 0",
      },
    ]);
  });

  it('ChildOutlivesParent fires for an intermediate that lives longer than is left of its root', () => {
    expect(findings({ certificate: { leftAtRenewal: Ttl.days(365) } })).toEqual([
      {
        code: 'ChildOutlivesParent',
        path: '30-roots/RootIssuer',
        problem:
          "'lifetime' must not exceed what is left of its issuer Example Root when that renews (8760h), got 43800h",
        fix: "renew Example Root earlier: renewBefore(Ttl.days(1825)) or more, or shorten 'lifetime' to Ttl.days(365)",
      },
    ]);
  });

  it('ChildOutlivesParent is silent when the intermediate ends with what is left', () => {
    expect(findings({ certificate: { leftAtRenewal: Ttl.days(1825) } })).toEqual([]);
  });
});

describe('name constraints', () => {
  it('NameNotPermitted fires for a trust domain that the intermediate does not admit', () => {
    const nameConstraints = NameConstraints.of({ permittedUriDomains: ['example.com'] });
    expect(findings({ intermediate: { nameConstraints } })).toEqual([
      {
        code: 'NameNotPermitted',
        path: '30-roots/RootIssuer',
        problem:
          "'nameConstraints' of Example Intermediate must admit example.org of SPIRE CA, SVIDs, got permitted URI:example.com",
        fix: "have it signed anew with example.org in 'permittedUriDomains', or leave those names out below it",
      },
    ]);
  });

  it('NameNotPermitted fires for a DNS name that is excluded, and says by what', () => {
    const nameConstraints = NameConstraints.of({ excludedDnsDomains: [DnsName.of('svc')] });
    expect(findings({ intermediate: { nameConstraints } })).toMatchObject([
      {
        code: 'NameNotPermitted',
        fix: "have it signed anew without svc in 'excludedDnsDomains', or leave those names out below it",
      },
    ]);
  });

  it('NameNotPermitted fires for what the root does not admit far below', () => {
    const nameConstraints = NameConstraints.of({ permittedUriDomains: ['example.com'] });
    expect(findings({ certificate: { nameConstraints } })).toMatchObject([
      {
        code: 'NameNotPermitted',
        problem: expect.stringContaining('of Example Root must admit example.org') as string,
      },
    ]);
  });

  it('NameNotPermitted fires for each form of name, with everything that is refused', () => {
    const nameConstraints = NameConstraints.of({
      permittedDnsDomains: [DnsName.of('example.com')],
      permittedUriDomains: ['example.com'],
    });
    expect(findings({ intermediate: { nameConstraints } }).map(({ problem }) => problem)).toEqual([
      expect.stringContaining('must admit istiod.istio-system.svc of istiod,'),
      expect.stringContaining('must admit example.org of SPIRE CA, SVIDs,'),
    ]);
  });

  it('NameNotPermitted is silent when every name is admitted, and for names of no constrained form', () => {
    expect(findings({ intermediate: { nameConstraints: MESH } })).toEqual([]);
    const ofUris = NameConstraints.of({ permittedUriDomains: ['example.org'] });
    expect(
      findings({ intermediate: { nameConstraints: ofUris }, dnsName: 'shop.example.com' }),
    ).toEqual([]);
  });
});

describe('the picture of an offline root', () => {
  const limited = chain({
    certificate: { maxPathLength: 2 },
    intermediate: { maxPathLength: 1, nameConstraints: MESH },
  });

  it('begins with the root, says what its certificate allows, and hangs everything below it', () => {
    const lines = chainTree(limited).split('\n');
    const [root, intermediate] = lines.map((line) => line.replace(/ {3,}\S.*$/, ''));
    expect(root).toBe('Example Root  outside the mesh, 175200h, renewed 87600h before, pathlen:2');
    expect(intermediate).toBe(
      '└─ Example Intermediate  43800h, renewed 8760h before, new key, pathlen:1, permitted DNS:istio-system.svc, permitted URI:example.org',
    );
    expect(lines[2]).toMatch(/^ {3}├─ istiod/);
    expect(lines[3]).toMatch(/^ {3}└─ SPIRE CA/);
    expect(lines[4]).toMatch(/^ {6}└─ SVIDs/);
  });

  it('has the key of the root where its owner says that it is', () => {
    expect(chainTree(limited).split('\n')[0]).toMatch(/ {3}offline$/);
  });

  it('has a box for the root, with an arrow to the intermediate', () => {
    const lines = chainMermaid(limited).split('\n');
    expect(lines).toContain(
      '  node_offline_2d_root["Example Root<br/>outside the mesh, 175200h<br/>pathlen:2<br/>key: offline<br/>ConfigMap istio-ca-root-cert"]:::outside',
    );
    expect(lines).toContain('  node_offline_2d_root -->|"43800h"| node_root');
  });
});
