import type { KubernetesObject } from '../../../src/stack/rendered-environment';
import { succeeded } from '../../components/execute';
import { kubectl } from '../../components/kubectl';
import type { MeshUnderTest } from '../../mesh-under-test/mesh-under-test';
import type { Seen, WrongCase } from '../wrong-case';
import { environmentWith } from '../written';
import { APPLICATION, applicationWith } from './injection-trial';
import { endsTlsAtSidecars, withIstiod } from './istiod-trial';
import { answered, during, normalised, silentlyWrong } from './trial';

const NAMESPACE = 'bookinfo';
const PORT = 9443;

/** TLS that a sidecar is to end. */
export const SIDECAR_TLS_CASES: readonly WrongCase[] = [
  {
    id: 'tls-on-sidecar-ingress-off',
    topic: 'TLS and callers at the edge',
    mistake: 'A sidecar is to end TLS, and istiod has `ENABLE_TLS_ON_SIDECAR_INGRESS` off.',
    written: environmentWith({
      imports: ['ClientCa', 'DnsName', 'GatewayCertificate', 'Sample', 'ServerTls'],
      others: [
        `samples: [
    Sample.httpbin({
      tls: ServerTls.mutual(
        GatewayCertificate.existing({ secretName: 'httpbin-tls', hosts: [DnsName.of('httpbin.httpbin.svc.cluster.local')] }),
        ClientCa.inCertificateSecret(),
      ),
    }),
  ]`,
      ],
    }),
    plain: `kind: Sidecar
spec:
  workloadSelector: { labels: { app: httpbin } }
  ingress:
    - port: { number: 9443, name: https, protocol: HTTPS }
      defaultEndpoint: 127.0.0.1:80
      tls:
        mode: MUTUAL
        serverCertificate: /etc/istio/tls-certs/tls.crt
        privateKey: /etc/istio/tls-certs/tls.key
        caCertificates: /etc/istio/tls-certs/ca.crt
---
kind: PeerAuthentication
spec:
  selector: { matchLabels: { app: httpbin } }
  portLevelMtls: { 9443: { mode: DISABLE } }`,
    judgedBy: 'webhook of istiod 1.31 and the sidecar, then curl',
    watch: servesPlaintext,
  },
];

/** The same, where istiod is started again with it on. */
export const SIDECAR_FILE_CASES: readonly WrongCase[] = [
  {
    id: 'sidecar-tls-without-its-files',
    topic: 'TLS and callers at the edge',
    mistake: 'A sidecar is to end TLS by files that are not mounted into it.',
    written: `import type { Renderable } from 'cdk8s-mesh-trust';

const ingress = [
  {
    port: { number: 9443, name: 'https', protocol: 'HTTPS' },
    tls: { mode: 'SIMPLE', serverCertificate: '/etc/istio/tls-certs/tls.crt', privateKey: '/etc/istio/tls-certs/tls.key' },
  },
];
const metadata = { name: 'details', namespace: 'bookinfo' };
const labels = { app: 'details' };

export const added: Renderable = {
  name: 'production',
  render: () => ({
    name: 'production',
    istioctl: [],
    chain: { tree: '', mermaid: '' },
    layers: [
      { name: '95-workloads', remoteResources: [], patches: [], objects: [
        { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'bookinfo' } },
        { apiVersion: 'networking.istio.io/v1', kind: 'Sidecar', metadata, spec: { workloadSelector: { labels }, ingress } },
        { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec: { selector: { matchLabels: labels }, template: { metadata: { labels } } } },
      ] },
    ],
  }),
};`,
    plain: `kind: Sidecar            # and no sidecar.istio.io/userVolumeMount at the Pods
spec:
  workloadSelector: { labels: { app: details } }
  ingress:
    - port: { number: 9443, name: https, protocol: HTTPS }
      defaultEndpoint: 127.0.0.1:9080
      tls:
        mode: SIMPLE
        serverCertificate: /etc/istio/tls-certs/tls.crt
        privateKey: /etc/istio/tls-certs/tls.key`,
    judgedBy: 'istiod 1.31 with `ENABLE_TLS_ON_SIDECAR_INGRESS`, and the sidecar, then curl',
    watch: takesNobody,
  },
];

