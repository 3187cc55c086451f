import { environmentWith, importing } from '../written';

const ACME = ['AcmeAccount', 'AcmeDirectory', 'AcmeSolver'];
const SITE = ['DnsName', 'Gateway', 'GatewayCertificate', 'ServerTls', 'Site'];

/** An account at Let's Encrypt with these properties, as a user of the package writes it. */
export function account(...props: readonly string[]): string {
  const names = ACME.filter((name) => name !== 'AcmeSolver' || props.join().includes(name));
  return [
    importing(props.join().includes('SecretRef') ? [...names, 'SecretRef'] : names),
    '',
    'export const account = AcmeAccount.of({',
    "  name: 'letsencrypt',",
    '  directory: AcmeDirectory.letsEncrypt(),',
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

/** An environment with these sites, and an account at Let's Encrypt. */
export function environmentWithSites(
  names: readonly string[],
  ...sites: readonly string[]
): string {
  return environmentAtEdge(names, [accountWith('AcmeSolver.http01Ingress()')], sites);
}

/** An environment with one site of this host, and accounts: one with this solver, and these others. */
export function environmentOf(
  host: string,
  solver = 'AcmeSolver.http01Ingress()',
  issuer = "AcmeIssuer.cluster('letsencrypt')",
  ...others: readonly string[]
): string {
  const certificate = `GatewayCertificate.of({ name: 'shop', hosts: [${host}], issuer: ${issuer} })`;
  const site = siteOf('shop', `ServerTls.simple(${certificate})`);
  return environmentAtEdge(['AcmeIssuer'], [accountWith(solver), ...others], [site]);
}

function accountWith(solver: string): string {
  return `AcmeAccount.of({ name: 'letsencrypt', directory: AcmeDirectory.letsEncrypt(), solvers: [${solver}] })`;
}

function environmentAtEdge(
  names: readonly string[],
  accounts: readonly string[],
  sites: readonly string[],
): string {
  return environmentWith({
    imports: [...ACME, ...SITE, ...names],
    istio:
      '{ ca: IstioCa.certManager({ lifetime: Lifetime.of(Ttl.days(30)) }), gateways: [Gateway.ingress()] }',
    others: [
      "namespaces: ['shop']",
      `acme: [\n${accounts.map(indented).join('\n')}\n  ]`,
      `sites: [\n${sites.map(indented).join('\n')}\n  ]`,
    ],
  });
}

function indented(text: string): string {
  return `${text.replace(/^/gm, '    ')},`;
}
