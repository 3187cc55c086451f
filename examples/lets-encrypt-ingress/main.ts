import { join } from 'node:path';
import {
  AcmeAccount,
  AcmeDirectory,
  AcmeSolver,
  DnsName,
  Environment,
  Gateway,
  GatewayCertificate,
  Helloworld,
  IstioCa,
  Lifetime,
  Sample,
  ServerTls,
  Site,
  synthesize,
  TrustDomain,
  TrustRoot,
  Ttl,
} from '../../src/index';

const letsEncrypt = AcmeAccount.of({
  name: 'letsencrypt',
  directory: AcmeDirectory.letsEncrypt(),
  email: 'tls@example.com',
  solvers: [AcmeSolver.http01Ingress()],
});

/** A host of helloworld with a certificate of its own, so that no other is issued anew. */
function site(name: string, version: 'v1' | 'v2'): Site {
  const hosts = [DnsName.of(`${name}.example.com`)];
  const certificate = GatewayCertificate.of({ name, hosts, issuer: letsEncrypt.issuer });
  return Site.of({
    name,
    namespace: 'helloworld',
    tls: ServerTls.simple(certificate),
    routes: [Helloworld.routeTo(version)],
  });
}

/** Two hosts of two versions behind the ingress gateway; one more host is one more line. */
export const environment = new Environment('hello', {
  trustDomain: TrustDomain.of('mesh.example.com'),
  clusterName: 'eu-1',
  root: TrustRoot.selfSigned({ lifetime: Lifetime.of(Ttl.days(3650)) }),
  istio: {
    ca: IstioCa.certManager({ lifetime: Lifetime.of(Ttl.days(30)) }),
    gateways: [Gateway.ingress()],
  },
  samples: [Sample.helloworld()],
  acme: [letsEncrypt],
  sites: [site('www', 'v1'), site('mobile', 'v2')],
});

if (require.main === module) {
  synthesize([environment], { outdir: join(__dirname, 'dist') });
}
