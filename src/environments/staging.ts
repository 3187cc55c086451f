import {
  Datastore,
  Environment,
  Gateway,
  IstioCa,
  Lifetime,
  Sample,
  SecretRef,
  Subject,
  TrafficCapture,
  TrustDomain,
  TrustRoot,
  Ttl,
} from '../index';

/** As production, smaller, with Bookinfo to see that it works. */
export const staging = new Environment('staging', {
  trustDomain: TrustDomain.of('staging.mesh.example.com'),
  clusterName: 'eu-staging',
  root: TrustRoot.selfSigned({
    subject: Subject.of('staging-mesh-root', { organizations: ['Example'] }),
    lifetime: Lifetime.of(Ttl.days(1825)),
  }),
  spire: {
    replicas: 2,
    datastore: Datastore.postgres(SecretRef.of('spire-datastore', 'connection-string')),
    caTtl: Ttl.hours(24),
    x509SvidTtl: Ttl.hours(1),
  },
  istio: {
    ca: IstioCa.certManager({ lifetime: Lifetime.of(Ttl.days(30)).renewBefore(Ttl.days(10)) }),
    gateways: [Gateway.ingress(), Gateway.egress()],
    trafficCapture: TrafficCapture.cniNodeAgent(),
  },
  samples: [Sample.bookinfo()],
});
