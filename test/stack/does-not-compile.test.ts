import { compile, type Snippet } from '../support/compile';

/** As a user writes it, with the issuers that sign no CAs. */
const HEAD = `
import {
  AcmeIssuer, Approval, CaIssuer, Environment, type Federation, Gateway, InjectionTemplate, IstioCa, IstioVersion, Lifetime, RootBundle,
  RootCertificate, SecretRef, SelfSignedIssuer, Subject, UpstreamCa, VaultUpstreamAuth,
  SpireServer, SpireVersion, TrustDomain, TrustRoot, Ttl, UpstreamAuthority, VaultIssuer, Bookinfo,
} from 'cdk8s-mesh-trust';
import { App, Chart } from 'cdk8s';
const trustDomain = TrustDomain.of('mesh.example.com');
const lifetime = Lifetime.of(Ttl.days(30));
const root = TrustRoot.selfSigned({ lifetime: Lifetime.of(Ttl.days(3650)) });
const ca = IstioCa.certManager({ lifetime });
const upstreamCa = UpstreamCa.belowRootOfMesh({ subject: Subject.of('CA'), lifetime, keyAtRenewal: 'kept' });
const istio = { ca };
const clusterName = 'eu-1';
declare const federation: Federation;
const chart = new Chart(new App(), 'chart');
export const used = [
  Approval, RootBundle, RootCertificate, SecretRef, AcmeIssuer, CaIssuer, Environment, Gateway, InjectionTemplate, IstioVersion, SelfSignedIssuer, SpireServer,
  VaultUpstreamAuth, upstreamCa,
  SpireVersion, UpstreamAuthority, VaultIssuer, Bookinfo, trustDomain, root, istio, clusterName, chart,
];
`;

const RIGHT = `
new Environment('production', {
  trustDomain,
  clusterName,
  federation,
  root,
  approval: Approval.policies(),
  bundle: RootBundle.trustManager({ roots: [RootCertificate.inConfigMap('roots', 'ca.crt')] }),
  spire: {
    caTtl: Ttl.hours(24),
    upstream: UpstreamAuthority.certManager({ issuer: CaIssuer.cluster('mesh-root') }),
    agent: { healthPort: 9982 },
  },
  istio: {
    ca: IstioCa.certManager({ lifetime, issuer: CaIssuer.cluster('mesh-root') }),
    gateways: [Gateway.ingress({ minReplicas: 2 })],
    profile: 'default',
    version: IstioVersion.V1_30,
  },
  namespaces: ['shop'],
});
UpstreamAuthority.vault({ address: 'https://vault.example.com', auth: VaultUpstreamAuth.kubernetes({ role: 'spire' }), ca: upstreamCa });
Environment.withoutSpire('csr', { trustDomain, clusterName, root, istio: { ca: IstioCa.istioCsr() } });
Environment.withoutSpire('own', { trustDomain, clusterName, istio: { ca: IstioCa.selfSigned() } });
TrustRoot.existing({ issuer: CaIssuer.namespaced('istio-system', 'corporate'), lifetime, keyAtRenewal: 'kept' });
new Bookinfo(chart, 'Bookinfo', { namespace: 'bookinfo', injection: InjectionTemplate.spire() });
`;

const SIGNS_NO_CA = [
  "AcmeIssuer.cluster('letsencrypt')",
  "VaultIssuer.cluster('vault')",
  "SelfSignedIssuer.namespaced('pki', 'selfsigned')",
];

type Wrong = readonly [title: string, code: string, said: string];

const ISSUERS: readonly Wrong[] = SIGNS_NO_CA.flatMap((issuer): Wrong[] => [
  [
    `${issuer} above SPIRE`,
    `UpstreamAuthority.certManager({ issuer: ${issuer} });`,
    "'signsCas' are incompatible",
  ],
  [
    `${issuer} above istiod`,
    `IstioCa.certManager({ lifetime, issuer: ${issuer} });`,
    "'signsCas' are incompatible",
  ],
  [
    `${issuer} as the root of both`,
    `TrustRoot.existing({ issuer: ${issuer}, lifetime, keyAtRenewal: 'kept' });`,
    "'signsCas' are incompatible",
  ],
]);

const environment = (props: string): string => `new Environment('production', { ${props} });`;

