import { SpiffeId } from '../../src/trust/spiffe-id';
import { TrustDomain } from '../../src/trust/trust-domain';
import { refusalOf } from '../support/refusals';

const exampleOrg = TrustDomain.of('example.org');

describe('SpiffeId', () => {
  it('has the form from which Istio derives a peer', () => {
    const id = SpiffeId.forServiceAccount(exampleOrg, 'shop', 'cart');
    expect(id.toString()).toBe('spiffe://example.org/ns/shop/sa/cart');
    expect(id.path).toBe('/ns/shop/sa/cart');
  });

  it("has SPIRE's own forms", () => {
    expect(SpiffeId.forSpireServer(exampleOrg).toString()).toBe(
      'spiffe://example.org/spire/server',
    );
    expect(SpiffeId.forSpireAgent(exampleOrg, 'eu-1', '0d2c').toString()).toBe(
      'spiffe://example.org/spire/agent/k8s_psat/eu-1/0d2c',
    );
  });

  it('is read from its URI', () => {
    const id = SpiffeId.parse('spiffe://mesh.example.com/ns/a/sa/b');
    expect(id.trustDomain.toString()).toBe('mesh.example.com');
    expect(id.path).toBe('/ns/a/sa/b');
    expect(id.equals(SpiffeId.forServiceAccount(id.trustDomain, 'a', 'b'))).toBe(true);
    expect(id.equals(SpiffeId.forServiceAccount(id.trustDomain, 'a', 'c'))).toBe(false);
  });

  it('may be the trust domain itself', () => {
    expect(SpiffeId.parse('spiffe://example.org').path).toBe('');
  });

  it('tells whose it is', () => {
    expect(SpiffeId.forSpireServer(exampleOrg).isIn(exampleOrg)).toBe(true);
    expect(SpiffeId.forSpireServer(exampleOrg).isIn(TrustDomain.of('example.com'))).toBe(false);
  });

  it.each([
    '',
    'example.org/ns/a/sa/b',
    'https://example.org/ns/a/sa/b',
    'SPIFFE://example.org/a',
    'spiffe:///ns/a',
    'spiffe://Example.org/a',
    'spiffe://example.org/',
    'spiffe://example.org/a/',
    'spiffe://example.org//a',
    'spiffe://example.org/a/./b',
    'spiffe://example.org/a/..',
    'spiffe://example.org/a?b',
    'spiffe://example.org/a#b',
    'spiffe://example.org/a%20b',
    'spiffe://example.org:8443/a',
    'spiffe://me@example.org/a',
    `spiffe://${'x'.repeat(256)}/a`,
    'spiffe://example.org/a\n',
  ])('SpiffeIdMalformed fires for %j', (text) => {
    const [finding] = refusalOf(() => SpiffeId.parse(text));
    expect(finding).toMatchObject({
      code: 'SpiffeIdMalformed',
      fix: "write the form of the mesh: SpiffeId.forServiceAccount(trustDomain, 'shop', 'cart')",
    });
    expect(finding?.problem).toContain(`got ${JSON.stringify(text)}`);
  });

  it('SpiffeIdMalformed fires beyond 2048 bytes', () => {
    const text = 'spiffe://example.org/'.padEnd(2049, 'x');
    expect(refusalOf(() => SpiffeId.parse(text))).toMatchObject([{ code: 'SpiffeIdMalformed' }]);
  });

  it.each([
    ['shop/sa/admin', 'cart'],
    ['shop', 'cart/x'],
    ['', 'cart'],
    ['..', 'cart'],
  ])('SpiffeIdMalformed fires for the namespace %j and the account %j', (namespace, account) => {
    expect(
      refusalOf(() => SpiffeId.forServiceAccount(exampleOrg, namespace, account)),
    ).toMatchObject([{ code: 'SpiffeIdMalformed' }]);
  });

  it.each([
    'spiffe://example.org/.../a',
    'spiffe://example.org/..a/b.',
    'spiffe://a_b/A-Z_0.9',
    'spiffe://example.org/'.padEnd(2048, 'x'),
  ])('SpiffeIdMalformed is silent about %.40s', (text) => {
    expect(SpiffeId.parse(text).toString()).toBe(text);
  });
});
