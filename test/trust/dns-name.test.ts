import { DnsName } from '../../src/trust/dns-name';
import { refusalOf } from '../support/refusals';

const LONGEST = [63, 63, 63, 61].map((length) => 'x'.repeat(length)).join('.');

describe('DnsName', () => {
  it('is its bare name', () => {
    expect(DnsName.of('shop.example.com').toString()).toBe('shop.example.com');
    expect(DnsName.of('shop.example.com').isWildcard).toBe(false);
  });

  it('may stand for every name one label below', () => {
    expect(DnsName.of('*.example.com').isWildcard).toBe(true);
  });

  it('names a Service within its cluster', () => {
    expect(DnsName.ofService('istiod', 'istio-system').toString()).toBe('istiod.istio-system.svc');
  });

  it.each([
    '',
    '*',
    '*.',
    'a.*.com',
    '*a.com',
    'Example.com',
    'example.com.',
    '.example.com',
    'a..b',
    '-a.com',
    'a-.com',
    'a_b.com',
    'https://example.com',
    'example.com:443',
    'example.com\n',
    'x'.repeat(64),
    `x${LONGEST}`,
    `${LONGEST}.x`,
  ])('DnsNameMalformed fires for %j', (name) => {
    const [finding] = refusalOf(() => DnsName.of(name));
    expect(finding).toMatchObject({ code: 'DnsNameMalformed', path: 'DnsName.of' });
    expect(finding?.problem).toContain(`got ${JSON.stringify(name)}`);
    expect(finding?.fix).toContain("DnsName.of('shop.example.com')");
  });

  it.each(['a', '0', 'a-b.c', 'x'.repeat(63), LONGEST, '*.a.b', 'localhost'])(
    'DnsNameMalformed is silent about %s',
    (name) => {
      expect(DnsName.of(name).toString()).toBe(name);
    },
  );
});