const WRONG: readonly Wrong[] = [
  ...ISSUERS,
  [
    'istio-csr beside SPIRE',
    environment('trustDomain, clusterName, root, istio: { ca: IstioCa.istioCsr() }'),
    `'"istio-csr"' is not assignable to type '"istiod"'`,
  ],
  [
    'a signer of Kubernetes beside SPIRE',
    environment(
      "trustDomain, clusterName, root, istio: { ca: IstioCa.kubernetesSigner({ domain: 'a.example', name: 'mesh', rootPem: '', lifetime, keyAtRenewal: 'kept' }) }",
    ),
    `'"kubernetes"' is not assignable to type '"istiod"'`,
  ],
  [
    'options of SPIRE in an environment without it',
    "Environment.withoutSpire('csr', { trustDomain, clusterName, root, spire: {}, istio: { ca: IstioCa.istioCsr() } });",
    "'spire' does not exist in type 'EnvironmentWithoutSpireProps'",
  ],
  [
    'a federation of an environment without SPIRE',
    "Environment.withoutSpire('csr', { trustDomain, clusterName, root, federation, istio: { ca: IstioCa.istioCsr() } });",
    "'federation' does not exist in type 'EnvironmentWithoutSpireProps'",
  ],
  [
    'a number of seconds for a Ttl',
    environment('trustDomain, clusterName, root, istio, spire: { caTtl: 86400 }'),
    "not assignable to type 'Ttl'",
  ],
  [
    "'30d' for a Ttl",
    environment("trustDomain, clusterName, root, istio, spire: { caTtl: '30d' }"),
    "not assignable to type 'Ttl'",
  ],
  [
    "'30d' for a Lifetime",
    "IstioCa.certManager({ lifetime: '30d' });",
    "not assignable to type 'Lifetime'",
  ],
  [
    'a Ttl for a Lifetime',
    'IstioCa.certManager({ lifetime: Ttl.days(30) });',
    "from type 'Lifetime'",
  ],
  [
    'an approver that is a text',
    environment("trustDomain, clusterName, root, istio, approval: 'approver-policy'"),
    "not assignable to type 'Approval'",
  ],
  [
    'a text that should be a root in a bundle',
    "RootBundle.trustManager({ roots: ['-----BEGIN CERTIFICATE-----'] });",
    "not assignable to type 'RootCertificate'",
  ],
  [
    'any Secret as a root in a bundle',
    "RootBundle.trustManager({ roots: [SecretRef.of('cacerts', 'ca.crt')] });",
    "from type 'RootCertificate'",
  ],
  [
    'a misspelt property of an environment',
    environment("trustDomain, clusterName, root, istio, namespacs: ['shop']"),
    "'namespacs' does not exist",
  ],
  [
    'a misspelt property of SPIRE',
    environment('trustDomain, clusterName, root, istio, spire: { x509SvidTTL: Ttl.hours(1) }'),
    "'x509SvidTTL' does not exist",
  ],
  [
    'a misspelt property of Istio',
    environment('trustDomain, clusterName, root, istio: { ca, gatways: [] }'),
    "'gatways' does not exist",
  ],
  [
    'a misspelt property of the agent',
    environment('trustDomain, clusterName, root, istio, spire: { agent: { healthport: 1 } }'),
    "'healthport' does not exist",
  ],
  [
    'a property that the environment derives',
    environment(
      'trustDomain, clusterName, root, istio, spire: { agent: { disableContainerSelectors: true } }',
    ),
    "'disableContainerSelectors' does not exist",
  ],
  [
    'a second trust domain for Istio',
    environment('trustDomain, clusterName, root, istio: { ca, trustDomain }'),
    "'trustDomain' does not exist",
  ],
  [
    'a trust domain that is a text',
    environment("trustDomain: 'mesh.example.com', clusterName, root, istio"),
    "not assignable to type 'TrustDomain'",
  ],
  [
    'a profile of ambient mode',
    environment("trustDomain, clusterName, root, istio: { ca, profile: 'ambient' }"),
    '"ambient"',
  ],
  [
    'an environment without a root',
    environment('trustDomain, clusterName, istio'),
    "Property 'root' is missing",
  ],
  [
    'an environment without a trust domain',
    environment('clusterName, root, istio'),
    "Property 'trustDomain' is missing",
  ],
  [
    'Istio without a CA',
    environment('trustDomain, clusterName, root, istio: {}'),
    "Property 'ca' is missing",
  ],
  [
    'a template that is named by a text',
    "new Bookinfo(chart, 'Bookinfo', { namespace: 'bookinfo', injection: 'sidecar,spire' });",
    "Type 'string' is not assignable to type 'PodInjection'",
  ],
  [
    'a server without an upstream',
    "new SpireServer(chart, 'Server', { replicas: 1 });",
    'missing the following properties',
  ],
  [
    'a token of Vault that is a text',
    "VaultUpstreamAuth.token('s.1234');",
    "not assignable to parameter of type 'SecretRef'",
  ],
  [
    'a Vault without TLS',
    "UpstreamAuthority.vault({ address: 'http://vault.example.com', auth: VaultUpstreamAuth.kubernetes({ role: 'spire' }), ca: upstreamCa });",
    "not assignable to type '`https://${string}`'",
  ],
  [
    'a Vault of which nobody says what its CA is',
    "UpstreamAuthority.vault({ address: 'https://vault.example.com', auth: VaultUpstreamAuth.kubernetes({ role: 'spire' }) });",
    "Property 'ca' is missing",
  ],
  [
    'a CA of which nobody says under which root it is',
    "UpstreamCa.of({ subject: Subject.of('CA'), lifetime, keyAtRenewal: 'kept' });",
    "Property 'of' does not exist",
  ],
  [
    'a version that is a text',
    environment("trustDomain, clusterName, root, istio: { ca, version: '1.30.3' }"),
    "Type 'string' is not assignable to type",
  ],
  [
    'a version of another component',
    environment('trustDomain, clusterName, root, istio: { ca, version: SpireVersion.V1_15 }'),
    "'component' are incompatible",
  ],
  [
    'a profile of ambient mode',
    environment("trustDomain, clusterName, root, istio: { ca, profile: 'ambient' }"),
    '"ambient"\' is not assignable to type',
  ],
  [
    'an installer that is a text',
    environment("trustDomain, clusterName, root, istio: { ca, installation: 'helm' }"),
    "Type 'string' is not assignable to type 'IstioInstallation'",
  ],
  [
    'a gateway that is an object',
    environment("trustDomain, clusterName, root, istio: { ca, gateways: [{ kind: 'ingress' }] }"),
    "'Gateway'",
  ],
];

describe('the types of an environment', () => {
  const snippets: readonly Snippet[] = [
    { title: 'right', code: HEAD + RIGHT },
    ...WRONG.map(([title, code]) => ({ title, code: HEAD + code })),
  ];
  const said = compile(snippets);

  it('let pass what is right', () => {
    expect(said.get('right')).toEqual([]);
  });

  it.each(WRONG)('say no to %s', (title, _, words) => {
    expect(said.get(title)).toEqual([expect.stringContaining(words)]);
  });
});
