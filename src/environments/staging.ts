import {
  AcmeAccount,
  AcmeDirectory,
  AcmeSolver,
  AllowRule,
  Authorization,
  ClientCa,
  Datastore,
  DnsName,
  Environment,
  ExternalService,
  Gateway,
  GatewayCertificate,
  Helloworld,
  IstioCa,
  IstioExperiment,
  Lifetime,
  OriginatedTls,
  Sample,
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

const trustDomain = TrustDomain.of('staging.mesh.example.com');
const gateway = Gateway.ingress();
const root = TrustRoot.selfSigned({
  subject: Subject.of('staging-mesh-root', { organizations: ['Example'] }),
  lifetime: Lifetime.of(Ttl.days(1825)),
});
const acme = AcmeAccount.of({
  name: 'letsencrypt-staging',
  directory: AcmeDirectory.letsEncryptStaging(),
  email: 'tls@example.com',
  solvers: [AcmeSolver.http01Ingress()],
});

/** A host of helloworld, with a certificate of its own. */
function hello(name: string, percentOfV2: number): Site {
  const hosts = [DnsName.of(`${name}.staging.example.com`)];
  return Site.of({
    name,
    namespace: 'helloworld',
    tls: ServerTls.simple(GatewayCertificate.of({ name, hosts, issuer: acme.issuer })),
    routes: [Helloworld.sharedRoute(percentOfV2)],
  });
}

const httpbinTls = GatewayCertificate.of({
  name: 'httpbin-tls',
  hosts: [DnsName.of('httpbin.httpbin.svc.cluster.local')],
  issuer: root.issuer,
});

const bookinfo = (microservice: string): SpiffeId =>
  SpiffeId.forServiceAccount(trustDomain, 'bookinfo', `bookinfo-${microservice}`);

function allow(namespace: string, app: string, ...callers: readonly SpiffeId[]): Authorization {
  const rules = [AllowRule.from({ callers })];
  return Authorization.allow({ name: app, namespace, workloadLabels: { app }, rules });
}

/** As production, smaller, with samples to see that every way in and out works. */
export const staging = new Environment('staging', {
  trustDomain,
  clusterName: 'eu-staging',
  root,
  spire: {
    replicas: 2,
    datastore: Datastore.postgres(SecretRef.of('spire-datastore', 'connection-string')),
    caTtl: Ttl.hours(24),
    x509SvidTtl: Ttl.hours(1),
  },
  istio: {
    ca: IstioCa.certManager({ lifetime: Lifetime.of(Ttl.days(30)).renewBefore(Ttl.days(10)) }),
    gateways: [gateway, Gateway.egress()],
    trafficCapture: TrafficCapture.cniNodeAgent(),
    experiments: [IstioExperiment.TLS_ON_SIDECAR_INGRESS],
  },
  samples: [
    Sample.bookinfo(),
    Sample.helloworld(),
    Sample.httpbin({ tls: ServerTls.mutual(httpbinTls, ClientCa.inCertificateSecret()) }),
  ],
  acme: [acme],
  sites: [hello('hello', 10)],
  egress: [
    ExternalService.of({
      name: 'partner',
      host: DnsName.of('sandbox.partner.example.com'),
      tls: OriginatedTls.simple(),
    }),
  ],
  authorization: [
    ...['bookinfo', 'helloworld', 'httpbin'].map((namespace) =>
      Authorization.denyByDefault({ namespace }),
    ),
    allow('bookinfo', 'productpage', gateway.identityIn(trustDomain)),
    allow('bookinfo', 'details', bookinfo('productpage')),
    allow('bookinfo', 'reviews', bookinfo('productpage')),
    allow('bookinfo', 'ratings', bookinfo('reviews')),
    allow('helloworld', 'helloworld', gateway.identityIn(trustDomain)),
    Authorization.allow({
      name: 'httpbin',
      namespace: 'httpbin',
      workloadLabels: { app: 'httpbin' },
      rules: [
        AllowRule.from({ callers: [SpiffeId.forServiceAccount(trustDomain, 'httpbin', 'curl')] }),
        AllowRule.fromOutsideTheMesh({ ports: [9080] }),
      ],
    }),
  ],
});
