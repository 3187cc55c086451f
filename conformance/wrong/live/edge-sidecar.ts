import { kubectl } from '../../components/kubectl';
import type { MeshUnderTest } from '../../mesh-under-test/mesh-under-test';
import type { Seen, WrongCase } from '../wrong-case';
import { environmentWith } from '../written';
import { answered, during, silentlyWrong } from './trial';

const NAMESPACE = 'bookinfo';
const PORT = 9443;
const SELECTOR = { app: 'details' };

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

function servesPlaintext(mesh: MeshUnderTest): Promise<Seen> {
  const { components } = mesh;
  const metadata = { name: 'wrong-sidecar', namespace: NAMESPACE };
  const files = '/etc/istio/tls-certs';
  const objects = [
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'Sidecar',
      metadata,
      spec: {
        workloadSelector: { labels: SELECTOR },
        ingress: [
          {
            port: { number: PORT, name: 'https', protocol: 'HTTPS' },
            defaultEndpoint: '127.0.0.1:9080',
            tls: {
              mode: 'MUTUAL',
              serverCertificate: `${files}/tls.crt`,
              privateKey: `${files}/tls.key`,
              caCertificates: `${files}/ca.crt`,
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
        selector: { matchLabels: SELECTOR },
        mtls: { mode: 'STRICT' },
        portLevelMtls: { [PORT]: { mode: 'DISABLE' } },
      },
    },
  ];
  return during(mesh, objects, async () => {
    const pods = ['-n', NAMESPACE, 'get', 'pods', '-l', 'app=details'];
    const address = await kubectl(components, ...pods, '-o', 'jsonpath={.items[0].status.podIP}');
    const ask = (
      scheme: string,
      wanted: (code: number, text: string) => boolean,
    ): Promise<string> =>
      answered(`${scheme} on port ${PORT}`, async () => {
        const options = ['-sS', '--insecure', '--max-time', '10', '--output', '/dev/null'];
        const url = `${scheme}://${address}:${PORT}/details/0`;
        const asked = [...options, '--write-out', '%{http_code}', url];
        const { code, stdout, stderr } = await components.run('curl', asked);
        return wanted(code, stdout) ? (code === 0 ? stdout : stderr.trim()) : undefined;
      });
    const plain = await ask('http', (code, status) => code === 0 && status === '200');
    const tls = await ask('https', (code) => code !== 0);
    return silentlyWrong(
      plain === '200',
      `The webhook takes it without a warning. Plain HTTP to the port, from outside the mesh and without a certificate: ${plain}. HTTPS: ${tls.replace(/OpenSSL\/\S+ /, '')}`,
    );
  });
}
