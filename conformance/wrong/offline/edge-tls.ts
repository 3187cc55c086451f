import * as fs from 'node:fs';
import * as path from 'node:path';
import { exported, importing } from '../written';
import type { Seen, WrongCase } from '../wrong-case';
import { inFolder } from './folder';
import { applied, refusalsOf } from './judge';

const topic = 'TLS and callers at the edge';
const judgedBy = 'webhook of istiod 1.31';
const CERTIFICATE =
  "GatewayCertificate.existing({ secretName: 'shop-tls', hosts: [DnsName.of('shop.example.com')] })";
const FILES = 'serverCertificate: /etc/tls/tls.crt, privateKey: /etc/tls/tls.key';
const CART = 'mesh.example.com/ns/shop/sa/cart';

function serverTls(expression: string, ...names: readonly string[]): string {
  return exported(
    ['DnsName', 'GatewayCertificate', 'ServerTls', ...names],
    `ServerTls.${expression}`,
  );
}

/** A workload whose sidecars end TLS, with these properties beside those that it needs. */
function workload(...props: readonly string[]): string {
  return exported(
    ['DnsName', 'GatewayCertificate', 'ServerTls', 'TlsWorkload'],
    [
      'TlsWorkload.of({',
      "  name: 'httpbin',",
      "  namespace: 'httpbin',",
      "  workloadLabels: { app: 'httpbin' },",
      `  tls: ServerTls.simple(${CERTIFICATE}),`,
      '  applicationPort: 80,',
      ...props.map((line) => `  ${line},`),
      '})',
    ].join('\n'),
  );
}

function gateway(tls: string): string {
  return [
    'apiVersion: networking.istio.io/v1',
    'kind: Gateway',
    'metadata: { name: shop, namespace: shop }',
    'spec:',
    '  selector: { istio: ingressgateway }',
    '  servers:',
    '  - port: { number: 443, name: https, protocol: HTTPS }',
    '    hosts: [shop.example.com]',
    `    tls: ${tls}`,
    '',
  ].join('\n');
}

function sidecar(...listeners: readonly string[]): string {
  return [
    'apiVersion: networking.istio.io/v1',
    'kind: Sidecar',
    'metadata: { name: httpbin, namespace: httpbin }',
    'spec:',
    '  workloadSelector: { labels: { app: httpbin } }',
    '  ingress:',
    ...listeners.map((line) => `  ${line}`),
    '',
  ].join('\n');
}

function originated(tls: string): string {
  return [
    'apiVersion: networking.istio.io/v1',
    'kind: DestinationRule',
    'metadata: { name: partner, namespace: istio-system }',
    'spec:',
    '  host: api.partner.example',
    `  trafficPolicy: { tls: ${tls} }`,
    '',
  ].join('\n');
}

function policy(...spec: readonly string[]): string {
  return [
    'apiVersion: security.istio.io/v1',
    'kind: AuthorizationPolicy',
    'metadata: { name: httpbin, namespace: httpbin }',
    'spec:',
    ...spec.map((line) => `  ${line}`),
    '',
  ].join('\n');
}

const CALLER = "SpiffeId.forServiceAccount(TrustDomain.of('mesh.example.com'), 'shop', 'cart')";
const FROM_CART = `from: [{ source: { principals: [${CART}] } }]`;

const FOREIGN_HOST = [
  gateway('{ mode: SIMPLE, credentialName: shop-tls }'),
  [
    'apiVersion: networking.istio.io/v1',
    'kind: VirtualService',
    'metadata: { name: shop, namespace: shop }',
    'spec:',
    '  gateways: [shop]',
    '  hosts: [www.example.com]',
    '  http: [{ route: [{ destination: { host: shop } }] }]',
    '',
  ].join('\n'),
].join('---\n');

