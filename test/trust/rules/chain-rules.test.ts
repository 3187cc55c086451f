import { chainFindings } from '../../../src/trust/rules/chain-rules';
import type { Statement } from '../../../src/trust/trust-chain';
import { TrustDomain } from '../../../src/trust/trust-domain';
import { Ttl } from '../../../src/trust/ttl';
import {
  rootAuthority,
  exampleChain,
  spireAuthority,
  type ChainChanges,
} from '../../support/chains';

/** What the rules say about the chain of that set-up with these changes. */
const findings = (changes: ChainChanges) => chainFindings(exampleChain(changes));
const codes = (changes: ChainChanges): string[] => findings(changes).map(({ code }) => code);

const namespacedIssuer = {
  kind: 'Issuer',
  name: 'mesh-ca',
  namespace: 'spire',
  secretNamespace: 'spire',
  secretExpectedIn: 'spire',
} as const;

describe('the rules of the chain', () => {
  it('have nothing to say about the chain of that set-up', () => {
    expect(chainFindings(exampleChain())).toEqual([]);
  });

  it('say everything at once, in the order of the rules', () => {
    expect(
      codes({
        root: { keyAtRenewal: 'new' },
        istiod: { duration: Ttl.days(400), maxPathLength: 0 },
        svids: { duration: Ttl.hours(6) },
        workloads: { duration: Ttl.hours(49), issuer: 'nobody' },
      }),
    ).toEqual([
      'ParentUnknown',
      'ChildOutlivesParent',
      'SvidOutlivesCaRotation',
      'WorkloadCertAboveMaximum',
      'RootKeyNotKept',
    ]);
  });
});

describe('structure', () => {
  it('ParentUnknown fires for an issuer that is not in the chain', () => {
    expect(findings({ istiod: { issuer: 'vault' } })).toEqual([
      {
        code: 'ParentUnknown',
        path: '40-istiod-ca/IstiodCa',
        problem: "'issuer' of istiod must be an authority of the chain, got 'vault'",
        fix: "write one of 'root', 'istiod', 'spire', or add the authority",
      },
    ]);
  });

  it('ParentUnknown fires for an issuer that signs nothing', () => {
    expect(codes({ spire: { issuer: 'workloads' } })).toEqual(['ParentUnknown']);
  });

  it('ParentUnknown fires for everybody who is above himself, and for nobody below', () => {
    expect(
      findings({ root: { issuer: 'spire' }, spire: { leftAtRenewal: Ttl.days(900) } }),
    ).toMatchObject([
      {
        code: 'ParentUnknown',
        path: '30-roots/Root',
        problem: "'issuer' of certmanager-ca must not be below it, got 'spire'",
      },
      { code: 'ParentUnknown', path: '50-spire-server/SpireServer' },
    ]);
    expect(codes({ root: { issuer: 'root', duration: Ttl.hours(1) } })).toContain('ParentUnknown');
  });

  it('ParentUnknown is silent about a root and about those below it', () => {
    const spire = { issuer: undefined, requestedIn: undefined };
    expect(codes({ spire, istiod: { isApart: true } })).toEqual([]);
  });

  it('PathLengthExceeded fires when a CA is below one that allows none', () => {
    expect(findings({ root: { maxPathLength: 0 } })).toEqual([
      {
        code: 'PathLengthExceeded',
        path: '30-roots/Root',
        problem:
          "'maxPathLength' must be at least 1, for 1 level of CAs below certmanager-ca, got 0",
        fix: 'write 1 or more, or leave it out',
      },
    ]);
  });

  it('PathLengthExceeded fires for the deepest of all branches', () => {
    expect(findings({ root: { maxPathLength: 1 }, spire: { issuer: 'istiod' } })).toMatchObject([
      { code: 'PathLengthExceeded', fix: 'write 2 or more, or leave it out' },
    ]);
  });

  it('RootsDiffer fires for a CA of istiod that is a root beside that of SPIRE', () => {
    expect(findings({ istiod: { issuer: undefined, keyAtRenewal: 'kept' } })).toEqual([
      {
        code: 'RootsDiffer',
        path: '40-istiod-ca/IstiodCa',
        problem:
          "'root' of istiod must be certmanager-ca, as that of SPIRE CA, so that workloads of both accept each other, got itself",
        fix: "have the root of the environment sign it: IstioCa.certManager({ lifetime }), or say that it is meant: apartFrom: 'spire'",
      },
    ]);
  });

  it('RootsDiffer fires for SPIRE as a root of its own, too', () => {
    expect(codes({ spire: { issuer: undefined, requestedIn: undefined } })).toEqual([
      'RootsDiffer',
    ]);
  });

  it('RootsDiffer is silent below one root, and where it is said that it is meant', () => {
    expect(
      codes({ istiod: { issuer: 'spire', duration: Ttl.hours(24), leftAtRenewal: Ttl.hours(48) } }),
    ).toEqual([]);
    expect(codes({ istiod: { issuer: undefined, keyAtRenewal: 'kept', isApart: true } })).toEqual(
      [],
    );
  });

  it('PathLengthExceeded is silent when there is room, no limit, or no CA below', () => {
    expect(codes({ root: { maxPathLength: 1 }, spire: { maxPathLength: 0 } })).toEqual([]);
    expect(codes({ root: { maxPathLength: undefined } })).toEqual([]);
  });
});

