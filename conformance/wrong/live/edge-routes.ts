import { deployment, type MeshUnderTest } from '../../mesh-under-test/mesh-under-test';
import { yamlOf } from '../../mesh-under-test/manifests';
import { proxyAnswer } from '../../mesh-under-test/proxy';
import type { Seen } from '../wrong-case';
import { importing } from '../written';
import { refusedBy, statusOf } from './edge-answers';
import { CONTROL, gateway, GATEWAY_NAMESPACE, hostOf, http, https, routed } from './edge-objects';
import type { EdgeTrial } from './edge-trial';
import { environmentAtEdge, site, siteOf } from './edge-written';
import { answered, normalised, silentlyWrong } from './trial';

const topic = 'TLS and callers at the edge';
const GATEWAY = 'the ingress gateway, of istiod 1.31';
const INGRESS = deployment(GATEWAY_NAMESPACE, 'istio-ingressgateway');
const EGRESS = deployment(GATEWAY_NAMESPACE, 'istio-egressgateway');
const ROUTES = '/config_dump?mask=dynamic_route_configs';
const SIMPLE = { mode: 'SIMPLE', credentialName: CONTROL };
const TLS =
  "tls: ServerTls.simple(GatewayCertificate.existing({ secretName: 'shop', hosts: [DnsName.of('shop.example.com')] }))";

