import { DnsName } from '../../src/trust/dns-name';
import { NameConstraints, type NameConstraintsProps } from '../../src/trust/name-constraints';
import { refusalOf } from '../support/refusals';

const SERVICES = DnsName.of('istio-system.svc');
const MESH = NameConstraints.of({
  permittedDnsDomains: [SERVICES],
  permittedUriDomains: ['mesh.example.com'],
});

describe('what name constraints admit', () => {
  test.each(['istio-system.svc', 'istiod.istio-system.svc', 'a.b.istio-system.svc'])(
    'the DNS name %s, in a permitted domain',
    (name) => {
      expect(MESH.admits('DNS', name)).toBe(true);
    },
  );

  test.each(['svc', 'other-istio-system.svc', 'istio-system.svc.cluster.local', 'example.com'])(
    'but not %s, which is in none',
    (name) => {
      expect(MESH.admits('DNS', name)).toBe(false);
    },
  );

  test('of URIs the very host, as RFC 5280 has it, and nothing below', () => {
    expect(MESH.admits('URI', 'mesh.example.com')).toBe(true);
    expect(MESH.admits('URI', 'eu.mesh.example.com')).toBe(false);
    expect(MESH.admits('URI', 'example.com')).toBe(false);
  });

  test('with a dot everything below the host, and not the host', () => {
    const below = NameConstraints.of({ permittedUriDomains: ['.example.com'] });
    expect(below.admits('URI', 'mesh.example.com')).toBe(true);
    expect(below.admits('URI', 'eu.mesh.example.com')).toBe(true);
    expect(below.admits('URI', 'example.com')).toBe(false);
  });

  test('a form of name of which nothing is permitted is open', () => {
    const ofUris = NameConstraints.of({ permittedUriDomains: ['mesh.example.com'] });
    expect(ofUris.admits('DNS', 'shop.example.com')).toBe(true);
  });

  test('an excluded domain closes what a permitted one opens', () => {
    const constraints = NameConstraints.of({
      permittedDnsDomains: [DnsName.of('example.com')],
      excludedDnsDomains: [DnsName.of('internal.example.com')],
    });
    expect(constraints.admits('DNS', 'shop.example.com')).toBe(true);
    expect(constraints.admits('DNS', 'db.internal.example.com')).toBe(false);
    expect(constraints.excluding('DNS', 'db.internal.example.com')).toBe('internal.example.com');
    expect(constraints.excluding('DNS', 'shop.example.com')).toBeUndefined();
  });

  test('a wildcard is within a permitted domain, and stands for an excluded one', () => {
    const constraints = NameConstraints.of({
      permittedDnsDomains: [DnsName.of('example.com')],
      excludedDnsDomains: [DnsName.of('internal.example.com')],
    });
    expect(constraints.admits('DNS', '*.example.com')).toBe(false);
    expect(constraints.admits('DNS', '*.shop.example.com')).toBe(true);
    expect(MESH.admits('DNS', '*.istio-system.svc')).toBe(true);
  });

  test('excluded hosts of URIs', () => {
    const constraints = NameConstraints.of({ excludedUriDomains: ['.example.org', 'example.org'] });
    expect(constraints.admits('URI', 'example.org')).toBe(false);
    expect(constraints.admits('URI', 'eu.example.org')).toBe(false);
    expect(constraints.admits('URI', 'example.com')).toBe(true);
  });
});

test('they are written as OpenSSL prints them, in one order', () => {
  const constraints = NameConstraints.of({
    excludedUriDomains: ['.example.org'],
    permittedDnsDomains: [DnsName.of('shop.example.com'), SERVICES],
    excludedDnsDomains: [DnsName.of('example.net')],
    permittedUriDomains: ['mesh.example.com'],
  });
  expect(constraints.toString()).toBe(
    'permitted DNS:istio-system.svc, permitted DNS:shop.example.com, permitted URI:mesh.example.com, excluded DNS:example.net, excluded URI:.example.org',
  );
});

describe('refused are', () => {
  test.each<[string, NameConstraintsProps, string, string]>([
    ['constraints of nothing', {}, 'PropertyMissing', "'permittedDnsDomains' or another"],
    ['an empty list', { permittedUriDomains: [] }, 'PropertyOutOfRange', "'permittedUriDomains'"],
    [
      'a wildcard, which a domain has in it',
      { excludedDnsDomains: [DnsName.of('*.example.com')] },
      'PropertyMalformed',
      "'excludedDnsDomains' must be domains without '*', got *.example.com",
    ],
    [
      'a whole SPIFFE ID for its host',
      { permittedUriDomains: ['spiffe://mesh.example.com'] },
      'PropertyMalformed',
      "'permittedUriDomains[0]'",
    ],
    ['a host of dots', { excludedUriDomains: ['a..b'] }, 'PropertyMalformed', "'excludedUri"],
    [
      'a final dot',
      { permittedUriDomains: ['example.com.'] },
      'PropertyMalformed',
      "'permittedUri",
    ],
  ])('%s', (_, props, code, problem) => {
    const findings = refusalOf(() => NameConstraints.of(props));
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ code, path: 'NameConstraints.of' });
    expect(findings[0]?.problem).toContain(problem);
  });
});
