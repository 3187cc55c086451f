import type { KubernetesObject } from '../../../src/stack/rendered-environment';
import { proxyAnswer } from '../../mesh-under-test/proxy';
import { deployment, ISTIOD, type MeshUnderTest } from '../../mesh-under-test/mesh-under-test';
import type { Seen } from '../wrong-case';
import { importing } from '../written';
import { CONTROL, gateway, GATEWAY_NAMESPACE, hostOf, http, https, routed } from './edge-objects';
import { environmentWithSites, siteOf } from './edge-written';
import { type AcmeRoot, askGateway, complaintOf, type EdgeTrial } from './edge-trial';
import { answered, normalised, silentlyWrong } from './trial';

const topic = 'TLS and callers at the edge';
const GATEWAY = 'the ingress gateway, of istiod 1.31';
const EGRESS = deployment(GATEWAY_NAMESPACE, 'istio-egressgateway');
const SIMPLE = { mode: 'SIMPLE', credentialName: CONTROL };
const ANSWER = { directResponse: { status: 200 } };
const CERTIFICATE =
  "GatewayCertificate.existing({ secretName: 'shop', hosts: [DnsName.of('shop.example.com')] })";
const ROUTE =
  "{ name: 'shop', matches: [{ type: 'prefix', path: '/' }], destination: { service: 'shop', port: 80 } }";

const BOTH =
  "GatewayCertificate.existing({ secretName: 'both', hosts: [DnsName.of('shop.example.com'), DnsName.of('blog.example.com')] })";
const TWO_SITES = environmentWithSites(
  [],
  ...['shop', 'blog'].map((name) =>
    siteOf(name, `ServerTls.simple(${BOTH})`, `hosts: [DnsName.of('${name}.example.com')]`),
  ),
);

/** The clusters of an Envoy: those that it sends to, and those that it has not all the parts of yet. */
interface Clusters {
  readonly dynamic_active_clusters?: readonly object[];
  readonly dynamic_warming_clusters?: readonly object[];
}

/** A site with these properties, as a user of the package writes it. */
function site(names: readonly string[], ...props: readonly string[]): string {
  return [
    importing(['DnsName', 'GatewayCertificate', 'ServerTls', 'Site', ...names]),
    '',
    'export const site = Site.of({',
    "  name: 'shop',",
    "  namespace: 'shop',",
    ...props.map((line) => `  ${line},`),
    '});',
  ].join('\n');
}

