import { TrustDomain } from '../../src/trust/trust-domain';
import { refusalOf } from '../support/refusals';

describe('TrustDomain', () => {
  it('is its bare name', () => {
    expect(TrustDomain.of('mesh.example.com').toString()).toBe('mesh.example.com');
  });

  it('equals another of the same name only', () => {
    expect(TrustDomain.of('example.org').equals(TrustDomain.of('example.org'))).toBe(true);
    expect(TrustDomain.of('example.org').equals(TrustDomain.of('example.com'))).toBe(false);
  });

  it.each([
    ['example.org', true],
    ['a', true],
    ['a_b-c.d', true],
    ['x'.repeat(63), true],
    ['x'.repeat(64), false],
    ['.example.org', false],
    ['example.org-', false],
    ['_example', false],
  ])('%s is the value of a label: %s', (name, isLabelValue) => {
    expect(TrustDomain.of(name).isLabelValue).toBe(isLabelValue);
  });

  it.each([
    '',
    'Example.org',
    'spiffe://example.org',
    'example.org:8080',
    'example.org/ns',
    'exämple.org',
    'example org',
    'example.org\n',
    'x'.repeat(256),
  ])('TrustDomainMalformed fires for %j', (name) => {
    const [finding] = refusalOf(() => TrustDomain.of(name));
    expect(finding).toMatchObject({ code: 'TrustDomainMalformed', path: 'TrustDomain.of' });
    expect(finding?.problem).toContain(`got ${JSON.stringify(name)}`);
    expect(finding?.fix).toContain("TrustDomain.of('mesh.example.com')");
  });

  it('TrustDomainMalformed fires for what is no text', () => {
    const number: unknown = 7;
    expect(refusalOf(() => TrustDomain.of(number as string))).toMatchObject([
      { code: 'TrustDomainMalformed' },
    ]);
  });

  it.each(['a', '0', '_', 'x'.repeat(255), '1.2.3.4', 'a-b_c.d'])(
    'TrustDomainMalformed is silent about %s',
    (name) => {
      expect(TrustDomain.of(name).toString()).toBe(name);
    },
  );
});
