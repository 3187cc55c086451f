import type { KubernetesObject } from '../../../src/stack/rendered-environment';
import type { MeshUnderTest } from '../../mesh-under-test/mesh-under-test';
import type { Seen } from '../wrong-case';
import { importing } from '../written';
import { istiodSays, refusedBy, statusOf } from './edge-answers';
import { CONTROL, gateway, GATEWAY_NAMESPACE, hostOf, https, routed } from './edge-objects';
import type { AcmeRoot, EdgeTrial } from './edge-trial';
import { environmentAtEdge, site, siteOf } from './edge-written';

const topic = 'TLS and callers at the edge';
const GATEWAY = 'the ingress gateway, of istiod 1.31';
const SIMPLE = { mode: 'SIMPLE', credentialName: CONTROL };
const ANSWER = { directResponse: { status: 200 } };
const CERTIFICATE =
  "GatewayCertificate.existing({ secretName: 'shop', hosts: [DnsName.of('shop.example.com')] })";
const ROUTE =
  "{ name: 'shop', matches: [{ type: 'prefix', path: '/' }], destination: { service: 'shop', port: 80 } }";

const BOTH =
  "GatewayCertificate.existing({ secretName: 'both', hosts: [DnsName.of('shop.example.com'), DnsName.of('blog.example.com')] })";
const TWO_SITES = environmentAtEdge({
  sites: ['shop', 'blog'].map((name) =>
    siteOf(name, `ServerTls.simple(${BOTH})`, `hosts: [DnsName.of('${name}.example.com')]`),
  ),
});

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
    written: environmentAtEdge({
      sites: [
        siteOf(
          'shop',
          "ServerTls.mutual(GatewayCertificate.of({ name: 'shop', hosts: [DnsName.of('shop.example.com')], issuer: AcmeIssuer.cluster('letsencrypt') }), ClientCa.inCertificateSecret())",
        ),
      ],
    }),
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
    id: 'ca-of-clients-under-another-key',
    topic,
    mistake: 'The CA of clients is under a key of its Secret that Istio does not read.',
    written: `${importing(['ClientCa', 'SecretRef'])}

export const ca = ClientCa.inSecret(SecretRef.of('clients-cacert', 'root.pem'));`,
    plain: `kind: Secret
metadata:
  name: clients-cacert
data:
  root.pem: …
---
kind: Gateway
spec:
  servers:
    - tls: { mode: MUTUAL, credentialName: shop, caCertCredentialName: clients-cacert }`,
    judgedBy: `${GATEWAY}, and curl`,
    objects: () => [
      {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 'wrong-edge-clients-cacert', namespace: GATEWAY_NAMESPACE },
        stringData: { 'root.pem': 'none' },
      },
      gateway('wrong-edge-clients', [
        https(hostOf('wrong-edge-clients'), {
          mode: 'MUTUAL',
          credentialName: CONTROL,
          caCertCredentialName: 'wrong-edge-clients-cacert',
        }),
      ]),
    ],
    look: async (mesh: MeshUnderTest): Promise<Seen> => {
      const curl = await refusedBy(mesh, hostOf('wrong-edge-clients'), 35, /reset/, '--insecure');
      const words =
        /failed to fetch ca certificate for kubernetes:\/\/wrong-edge-clients-cacert: .*/;
      const istiod = await istiodSays(mesh, words);
      return {
        verdict: 'fails later',
        said: `${curl}, whoever asks. istiod logs: ${istiod.replaceAll('wrong-edge-', '')}`,
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