/** Mistakes of TLS at the gateways. */
export const TLS_TRIALS: readonly EdgeTrial[] = [
  {
    id: 'host-not-in-the-certificate',
    topic,
    mistake: 'A gateway serves a host that its certificate does not name.',
    written: site(
      [],
      `tls: ServerTls.simple(${CERTIFICATE})`,
      "hosts: [DnsName.of('blog.example.com')]",
      `routes: [${ROUTE}]`,
    ),
    plain: `kind: Gateway
spec:
  servers:
    - port: { number: 443, name: https, protocol: HTTPS }
      hosts: [blog.example.com]
      tls: { mode: SIMPLE, credentialName: shop }    # for shop.example.com`,
    judgedBy: `${GATEWAY}, then curl`,
    objects: () => [
      gateway('wrong-edge-name', [https(hostOf('wrong-edge-name'), SIMPLE)]),
      routed('wrong-edge-name', hostOf('wrong-edge-name'), ANSWER),
    ],
    look: async (mesh: MeshUnderTest, { root }: AcmeRoot): Promise<Seen> => {
      const said = await refusedBy(
        mesh,
        hostOf('wrong-edge-name'),
        60,
        /alternative/,
        '--cacert',
        root,
      );
      return {
        verdict: 'fails later',
        said: said.replaceAll(hostOf('wrong-edge-name'), 'blog.example.com'),
      };
    },
  },
  {
    id: 'certificate-of-two-sites',
    topic,
    mistake: 'Two sites show one certificate.',
    written: TWO_SITES,
    plain: `kind: Gateway            # and another for blog.example.com, with the same credentialName
spec:
  servers:
    - port: { number: 443, name: https, protocol: HTTPS }
      hosts: [shop.example.com]
      tls: { mode: SIMPLE, credentialName: both }`,
    judgedBy: `${GATEWAY}, then curl`,
    objects: () =>
      ['wrong-edge-first', 'wrong-edge-second'].flatMap((name) => [
        gateway(name, [https(hostOf(name), SIMPLE)]),
        routed(name, hostOf(name), ANSWER),
      ]),
    look: async (mesh: MeshUnderTest): Promise<Seen> => {
      const [first, second] = [hostOf('wrong-edge-first'), hostOf('wrong-edge-second')];
      const right = await statusOf(mesh, `https://${second}/`, '200', '--insecure');
      const header = ['--insecure', '--header', `Host: ${second}`];
      const wrong = await statusOf(mesh, `https://${first}/`, '404', ...header);
      return {
        verdict: 'fails later',
        said: `A request for the second answers ${right} over a connection of its own, and ${wrong} over one that was opened for the first, as browsers send it`,
      };
    },
  },
  {
    id: 'certificate-in-another-namespace',
    topic,
    mistake: 'The certificate of a gateway is in the namespace of the application.',
    written: `${importing(['AcmeIssuer', 'DnsName', 'GatewayCertificate'])}

export const certificate = GatewayCertificate.of({
  name: 'shop',
  namespace: 'shop',
  hosts: [DnsName.of('shop.example.com')],
  issuer: AcmeIssuer.cluster('letsencrypt'),
});`,
    plain: `kind: Certificate
metadata:
  name: shop
  namespace: shop        # the gateway runs in istio-system
---
kind: Gateway
spec:
  servers:
    - tls: { mode: SIMPLE, credentialName: shop }`,
    judgedBy: `${GATEWAY}, and curl`,
    objects: () => [
      secret('wrong-edge-elsewhere'),
      gateway('wrong-edge-elsewhere', [
        https(hostOf('wrong-edge-elsewhere'), {
          mode: 'SIMPLE',
          credentialName: 'wrong-edge-elsewhere',
        }),
      ]),
    ],
    look: async (mesh: MeshUnderTest): Promise<Seen> => {
      const curl = await refusedBy(mesh, hostOf('wrong-edge-elsewhere'), 35, /reset/, '--insecure');
      const words =
        /failed to fetch key and certificate for kubernetes:\/\/wrong-edge-elsewhere: .*/;
      const istiod = await istiodSays(mesh, words);
      return {
        verdict: 'fails later',
        said: `${curl}. istiod logs: ${istiod.replaceAll('wrong-edge-elsewhere', 'shop')}`,
      };
    },
  },
  {
    id: 'ca-of-clients-of-an-acme-certificate',
    topic,
    mistake: 'Clients are verified by the `ca.crt` beside a certificate of an ACME server.',
    written: environmentWithSites(
      ['AcmeIssuer', 'ClientCa'],
      siteOf(
        'shop',
        "ServerTls.mutual(GatewayCertificate.of({ name: 'shop', hosts: [DnsName.of('shop.example.com')], issuer: AcmeIssuer.cluster('letsencrypt') }), ClientCa.inCertificateSecret())",
      ),
    ),
    plain: `kind: Gateway
spec:
  servers:
    - port: { number: 443, name: https, protocol: HTTPS }
      hosts: [shop.example.com]
      tls: { mode: MUTUAL, credentialName: shop }    # issued by an ACME server`,
    judgedBy: `${GATEWAY}, and curl`,
    objects: () => [
      gateway('wrong-edge-mutual', [
        https(hostOf('wrong-edge-mutual'), { mode: 'MUTUAL', credentialName: CONTROL }),
      ]),
    ],
    look: async (mesh: MeshUnderTest): Promise<Seen> => {
      const curl = await refusedBy(mesh, hostOf('wrong-edge-mutual'), 35, /reset/, '--insecure');
      const words = new RegExp(
        `failed to fetch ca certificate for kubernetes://${CONTROL}-cacert: (?!secret ).*`,
      );
      const istiod = await istiodSays(mesh, words);
      return {
        verdict: 'fails later',
        said: `${curl}, whoever asks. istiod logs: ${istiod.replaceAll(CONTROL, 'shop')}`,
      };
    },
  },
  {
    id: 'redirect-of-what-is-https-already',
    topic,
    mistake: 'A route redirects to HTTPS what has come by HTTPS.',
    written: site(
      [],
      `tls: ServerTls.simple(${CERTIFICATE})`,
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
    id: 'server-outside-not-verified',
    topic,
    mistake: 'TLS to a server outside does not verify who answers.',
    written: `${importing(['OriginatedTls'])}

export const tls = OriginatedTls.simple({ insecureSkipVerify: true });`,
    plain: `kind: DestinationRule
spec:
  host: api.partner.example
  trafficPolicy:
    tls: { mode: SIMPLE, insecureSkipVerify: true }`,
    judgedBy: 'webhook of istiod 1.31, then the Envoy of the egress gateway',
    objects: () => outside('wrong-edge-unverified', { mode: 'SIMPLE', insecureSkipVerify: true }),
    look: async (mesh: MeshUnderTest): Promise<Seen> => {
      const cluster = await clusterOf(mesh, 'wrong-edge-unverified');
      const [, context] = /"validation_context": ?(\{\s*\})/.exec(cluster) ?? [];
      return silentlyWrong(
        context !== undefined,
        'It is taken. The cluster of Envoy speaks TLS with `"validation_context": {}`: it verifies nothing',
      );
    },
  },
  {
    id: 'client-certificate-in-another-namespace',
    topic,
    mistake: 'The client certificate for a server outside is in the namespace of the caller.',
    written: `${importing(['OriginatedTls', 'SecretRef'])}

export const tls = OriginatedTls.mutual(SecretRef.of('partner', 'tls.crt'), { namespace: 'shop' });`,
    plain: `kind: Secret
metadata:
  name: partner
  namespace: shop        # the egress gateway runs in istio-system
---
kind: DestinationRule
spec:
  host: api.partner.example
  trafficPolicy:
    tls: { mode: MUTUAL, credentialName: partner }`,
    judgedBy: 'istiod 1.31 and the Envoy of the egress gateway',
    objects: () => [
      secret('wrong-edge-partner'),
      ...outside('wrong-edge-partner', { mode: 'MUTUAL', credentialName: 'wrong-edge-partner' }),
    ],
    look: async (mesh: MeshUnderTest): Promise<Seen> => {
      await clusterOf(mesh, 'wrong-edge-partner');
      const words = /failed to fetch key and certificate for kubernetes:\/\/wrong-edge-partner: .*/;
      const said = await istiodSays(mesh, words);
      return {
        verdict: 'fails later',
        said: `The gateway waits for its certificate. istiod logs: ${said.replaceAll('wrong-edge-partner', 'partner')}`,
      };
    },
  },
];

/** A Secret where no gateway looks for it. */
function secret(name: string): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace: 'bookinfo' },
    stringData: { 'tls.crt': 'none', 'tls.key': 'none' },
  };
}

