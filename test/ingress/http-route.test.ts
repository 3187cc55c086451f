import { HttpIngress } from '../../src/ingress/http-ingress';
import type { HttpRoute, WeightedDestination } from '../../src/ingress/http-route';
import { IngressHosts } from '../../src/ingress/ingress-hosts';
import { DnsName } from '../../src/trust/dns-name';
import { emptyChart, find, manifestsOf } from '../support/manifests';
import { refusalOf } from '../support/refusals';

const WWW = DnsName.of('www.example.com');
const APPS = DnsName.of('*.apps.example.com');
const MATCHES = [{ type: 'prefix', path: '/hello' }] as const;

function virtualServiceOf(...routes: readonly HttpRoute[]): unknown {
  const chart = emptyChart();
  new HttpIngress(chart, 'HttpIngress', {
    name: 'hello',
    namespace: 'hello',
    gatewaySelector: { istio: 'ingressgateway' },
    hosts: IngressHosts.of([WWW, APPS]),
    routes,
  });
  return find(manifestsOf(chart), 'VirtualService', 'hello');
}

function weighted(...weights: readonly number[]): HttpRoute {
  const destinations: WeightedDestination[] = weights.map((weight, index) => ({
    service: `helloworld-v${index + 1}`,
    port: 5000,
    weight,
  }));
  return { name: 'hello', matches: MATCHES, destinations };
}

describe('a weighted route', () => {
  test('shares requests out between Services', () => {
    expect(virtualServiceOf(weighted(90, 10))).toMatchObject({
      spec: {
        http: [
          {
            name: 'hello',
            route: [
              { destination: { host: 'helloworld-v1', port: { number: 5000 } }, weight: 90 },
              { destination: { host: 'helloworld-v2', port: { number: 5000 } }, weight: 10 },
            ],
          },
        ],
      },
    });
  });

  test('may keep a version ready that gets nothing yet', () => {
    expect(virtualServiceOf(weighted(100, 0))).toMatchObject({
      spec: { http: [{ route: [{ weight: 100 }, { weight: 0 }] }] },
    });
  });

  test.each([[[90, 20]], [[50]], [[0, 0]]])(
    'is refused when its weights are not 100 together: %j',
    (weights) => {
      expect(refusalOf(() => virtualServiceOf(weighted(...weights)))).toMatchObject([
        {
          code: 'PropertyOutOfRange',
          problem: `'routes[0].destinations' must have weights that are 100 together, got ${weights.reduce((sum, weight) => sum + weight)}`,
        },
      ]);
    },
  );

  test('is refused when it names a Service and port twice', () => {
    const half = { service: 'helloworld', port: 5000, weight: 50 };
    const route = { name: 'hello', matches: MATCHES, destinations: [half, half] };
    expect(refusalOf(() => virtualServiceOf(route))).toMatchObject([
      { code: 'NamesClash', problem: expect.stringContaining('got "helloworld:5000"') as string },
    ]);
  });
});

describe('a route', () => {
  test('without a destination is refused, with both forms in the words', () => {
    const route = { name: 'hello', matches: MATCHES } as unknown as HttpRoute;
    expect(refusalOf(() => virtualServiceOf(route))).toMatchObject([
      {
        code: 'PropertyMissing',
        problem: expect.stringContaining("'routes[0].destination' must be given") as string,
      },
    ]);
  });

  test('with one destination and several is refused', () => {
    const both = {
      ...weighted(100),
      destination: { service: 'helloworld', port: 5000 },
    } as unknown as HttpRoute;
    expect(refusalOf(() => virtualServiceOf(both))).toMatchObject([
      { code: 'PropertyMalformed', problem: expect.stringContaining('destinations') as string },
    ]);
  });

  test('says no weight where there is one destination', () => {
    const destination = { service: 'helloworld', port: 5000 };
    expect(virtualServiceOf({ name: 'hello', matches: MATCHES, destination })).toMatchObject({
      spec: { http: [{ route: [{ destination: { host: 'helloworld' } }] }] },
    });
  });

  test('of some hosts takes their requests alone, whether or not the client names the port', () => {
    const route: HttpRoute = { ...weighted(100), hosts: [WWW, APPS] };
    expect(virtualServiceOf(route)).toMatchObject({
      spec: {
        http: [
          {
            match: [
              {
                uri: { prefix: '/hello' },
                authority: { regex: '(?i)www\\.example\\.com(:[0-9]+)?' },
              },
              {
                uri: { prefix: '/hello' },
                authority: { regex: '(?i)[^:]+\\.apps\\.example\\.com(:[0-9]+)?' },
              },
            ],
          },
        ],
      },
    });
  });

  test('of a host that the ingress does not serve is refused', () => {
    const route: HttpRoute = { ...weighted(100), hosts: [DnsName.of('mobile.example.com')] };
    expect(refusalOf(() => virtualServiceOf(route))).toMatchObject([
      {
        code: 'PropertyMalformed',
        problem:
          "'routes' must be for hosts of the ingress (*.apps.example.com, www.example.com), got mobile.example.com in hello",
      },
    ]);
  });

  test('may have the same path as another for another host', () => {
    const one: HttpRoute = { ...weighted(100), name: 'www', hosts: [WWW] };
    const other: HttpRoute = { ...weighted(100), name: 'apps', hosts: [APPS] };
    expect(virtualServiceOf(one, other)).toMatchObject({
      spec: { http: [{ name: 'www' }, { name: 'apps' }] },
    });
    expect(refusalOf(() => virtualServiceOf(one, { ...other, hosts: [WWW] }))).toMatchObject([
      { code: 'NamesClash', problem: expect.stringContaining('of www.example.com') as string },
    ]);
  });
});
