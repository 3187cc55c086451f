import { join } from 'node:path';
import {
  Environment,
  Gateway,
  IstioCa,
  Lifetime,
  Sample,
  synthesize,
  TrustDomain,
  TrustRoot,
  Ttl,
} from '../../src/index';

/** One root of cert-manager above istiod and SPIRE, and Bookinfo with identities of SPIRE. */
export const environment = new Environment('bookinfo', {
  trustDomain: TrustDomain.of('example.org'),
  clusterName: 'demo-cluster',
  root: TrustRoot.selfSigned({ lifetime: Lifetime.of(Ttl.days(900)) }),
  spire: { caTtl: Ttl.hours(24), x509SvidTtl: Ttl.hours(1) },
  istio: {
    ca: IstioCa.certManager({ lifetime: Lifetime.of(Ttl.days(60)).renewBefore(Ttl.days(15)) }),
    gateways: [Gateway.ingress()],
  },
  samples: [Sample.bookinfo()],
});

if (require.main === module) {
  synthesize([environment], { outdir: join(__dirname, 'dist') });
}
