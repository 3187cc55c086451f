import { kubectl } from '../../components/kubectl';
import type { MeshUnderTest } from '../../mesh-under-test/mesh-under-test';
import type { Seen } from '../wrong-case';
import { importing } from '../written';
import { askGateway } from './edge-answers';
import { challenged, neverChallenged } from './edge-challenge';
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
import type { EdgeTrial } from './edge-trial';
import { account, accountWith, environmentAtEdge, siteFor } from './edge-written';
import { answered, during, got } from './trial';

const topic = 'Certificates at the edge';
const CERT_MANAGER = 'cert-manager 1.21';
const THROUGH_GATEWAY = `${CERT_MANAGER}, through the ingress gateway`;

interface Service {
  readonly spec: { readonly ports: readonly { readonly port: number }[] };
}

/** Mistakes of solvers, and of the way that a challenge takes. */
export const SOLVER_TRIALS: readonly EdgeTrial[] = [
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
    judgedBy: THROUGH_GATEWAY,
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
    judgedBy: THROUGH_GATEWAY,
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
    judgedBy: THROUGH_GATEWAY,
    objects: () => [
      gateway('wrong-edge-redirect', [
        http(hostOf('wrong-edge-redirect'), { httpsRedirect: true }),
        https(hostOf('wrong-edge-redirect'), {
          mode: 'SIMPLE',
          credentialName: 'wrong-edge-redirect',
        }),
      ]),
    ],
    look: (mesh) => asked(mesh, 'wrong-edge-redirect', /connection reset by peer/),
  },
  {
    id: 'wildcard-by-http01',
    topic,
    mistake: 'A wildcard name is asked of an account with HTTP-01 alone.',
    written: environmentAtEdge({ sites: [siteFor("DnsName.of('*.example.com')")] }),
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
    written: environmentAtEdge({
      accounts: [
        accountWith("AcmeSolver.http01Ingress({ dnsNames: [DnsName.of('www.example.com')] })"),
      ],
      sites: [siteFor()],
    }),
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
    judgedBy: THROUGH_GATEWAY,
    objects: (acme) => [
      acmeIssuer(acme, 'wrong-edge-solvers', { solvers: [through('public'), through('istio')] }),
      acmeCertificate('wrong-edge-solvers', { issuer: 'wrong-edge-solvers' }),
    ],
    look: (mesh) => challenged(mesh, 'wrong-edge-solvers', /'404'/),
  },
  {
    id: 'account-without-a-solver',
    topic,
    mistake: 'An account has no solver.',
    written: account('solvers: []'),
    plain: `kind: ClusterIssuer
spec:
  acme:
    solvers: []`,
    judgedBy: CERT_MANAGER,
    objects: (acme) => [
      acmeIssuer(acme, 'wrong-edge-none', { solvers: [] }),
      acmeCertificate('wrong-edge-none', { issuer: 'wrong-edge-none' }),
    ],
    look: (mesh) => neverChallenged(mesh, 'wrong-edge-none'),
  },
  {
    id: 'solver-of-names-and-zones',
    topic,
    mistake: 'A solver is to be for a name, and for every name of a zone beside it.',
    written: account(
      "solvers: [AcmeSolver.http01Ingress({ dnsNames: [DnsName.of('shop.example.com')], dnsZones: [DnsName.of('example.org')] })]",
    ),
    plain: `kind: ClusterIssuer
spec:
  acme:
    solvers:
      - selector:
          dnsNames: [shop.example.com]
          dnsZones: [example.org]
        http01: { ingress: { ingressClassName: istio } }`,
    judgedBy: CERT_MANAGER,
    objects: (acme) => [
      acmeIssuer(acme, 'wrong-edge-zones', {
        solvers: [
          {
            selector: { dnsNames: [hostOf('wrong-edge-zones')], dnsZones: ['example.org'] },
            ...through('istio'),
          },
        ],
      }),
      acmeCertificate('wrong-edge-zones', { issuer: 'wrong-edge-zones' }),
    ],
    look: (mesh) => neverChallenged(mesh, 'wrong-edge-zones'),
  },
  {
    id: 'zone-with-a-star',
    topic,
    mistake: 'The zone of a solver is written as a wildcard.',
    written: account(
      "solvers: [AcmeSolver.http01Ingress({ dnsZones: [DnsName.of('*.example.com')] })]",
    ),
    plain: `kind: ClusterIssuer
spec:
  acme:
    solvers:
      - selector:
          dnsZones: ['*.example.com']    # the certificate is for shop.example.com
        http01: { ingress: { ingressClassName: istio } }`,
    judgedBy: CERT_MANAGER,
    objects: (acme) => [
      acmeIssuer(acme, 'wrong-edge-star', {
        solvers: [{ selector: { dnsZones: ['*.example.com'] }, ...through('istio') }],
      }),
      acmeCertificate('wrong-edge-star', { issuer: 'wrong-edge-star' }),
    ],
    look: (mesh) => neverChallenged(mesh, 'wrong-edge-star'),
  },
  {
    id: 'gateway-api-not-enabled',
    topic,
    mistake: 'A solver goes through the Gateway API, and cert-manager was not told of it.',
    written: environmentAtEdge({
      accounts: [
        accountWith(
          "AcmeSolver.http01GatewayRoute({ gateway: { name: 'acme-challenges', namespace: 'istio-system' } })",
        ),
      ],
      others: ['certManager: CertManager.alreadyInstalled({ version: CertManagerVersion.V1_21 })'],
    }),
    plain: `kind: ClusterIssuer      # cert-manager is there already, without --enable-gateway-api
spec:
  acme:
    solvers:
      - http01:
          gatewayHTTPRoute:
            parentRefs: [{ kind: Gateway, name: acme-challenges, namespace: istio-system }]`,
    judgedBy: CERT_MANAGER,
    objects: (acme) => [
      acmeIssuer(acme, 'wrong-edge-route', {
        solvers: [
          {
            http01: {
              gatewayHTTPRoute: {
                parentRefs: [
                  { kind: 'Gateway', name: 'acme-challenges', namespace: GATEWAY_NAMESPACE },
                ],
              },
            },
          },
        ],
      }),
      acmeCertificate('wrong-edge-route', { issuer: 'wrong-edge-route' }),
    ],
    look: (mesh) => challenged(mesh, 'wrong-edge-route', /not enabled/),
  },
];