function servesPlaintext(mesh: MeshUnderTest): Promise<Seen> {
  return during(mesh, endingTls('details', 'MUTUAL'), async () => {
    const plain = await asked(mesh, 'details', `http://${PORT}`, (_, status) => status === '200');
    const tls = await asked(mesh, 'details', `https://${PORT}`, (code) => code !== 0);
    return silentlyWrong(
      plain === '200',
      `The webhook takes it without a warning. Plain HTTP to the port, from outside the mesh and without a certificate: ${plain}. HTTPS: ${tls}`,
    );
  });
}

function takesNobody(mesh: MeshUnderTest): Promise<Seen> {
  const { name } = APPLICATION;
  return withIstiod(mesh, endsTlsAtSidecars, async ({ answers }) => {
    await answers();
    const application = await applicationWith(mesh, {});
    return during(mesh, [...endingTls(name, 'SIMPLE'), application], async () => {
      await mesh.register([APPLICATION]);
      succeeded('the application', await mesh.components.start(APPLICATION));
      const file = await answered('its proxy has its own certificate, and waits for another', () =>
        waitedFor(mesh),
      );
      const ready = await mesh.components.proxyAdmin(APPLICATION, '/ready');
      const isRefused = (code: number): boolean => code === 7;
      const tls = await asked(mesh, name, `https://${PORT}`, isRefused);
      await asked(mesh, name, 'http://9080', isRefused);
      return {
        verdict: 'fails later',
        said: `The proxy of a new Pod is ${ready.stdout.trim()}: it waits for ${file}. Every port of the Pod, that of the mesh, too, refuses: ${tls}`,
      };
    });
  });
}

/** The certificate for which the proxy of the application waits, once it has that of the mesh. */
async function waitedFor({ components }: MeshUnderTest): Promise<string | undefined> {
  const { stdout } = await components.proxyAdmin(APPLICATION, '/config_dump');
  const [, active = '', warming = ''] =
    /"dynamic_active_secrets": \[([\s\S]*)"dynamic_warming_secrets": \[([\s\S]*)/.exec(stdout) ??
    [];
  const [, file] = /"name": "file-cert:([^~"]+)/.exec(warming) ?? [];
  return active.includes('"name": "default"') ? file : undefined;
}

/** A Sidecar that ends TLS on a port, which mesh mTLS leaves alone. */
function endingTls(app: string, mode: 'SIMPLE' | 'MUTUAL'): readonly KubernetesObject[] {
  const metadata = { name: 'wrong-sidecar', namespace: NAMESPACE };
  const files = '/etc/istio/tls-certs';
  return [
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'Sidecar',
      metadata,
      spec: {
        workloadSelector: { labels: { app } },
        ingress: [
          {
            port: { number: PORT, name: 'https', protocol: 'HTTPS' },
            defaultEndpoint: '127.0.0.1:9080',
            tls: {
              mode,
              serverCertificate: `${files}/tls.crt`,
              privateKey: `${files}/tls.key`,
              ...(mode === 'MUTUAL' ? { caCertificates: `${files}/ca.crt` } : {}),
            },
          },
        ],
      },
    },
    {
      apiVersion: 'security.istio.io/v1',
      kind: 'PeerAuthentication',
      metadata,
      spec: {
        selector: { matchLabels: { app } },
        mtls: { mode: 'STRICT' },
        portLevelMtls: { [PORT]: { mode: 'DISABLE' } },
      },
    },
  ];
}

/** The status that a port of an application answers a caller outside the mesh, or what curl complains of, once it ends so. */
async function asked(
  { components }: MeshUnderTest,
  app: string,
  schemeAndPort: `${'http' | 'https'}://${number}`,
  wanted: (code: number, status: string) => boolean,
): Promise<string> {
  const [scheme = '', port = ''] = schemeAndPort.split('://');
  const pods = ['-n', NAMESPACE, 'get', 'pods', '-l', `app=${app}`];
  const address = await kubectl(components, ...pods, '-o', 'jsonpath={.items[0].status.podIP}');
  return answered(`${schemeAndPort} of ${app}`, async () => {
    const options = ['-sS', '--insecure', '--max-time', '10', '--output', '/dev/null'];
    const { code, stdout, stderr } = await components.run('curl', [
      ...options,
      ...['--write-out', '%{http_code}', `${scheme}://${address}:${port}/details/0`],
    ]);
    const said = normalised(stderr).replace(/OpenSSL\/\S+ | after \d+ ms/g, '');
    return wanted(code, stdout) ? (code === 0 ? stdout : said) : undefined;
  });
}
