import { chainFindings } from '../../../src/trust/rules/chain-rules';
import { Ttl } from '../../../src/trust/ttl';
import { exampleChain, OWN_ROOT, type ChainChanges } from '../../support/chains';

const findings = (changes: ChainChanges) => chainFindings(exampleChain(changes));

describe('the root of SPIRE and that of istiod', () => {
  it('RootsDiffer fires for SPIRE as its own root', () => {
    expect(findings({ spire: { issuer: undefined } })).toEqual([
      {
        code: 'RootsDiffer',
        path: '50-spire-server/SpireServer',
        problem:
          "'upstream' must sign below the root of istiod's CA (certmanager-ca), got SPIRE CA",
        fix: "have one root sign both: UpstreamAuthority.certManager() and IstioCa.certManager({ lifetime }), or UpstreamCa.belowRootOfMesh({ … }) where it is; where every proxy has its certificate from SPIRE, write separateRootBecause: '…'",
      },
    ]);
  });

  it('RootsDiffer fires for an upstream below a root of its own', () => {
    expect(findings({ upstream: { anchor: 'a root of its own' } })).toMatchObject([
      { code: 'RootsDiffer', problem: expect.stringContaining('got Example Issuing CA') as string },
    ]);
  });

  it('RootsDiffer fires for istiod as its own root', () => {
    expect(findings({ istiod: { issuer: undefined, keyAtRenewal: 'kept' } })).toMatchObject([
      { code: 'RootsDiffer', problem: expect.stringContaining('(istiod)') as string },
    ]);
  });

  it('RootsDiffer is silent for an upstream below the root of the mesh', () => {
    expect(findings({ upstream: {} })).toEqual([]);
  });

  it('RootsDiffer is silent where SPIRE says why', () => {
    expect(findings({ spire: OWN_ROOT })).toEqual([]);
  });

  it('RootsDiffer is silent about who is below somebody unknown, which another rule refuses', () => {
    expect(findings({ spire: { issuer: 'nobody' } })).toMatchObject([{ code: 'ParentUnknown' }]);
  });
});

describe('what an upstream signs at most', () => {
  it('CaTtlAboveMaximum fires for a CA of SPIRE that is asked for longer', () => {
    expect(
      findings({ upstream: { signsAtMost: Ttl.hours(768) }, spire: { duration: Ttl.days(33) } }),
    ).toEqual([
      {
        code: 'CaTtlAboveMaximum',
        path: '50-spire-server/SpireServer',
        problem: "'caTtl' must be at most what Example Issuing CA signs (768h), got 792h",
        fix: "write Ttl.days(32) or less, or let it sign longer and raise 'signsAtMost' to Ttl.days(33)",
      },
    ]);
  });

  it('CaTtlAboveMaximum is silent at the maximum, and where there is none', () => {
    expect(
      findings({ upstream: { signsAtMost: Ttl.days(33) }, spire: { duration: Ttl.days(33) } }),
    ).toEqual([]);
    expect(findings({ upstream: {}, spire: { duration: Ttl.days(100) } })).toEqual([]);
  });
});
