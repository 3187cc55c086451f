import {
  Datastore,
  Environment,
  Gateway,
  IstioCa,
  KeyAlgorithm,
  Lifetime,
  SecretRef,
  Subject,
  TrafficCapture,
  TrustDomain,
  TrustRoot,
  Ttl,
} from '../index';

/** Three servers on PostgreSQL, short lifetimes, no samples. */
export const production = new Environment('production', {
  trustDomain: TrustDomain.of('mesh.example.com'),
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
    gateways: [Gateway.ingress({ minReplicas: 3 }), Gateway.egress({ minReplicas: 2 })],
    trafficCapture: TrafficCapture.cniNodeAgent(),
    minReplicas: 2,
    workloadCertTtl: Ttl.hours(12),
  },
  namespaces: ['shop', 'payments'],
});
