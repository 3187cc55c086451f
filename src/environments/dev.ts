import {
  Environment,
  Gateway,
  IstioCa,
  KeyAlgorithm,
  KubeletVerification,
  Lifetime,
  Sample,
  Subject,
  TrustDomain,
  TrustRoot,
  Ttl,
} from '../index';

/** To try things in: one server, SQLite, and Bookinfo to look at. */
export const dev = new Environment('dev', {
  trustDomain: TrustDomain.of('example.org'),
  clusterName: 'demo-cluster',
  root: TrustRoot.selfSigned({
    name: 'selfsigned-ca',
    issuerName: 'selfsigned',
    subject: Subject.of('certmanager-ca', { organizations: ['cert-manager'] }),
    lifetime: Lifetime.of(Ttl.hours(21600)),
    key: KeyAlgorithm.RSA_2048,
  }),
  spire: {
    caTtl: Ttl.hours(24),
    x509SvidTtl: Ttl.hours(1),
    // kind and minikube sign the certificate of the kubelet with itself.
    agent: { kubeletVerification: KubeletVerification.hostCertificate() },
  },
  istio: {
    ca: IstioCa.certManager({
      lifetime: Lifetime.of(Ttl.hours(1440)).renewBefore(Ttl.hours(360)),
      key: KeyAlgorithm.RSA_2048,
    }),
    gateways: [Gateway.ingress(), Gateway.egress()],
  },
  samples: [Sample.bookinfo()],
});
