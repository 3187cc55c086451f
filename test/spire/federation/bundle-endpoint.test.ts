import { AcmeIssuer } from '../../../src/cert-manager/acme/acme-issuer';
import { CaIssuer } from '../../../src/cert-manager/issuer/ca-issuer';
import { BundleEndpoint } from '../../../src/spire/federation/bundle-endpoint';
import { EndpointCertificate } from '../../../src/spire/federation/endpoint-certificate';
import { DnsName } from '../../../src/trust/dns-name';
import { Ttl } from '../../../src/trust/ttl';
import { refusalOf } from '../../support/refusals';

const host = DnsName.of('spire.east.example.com');

describe('BundleEndpoint', () => {
  it('is at the port of HTTPS, known by an SVID, asked every five minutes, with an address of its own', () => {
    expect(BundleEndpoint.httpsSpiffe({ host })).toMatchObject({
      profile: 'https_spiffe',
      url: 'https://spire.east.example.com',
      certificate: undefined,
      refreshHint: Ttl.minutes(5),
      serviceType: 'LoadBalancer',
      serviceAnnotations: {},
    });
  });

  it('says its port where that is another', () => {
    const { url } = BundleEndpoint.httpsSpiffe({ host, port: 8443 });
    expect(url).toBe('https://spire.east.example.com:8443');
  });

  it('can show a certificate instead', () => {
    const certificate = EndpointCertificate.existing('spire-web');
    expect(BundleEndpoint.httpsWeb({ host, certificate })).toMatchObject({
      profile: 'https_web',
      certificate: { secretName: 'spire-web', issuer: undefined },
    });
  });

  it.each([Ttl.minutes(1), Ttl.days(1)])('may be asked every %s', (refreshHint) => {
    expect(() => BundleEndpoint.httpsSpiffe({ host, refreshHint })).not.toThrow();
  });

  it.each([Ttl.seconds(59), Ttl.hours(25)])('is not asked every %s', (refreshHint) => {
    expect(refusalOf(() => BundleEndpoint.httpsSpiffe({ host, refreshHint }))).toEqual([
      {
        code: 'PropertyOutOfRange',
        path: 'BundleEndpoint.httpsSpiffe',
        problem: `'refreshHint' must be from 1m, below which no server asks, to 24h, after which a new root comes too late, got ${refreshHint}`,
        fix: 'write Ttl.minutes(5)',
      },
    ]);
  });

  it('is at no wildcard', () => {
    const wildcard = DnsName.of('*.east.example.com');
    expect(refusalOf(() => BundleEndpoint.httpsSpiffe({ host: wildcard }))).toEqual([
      {
        code: 'PropertyMalformed',
        path: 'BundleEndpoint.httpsSpiffe',
        problem: "'host' must be a name that leads somewhere, got *.east.example.com",
        fix: "write DnsName.of('spire.east.example.com')",
      },
    ]);
  });
});

describe('EndpointCertificate', () => {
  it('has a Secret of its own name when an ACME server signs it', () => {
    const issuer = AcmeIssuer.cluster('letsencrypt');
    expect(EndpointCertificate.issuedBy(issuer)).toMatchObject({
      secretName: 'spire-bundle-endpoint',
      issuer,
    });
  });

  it('is not signed by a CA of the cluster, which the other side does not know', () => {
    const issuer = CaIssuer.cluster('mesh-root') as never;
    expect(refusalOf(() => EndpointCertificate.issuedBy(issuer))).toEqual([
      expect.objectContaining({
        code: 'PropertyWrongType',
        problem:
          "'issuer' must be of an ACME server, whose root the other side knows, got ClusterIssuer mesh-root, which signs CAs",
      }),
    ]);
  });
});