describe('lifetimes under cert-manager', () => {
  it('ChildOutlivesParent fires for a CA that lives longer than is left of its issuer', () => {
    expect(findings({ istiod: { duration: Ttl.hours(7201) } })).toEqual([
      {
        code: 'ChildOutlivesParent',
        path: '40-istiod-ca/IstiodCa',
        problem:
          "'duration' must not exceed what is left of its issuer certmanager-ca when that renews (7200h), got 7201h",
        fix: "renew certmanager-ca earlier: renewBefore(Ttl.hours(7201)) or more, or shorten 'duration' to Ttl.days(300)",
      },
    ]);
  });

  it('ChildOutlivesParent fires for a leaf of the issuer', () => {
    expect(
      codes({ workloads: { issuer: 'root', duration: Ttl.days(301), maxDuration: undefined } }),
    ).toEqual(['ChildOutlivesParent']);
  });

  it('ChildOutlivesParent fires without the fix that cannot be written', () => {
    const shortRoot = { duration: Ttl.hours(2), leftAtRenewal: Ttl.minutes(40) };
    const svids = { duration: Ttl.minutes(1) };
    const spire = { duration: Ttl.minutes(30) };
    const [longer] = findings({ root: shortRoot, svids, spire });
    expect(longer?.fix).toBe(
      "give certmanager-ca Lifetime.of(Ttl.hours(3)) or more, and shorten 'duration' to Ttl.hours(1)",
    );
    const istiod = { duration: Ttl.hours(1) };
    const workloads = { duration: Ttl.minutes(10), maxDuration: undefined };
    const [shorter] = findings({ root: shortRoot, svids, spire, istiod, workloads });
    expect(shorter?.fix).toBe('renew certmanager-ca earlier: renewBefore(Ttl.hours(1)) or more');
  });

  it('ChildOutlivesParent is silent when the child ends with its issuer', () => {
    expect(codes({ istiod: { duration: Ttl.hours(7200) } })).toEqual([]);
  });

  it('ChildOutlivesParent is silent about what is made anew with its issuer, and without cert-manager', () => {
    const serving = { issuer: 'root', duration: Ttl.days(301), maxDuration: undefined };
    expect(codes({ workloads: { ...serving, reissuedWithIssuer: true } })).toEqual([]);
    expect(codes({ root: { servedBy: undefined }, istiod: { duration: Ttl.hours(7201) } })).toEqual(
      [],
    );
  });

  it('CaTtlOutlivesUpstream fires when the CA of SPIRE lives longer than is left above', () => {
    expect(findings({ spire: { duration: Ttl.hours(7201) } })).toEqual([
      {
        code: 'CaTtlOutlivesUpstream',
        path: '50-spire-server/SpireServer',
        problem:
          "'caTtl' must not exceed what is left of its upstream certmanager-ca when that renews (7200h), got 7201h",
        fix: 'write Ttl.days(300) or less, or renew certmanager-ca earlier: renewBefore(Ttl.hours(7201)) or more',
      },
    ]);
  });

  it('CaTtlOutlivesUpstream fires with one fix where the upstream is not of cert-manager', () => {
    expect(
      findings({ root: { servedBy: undefined }, spire: { duration: Ttl.hours(7201) } }),
    ).toMatchObject([{ code: 'CaTtlOutlivesUpstream', fix: 'write Ttl.days(300) or less' }]);
  });

  it('CaTtlOutlivesUpstream is silent at what is left, and for SPIRE as its own root', () => {
    expect(codes({ spire: { duration: Ttl.hours(7200) } })).toEqual([]);
    expect(
      codes({
        spire: { duration: Ttl.days(900), issuer: undefined },
        istiod: { isApart: true },
      }),
    ).toEqual([]);
  });
});