/** Mistakes that keep every challenge from being answered: each is made when all others were looked at. */
export const GATEWAY_TRIALS: readonly EdgeTrial[] = [
  {
    id: 'challenge-denied',
    topic,
    mistake:
      'The namespace of the ingress gateway denies by default, and no rule lets challenges in.',
    written: environmentAtEdge({
      sites: [siteFor()],
      others: ["authorization: [Authorization.denyByDefault({ namespace: 'istio-system' })]"],
    }),
    plain: `kind: AuthorizationPolicy
metadata:
  name: default-deny
  namespace: istio-system
spec: {}`,
    judgedBy: THROUGH_GATEWAY,
    objects: () => [],
    look: (mesh) =>
      during(mesh, [DENY], async () => {
        await answered('the gateway refuses everybody', async () => {
          const { stdout } = await askGateway(mesh, `http://${hostOf(CONTROL)}/`);
          return stdout === '403' ? stdout : undefined;
        });
        return asked(mesh, 'wrong-edge-denied', /'403'/);
      }),
  },
  {
    id: 'challenge-port-closed',
    topic,
    mistake: 'The gateway has no port 80.',
    written: environmentAtEdge({
      gateways: "[Gateway.ingress({ ports: [{ name: 'https', port: 443, targetPort: 8443 }] })]",
      sites: [siteFor()],
    }),
    plain: `kind: Service            # istio-ingressgateway
spec:
  ports:
    - { name: https, port: 443, targetPort: 8443 }`,
    judgedBy: THROUGH_GATEWAY,
    objects: () => [],
    look: (mesh) =>
      // Until kube-proxy knows of it, connections still come as far as the Pod, and are refused there.
      withoutPort80(mesh, () => asked(mesh, 'wrong-edge-closed', /i\/o timeout/)),
  },
];

const DENY = {
  apiVersion: 'security.istio.io/v1',
  kind: 'AuthorizationPolicy',
  metadata: { name: 'wrong-edge-deny', namespace: GATEWAY_NAMESPACE },
  spec: {},
};

/** What becomes of a certificate that is asked for now, and no longer than that is looked at. */
function asked(mesh: MeshUnderTest, name: string, words: RegExp): Promise<Seen> {
  const certificate = acmeCertificate(name, { issuer: CONTROL });
  return during(mesh, [certificate], () => challenged(mesh, name, words));
}

async function withoutPort80<T>(mesh: MeshUnderTest, watch: () => Promise<T>): Promise<T> {
  const service = ['-n', GATEWAY_NAMESPACE, 'service', 'istio-ingressgateway'];
  const { spec } = await got<Service>(mesh, ...service);
  const withPorts = (ports: Service['spec']['ports']): Promise<string> => {
    const patch = JSON.stringify([{ op: 'replace', path: '/spec/ports', value: ports }]);
    return kubectl(mesh.components, 'patch', ...service, '--type=json', '-p', patch);
  };
  await withPorts(spec.ports.filter(({ port }) => port !== 80));
  try {
    return await watch();
  } finally {
    await withPorts(spec.ports);
  }
}