/** Mistakes of hosts and routes. */
export const ROUTE_TRIALS: readonly EdgeTrial[] = [
  {
    id: 'redirect-of-what-is-https-already',
    topic,
    mistake: 'A route redirects to HTTPS what has come by HTTPS.',
    written: site(
      [],
      TLS,
      "routes: [{ name: 'shop', matches: [{ type: 'prefix', path: '/' }], redirect: { scheme: 'https' } }]",
    ),
    plain: `kind: VirtualService     # of a Gateway with both ports
spec:
  hosts: [shop.example.com]
  http:
    - redirect: { scheme: https }`,
    judgedBy: `${GATEWAY}, then curl`,
    objects: () => [
      gateway('wrong-edge-loop', [
        http(hostOf('wrong-edge-loop')),
        https(hostOf('wrong-edge-loop'), SIMPLE),
      ]),
      routed('wrong-edge-loop', hostOf('wrong-edge-loop'), { redirect: { scheme: 'https' } }),
    ],
    look: async (mesh: MeshUnderTest): Promise<Seen> => {
      const following = ['--insecure', '--location', '--max-redirs', '20'];
      const said = await refusedBy(mesh, hostOf('wrong-edge-loop'), 47, /redirects/, ...following);
      return { verdict: 'fails later', said: `301 without end: ${said}` };
    },
  },
  {
    id: 'route-of-a-path-without-slash',
    topic,
    mistake: 'The path of a route does not begin with a slash.',
    written: site(
      [],
      TLS,
      "routes: [{ name: 'cart', matches: [{ type: 'prefix', path: 'cart' }], destination: { service: 'cart', port: 80 } }]",
    ),
    plain: `kind: VirtualService
spec:
  hosts: [shop.example.com]
  http:
    - match: [{ uri: { prefix: cart } }]
      route: [{ destination: { host: cart } }]`,
    judgedBy: `webhook of istiod 1.31, then the ingress gateway`,
    objects: () => [
      gateway('wrong-edge-slash', [http(hostOf('wrong-edge-slash'))]),
      routed(
        'wrong-edge-slash',
        hostOf('wrong-edge-slash'),
        { match: [{ uri: { exact: '/there' } }], directResponse: { status: 204 } },
        { match: [{ uri: { prefix: 'cart' } }], directResponse: { status: 200 } },
      ),
    ],
    look: async (mesh: MeshUnderTest): Promise<Seen> => {
      const address = `http://${hostOf('wrong-edge-slash')}`;
      await statusOf(mesh, `${address}/there`, '204');
      const status = await statusOf(mesh, `${address}/cart`, '404');
      return { verdict: 'fails later', said: `The webhook takes it. GET /cart: ${status}` };
    },
  },
  {
    id: 'route-that-another-one-hides',
    topic,
    mistake: 'Two routes are for one path.',
    written: site(
      [],
      TLS,
      `routes: ['old', 'new'].map((service) => ({ name: service, matches: [{ type: 'prefix', path: '/cart' }], destination: { service, port: 80 } }))`,
    ),
    plain: `kind: VirtualService
spec:
  hosts: [shop.example.com]
  http:
    - match: [{ uri: { prefix: /cart } }]
      route: [{ destination: { host: old } }]
    - match: [{ uri: { prefix: /cart } }]
      route: [{ destination: { host: new } }]`,
    judgedBy: `webhook of istiod 1.31, then the ingress gateway`,
    objects: () => [gateway('wrong-edge-hidden', [http(hostOf('wrong-edge-hidden'))]), HIDDEN],
    look: async (mesh: MeshUnderTest): Promise<Seen> => {
      const { stderr } = await mesh.applied(yamlOf([HIDDEN]));
      const status = await statusOf(mesh, `http://${hostOf('wrong-edge-hidden')}/cart`, '200');
      return silentlyWrong(
        status === '200',
        `The first has every request. kubectl prints: ${normalised(stderr)}`,
      );
    },
  },
  {
    id: 'weights-of-more-than-a-hundred',
    topic,
    mistake: 'The shares of two versions are 90 and 20 of a hundred.',
    written: site(
      [],
      TLS,
      "routes: [{ name: 'shop', matches: [{ type: 'prefix', path: '/' }], destinations: [{ service: 'old', port: 80, weight: 90 }, { service: 'new', port: 80, weight: 20 }] }]",
    ),
    plain: `kind: VirtualService
spec:
  hosts: [shop.example.com]
  http:
    - route:
        - { destination: { host: old }, weight: 90 }
        - { destination: { host: new }, weight: 20 }`,
    judgedBy: `webhook of istiod 1.31, then the Envoy of the ingress gateway`,
    objects: () => [
      gateway('wrong-edge-weights', [http(hostOf('wrong-edge-weights'))]),
      routed('wrong-edge-weights', hostOf('wrong-edge-weights'), {
        route: ['details', 'ratings'].map((service, index) => ({
          destination: { host: `${service}.bookinfo.svc.cluster.local`, port: { number: 9080 } },
          weight: index === 0 ? 90 : 20,
        })),
      }),
    ],
    look: async (mesh: MeshUnderTest): Promise<Seen> => {
      const weights = await answered('the gateway has both weights', async () => {
        const said = await proxyAnswer(mesh.components, INGRESS, ROUTES);
        const [, clusters = ''] = /"weighted_clusters":\s*(\{[\s\S]*?\]\s*[,}])/.exec(said) ?? [];
        const found = [...clusters.matchAll(/"weight": ?(\d+)/g)].map(([, weight]) =>
          Number(weight),
        );
        return found.length === 2 ? found : undefined;
      });
      const [first = 0, second = 0] = weights;
      const share = Math.round((100 * first) / (first + second));
      return silentlyWrong(
        first === 90 && second === 20,
        `The webhook takes it. Envoy shares out ${first} to ${second}: the first has ${share} of a hundred requests, the second ${100 - share}`,
      );
    },
  },
  {
    id: 'host-of-two-sites',
    topic,
    mistake: 'Two sites have one host.',
    written: environmentAtEdge({
      sites: ['old', 'new'].map((name) =>
        siteOf(
          name,
          `ServerTls.simple(GatewayCertificate.existing({ secretName: '${name}', hosts: [DnsName.of('shop.example.com')] }))`,
        ),
      ),
    }),
    plain: `kind: Gateway            # and another of the same host, with its own VirtualService
metadata:
  name: old
spec:
  servers:
    - port: { number: 443, name: https, protocol: HTTPS }
      hosts: [shop.example.com]
      tls: { mode: SIMPLE, credentialName: old }`,
    judgedBy: GATEWAY,
    objects: () =>
      ['wrong-edge-host-1', 'wrong-edge-host-2'].flatMap((name, index) => [
        gateway(name, [https(hostOf('wrong-edge-host'), SIMPLE)]),
        routed(name, hostOf('wrong-edge-host'), { directResponse: { status: 200 + index } }),
      ]),
    look: async (mesh: MeshUnderTest): Promise<Seen> => {
      const address = `https://${hostOf('wrong-edge-host')}/`;
      const status = await statusOf(mesh, address, '200', '--insecure');
      return silentlyWrong(
        status === '200',
        'Both are taken, without a warning. The older one has every request, the other none',
      );
    },
  },
  {
    id: 'site-of-no-gateway',
    topic,
    mistake: 'A site has no gateway that serves it.',
    written: environmentAtEdge({
      gateways: '[]',
      accounts: [],
      sites: [
        siteOf(
          'shop',
          "ServerTls.simple(GatewayCertificate.existing({ secretName: 'shop', hosts: [DnsName.of('shop.example.com')] }))",
        ),
      ],
    }),
    plain: `kind: Gateway
spec:
  selector: { istio: ingress }    # no Pod has this label
  servers:
    - port: { number: 443, name: https, protocol: HTTPS }
      hosts: [shop.example.com]
      tls: { mode: SIMPLE, credentialName: shop }`,
    judgedBy: `webhook of istiod 1.31, then curl`,
    objects: () => [
      gateway('wrong-edge-nowhere', [https(hostOf('wrong-edge-nowhere'), SIMPLE)], {
        istio: 'ingress',
      }),
    ],
    look: async (mesh: MeshUnderTest): Promise<Seen> => {
      const said = await refusedBy(mesh, hostOf('wrong-edge-nowhere'), 35, /./, '--insecure');
      return { verdict: 'fails later', said: `The webhook takes it. ${said}` };
    },
  },
  {
    id: 'gateway-selector-without-labels',
    topic,
    mistake: 'The selector of a Gateway has no label.',
    written: `import { App, Chart } from 'cdk8s';
${importing(['HttpIngress', 'IngressHosts'])}

new HttpIngress(new Chart(new App(), 'ingress'), 'HttpIngress', {
  name: 'shop',
  namespace: 'shop',
  gatewaySelector: {},
  hosts: IngressHosts.any(),
  routes: [{ name: 'shop', matches: [{ type: 'prefix', path: '/' }], destination: { service: 'shop', port: 80 } }],
});`,
    plain: `kind: Gateway
spec:
  selector: {}
  servers:
    - port: { number: 80, name: http, protocol: HTTP }
      hosts: [shop.example.com]`,
    judgedBy: 'webhook of istiod 1.31, then the Envoy of the egress gateway',
    objects: () => [
      gateway('wrong-edge-every', [http(hostOf('wrong-edge-every'))], {}),
      routed('wrong-edge-every', hostOf('wrong-edge-every'), { directResponse: { status: 200 } }),
    ],
    look: async (mesh: MeshUnderTest): Promise<Seen> => {
      const said = await answered('the egress gateway has the host', async () => {
        const routes = await proxyAnswer(mesh.components, EGRESS, ROUTES);
        return routes.includes(hostOf('wrong-edge-every')) ? routes : undefined;
      });
      return silentlyWrong(
        said !== '',
        'The webhook takes it. Every gateway of the mesh serves the host: the egress gateway, too',
      );
    },
  },
];

const HIDDEN = routed(
  'wrong-edge-hidden',
  hostOf('wrong-edge-hidden'),
  ...[200, 201].map((status) => ({
    match: [{ uri: { prefix: '/cart' } }],
    directResponse: { status },
  })),
);
