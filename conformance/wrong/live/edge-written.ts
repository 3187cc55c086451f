import { environmentWith, importing } from '../written';

const ACME = ['AcmeAccount', 'AcmeDirectory', 'AcmeSolver'];
const OF_AN_ACCOUNT = [...ACME, 'DnsName', 'ExternalAccountBinding', 'SecretRef'];
const AT_THE_EDGE = [
  ...ACME,
  'AcmeIssuer',
  'Authorization',
  'CertManager',
  'CertManagerVersion',
  'ClientCa',
  'DnsName',
  'Gateway',
  'GatewayCertificate',
  'ServerTls',
  'Site',
];
const HTTP01 = 'AcmeSolver.http01Ingress()';

/** What an environment says of its edge; each is TypeScript. */
interface Edge {
  /** @default - one at Let's Encrypt, with HTTP-01 through an Ingress */
  readonly accounts?: readonly string[];
  /** @default - none */
  readonly sites?: readonly string[];
  /** @default - the ingress gateway */
  readonly gateways?: string;
  /** Other properties, each with its name. @default - none */
  readonly others?: readonly string[];
}

/** An account at Let's Encrypt with these properties, as a user of the package writes it. */
export function account(...props: readonly string[]): string {
  const body = [
    'export const account = AcmeAccount.of({',
    "  name: 'letsencrypt',",
    '  directory: AcmeDirectory.letsEncrypt(),',
    ...props.map((line) => `  ${line},`),
    '});',
  ].join('\n');
  return `${importing(OF_AN_ACCOUNT.filter((name) => body.includes(name)))}\n\n${body}`;
}

/** An account of an environment at Let's Encrypt, with this solver. */
export function accountWith(solver: string): string {
  return `AcmeAccount.of({ name: 'letsencrypt', directory: AcmeDirectory.letsEncrypt(), solvers: [${solver}] })`;
}

/** A site alone, with these properties. */
export function site(names: readonly string[], ...props: readonly string[]): string {
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

/** A site of a name, with this TLS and whatever else. */
export function siteOf(name: string, tls: string, ...others: readonly string[]): string {
  return [
    'Site.of({',
    `  name: '${name}',`,
    "  namespace: 'shop',",
    `  tls: ${tls},`,
    ...others.map((line) => `  ${line},`),
    "  routes: [{ name: 'shop', matches: [{ type: 'prefix', path: '/' }], destination: { service: 'shop', port: 80 } }],",
    '})',
  ].join('\n');
}

/** A site for shop.example.com, with a certificate of this issuer. */
export function siteFor(
  host = "DnsName.of('shop.example.com')",
  issuer = "AcmeIssuer.cluster('letsencrypt')",
): string {
  const certificate = `GatewayCertificate.of({ name: 'shop', hosts: [${host}], issuer: ${issuer} })`;
  return siteOf('shop', `ServerTls.simple(${certificate})`);
}

/** An environment with this edge, as a user of the package writes it. */
export function environmentAtEdge({
  accounts = [accountWith(HTTP01)],
  sites = [],
  gateways = '[Gateway.ingress()]',
  others = [],
}: Edge): string {
  return environmentWith({
    imports: AT_THE_EDGE,
    istio: `{ ca: IstioCa.certManager({ lifetime: Lifetime.of(Ttl.days(30)) }), gateways: ${gateways} }`,
    others: [
      "namespaces: ['shop']",
      ...listed('acme', accounts),
      ...listed('sites', sites),
      ...others,
    ],
  });
}

function listed(property: string, items: readonly string[]): readonly string[] {
  return items.length === 0 ? [] : [`${property}: [\n${items.map(indented).join('\n')}\n  ]`];
}

function indented(text: string): string {
  return `${text.replace(/^/gm, '    ')},`;
}