describe('lifetimes under SPIRE', () => {
  it("SvidOutlivesCaRotation fires above a sixth of the CA's lifetime", () => {
    expect(findings({ svids: { duration: Ttl.hours(6) } })).toEqual([
      {
        code: 'SvidOutlivesCaRotation',
        path: '50-spire-server/SpireServer',
        problem: "'x509SvidTtl' must be at most a sixth of 'caTtl' (24h), got 6h",
        fix: "write Ttl.hours(4) or less, or raise 'caTtl' to Ttl.hours(36)",
      },
    ]);
  });

  it('SvidOutlivesCaRotation fires above seven days, however long the CA lives', () => {
    const spire = { duration: Ttl.days(60) };
    expect(findings({ spire, svids: { duration: Ttl.days(8) } })).toMatchObject([
      {
        code: 'SvidOutlivesCaRotation',
        problem:
          "'x509SvidTtl' must be at most seven days (168h), when SPIRE retires its CA at the latest, got 192h",
        fix: 'write Ttl.days(7) or less, whatever the lifetime of the CA',
      },
    ]);
  });

  it('SvidOutlivesCaRotation fires with both limits when both are exceeded', () => {
    expect(findings({ svids: { duration: Ttl.days(8) } })).toMatchObject([
      {
        problem: "'x509SvidTtl' must be at most a sixth of 'caTtl' (24h), got 192h",
        fix: "write Ttl.hours(4) or less, or raise 'caTtl' to Ttl.days(42) and write Ttl.days(7)",
      },
    ]);
  });

  it('SvidOutlivesCaRotation is silent at a sixth, at seven days, and outside SPIRE', () => {
    expect(codes({ svids: { duration: Ttl.hours(4) } })).toEqual([]);
    expect(codes({ spire: { duration: Ttl.days(42) }, svids: { duration: Ttl.days(7) } })).toEqual(
      [],
    );
    expect(codes({ svids: { duration: Ttl.hours(6), signedBySpire: undefined } })).toEqual([]);
  });
});

