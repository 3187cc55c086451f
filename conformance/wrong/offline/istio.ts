import { environmentWith, importing } from '../written';
import type { Topic, WrongCase } from '../wrong-case';
import { named, operator, refusedByIstioctl, renderedByIstioctl } from './istioctl';
import { applied } from './judge';

const topic: Topic = 'Istio';
const CA = 'ca: IstioCa.certManager({ lifetime: Lifetime.of(Ttl.days(30)) })';
const GATEWAY = 'istio-ingressgateway';

function istio(line: string, ...imports: readonly string[]): string {
  return environmentWith({ istio: `{ ${CA}, ${line} }`, imports });
}

/** An IstioOperator that the package is given as it is. */
function ownOperator(...spec: readonly string[]): string {
  return [
    "import { App, Chart } from 'cdk8s';",
    importing(['IstioOperator']),
    '',
    "new IstioOperator(new Chart(new App(), 'istioctl'), 'IstioOperator', {",
    "  name: 'istio',",
    "  namespace: 'istio-system',",
    ...spec.map((line) => `  ${line}`),
    '});',
  ].join('\n');
}

interface Meshed {
  readonly data?: { readonly mesh?: string };
}

/** IstioOperators, and the kinds of Istio. */
export const ISTIO_CASES: readonly WrongCase[] = [
  renderedByIstioctl(
    {
      id: 'mesh-config-key-misspelt',
      topic,
      mistake: 'The key of the trust domain is misspelt.',
      written: ownOperator("spec: { meshConfig: { trustDomian: 'mesh.example.com' } },"),
      plain: operator('meshConfig:', '  trustDomian: mesh.example.com'),
    },
    (objects) => {
      const [configMap] = named(objects, 'ConfigMap', 'istio');
      const mesh = (configMap as Meshed | undefined)?.data?.mesh ?? '';
      const [line = 'no trust domain'] = /^trustDomain: .+$/m.exec(mesh) ?? [];
      return {
        verdict: 'silently wrong',
        said: `\`istioctl validate\` calls it valid; what is installed has \`${line}\``,
      };
    },
  ),
  refusedByIstioctl({
    id: 'values-global-null',
    topic,
    mistake: '`values.global` has nothing below it, as in the documentation of its day.',
    written: ownOperator('spec: { values: { global: null } },'),
    plain: operator('values:', '  global:'),
  }),
  refusedByIstioctl({
    id: 'profile-misspelt',
    topic,
    mistake: 'The profile is misspelt.',
    written: istio("profile: 'defualt'"),
    plain: operator('profile: defualt'),
  }),
  refusedByIstioctl({
    id: 'component-misspelt',
    topic,
    mistake: 'The list of gateways is misspelt.',
    written: istio('gatways: [Gateway.ingress()]', 'Gateway'),
    plain: operator('components:', '  ingresGateways:', `  - { name: ${GATEWAY}, enabled: true }`),
  }),
  refusedByIstioctl({
    id: 'outbound-policy-made-up',
    topic,
    mistake: 'The policy for unknown hosts is one that Istio does not have.',
    written: istio(
      'outboundTrafficPolicy: OutboundTrafficPolicy.REGISTRY',
      'OutboundTrafficPolicy',
    ),
    plain: operator('meshConfig:', '  outboundTrafficPolicy: { mode: REGISTRY }'),
  }),
  renderedByIstioctl(
    {
      id: 'ambient-with-spire',
      topic,
      mistake: 'Ambient mode is chosen for a mesh of SPIRE.',
      written: istio("profile: 'ambient'"),
      plain: operator('profile: ambient', 'meshConfig:', '  trustDomain: mesh.example.com'),
    },
    (objects) => {
      const [ztunnel] = named(objects, 'DaemonSet', 'ztunnel');
      const text = JSON.stringify(ztunnel);
      const [, address] = /"name":"CA_ADDRESS","value":"([^"]+)"/.exec(text) ?? [];
      const socket = text.includes('workload-spiffe-uds') ? 'and' : 'and no';
      return {
        verdict: 'silently wrong',
        said: `ztunnel gets its certificates from \`${address}\`, ${socket} socket of SPIRE`,
      };
    },
  ),
  applied({
    id: 'port-level-mtls-without-selector',
    topic,
    mistake: 'mTLS is turned off for a port, of no workload in particular.',
    written: [
      "import { App, Chart } from 'cdk8s';",
      importing(['MeshPeerAuthentication']),
      '',
      "new MeshPeerAuthentication(new Chart(new App(), 'istio'), 'MeshPeerAuthentication', {",
      "  portLevelMtls: { 8080: { mode: 'DISABLE' } },",
      '});',
    ].join('\n'),
    plain: [
      'apiVersion: security.istio.io/v1',
      'kind: PeerAuthentication',
      'metadata: { name: without-selector, namespace: istio-system }',
      'spec:',
      '  mtls: { mode: STRICT }',
      '  portLevelMtls: { 8080: { mode: DISABLE } }',
      '',
    ].join('\n'),
  }),
  applied({
    id: 'mtls-mode-misspelt',
    topic,
    mistake: 'The mode of mTLS is misspelt.',
    written: [
      "import { App, Chart } from 'cdk8s';",
      importing(['MeshPeerAuthentication', 'MtlsMode']),
      '',
      "new MeshPeerAuthentication(new Chart(new App(), 'istio'), 'MeshPeerAuthentication', {",
      '  mode: MtlsMode.STRCT,',
      '});',
    ].join('\n'),
    plain: [
      'apiVersion: security.istio.io/v1',
      'kind: PeerAuthentication',
      'metadata: { name: misspelt, namespace: istio-system }',
      'spec:',
      '  mtls: { mode: STRCT }',
      '',
    ].join('\n'),
  }),
  applied({
    id: 'host-with-scheme',
    topic,
    mistake: 'A host is written as an address.',
    written: `${importing(['DnsName'])}\n\nexport const host = DnsName.of('https://shop.example.com');`,
    plain: [
      'apiVersion: networking.istio.io/v1',
      'kind: Gateway',
      'metadata: { name: shop, namespace: istio-system }',
      'spec:',
      `  selector: { istio: ingressgateway }`,
      '  servers:',
      '  - port: { number: 80, name: http, protocol: HTTP }',
      "    hosts: ['https://shop.example.com']",
      '',
    ].join('\n'),
    judgedBy: 'webhook of istiod 1.31',
  }),
];