/** A server outside the mesh, and how proxies speak to it. */
function outside(name: string, tls: object): readonly KubernetesObject[] {
  const metadata = { name, namespace: GATEWAY_NAMESPACE };
  return [
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'ServiceEntry',
      metadata,
      spec: {
        hosts: [hostOf(name)],
        ports: [{ number: 443, name: 'https', protocol: 'HTTPS' }],
        resolution: 'STATIC',
        endpoints: [{ address: '192.0.2.1' }],
      },
    },
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'DestinationRule',
      metadata,
      spec: { host: hostOf(name), trafficPolicy: { tls } },
    },
  ];
}

/** The cluster of a server outside, as the Envoy of the egress gateway has it. */
function clusterOf({ components }: MeshUnderTest, name: string): Promise<string> {
  const asked =
    '/config_dump?include_eds=off&mask=dynamic_active_clusters,dynamic_warming_clusters';
  return answered(`the egress gateway has ${name}`, async () => {
    const { configs } = JSON.parse(await proxyAnswer(components, EGRESS, asked)) as {
      readonly configs: readonly Clusters[];
    };
    const own = configs
      .flatMap((each) => [
        ...(each.dynamic_active_clusters ?? []),
        ...(each.dynamic_warming_clusters ?? []),
      ])
      .map((each) => JSON.stringify(each))
      .find((each) => each.includes(hostOf(name)));
    return own;
  });
}

/** What istiod has logged, once it has. */
function istiodSays({ components }: MeshUnderTest, words: RegExp): Promise<string> {
  return answered(`istiod logs ${String(words)}`, async () => {
    const log = await components.log(ISTIOD, 'discovery');
    const [found] = words.exec(log) ?? [];
    return found && normalised(found);
  });
}

/** What curl complains of, once it ends with this code and these words. */
function refusedBy(
  mesh: MeshUnderTest,
  host: string,
  wanted: number,
  words: RegExp,
  ...options: readonly string[]
): Promise<string> {
  return answered(`curl ends with ${wanted} at ${host}`, async () => {
    const outcome = await askGateway(mesh, `https://${host}/`, ...options);
    const said = complaintOf(outcome);
    return outcome.code === wanted && words.test(said) ? said : undefined;
  });
}

/** The status of an answer, once it is this. */
function statusOf(
  mesh: MeshUnderTest,
  url: string,
  wanted: string,
  ...options: readonly string[]
): Promise<string> {
  return answered(`${url} answers ${wanted}`, async () => {
    const { stdout } = await askGateway(mesh, url, ...options);
    return stdout === wanted ? stdout : undefined;
  });
}