describe('lifetimes under istiod', () => {
  it('WorkloadCertOutlivesIstiodCa fires for the longest that istiod may sign', () => {
    expect(findings({ workloads: { maxDuration: Ttl.hours(480) } })).toEqual([
      {
        code: 'WorkloadCertOutlivesIstiodCa',
        path: '80-istio/ControlPlane',
        problem:
          "'maxWorkloadCertTtl' must not exceed what is left of istiod when that renews (360h), got 480h",
        fix: 'write Ttl.days(15) or less, or renew istiod earlier: renewBefore(Ttl.days(20)) or more',
      },
    ]);
  });

  it('WorkloadCertOutlivesIstiodCa fires with one fix when the CA itself does not live that long', () => {
    expect(findings({ workloads: { maxDuration: Ttl.hours(2160) } })).toMatchObject([
      { code: 'WorkloadCertOutlivesIstiodCa', fix: 'write Ttl.days(15) or less' },
    ]);
  });

  it('WorkloadCertOutlivesIstiodCa fires for both properties when both are too long', () => {
    const tooLong = { duration: Ttl.days(20), maxDuration: Ttl.days(30) };
    const [finding] = findings({ workloads: tooLong });
    expect(finding?.fix).toContain(
      "write Ttl.days(15) or less for 'maxWorkloadCertTtl' and 'workloadCertTtl'",
    );
  });

  it('WorkloadCertOutlivesIstiodCa fires for what is asked for where there is no maximum', () => {
    const [finding] = findings({ workloads: { duration: Ttl.days(16), maxDuration: undefined } });
    expect(finding).toMatchObject({ code: 'WorkloadCertOutlivesIstiodCa' });
    expect(finding?.problem).toContain("'workloadCertTtl' must not exceed");
  });

  it('WorkloadCertOutlivesIstiodCa fires for what is asked for where that is the maximum too', () => {
    const [finding] = findings({
      workloads: { duration: Ttl.days(16), maxDuration: Ttl.days(16) },
    });
    expect(finding?.problem).toContain("'workloadCertTtl' must not exceed");
    expect(finding?.fix).toContain("for 'maxWorkloadCertTtl' and 'workloadCertTtl'");
  });

  it('WorkloadCertOutlivesIstiodCa fires alone where cert-manager serves the CA too', () => {
    const istiod = { servedBy: rootAuthority.servedBy };
    expect(
      codes({ istiod, workloads: { duration: Ttl.days(16), maxDuration: undefined } }),
    ).toEqual(['WorkloadCertOutlivesIstiodCa']);
  });

  it('WorkloadCertOutlivesIstiodCa is silent at what is left, and about what istiod makes anew itself', () => {
    expect(codes({ workloads: { maxDuration: Ttl.hours(360) } })).toEqual([]);
    expect(
      codes({ workloads: { maxDuration: Ttl.hours(2160), reissuedWithIssuer: true } }),
    ).toEqual([]);
  });

  it('WorkloadCertAboveMaximum fires when more is asked for than is signed', () => {
    expect(findings({ workloads: { duration: Ttl.hours(49) } })).toEqual([
      {
        code: 'WorkloadCertAboveMaximum',
        path: '80-istio/ControlPlane',
        problem: "'workloadCertTtl' must be at most 'maxWorkloadCertTtl' (48h), got 49h",
        fix: "write Ttl.days(2) or less, or raise 'maxWorkloadCertTtl' to Ttl.hours(49)",
      },
    ]);
  });

  it('WorkloadCertAboveMaximum is silent at the maximum and without one', () => {
    expect(codes({ workloads: { duration: Ttl.hours(48) } })).toEqual([]);
    expect(codes({ workloads: { duration: Ttl.hours(49), maxDuration: undefined } })).toEqual([]);
  });
});

describe('keys', () => {
  it('RootKeyNotKept fires for a root with a new key at every renewal', () => {
    expect(findings({ root: { keyAtRenewal: 'new' } })).toEqual([
      {
        code: 'RootKeyNotKept',
        path: '30-roots/Root',
        problem:
          "'rotationPolicy' of the root certmanager-ca must keep its key, got a new key at every renewal",
        fix: 'write RotationPolicy.NEVER',
      },
    ]);
  });

  it('RootKeyNotKept is silent below a root, and about SPIRE as its own root', () => {
    expect(codes({ istiod: { keyAtRenewal: 'new' } })).toEqual([]);
    expect(
      codes({ spire: { issuer: undefined, keyAtRenewal: 'new' }, istiod: { isApart: true } }),
    ).toEqual([]);
  });

  it('KeyRotationUnstated fires for a CA that leaves it to the release of cert-manager', () => {
    expect(
      findings({ root: { keyAtRenewal: undefined }, istiod: { keyAtRenewal: undefined } }),
    ).toMatchObject([
      { code: 'KeyRotationUnstated', path: '30-roots/Root', fix: 'write RotationPolicy.NEVER' },
      {
        code: 'KeyRotationUnstated',
        path: '40-istiod-ca/IstiodCa',
        problem:
          "'rotationPolicy' of the CA istiod must say whether its key changes at renewal, got nothing",
        fix: 'write RotationPolicy.ALWAYS',
      },
    ]);
  });

  it('KeyRotationUnstated is silent when it is said, either way', () => {
    expect(codes({ istiod: { keyAtRenewal: 'kept' }, spire: { keyAtRenewal: 'new' } })).toEqual([]);
  });
});

