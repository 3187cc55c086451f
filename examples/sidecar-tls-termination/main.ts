import { join } from 'node:path';
import {
  ClientCa,
  DnsName,
  Environment,
  GatewayCertificate,
  IstioCa,
  IstioExperiment,
  Lifetime,
  Sample,
  ServerTls,
  synthesize,
  TrustDomain,
  TrustRoot,
  Ttl,
} from '../../src/index';

const root = TrustRoot.selfSigned({ lifetime: Lifetime.of(Ttl.days(3650)) });

const certificate = GatewayCertificate.of({
  name: 'httpbin-tls',
  hosts: [DnsName.of('httpbin.httpbin.svc.cluster.local')],
  issuer: root.issuer,
});

/** httpbin whose sidecar ends mutual TLS of callers outside the mesh, and takes those of the mesh beside. */
export const environment = new Environment('httpbin', {
  trustDomain: TrustDomain.of('mesh.example.com'),
  clusterName: 'eu-1',
  root,
  istio: {
    ca: IstioCa.certManager({ lifetime: Lifetime.of(Ttl.days(30)) }),
    experiments: [IstioExperiment.TLS_ON_SIDECAR_INGRESS],
  },
  samples: [Sample.httpbin({ tls: ServerTls.mutual(certificate, ClientCa.inCertificateSecret()) })],
});

if (require.main === module) {
  synthesize([environment], { outdir: join(__dirname, 'dist') });
}
