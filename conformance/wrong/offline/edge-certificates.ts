import type { MeshUnderTest } from '../../mesh-under-test/mesh-under-test';
import { exported, importing } from '../written';
import type { Seen, WrongCase } from '../wrong-case';
import { applied, refusalsOf } from './judge';

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

function issuer(server: string, solver: string, ...others: readonly string[]): string {
  return [
    'apiVersion: cert-manager.io/v1',
    'kind: ClusterIssuer',
    'metadata: { name: letsencrypt }',
    'spec:',
    '  acme:',
    `    ${server}: https://acme-v02.api.letsencrypt.org/directory`,
    '    privateKeySecretRef: { name: letsencrypt-account-key }',
    `    solvers: [${solver}]`,
    ...others.map((line) => `    ${line}`),
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

const WEBHOOK = issuer(
  'server',
  '{ dns01: { webhook: { groupName: acme.example.com, solverName: gandi, config: { apiToken: the-token-itself } } } }',
);

/** ACME issuers and certificates that are refused when they are applied, or should be. */
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
  {
    id: 'webhook-credential-as-text',
    topic,
    mistake: 'The token of a DNS provider that a webhook serves is written into the issuer.',
    written: account(
      ['AcmeDirectory', 'AcmeSolver'],
      DIRECTORY,
      "solvers: [AcmeSolver.dns01Webhook({ groupName: 'acme.example.com', solverName: 'gandi', config: { apiToken: 'the-token-itself' } })]",
    ),
    plain: WEBHOOK,
    judgedBy: 'webhook of cert-manager 1.21',
    watch: async (mesh: MeshUnderTest): Promise<Seen> => {
      const refusals = await refusalsOf(mesh, WEBHOOK);
      if (refusals.length > 0) {
        throw new Error(`it is refused: ${refusals.join('; ')}`);
      }
      return {
        verdict: 'silently wrong',
        said: 'It is taken, whatever it says: whoever may read the issuer, or the repository, has the token',
      };
    },
  },
  applied({
    id: 'account-binding-key-as-text',
    topic,
    mistake: 'The key that binds an account to one at a commercial CA is written into the issuer.',
    written: exported(
      ['ExternalAccountBinding'],
      "ExternalAccountBinding.of({ keyId: 'kid-1', key: 'the-key-itself' })",
    ),
    plain: issuer(
      'server',
      HTTP01,
      'externalAccountBinding: { keyID: kid-1, key: the-key-itself }',
    ),
  }),
  applied({
    id: 'ca-bundle-of-no-certificate',
    topic,
    mistake: 'What an ACME server of one’s own is verified by is no certificate.',
    written: exported(
      ['AcmeDirectory'],
      "AcmeDirectory.of('https://ca.example.com/acme/directory', { caBundle: 'root.pem' })",
    ),
    plain: issuer('server', HTTP01, `caBundle: ${Buffer.from('root.pem').toString('base64')}`),
    judgedBy: 'webhook of cert-manager 1.21',
  }),
];
