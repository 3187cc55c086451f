import { certificateIn, secondsOf } from '../../certificates/certificate';
import type { MeshUnderTest } from '../../mesh-under-test/mesh-under-test';
import type { Seen } from '../wrong-case';
import { importing } from '../written';
import { condition, issued } from './cert-manager-objects';
import {
  acmeCertificate,
  acmeIssuer,
  CONTROL,
  gateway,
  GATEWAY_NAMESPACE,
  hostOf,
  http,
  https,
  through,
} from './edge-objects';
import { askGateway, complaintOf, type EdgeTrial } from './edge-trial';
import { answered, listed, normalised, silentlyWrong } from './trial';
import { account, environmentOf } from './edge-written';

const topic = 'Certificates at the edge';
const CERT_MANAGER = 'cert-manager 1.21';

interface Challenge {
  readonly spec: { readonly dnsName: string };
  readonly status?: { readonly reason?: string };
}

/** Mistakes of names, solvers and certificates. */
export const CERTIFICATE_TRIALS: readonly EdgeTrial[] = [
  {
    id: 'challenge-through-a-class-of-others',
    topic,
    mistake: 'The solver goes through a class of Ingresses that Istio does not answer.',
    written: `import { App, Chart } from 'cdk8s';
${importing(['IstioIngressClass'])}

new IstioIngressClass(new Chart(new App(), 'ingress'), 'IngressClass', {
  controller: 'k8s.io/ingress-nginx',
});`,
    plain: `kind: IngressClass
metadata:
  name: public
spec:
  controller: k8s.io/ingress-nginx`,
    judgedBy: `${CERT_MANAGER}, through the ingress gateway`,
    objects: (acme) => [
      {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'IngressClass',
        metadata: { name: 'wrong-edge-class' },
        spec: { controller: 'k8s.io/ingress-nginx' },
      },
      acmeIssuer(acme, 'wrong-edge-class', { solvers: [through('wrong-edge-class')] }),
      acmeCertificate('wrong-edge-class', { issuer: 'wrong-edge-class' }),
    ],
    look: (mesh) => challenged(mesh, 'wrong-edge-class', /'404'/),
  },
  {
    id: 'challenge-without-a-class',
    topic,
    mistake: 'The solver names no class of Ingresses.',
    written: account('solvers: [{ http01: { ingress: {} } }]'),
    plain: `kind: ClusterIssuer
spec:
  acme:
    solvers:
      - http01:
          ingress: {}`,
    judgedBy: `${CERT_MANAGER}, through the ingress gateway`,
    objects: (acme) => [
      acmeIssuer(acme, 'wrong-edge-unsaid', { solvers: [through(undefined)] }),
      acmeCertificate('wrong-edge-unsaid', { issuer: 'wrong-edge-unsaid' }),
    ],
    look: (mesh) => challenged(mesh, 'wrong-edge-unsaid', /'404'/),
  },
  {
    id: 'challenge-redirected',
    topic,
    mistake: 'The Gateway redirects plain HTTP, and with it the challenge, to HTTPS.',
    written: `${importing(['DnsName', 'GatewayCertificate', 'PlainHttp', 'ServerTls', 'Site'])}

export const site = Site.of({
  name: 'shop',
  namespace: 'shop',
  tls: ServerTls.simple(GatewayCertificate.existing({ secretName: 'shop', hosts: [DnsName.of('shop.example.com')] })),
  plainHttp: PlainHttp.redirect({ httpsRedirect: true }),
  routes: [{ name: 'shop', matches: [{ type: 'prefix', path: '/' }], destination: { service: 'shop', port: 80 } }],
});`,
    plain: `kind: Gateway
spec:
  servers:
    - port: { number: 80, name: http, protocol: HTTP }
      hosts: [shop.example.com]
      tls:
        httpsRedirect: true
    - port: { number: 443, name: https, protocol: HTTPS }
      hosts: [shop.example.com]
      tls: { mode: SIMPLE, credentialName: shop }    # not issued yet`,
    judgedBy: `${CERT_MANAGER}, through the ingress gateway`,
    objects: () => [
      acmeCertificate('wrong-edge-redirect', { issuer: CONTROL }),
      gateway('wrong-edge-redirect', [
        http(hostOf('wrong-edge-redirect'), { httpsRedirect: true }),
        https(hostOf('wrong-edge-redirect'), {
          mode: 'SIMPLE',
          credentialName: 'wrong-edge-redirect',
        }),
      ]),
    ],
    look: (mesh) => challenged(mesh, 'wrong-edge-redirect', /connection reset by peer/),
  },
  {
    id: 'wildcard-by-http01',
    topic,
    mistake: 'A wildcard name is asked of an account with HTTP-01 alone.',
    written: environmentOf("DnsName.of('*.example.com')"),
    plain: `kind: Certificate
spec:
  dnsNames:
    - "*.example.com"    # the issuer has a solver of http01 alone`,
    judgedBy: CERT_MANAGER,
    objects: () => [
      acmeCertificate('wrong-edge-wildcard', { issuer: CONTROL, host: '*.wrong-edge.example.com' }),
    ],
    look: (mesh) => neverChallenged(mesh, 'wrong-edge-wildcard', 'wrong-edge.example.com'),
  },
  {
    id: 'name-of-no-solver',
    topic,
    mistake: 'A name is asked for that no solver of the account is for.',
    written: environmentOf(
      "DnsName.of('shop.example.com')",
      "AcmeSolver.http01Ingress({ dnsNames: [DnsName.of('www.example.com')] })",
    ),
    plain: `kind: ClusterIssuer
spec:
  acme:
    solvers:
      - selector:
          dnsNames: [www.example.com]    # the certificate is for shop.example.com
        http01: { ingress: { ingressClassName: istio } }`,
    judgedBy: CERT_MANAGER,
    objects: (acme) => [
      acmeIssuer(acme, 'wrong-edge-selector', {
        solvers: [{ selector: { dnsNames: ['www.example.com'] }, ...through('istio') }],
      }),
      acmeCertificate('wrong-edge-selector', { issuer: 'wrong-edge-selector' }),
    ],
    look: (mesh) => neverChallenged(mesh, 'wrong-edge-selector', hostOf('wrong-edge-selector')),
  },
  {
    id: 'two-solvers-of-one-name',
    topic,
    mistake: 'Two solvers are for the same names: the second is the one that works.',
    written: account(
      "solvers: [AcmeSolver.http01Ingress({ ingressClass: 'public' }), AcmeSolver.http01Ingress()]",
    ),
    plain: `kind: ClusterIssuer
spec:
  acme:
    solvers:
      - http01: { ingress: { ingressClassName: public } }    # nobody answers it
      - http01: { ingress: { ingressClassName: istio } }`,
    judgedBy: `${CERT_MANAGER}, through the ingress gateway`,
    objects: (acme) => [
      acmeIssuer(acme, 'wrong-edge-solvers', { solvers: [through('public'), through('istio')] }),
      acmeCertificate('wrong-edge-solvers', { issuer: 'wrong-edge-solvers' }),
    ],
    look: (mesh) => challenged(mesh, 'wrong-edge-solvers', /'404'/),
  },
  {
    id: 'account-that-is-not-there',
    topic,
    mistake: 'A certificate is asked of an account that nobody made.',
    written: environmentOf(
      "DnsName.of('shop.example.com')",
      'AcmeSolver.http01Ingress()',
      "AcmeIssuer.cluster('letsencript')",
    ),
    plain: `kind: Certificate
spec:
  issuerRef:
    kind: ClusterIssuer
    name: letsencript`,
    judgedBy: CERT_MANAGER,
    objects: () => [acmeCertificate('wrong-edge-account', { issuer: 'letsencript' })],
    look: async (mesh: MeshUnderTest): Promise<Seen> => {
      const request = ['-n', GATEWAY_NAMESPACE, 'certificaterequest', 'wrong-edge-account-1'];
      return { verdict: 'fails later', said: await condition(mesh, 'Ready', 'False', ...request) };
    },
  },
  {
    id: 'lifetime-of-an-acme-certificate',
    topic,
    mistake: 'A certificate of an ACME server is to live for a day.',
    written: `import { App, Chart } from 'cdk8s';
${importing(['AcmeIssuer', 'DnsName', 'LeafCertificate', 'Lifetime', 'Ttl'])}

new LeafCertificate(new Chart(new App(), 'ingress'), 'Certificate', {
  name: 'shop',
  namespace: 'istio-system',
  dnsNames: [DnsName.of('shop.example.com')],
  usages: 'server',
  issuer: AcmeIssuer.cluster('letsencrypt'),
  lifetime: Lifetime.of(Ttl.days(1)),
});`,
    plain: `kind: Certificate        # its issuer is an ACME server
spec:
  duration: 24h
  renewBefore: 8h`,
    judgedBy: CERT_MANAGER,
    objects: () => [
      acmeCertificate('wrong-edge-lifetime', {
        issuer: CONTROL,
        duration: '24h',
        renewBefore: '8h',
      }),
    ],
    look: async (mesh: MeshUnderTest): Promise<Seen> => {
      const { certificate } = await issued(mesh, 'wrong-edge-lifetime', {
        place: GATEWAY_NAMESPACE,
      });
      const days = Math.round(secondsOf(certificateIn(certificate)) / 86_400);
      return silentlyWrong(days !== 1, `It is issued, and lives ${days} days, as the server says`);
    },
  },
  {
    id: 'staging-server-for-a-site',
    topic,
    mistake: 'A site is certified by the staging server of the CA.',
    written: environmentOf(
      "DnsName.of('shop.example.com')",
      'AcmeSolver.http01Ingress()',
      "AcmeIssuer.cluster('staging')",
      "AcmeAccount.of({ name: 'staging', directory: AcmeDirectory.letsEncryptStaging(), solvers: [AcmeSolver.http01Ingress()] })",
    ),
    plain: `kind: ClusterIssuer
spec:
  acme:
    server: https://acme-staging-v02.api.letsencrypt.org/directory    # here: another that no browser trusts`,
    judgedBy: `${CERT_MANAGER} and the ingress gateway, then curl`,
    objects: () => [
      gateway('wrong-edge-staging', [
        https(hostOf(CONTROL), { mode: 'SIMPLE', credentialName: CONTROL }),
      ]),
    ],
    look: async (mesh: MeshUnderTest): Promise<Seen> => {
      const control = ['-n', GATEWAY_NAMESPACE, 'certificate', CONTROL];
      const said = await condition(mesh, 'Ready', 'True', ...control);
      const words = await answered('curl does not trust it', async () => {
        const { code, ...outcome } = await askGateway(mesh, `https://${hostOf(CONTROL)}/`);
        return code === 60 ? complaintOf({ code, ...outcome }) : undefined;
      });
      return silentlyWrong(true, `cert-manager: ${said}. ${words}`);
    },
  },
];

