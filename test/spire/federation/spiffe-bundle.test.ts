import { SpiffeBundle } from '../../../src/spire/federation/spiffe-bundle';
import { certificateOf } from '../../support/certificates';
import { bundleText, ROOTS } from '../../support/federations';
import { refusalOf } from '../../support/refusals';

const [EAST = '', WEST = ''] = ROOTS.map((root) => root.replaceAll('\n', ''));

const refusal = (text: string): readonly string[] =>
  refusalOf(() => SpiffeBundle.parse(text)).map(({ code, problem }) => `${code}: ${problem}`);

describe('SpiffeBundle', () => {
  it('SpiffeBundleMalformed is silent for what SPIRE prints', () => {
    expect(SpiffeBundle.parse(bundleText(EAST, WEST)).certificates).toEqual([EAST, WEST].sort());
  });

  it('SpiffeBundleMalformed fires for everything else', async () => {
    const leaf = await certificateOf({ isCa: false });
    const root = { use: 'x509-svid', x5c: [EAST] };
    const keys = (...all: readonly object[]): string => JSON.stringify({ keys: all });
    const wrong: readonly (readonly [text: string, rule: string])[] = [
      ['-----BEGIN CERTIFICATE-----', 'must be a JSON object'],
      ['[]', 'must be a JSON object'],
      ['{}', "must have a list 'keys'"],
      [JSON.stringify({ keys: ['one'] }), "must have a list 'keys'"],
      [keys(), 'must have a key of X.509-SVIDs'],
      [keys({ use: 'jwt-svid', kid: 'one' }), 'must have a key of X.509-SVIDs'],
      [keys({ ...root, d: 'of the key' }), 'must have no private key'],
      [keys(root, { use: 'jwt-svid', kty: 'RSA', p: 'of the key' }), 'must have no private key'],
      [keys({ use: 'x509-svid' }), "must have one certificate in base64 as 'x5c'"],
      [keys({ ...root, x5c: [EAST, WEST] }), "must have one certificate in base64 as 'x5c'"],
      [keys({ ...root, x5c: ['no base64!'] }), "must have one certificate in base64 as 'x5c'"],
      [keys({ ...root, x5c: ['AAAA'] }), "must have the certificate of a CA as 'x5c'"],
      [keys({ ...root, x5c: [leaf] }), "must have the certificate of a CA as 'x5c'"],
    ];
    for (const [text, rule] of wrong) {
      expect(refusal(text)).toEqual([
        expect.stringContaining(`SpiffeBundleMalformed: a SPIFFE bundle ${rule}`),
      ]);
    }
  });

  it('never shows what it refuses as a private key', () => {
    const text = JSON.stringify({ keys: [{ use: 'x509-svid', x5c: [EAST], d: 'a-secret' }] });
    expect(refusal(text).join()).not.toContain('a-secret');
  });

  it('writes the key that is in the certificate, whatever stood beside it', () => {
    const text = JSON.stringify({
      keys: [{ use: 'x509-svid', kty: 'RSA', n: 'AQAB', x5c: [EAST] }],
    });
    const { keys } = JSON.parse(SpiffeBundle.parse(text).toString()) as { keys: object[] };
    expect(keys).toEqual([
      {
        use: 'x509-svid',
        kty: 'EC',
        crv: 'P-256',
        x: expect.stringMatching(/^[\w-]{43}$/) as string,
        y: expect.stringMatching(/^[\w-]{43}$/) as string,
        x5c: [EAST],
      },
    ]);
  });

  it('leaves out the keys of JWT-SVIDs and the number of the bundle, which change every day', () => {
    const jwt = { use: 'jwt-svid', kty: 'EC', kid: 'one', crv: 'P-256', x: 'x', y: 'y' };
    const written = SpiffeBundle.parse(
      JSON.stringify({ keys: [jwt, { use: 'x509-svid', x5c: [EAST] }], spiffe_sequence: 7 }),
    ).toString();
    expect(written).toBe(SpiffeBundle.parse(bundleText(EAST)).toString());
  });

  it('is the same for its roots in another order, and for one that is there twice', () => {
    const one = SpiffeBundle.parse(bundleText(EAST, WEST)).toString();
    expect(SpiffeBundle.parse(bundleText(WEST, EAST, WEST)).toString()).toBe(one);
    expect(SpiffeBundle.parse(one).toString()).toBe(one);
  });

  it('knows the trust domains that its certificates name', async () => {
    const named = await certificateOf({ isCa: true, uri: 'spiffe://east.example.com' });
    expect(SpiffeBundle.parse(bundleText(named)).trustDomains).toEqual(['east.example.com']);
    expect(SpiffeBundle.parse(bundleText(EAST)).trustDomains).toEqual([]);
  });

  it('knows the roots that another one has, too', () => {
    const both = SpiffeBundle.parse(bundleText(EAST, WEST));
    expect(both.sharedWith(SpiffeBundle.parse(bundleText(WEST)))).toEqual([WEST]);
    expect(
      SpiffeBundle.parse(bundleText(EAST)).sharedWith(SpiffeBundle.parse(bundleText(WEST))),
    ).toEqual([]);
  });
});
