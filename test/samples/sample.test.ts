import { Bookinfo } from '../../src/samples/bookinfo';
import { Sample } from '../../src/samples/sample';
import { DnsName } from '../../src/trust/dns-name';
import { refusalOf } from '../support/refusals';

describe('Sample', () => {
  test('puts Bookinfo in a namespace of its own and serves it on any host', () => {
    expect(Sample.bookinfo()).toMatchObject({
      name: 'bookinfo',
      namespace: 'bookinfo',
      hosts: undefined,
      serviceAccounts: Bookinfo.SERVICE_ACCOUNTS,
      routes: Bookinfo.ROUTES,
    });
  });

  test('takes the namespace and the hosts of Bookinfo', () => {
    const hosts = [DnsName.of('bookinfo.example.com')];
    expect(Sample.bookinfo({ namespace: 'default', hosts })).toMatchObject({
      namespace: 'default',
      hosts,
    });
  });

  test('refuses a namespace that is no DNS label and a list of no hosts, both at once', () => {
    expect(refusalOf(() => Sample.bookinfo({ namespace: 'Book_Info', hosts: [] }))).toMatchObject([
      { code: 'PropertyMalformed', path: 'Sample.bookinfo', fix: "write 'bookinfo'" },
      { code: 'PropertyOutOfRange' },
    ]);
  });
});
