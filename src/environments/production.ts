import {
  AcmeAccount,
  AcmeDirectory,
  AcmeSolver,
  AllowRule,
  Authorization,
  Datastore,
  DnsName,
  Environment,
  ExternalService,
  Gateway,
  GatewayCertificate,
  IstioCa,
  KeyAlgorithm,
  Lifetime,
  OriginatedTls,
  OutboundTrafficPolicy,
  SecretRef,
  ServerTls,
  Site,
  SpiffeId,
  Subject,
  TrafficCapture,
  TrustDomain,
  TrustRoot,
  Ttl,
} from '../index';

const trustDomain = TrustDomain.of('mesh.example.com');
const ingress = Gateway.ingress({ minReplicas: 3 });
const egress = Gateway.egress({ minReplicas: 2 });
const web = SpiffeId.forServiceAccount(trustDomain, 'shop', 'web');
const billing = SpiffeId.forServiceAccount(trustDomain, 'payments', 'billing');

// By DNS a name is certified before it points here.
const letsEncrypt = AcmeAccount.of({
  name: 'letsencrypt',
  directory: AcmeDirectory.letsEncrypt(),
  email: 'tls@example.com',
  solvers: [AcmeSolver.dns01Cloudflare({ apiToken: SecretRef.of('cloudflare', 'api-token') })],
});

const shop = Site.of({
  name: 'shop',
  namespace: 'shop',
  tls: ServerTls.simple(
    GatewayCertificate.of({
      name: 'shop-tls',
      hosts: [DnsName.of('shop.example.com')],
      issuer: letsEncrypt.issuer,
    }),
  ),
  routes: [
    {
      name: 'web',
      matches: [{ type: 'prefix', path: '/' }],
      destination: { service: 'web', port: 8080 },
    },
  ],
});

const partner = ExternalService.of({
  name: 'payment-partner',
  host: DnsName.of('payments.partner.example.com'),
  tls: OriginatedTls.mutual('payment-partner-client'),
});

/** Three servers on PostgreSQL, short lifetimes, nothing open that nobody named, no samples. */
export const production = new Environment('production', {
  trustDomain,
  clusterName: 'eu-1',
  root: TrustRoot.selfSigned({
    subject: Subject.of('mesh-root', { organizations: ['Example'] }),
    lifetime: Lifetime.of(Ttl.days(3650)),
    key: KeyAlgorithm.ECDSA_P384,
  }),
  spire: {
    replicas: 3,
    datastore: Datastore.postgres(SecretRef.of('spire-datastore', 'connection-string')),
    caTtl: Ttl.hours(12),
    x509SvidTtl: Ttl.minutes(30),
    agentTtl: Ttl.hours(1),
  },
  istio: {
    ca: IstioCa.certManager({ lifetime: Lifetime.of(Ttl.days(14)).renewBefore(Ttl.days(7)) }),
    gateways: [ingress, egress],
    trafficCapture: TrafficCapture.cniNodeAgent(),
    outboundTrafficPolicy: OutboundTrafficPolicy.REGISTRY_ONLY,
    minReplicas: 2,
    workloadCertTtl: Ttl.hours(12),
  },
  namespaces: ['shop', 'payments'],
  acme: [letsEncrypt],
  sites: [shop],
  egress: [partner],
  authorization: [
    Authorization.denyByDefault({ namespace: 'shop' }),
    Authorization.denyByDefault({ namespace: 'payments' }),
    allow('web', 'shop', ingress.identityIn(trustDomain)),
    allow('billing', 'payments', web),
    Authorization.allow({
      name: 'egress',
      namespace: egress.namespace,
      workloadLabels: egress.podLabels,
      rules: [AllowRule.from({ callers: [billing] })],
    }),
  ],
});

function allow(app: string, namespace: string, caller: SpiffeId): Authorization {
  const rules = [AllowRule.from({ callers: [caller] })];
  return Authorization.allow({ name: app, namespace, workloadLabels: { app }, rules });
}
