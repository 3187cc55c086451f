import { MeshTrustError, refuse, refuseAny, type Finding } from '../../src/trust/mesh-trust-error';
import { refusalOf } from '../support/refusals';

const svid: Finding = {
  code: 'SvidOutlivesCaRotation',
  path: 'production/50-spire-server/SpireServer',
  problem: "'x509SvidTtl' must be at most a sixth of 'caTtl' (24h), got 6h",
  fix: "write Ttl.hours(4) or less, or raise 'caTtl' to Ttl.hours(36)",
};
const child: Finding = {
  code: 'ChildOutlivesParent',
  path: 'production/40-istiod-ca/cacerts',
  problem: "'duration' must not exceed 360h, got 720h",
  fix: "shorten 'duration' to Ttl.days(15)",
};

describe('MeshTrustError', () => {
  it('tells all findings of what was refused, with their codes in one column', () => {
    expect(new MeshTrustError([svid, child], 'production').message).toBe(
      [
        'production: 2 findings, nothing written',
        '',
        'SvidOutlivesCaRotation   production/50-spire-server/SpireServer',
        "  'x509SvidTtl' must be at most a sixth of 'caTtl' (24h), got 6h",
        "  write Ttl.hours(4) or less, or raise 'caTtl' to Ttl.hours(36)",
        'ChildOutlivesParent      production/40-istiod-ca/cacerts',
        "  'duration' must not exceed 360h, got 720h",
        "  shorten 'duration' to Ttl.days(15)",
      ].join('\n'),
    );
  });

  it('counts one finding as one', () => {
    expect(new MeshTrustError([child], 'dev').message).toMatch(
      /^dev: 1 finding, nothing written\n\nChildOutlivesParent {3}production/,
    );
  });

  it('has no title when a single value is refused', () => {
    expect(new MeshTrustError([child]).message).toBe(
      [
        'ChildOutlivesParent   production/40-istiod-ca/cacerts',
        "  'duration' must not exceed 360h, got 720h",
        "  shorten 'duration' to Ttl.days(15)",
      ].join('\n'),
    );
  });

  it('is an Error with a name, the code of its first finding and its subject', () => {
    const error = new MeshTrustError([svid, child], 'production');
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({
      name: 'MeshTrustError',
      code: 'SvidOutlivesCaRotation',
      subject: 'production',
      findings: [svid, child],
    });
  });
});

describe('refusing', () => {
  it('throws one finding', () => {
    expect(refusalOf(() => refuse(svid))).toEqual([svid]);
  });

  it('throws all findings at once', () => {
    expect(
      refusalOf(() => {
        refuseAny([svid, child]);
      }),
    ).toEqual([svid, child]);
  });

  it('throws nothing when there is nothing', () => {
    expect(() => {
      refuseAny([], 'production');
    }).not.toThrow();
  });
});
