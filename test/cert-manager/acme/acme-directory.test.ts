import { AcmeDirectory, type HttpsUrl } from '../../../src/cert-manager/acme/acme-directory';
import { badInputsFor } from '../../support/bad-inputs';
import { refusalOf } from '../../support/refusals';
import { ACME_ROOT_PEM } from '../subjects';

const OWN = 'https://step-ca.pki.svc.cluster.local:9000/acme/mesh/directory';

describe("Let's Encrypt", () => {
  it('has its production and its staging at the addresses of ACME v2', () => {
    expect(AcmeDirectory.letsEncrypt().server).toBe(
      'https://acme-v02.api.letsencrypt.org/directory',
    );
    expect(AcmeDirectory.letsEncryptStaging().server).toBe(
      'https://acme-staging-v02.api.letsencrypt.org/directory',
    );
  });

  it('knows which of the two is for trying things out', () => {
    expect(AcmeDirectory.letsEncrypt().isStaging).toBe(false);
    expect(AcmeDirectory.letsEncryptStaging().isStaging).toBe(true);
    expect(AcmeDirectory.letsEncrypt().isLetsEncrypt).toBe(true);
    expect(AcmeDirectory.letsEncryptStaging().isLetsEncrypt).toBe(true);
  });

  it('is the same by its address', () => {
    const staging = AcmeDirectory.of('https://acme-staging-v02.api.letsencrypt.org/directory');
    expect(staging).toEqual(AcmeDirectory.letsEncryptStaging());
    expect(staging.isStaging).toBe(true);
  });
});

describe('an ACME server of one’s own', () => {
  it('is known by its address, and has no CA bundle unless it is given one', () => {
    const directory = AcmeDirectory.of(OWN);
    expect(directory.toString()).toBe(OWN);
    expect(directory).toMatchObject({ isStaging: false, isLetsEncrypt: false });
    expect(directory.caBundle).toBeUndefined();
  });

  it('brings the roots that verify it', () => {
    const caBundle = ACME_ROOT_PEM + ACME_ROOT_PEM;
    expect(AcmeDirectory.of(OWN, { caBundle }).caBundle).toBe(caBundle);
  });

  it.each([
    ['a block that is no certificate', ACME_ROOT_PEM.replace('MIIB', 'AAAA')],
    ['one of two that is none', ACME_ROOT_PEM + ACME_ROOT_PEM.replace('MIIB', 'AAAA')],
    ['a private key', '-----BEGIN PRIVATE KEY-----\nMIGH\n-----END PRIVATE KEY-----\n'],
    ['a key beside a certificate', `${ACME_ROOT_PEM}-----BEGIN EC PRIVATE KEY-----\nMIGH\n`],
    ['PEM in base64', Buffer.from(ACME_ROOT_PEM).toString('base64')],
  ])('fails for a CA bundle with %s', (_, caBundle) => {
    const findings = refusalOf(() => AcmeDirectory.of(OWN, { caBundle }));
    expect(findings).toMatchObject([{ code: 'PropertyMalformed', path: 'AcmeDirectory.of' }]);
    expect(findings[0]?.problem).toContain("'caBundle' must be certificates in PEM");
  });

  it.each([
    'https://acme-v01.api.letsencrypt.org/directory',
    'https://acme-staging.api.letsencrypt.org/directory',
    'http://acme-v02.api.letsencrypt.org/directory',
    'acme-v02.api.letsencrypt.org/directory',
    'https://acme-v02.api.letsencrypt.org',
    'https://user:password@ca.example.com/directory',
    'https://ca.example.com/directory?key=1',
    'https://ca.example.com/directory ',
    'https://ca..example.com/directory',
    'https://ca.example.com:0/directory',
    'https://ca.example.com:65536/directory',
    `https://${'a.'.repeat(127)}com/directory`,
  ])('fails for %s', (url) => {
    expect(refusalOf(() => AcmeDirectory.of(url as HttpsUrl))).toEqual([
      {
        code: 'PropertyMalformed',
        path: 'AcmeDirectory.of',
        problem: `'url' must be the https URL of an ACME v2 directory, got "${url}"`,
        fix: "write AcmeDirectory.letsEncrypt(), or AcmeDirectory.of('https://ca.example.com/acme/directory')",
      },
    ]);
  });

  it.each(badInputsFor(OWN))('fails for $flaw', ({ value }) => {
    expect(refusalOf(() => AcmeDirectory.of(value as HttpsUrl))).toMatchObject([
      { code: 'PropertyMalformed', path: 'AcmeDirectory.of' },
    ]);
  });
});