/** What cert-manager says of a challenge that comes to nothing. */
async function challenged(mesh: MeshUnderTest, name: string, wanted: RegExp): Promise<Seen> {
  const said = await answered(`the challenge of ${name}: ${String(wanted)}`, async () => {
    const challenges = await listed<Challenge>(mesh, '-n', GATEWAY_NAMESPACE, 'challenges');
    const own = challenges.find(({ spec }) => spec.dnsName === hostOf(name));
    const { reason = '' } = own?.status ?? {};
    return wanted.test(reason) ? reason : undefined;
  });
  const words = normalised(said.replace(/acme-challenge\/[\w-]+/g, 'acme-challenge/<token>'));
  return { verdict: 'fails later', said: words.replaceAll(hostOf(name), 'shop.example.com') };
}

/** What there is of a certificate for which no challenge is made. */
async function neverChallenged(mesh: MeshUnderTest, name: string, host: string): Promise<Seen> {
  const request = ['-n', GATEWAY_NAMESPACE, 'certificaterequest', `${name}-1`];
  const said = await condition(mesh, 'Ready', 'False', ...request);
  const challenges = await listed<Challenge>(mesh, '-n', GATEWAY_NAMESPACE, 'challenges');
  const own = challenges.filter(({ spec }) => spec.dnsName === host);
  if (own.length > 0) {
    throw new Error(`it has a challenge: ${JSON.stringify(own)}`);
  }
  const order = said.replace(/order \S+: /, 'order <order>: ');
  return { verdict: 'fails later', said: `${order}, and there is no Challenge` };
}
