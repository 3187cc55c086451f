import { IngressHosts } from '../../src/ingress/ingress-hosts';
import { DnsName } from '../../src/trust/dns-name';
import { refusalOf } from '../support/refusals';

describe('IngressHosts', () => {
  test('takes any host as the asterisk of a Gateway', () => {
    expect(IngressHosts.any().names).toEqual(['*']);
  });

  test('lists hosts in one order, however they were given', () => {
    const hosts = [DnsName.of('shop.example.com'), DnsName.of('*.api.example.com')];
    expect(IngressHosts.of(hosts).names).toEqual(['*.api.example.com', 'shop.example.com']);
    expect(`${IngressHosts.of([...hosts].reverse())}`).toBe('*.api.example.com, shop.example.com');
  });

  test('refuses an empty list, which would be no host at all', () => {
    expect(refusalOf(() => IngressHosts.of([]))).toMatchObject([{ code: 'PropertyOutOfRange' }]);
  });

  test('NamesClash fires for a host that is listed twice', () => {
    const host = DnsName.of('shop.example.com');
    expect(refusalOf(() => IngressHosts.of([host, DnsName.of('shop.example.com')]))).toMatchObject([
      {
        code: 'NamesClash',
        problem: "'hosts' must list each host once, got shop.example.com twice",
      },
    ]);
  });

  test('NamesClash is silent for a host and the wildcard above it', () => {
    const hosts = [DnsName.of('shop.example.com'), DnsName.of('*.example.com')];
    expect(IngressHosts.of(hosts).names).toHaveLength(2);
  });
});