describe('reach of issuers', () => {
  it('IssuerOutOfReach fires for a ClusterIssuer whose Secret lies elsewhere', () => {
    const servedBy = { ...namespacedIssuer, kind: 'ClusterIssuer', namespace: undefined } as const;
    expect(
      findings({ root: { servedBy: { ...servedBy, secretExpectedIn: 'cert-manager' } } }),
    ).toEqual([
      {
        code: 'IssuerOutOfReach',
        path: '30-roots/Root',
        problem:
          "'namespace' of the Secret of ClusterIssuer mesh-ca must be 'cert-manager', where cert-manager looks for it, got 'spire'",
        fix: "write 'cert-manager'",
      },
    ]);
  });

  it('IssuerOutOfReach fires for a request in another namespace than the Issuer', () => {
    expect(findings({ root: { servedBy: namespacedIssuer } })).toEqual([
      {
        code: 'IssuerOutOfReach',
        path: '40-istiod-ca/IstiodCa',
        problem:
          "'namespace' in which istiod is requested must be 'spire', that of Issuer mesh-ca, got 'istio-system'",
        fix: "write 'spire', or sign with a ClusterIssuer",
      },
    ]);
  });

  it('IssuerOutOfReach is silent within the namespace, and for a ClusterIssuer from anywhere', () => {
    const istiod = { requestedIn: 'spire' };
    expect(codes({ root: { servedBy: namespacedIssuer }, istiod })).toEqual([]);
    expect(codes({ istiod: { requestedIn: 'elsewhere' } })).toEqual([]);
  });

  it.each(['x'.repeat(64), '.example.org', 'example.org_'])(
    'TrustDomainNotALabel fires for %s below cert-manager',
    (name) => {
      const [finding, ...others] = findings({ trustDomain: TrustDomain.of(name) });
      expect(others).toEqual([]);
      expect(finding).toMatchObject({
        code: 'TrustDomainNotALabel',
        path: '50-spire-server/SpireServer',
        fix: "write such a name: TrustDomain.of('mesh.example.com')",
      });
      expect(finding?.problem).toContain(`got '${name}'`);
    },
  );

  it('TrustDomainNotALabel is silent at 63 characters, and without cert-manager above SPIRE', () => {
    expect(codes({ trustDomain: TrustDomain.of('x'.repeat(63)) })).toEqual([]);
    const trustDomain = TrustDomain.of('x'.repeat(64));
    expect(codes({ trustDomain, spire: { ...spireAuthority, issuer: undefined } })).toEqual([]);
  });
});

describe('agreement', () => {
  const said = (fact: Statement['fact'], ...values: string[]) =>
    chainFindings(
      exampleChain().stating(
        values.map((value, index) => ({ fact, value, by: `manifest-${index}` }) as const),
      ),
    );

  it('TrustDomainsDiffer fires, and names every value and who says it', () => {
    expect(said('trustDomain', 'a.org', 'b.org', 'a.org')).toEqual([
      {
        code: 'TrustDomainsDiffer',
        path: 'manifest-1',
        problem:
          "'trustDomain' must be the same everywhere, got 'a.org' in manifest-0, manifest-2 and 'b.org' in manifest-1",
        fix: "hand one TrustDomain.of('a.org') to all of them",
      },
    ]);
  });

  it('ClusterNamesDiffer fires', () => {
    expect(said('clusterName', 'eu-1', 'eu-2')).toMatchObject([
      { code: 'ClusterNamesDiffer', fix: "write clusterName: 'eu-1' for all of them" },
    ]);
  });

  it('SocketsDiffer fires', () => {
    expect(said('socketFile', 'socket', 'spire-agent.sock')).toMatchObject([
      { code: 'SocketsDiffer', path: 'manifest-1' },
    ]);
    expect(said('socketFolder', '/run/a', '/run/b')).toMatchObject([
      {
        code: 'SocketsDiffer',
        fix: 'hand one WorkloadSocket to all of them, for instance one in /run/a',
      },
    ]);
  });

  it('ClassNamesDiffer fires', () => {
    expect(said('className', 'mesh', '')).toMatchObject([
      { code: 'ClassNamesDiffer', fix: "write className: 'mesh' for all of them" },
    ]);
  });

  it.each([
    ['TrustDomainsDiffer is silent', 'trustDomain'],
    ['ClusterNamesDiffer is silent', 'clusterName'],
    ['SocketsDiffer is silent', 'socketFolder'],
    ['ClassNamesDiffer is silent', 'className'],
  ] as const)('%s when all say the same, or one alone speaks', (_, fact) => {
    expect(said(fact, 'same', 'same', 'same')).toEqual([]);
    expect(said(fact, 'alone')).toEqual([]);
  });

  it('does not compare one fact with another', () => {
    const statements = [
      { fact: 'clusterName', value: 'a', by: 'x' },
      { fact: 'className', value: 'b', by: 'y' },
    ] as const;
    expect(chainFindings(exampleChain().stating(statements))).toEqual([]);
  });
});
