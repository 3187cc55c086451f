import { AcmeIssuer } from '../../src/cert-manager/acme/acme-issuer';
import { GatewayCertificate } from '../../src/ingress/gateway-certificate';
import { DnsName } from '../../src/trust/dns-name';
import { KeyAlgorithm } from '../../src/trust/key-algorithm';
import { Lifetime } from '../../src/trust/lifetime';
import { Ttl } from '../../src/trust/ttl';
import { refusalOf } from '../support/refusals';

const WWW = DnsName.of('www.example.com');
const MOBILE = DnsName.of('mobile.example.com');
const issuer = AcmeIssuer.cluster('letsencrypt');

describe('GatewayCertificate', () => {
  test('has a Secret of its own name', () => {
    const certificate = GatewayCertificate.of({ name: 'www', hosts: [WWW], issuer });
    expect(certificate.secretName).toBe('www');
    expect(certificate.request).toEqual({ name: 'www', hosts: [WWW], issuer });
  });

  test('carries everything that a Certificate is made of', () => {
    const props = {
      name: 'istio-ingress-certs',
      hosts: [WWW, MOBILE],
      issuer,
      lifetime: Lifetime.of(Ttl.days(90)),
      key: KeyAlgorithm.ECDSA_P384,
    };
    expect(GatewayCertificate.of(props).request).toBe(props);
  });

  test('of a Secret that exists is requested from nobody', () => {
    const certificate = GatewayCertificate.existing({ secretName: 'bought', hosts: [WWW] });
    expect(certificate.secretName).toBe('bought');
    expect(certificate.request).toBeUndefined();
  });

  test('lists its hosts in one order, however they were given', () => {
    const one = GatewayCertificate.of({ name: 'shared', hosts: [WWW, MOBILE], issuer });
    expect(one.hosts.map(String)).toEqual(['mobile.example.com', 'www.example.com']);
  });

  test('covers its own names, and one label below a wildcard', () => {
    const hosts = [WWW, DnsName.of('*.apps.example.com')];
    const certificate = GatewayCertificate.of({ name: 'www', hosts, issuer });
    const covered = ['www.example.com', 'a.apps.example.com', '*.apps.example.com'];
    const others = [
      'example.com',
      'apps.example.com',
      'a.b.apps.example.com',
      '*.a.apps.example.com',
      '*.example.com',
    ];
    expect(covered.filter((name) => certificate.covers(DnsName.of(name)))).toEqual(covered);
    expect(others.filter((name) => certificate.covers(DnsName.of(name)))).toEqual([]);
  });

  test('NamesClash fires for a host that a certificate lists twice', () => {
    const hosts = [WWW, MOBILE, DnsName.of('www.example.com')];
    const refused = [
      {
        code: 'NamesClash',
        problem: "'hosts' must list each host once, got www.example.com twice",
      },
    ];
    expect(refusalOf(() => GatewayCertificate.of({ name: 'www', hosts, issuer }))).toMatchObject(
      refused,
    );
    expect(
      refusalOf(() => GatewayCertificate.existing({ secretName: 'www', hosts })),
    ).toMatchObject(refused);
  });

  test('refuses what is no issuer', () => {
    const props = { name: 'www', hosts: [WWW], issuer: 'letsencrypt' as never };
    expect(refusalOf(() => GatewayCertificate.of(props))).toMatchObject([
      { code: 'PropertyWrongType', fix: "write AcmeIssuer.cluster('letsencrypt')" },
    ]);
  });
});