/** TLS and rules at the edge that validators see. */
export const EDGE_TLS_CASES: readonly WrongCase[] = [
  applied({
    id: 'https-without-certificate',
    topic,
    judgedBy,
    mistake: 'A gateway serves HTTPS, with no certificate.',
    written: exported(['ServerTls'], 'ServerTls.simple()'),
    plain: gateway('{ mode: SIMPLE }'),
  }),
  applied({
    id: 'mutual-without-ca-of-clients',
    topic,
    judgedBy,
    mistake: 'A gateway asks clients for certificates, and has no CA to verify them by.',
    written: serverTls(`mutual(${CERTIFICATE})`),
    plain: gateway(`{ mode: MUTUAL, ${FILES} }`),
  }),
  applied({
    id: 'tls-version-made-up',
    topic,
    mistake: 'The oldest version of TLS is one that there is not.',
    written: serverTls(`simple(${CERTIFICATE}, { minimumVersion: TlsVersion.V1_4 })`, 'TlsVersion'),
    plain: gateway('{ mode: SIMPLE, credentialName: shop-tls, minProtocolVersion: TLSV1_4 }'),
  }),
  applied({
    id: 'sidecar-tls-by-secret-name',
    topic,
    judgedBy,
    mistake: 'A sidecar is to take its certificate from a Secret by name, as a gateway does.',
    written: workload("credentialName: 'httpbin-tls'"),
    plain: sidecar(
      '- port: { number: 9080, name: https, protocol: HTTPS }',
      '  defaultEndpoint: 127.0.0.1:80',
      '  tls: { mode: SIMPLE, credentialName: httpbin-tls }',
    ),
  }),
  applied({
    id: 'sidecar-tls-on-a-plain-port',
    topic,
    judgedBy,
    mistake: 'A listener of a sidecar ends TLS, and its port is one of plain HTTP.',
    written: workload("tlsListener: { port: 8443, listenerPort: 9080, protocol: 'HTTP' }"),
    plain: sidecar(
      '- port: { number: 9080, name: http, protocol: HTTP }',
      '  defaultEndpoint: 127.0.0.1:80',
      `  tls: { mode: SIMPLE, ${FILES} }`,
    ),
  }),
  applied({
    id: 'sidecar-listeners-of-one-port',
    topic,
    judgedBy,
    mistake: 'A sidecar ends TLS on the port on which it takes the mesh.',
    written: workload(
      'tlsListener: { port: 8443, listenerPort: 9080 }',
      'meshListeners: [{ port: 8080, listenerPort: 9080 }]',
    ),
    plain: sidecar(
      '- port: { number: 9080, name: https, protocol: HTTPS }',
      '  defaultEndpoint: 127.0.0.1:80',
      `  tls: { mode: SIMPLE, ${FILES} }`,
      '- port: { number: 9080, name: http, protocol: HTTP }',
      '  defaultEndpoint: 127.0.0.1:80',
    ),
  }),
  {
    id: 'route-for-a-host-of-no-gateway',
    topic,
    mistake: 'A route is for a host that its Gateway does not serve.',
    written: exported(
      ['DnsName', 'GatewayCertificate', 'ServerTls', 'Site'],
      [
        'Site.of({',
        "  name: 'shop',",
        "  namespace: 'shop',",
        `  tls: ServerTls.simple(${CERTIFICATE}),`,
        '  routes: [',
        '    {',
        "      name: 'shop',",
        "      hosts: [DnsName.of('www.example.com')],",
        "      matches: [{ type: 'prefix', path: '/' }],",
        "      destination: { service: 'shop', port: 80 },",
        '    },',
        '  ],',
        '})',
      ].join('\n'),
    ),
    plain: FOREIGN_HOST,
    judgedBy: 'webhook of istiod, then istioctl 1.31',
    watch: (mesh) =>
      inFolder(async (folder): Promise<Seen> => {
        const refusals = await refusalsOf(mesh, FOREIGN_HOST);
        const file = path.join(folder, 'shop.yaml');
        fs.writeFileSync(file, FOREIGN_HOST);
        const asked = ['analyze', '--use-kube=false', '--color=false', '-A', file];
        const { stdout, stderr } = await mesh.components.run('istioctl', asked);
        const [, said] = /Warning \[(IST0132\] .+)/.exec(stdout + stderr) ?? [];
        if (refusals.length > 0 || said === undefined) {
          throw new Error(`it is seen otherwise: ${refusals.join('; ')} ${stdout}${stderr}`);
        }
        const words = said.replace(/^(IST0132)\] \([^)]*\)/, '$1');
        return {
          verdict: 'silently wrong',
          said: `the API server and the webhook take it; \`istioctl analyze\` warns: ${words}`,
        };
      }),
  },
  applied({
    id: 'route-to-nowhere',
    topic,
    judgedBy,
    mistake: 'A route does not say where requests go.',
    written: exported(
      ['DnsName', 'GatewayCertificate', 'ServerTls', 'Site'],
      [
        'Site.of({',
        "  name: 'shop',",
        "  namespace: 'shop',",
        `  tls: ServerTls.simple(${CERTIFICATE}),`,
        "  routes: [{ name: 'shop', matches: [{ type: 'prefix', path: '/' }] }],",
        '})',
      ].join('\n'),
    ),
    plain: [
      'apiVersion: networking.istio.io/v1',
      'kind: VirtualService',
      'metadata: { name: shop, namespace: shop }',
      'spec:',
      '  gateways: [shop]',
      '  hosts: [shop.example.com]',
      '  http: [{ match: [{ uri: { prefix: / } }] }]',
      '',
    ].join('\n'),
  }),
  applied({
    id: 'seventeen-routes-of-the-gateway-api',
    topic,
    mistake: 'A way in that is written in the Gateway API has seventeen routes.',
    written: [
      "import { App, Chart } from 'cdk8s';",
      importing(['DnsName', 'GatewayApiIngress', 'GatewayCertificate', 'ServerTls']),
      '',
      "new GatewayApiIngress(new Chart(new App(), 'ingress'), 'Ingress', {",
      "  name: 'shop',",
      "  namespace: 'shop',",
      "  gatewayNamespace: 'istio-system',",
      "  gatewayService: 'istio-ingressgateway',",
      `  tls: ServerTls.simple(${CERTIFICATE}),`,
      '  routes: Array.from({ length: 17 }, (_, index) => ({',
      '    name: `shop-${index}`,',
      "    matches: [{ type: 'prefix' as const, path: `/shop-${index}` }],",
      "    destination: { service: 'shop', port: 80 },",
      '  })),',
      '});',
    ].join('\n'),
    plain: [
      'apiVersion: gateway.networking.k8s.io/v1',
      'kind: HTTPRoute',
      'metadata: { name: shop, namespace: shop }',
      'spec:',
      '  parentRefs: [{ name: shop, namespace: istio-system }]',
      '  hostnames: [shop.example.com]',
      '  rules:',
      ...Array.from(
        { length: 17 },
        (_, index) =>
          `  - { matches: [{ path: { type: PathPrefix, value: /shop-${index} } }], backendRefs: [{ name: shop, port: 80 }] }`,
      ),
      '',
    ].join('\n'),
  }),
  applied({
    id: 'client-certificate-said-twice',
    topic,
    judgedBy,
    mistake: 'TLS to a server outside has its CA in a Secret and in a file.',
    written: exported(
      ['OriginatedTls', 'OriginTrust'],
      "OriginatedTls.mutual('partner-client', { trust: OriginTrust.file('/etc/partner/ca.crt') })",
    ),
    plain: originated(
      '{ mode: MUTUAL, credentialName: partner-client, caCertificates: /etc/partner/ca.crt }',
    ),
  }),
  applied({
    id: 'mutual-without-client-certificate',
    topic,
    judgedBy,
    mistake: 'TLS to a server outside is mutual, with no certificate to show.',
    written: exported(['OriginatedTls'], 'OriginatedTls.mutual()'),
    plain: originated('{ mode: MUTUAL }'),
  }),
  applied({
    id: 'authorization-source-misspelt',
    topic,
    mistake: 'Who may call is misspelt in a rule: `form`.',
    written: exported(
      ['AllowRule', 'SpiffeId', 'TrustDomain'],
      `AllowRule.from({ form: [${CALLER}] })`,
    ),
    plain: policy(`rules: [{ ${FROM_CART.replace('from', 'form')} }]`),
  }),
  applied({
    id: 'authorization-action-misspelt',
    topic,
    mistake: 'The action of a rule is misspelt: `ALOW`.',
    written: exported(
      ['AllowRule', 'Authorization', 'SpiffeId', 'TrustDomain'],
      `Authorization.alow({ name: 'httpbin', namespace: 'httpbin', rules: [AllowRule.from({ callers: [${CALLER}] })] })`,
    ),
    plain: policy('action: ALOW', `rules: [{ ${FROM_CART} }]`),
  }),
  applied({
    id: 'authorization-of-no-caller',
    topic,
    judgedBy,
    mistake: 'A rule lists nobody who may call.',
    written: exported(['AllowRule'], 'AllowRule.from({ callers: [] })'),
    plain: policy('rules: [{ from: [{ source: { principals: [] } }] }]'),
  }),
  applied({
    id: 'authorization-port-out-of-range',
    topic,
    judgedBy,
    mistake: 'A rule is for a port that there is not.',
    written: exported(['AllowRule'], 'AllowRule.fromOutsideTheMesh({ ports: [99999] })'),
    plain: policy('rules: [{ to: [{ operation: { ports: ["99999"] } }] }]'),
  }),
];
