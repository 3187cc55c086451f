import { RootCertificate } from '../../../src/cert-manager/bundle/root-certificate';
import { SecretRef } from '../../../src/trust/secret-ref';
import { refusalOf } from '../../support/refusals';
import { ACME_ROOT_PEM } from '../subjects';

/** The certificate of a CA that `openssl x509 -req -CA` signed. */
const INTERMEDIATE_PEM = `-----BEGIN CERTIFICATE-----
MIIBnjCCAUWgAwIBAgIUWzGS8YRt4fnY5Uikegqy6JO/SgswCgYIKoZIzj0EAwIw
FzEVMBMGA1UEAwwMRXhhbXBsZSBSb290MCAXDTI2MTEyODE2NTgwNVoYDzIxMjYx
MTA0MTY1ODA1WjAxMRAwDgYDVQQKDAdFeGFtcGxlMR0wGwYDVQQDDBRFeGFtcGxl
IEludGVybWVkaWF0ZTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABDfMetTGxOLf
ThHyg1i7Kr9QAaoZyYbKO+v9JMPu4/6mMkrg3eURqUGqEJitCC9D8HiDzA8oJvV4
y0oX43fiT3mjUzBRMA8GA1UdEwEB/wQFMAMBAf8wHQYDVR0OBBYEFOQscJFZVMYK
+B7F0QvNoqkkKd4IMB8GA1UdIwQYMBaAFGE1zQaU858Mt2XJfohALwNrM2urMAoG
CCqGSM49BAMCA0cAMEQCIHU3PCoPa/6dIxdgAsi6H/RnRVyXIKTZ7oOi2CVmgCEH
AiBH+4P0to+vf0kLjQf8eJPoXKqKAckwjvWAHRHqGMm0hw==
-----END CERTIFICATE-----
`;

/** A self-signed certificate of a server, as `openssl req -x509` makes it with CA:FALSE. */
const LEAF_PEM = `-----BEGIN CERTIFICATE-----
MIIBiTCCATCgAwIBAgIUUNwFHZ/LFxXL0ZiPZlhkUoO0ZLUwCgYIKoZIzj0EAwIw
GzEZMBcGA1UEAwwQc2hvcC5leGFtcGxlLmNvbTAgFw0yNjExMjgxNjU4MDVaGA8y
MTI2MTEwNDE2NTgwNVowGzEZMBcGA1UEAwwQc2hvcC5leGFtcGxlLmNvbTBZMBMG
ByqGSM49AgEGCCqGSM49AwEHA0IABGsg+2fKkUMaolAYGHBtT7sZptvbCxWT5L89
oTRkAqD/9Tj+f+0A5BexBRM78j512AKVcSz7TDH0eE6b7Sg8J5ejUDBOMB0GA1Ud
DgQWBBTokn0tWv4HOKzeCBbxHSK+ezNr3zAfBgNVHSMEGDAWgBTokn0tWv4HOKze
CBbxHSK+ezNr3zAMBgNVHRMBAf8EAjAAMAoGCCqGSM49BAMCA0cAMEQCIBOg4DUm
qJAPvLIhbK+Thi5OePxX1ZdhGfysLhOZFqeeAiA9BRwybzeoIR7aUq8fKZFQZZQH
PJFe+r52Z4oyABv+FQ==
-----END CERTIFICATE-----
`;

describe('RootCertificate.pem', () => {
  it('IntermediateInBundle is silent on a self-signed CA, which gets into the Bundle as it is', () => {
    const root = RootCertificate.pem(ACME_ROOT_PEM);
    expect(root.source).toEqual({ inLine: ACME_ROOT_PEM });
    expect(root.prerequisitesIn('cert-manager')).toEqual([]);
    expect(root.toString()).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
  });

  it('is the same with or without a line end', () => {
    expect(RootCertificate.pem(ACME_ROOT_PEM.trimEnd())).toEqual(
      RootCertificate.pem(ACME_ROOT_PEM),
    );
  });

  it('IntermediateInBundle fires on a CA that somebody else signed', () => {
    expect(refusalOf(() => RootCertificate.pem(INTERMEDIATE_PEM))).toEqual([
      {
        code: 'IntermediateInBundle',
        path: 'RootCertificate.pem',
        problem:
          "'pem' must be a self-signed certificate of a CA, got CN=Example Intermediate, signed by somebody else or no CA",
        fix: 'write the certificate at the top of its chain: the last that openssl s_client -showcerts prints',
      },
    ]);
  });

  it('IntermediateInBundle fires on a self-signed certificate of a server', () => {
    expect(refusalOf(() => RootCertificate.pem(LEAF_PEM))).toMatchObject([
      {
        code: 'IntermediateInBundle',
        problem: expect.stringContaining('CN=shop.example.com') as unknown,
      },
    ]);
  });

  it.each([
    ['two certificates', ACME_ROOT_PEM + ACME_ROOT_PEM],
    ['a text around it', `root:\n${ACME_ROOT_PEM}`],
    ['a block of something else', ACME_ROOT_PEM.replaceAll('CERTIFICATE', 'PUBLIC KEY')],
    ['a block that is no certificate', ACME_ROOT_PEM.replace(/\n[A-Za-z0-9+/]{64}\n/, '\nAAAA\n')],
  ])('fails for %s', (_, pem) => {
    expect(refusalOf(() => RootCertificate.pem(pem))).toMatchObject([
      { code: 'PropertyMalformed', path: 'RootCertificate.pem' },
    ]);
  });
});

describe('RootCertificate elsewhere', () => {
  it('is a key of a Secret or a ConfigMap that is there beforehand', () => {
    const inSecret = RootCertificate.inSecret(SecretRef.of('corporate', 'root.pem'));
    expect(inSecret.source).toEqual({ secret: { name: 'corporate', key: 'root.pem' } });
    expect(inSecret.prerequisitesIn('pki')).toMatchObject([
      { kind: 'Secret', namespace: 'pki', name: 'corporate', keys: ['root.pem'] },
    ]);
    const inConfigMap = RootCertificate.inConfigMap('roots', 'a.pem');
    expect(inConfigMap.source).toEqual({ configMap: { name: 'roots', key: 'a.pem' } });
    expect(inConfigMap.prerequisitesIn('pki')).toMatchObject([
      { kind: 'ConfigMap', namespace: 'pki', name: 'roots', keys: ['a.pem'] },
    ]);
  });
});
