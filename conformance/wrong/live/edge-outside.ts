import type { KubernetesObject } from '../../../src/stack/rendered-environment';
import { deployment, type MeshUnderTest } from '../../mesh-under-test/mesh-under-test';
import { proxyAnswer } from '../../mesh-under-test/proxy';
import type { Seen, WrongCase } from '../wrong-case';
import { environmentWith, importing } from '../written';
import { istiodSays } from './edge-answers';
import { GATEWAY_NAMESPACE, hostOf } from './edge-objects';
import type { EdgeTrial } from './edge-trial';
import { answered, refusalOf, silentlyWrong } from './trial';

const topic = 'TLS and callers at the edge';
const EGRESS = deployment(GATEWAY_NAMESPACE, 'istio-egressgateway');

/** The clusters of an Envoy: those that it sends to, and those that it has not all the parts of yet. */
interface Clusters {
  readonly dynamic_active_clusters?: readonly object[];
  readonly dynamic_warming_clusters?: readonly object[];
}

/** Mistakes of TLS to servers outside the mesh. */
export const OUTSIDE_TRIALS: readonly EdgeTrial[] = [
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

/** Servers outside that the API server refuses. */
export const OUTSIDE_CASES: readonly WrongCase[] = [
  {
    id: 'pattern-for-a-server-outside',
    topic,
    mistake: 'A server outside is named by a pattern, which DNS does not resolve.',
    written: calling("host: DnsName.of('*.partner.example')"),
    plain: `kind: ServiceEntry
spec:
  hosts: ['*.partner.example']
  ports: [{ number: 80, name: http, protocol: HTTP, targetPort: 443 }]
  resolution: DNS`,
    judgedBy: 'webhook of istiod 1.31',
    watch: (mesh) =>
      refused(mesh, '*.partner.example', [
        { number: 80, name: 'http', protocol: 'HTTP', targetPort: 443 },
      ]),
  },
  {
    id: 'plain-calls-on-the-port-of-tls',
    topic,
    mistake: 'Plain calls are taken on the port on which the server outside speaks TLS.',
    written: calling("host: DnsName.of('api.partner.example')", 'plainPort: 443'),
    plain: `kind: ServiceEntry
spec:
  hosts: [api.partner.example]
  ports:
    - { number: 443, name: http, protocol: HTTP }
    - { number: 443, name: https, protocol: HTTPS }
  resolution: DNS`,
    judgedBy: 'kube-apiserver 1.36',
    watch: (mesh) =>
      refused(mesh, 'api.partner.example', [
        { number: 443, name: 'http', protocol: 'HTTP' },
        { number: 443, name: 'https', protocol: 'HTTPS' },
      ]),
  },
];

/** Calls to a server outside, as a user of the package writes them. */
function calling(...props: readonly string[]): string {
  return environmentWith({
    imports: ['DnsName', 'ExternalService', 'Gateway', 'OriginatedTls'],
    istio:
      '{ ca: IstioCa.certManager({ lifetime: Lifetime.of(Ttl.days(30)) }), gateways: [Gateway.egress()] }',
    others: [
      `egress: [ExternalService.of({ name: 'partner', ${props.join(', ')}, tls: OriginatedTls.simple() })]`,
    ],
  });
}

async function refused(mesh: MeshUnderTest, host: string, ports: readonly object[]): Promise<Seen> {
  const entry = {
    apiVersion: 'networking.istio.io/v1',
    kind: 'ServiceEntry',
    metadata: { name: 'partner', namespace: GATEWAY_NAMESPACE },
    spec: { hosts: [host], ports, resolution: 'DNS' },
  };
  const said = await refusalOf(mesh, entry);
  return {
    verdict: 'refused',
    said: said.replace(/^admission webhook "[^"]*" denied the request: /, ''),
  };
}

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
