import { importing } from '../written';
import type { WrongCase } from '../wrong-case';
import { applied } from './judge';

const topic = 'Certificates at the edge';
const HTTP01 = '{ http01: { ingress: { ingressClassName: istio } } }';
const DIRECTORY = 'directory: AcmeDirectory.letsEncrypt()';
const SOLVERS = 'solvers: [AcmeSolver.http01Ingress()]';

/** An account with these properties, as a user of the package writes it. */
function account(names: readonly string[], ...props: readonly string[]): string {
  return [
    importing(['AcmeAccount', ...names]),
    '',
    'export const account = AcmeAccount.of({',
    "  name: 'letsencrypt',",
    ...props.map((line) => `  ${line},`),
    '});',
  ].join('\n');
}

/** A certificate with these properties beside those that it needs. */
function certificate(...props: readonly string[]): string {
  return [
    "import { App, Chart } from 'cdk8s';",
    importing(['AcmeIssuer', 'DnsName', 'LeafCertificate']),
    '',
    "new LeafCertificate(new Chart(new App(), 'ingress'), 'Certificate', {",
    "  name: 'istio-ingress-certs',",
    "  namespace: 'istio-system',",
    "  dnsNames: [DnsName.of('www.example.com')],",
    "  usages: 'server',",
    "  issuer: AcmeIssuer.cluster('letsencrypt'),",
    ...props.map((line) => `  ${line},`),
    '});',
  ].join('\n');
}

function issuer(server: string, solver: string): string {
  return [
    'apiVersion: cert-manager.io/v1',
    'kind: ClusterIssuer',
    'metadata: { name: letsencrypt }',
    'spec:',
    '  acme:',
    `    ${server}: https://acme-v02.api.letsencrypt.org/directory`,
    '    privateKeySecretRef: { name: letsencrypt-account-key }',
    `    solvers: [${solver}]`,
    '',
  ].join('\n');
}

function requested(metadata: string, ...spec: readonly string[]): string {
  return [
    'apiVersion: cert-manager.io/v1',
    'kind: Certificate',
    `${metadata}: { name: istio-ingress-certs, namespace: istio-system }`,
    'spec:',
    '  secretName: istio-ingress-certs',
    '  dnsNames: [www.example.com]',
    '  issuerRef: { kind: ClusterIssuer, name: letsencrypt }',
    ...spec.map((line) => `  ${line}`),
    '',
  ].join('\n');
}

/** ACME issuers and certificates that are refused when they are applied. */
export const EDGE_CERTIFICATE_CASES: readonly WrongCase[] = [
  applied({
    id: 'acme-server-misspelt',
    topic,
    mistake: 'The server of an ACME issuer is misspelt: `srver`.',
    written: account(
      ['AcmeDirectory', 'AcmeSolver'],
      'srver: AcmeDirectory.letsEncrypt()',
      SOLVERS,
    ),
    plain: issuer('srver', HTTP01),
  }),
  applied({
    id: 'metadata-misspelt',
    topic,
    mistake: 'The metadata of a certificate is misspelt: `meteadata`.',
    written: certificate("meteadata: { name: 'istio-ingress-certs', namespace: 'istio-system' }"),
    plain: requested('meteadata'),
  }),
  applied({
    id: 'solver-in-the-certificate',
    topic,
    mistake: 'The solver is written into the certificate, as cert-manager had it before 0.11.',
    written: certificate(
      "acme: { config: [{ http01: { ingressClass: 'none' }, domains: ['www.example.com'] }] }",
    ),
    plain: requested(
      'metadata',
      'acme: { config: [{ http01: { ingressClass: none }, domains: [www.example.com] }] }',
    ),
  }),
  applied({
    id: 'http01-through-nothing',
    topic,
    mistake: 'A solver of HTTP-01 does not say through what the challenge is served.',
    written: account(['AcmeDirectory'], DIRECTORY, 'solvers: [{ http01: {} }]'),
    plain: issuer('server', '{ http01: {} }'),
    judgedBy: 'webhook of cert-manager 1.21',
  }),
  applied({
    id: 'dns-credential-as-text',
    topic,
    mistake: 'The token of the DNS provider is written into the issuer.',
    written: account(
      ['AcmeDirectory', 'AcmeSolver'],
      DIRECTORY,
      "solvers: [AcmeSolver.dns01Cloudflare({ apiToken: 'the-token-itself' })]",
    ),
    plain: issuer('server', '{ dns01: { cloudflare: { apiToken: the-token-itself } } }'),
  }),
];
