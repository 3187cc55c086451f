import { HttpIngress, type HttpIngressProps } from '../../src/ingress/http-ingress';
import type { HttpRoute } from '../../src/ingress/http-route';
import { IngressHosts } from '../../src/ingress/ingress-hosts';
import { DnsName } from '../../src/trust/dns-name';
import { emptyChart, find, manifestsOf } from '../support/manifests';
import { refusalOf } from '../support/refusals';

const cart: HttpRoute = {
  name: 'cart',
  matches: [{ type: 'prefix', path: '/cart' }],
  destination: { service: 'cart', port: 8080 },
};
const props: HttpIngressProps = {
  name: 'shop',
  namespace: 'store',
  gatewaySelector: { istio: 'ingressgateway' },
  hosts: IngressHosts.any(),
  routes: [cart],
};

function synthesized(changes: Partial<HttpIngressProps> = {}): ReturnType<typeof manifestsOf> {
  const chart = emptyChart();
  new HttpIngress(chart, 'HttpIngress', { ...props, ...changes });
  return manifestsOf(chart);
}

function refused(changes: Partial<HttpIngressProps>): ReturnType<typeof refusalOf> {
  return refusalOf(() => synthesized(changes));
}

describe('HttpIngress', () => {
  test('opens port 80 on the Pods that the selector names', () => {
    expect(find(synthesized(), 'Gateway', 'shop')).toMatchObject({
      apiVersion: 'networking.istio.io/v1',
      metadata: {
        name: 'shop',
        namespace: 'store',
        labels: { 'app.kubernetes.io/name': 'shop', 'app.kubernetes.io/part-of': 'mesh-trust' },
      },
      spec: {
        selector: { istio: 'ingressgateway' },
        servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['*'] }],
      },
    });
  });

  test('sends requests through its own Gateway to the Service of the route', () => {
    expect(find(synthesized(), 'VirtualService', 'shop')).toMatchObject({
      apiVersion: 'networking.istio.io/v1',
      metadata: { name: 'shop', namespace: 'store' },
      spec: {
        hosts: ['*'],
        gateways: ['shop'],
        http: [
          {
            name: 'cart',
            match: [{ uri: { prefix: '/cart' } }],
            route: [{ destination: { host: 'cart', port: { number: 8080 } } }],
          },
        ],
      },
    });
  });

  test('emits nothing else', () => {
    expect(synthesized()).toHaveLength(2);
  });

  test('keeps the order of routes and matches, since the first that matches has the request', () => {
    const login: HttpRoute = {
      name: 'login',
      matches: [
        { type: 'exact', path: '/login' },
        { type: 'exact', path: '/a' },
      ],
      destination: { service: 'accounts', port: 80 },
    };
    expect(find(synthesized({ routes: [login, cart] }), 'VirtualService', 'shop')).toMatchObject({
      spec: {
        http: [
          { name: 'login', match: [{ uri: { exact: '/login' } }, { uri: { exact: '/a' } }] },
          { name: 'cart' },
        ],
      },
    });
  });

  test('names the same hosts in the Gateway and in the VirtualService', () => {
    const hosts = IngressHosts.of([DnsName.of('shop.example.com'), DnsName.of('a.example.com')]);
    const manifests = synthesized({ hosts });
    const names = ['a.example.com', 'shop.example.com'];
    expect(find(manifests, 'Gateway', 'shop')).toMatchObject({
      spec: { servers: [{ hosts: names }] },
    });
    expect(find(manifests, 'VirtualService', 'shop')).toMatchObject({ spec: { hosts: names } });
  });

  test('refuses a selector without labels, which would open every gateway of the mesh', () => {
    expect(refused({ gatewaySelector: {} })).toMatchObject([
      {
        code: 'PropertyOutOfRange',
        path: 'test/HttpIngress',
        fix: expect.stringContaining("gatewaySelector: { istio: 'ingressgateway' }") as string,
      },
    ]);
  });

  test('refuses a Service with its namespace, which Istio would not complete', () => {
    const destination = { service: 'cart.store.svc', port: 8080 };
    expect(refused({ routes: [{ ...cart, destination }] })).toMatchObject([
      {
        code: 'PropertyMalformed',
        problem: expect.stringContaining("'routes[0].destination.service'") as string,
      },
    ]);
  });

  test('refuses a path without its leading slash, and one with a query', () => {
    const routes = ['cart', '/cart?id=1'].map((path) => ({
      ...cart,
      matches: [{ type: 'exact' as const, path }],
    }));
    expect(refused({ routes })).toMatchObject([
      { code: 'PropertyMalformed', problem: expect.stringContaining('got "cart"') as string },
      { code: 'PropertyMalformed', problem: expect.stringContaining('"/cart?id=1"') as string },
    ]);
  });

  test('NamesClash fires for a route that another one hides', () => {
    expect(refused({ routes: [cart, { ...cart, name: 'other' }] })).toMatchObject([
      {
        code: 'NamesClash',
        problem: "'routes' must have each path once, got prefix /cart twice",
      },
    ]);
    const matches = [{ type: 'exact', path: '/other' }] as const;
    expect(refused({ routes: [cart, { ...cart, matches }] })).toMatchObject([
      { code: 'NamesClash', problem: "'routes' must have each name once, got cart twice" },
    ]);
  });

  test('NamesClash is silent for a path that is taken exactly and as a prefix', () => {
    const matches = [{ type: 'exact', path: '/cart' }] as const;
    expect(synthesized({ routes: [{ ...cart, name: 'exact', matches }, cart] })).toHaveLength(2);
  });
});
