import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { parse, stringify } from 'yaml';
import { succeeded } from '../../components/execute';
import { eventually, ISTIOD, type MeshUnderTest } from '../../mesh-under-test/mesh-under-test';
import type { Seen, WrongCase } from '../wrong-case';
import { certificate, issued, MESH_ROOT } from './cert-manager-objects';
import { APPLICATION, applicationWith } from './injection-trial';
import { verdictOf } from './openssl';
import { answered, during, got, logged, normalised, silentlyWrong } from './trial';
import { environmentWith } from './written';

const ISTIOD_1_31 = 'istiod 1.31';
const SECRET = 'wrong-cacerts';

/** What istiod signs with, and for how long; istiod is restarted, so that these come last. */
export const ISTIOD_CA_CASES: readonly WrongCase[] = [
  {
    id: 'workload-ttl-above-the-maximum',
    topic: 'Lifetimes',
    mistake: 'Proxies ask istiod for certificates that live longer than it may sign.',
    written: environmentWith({
      istio:
        '{ ca: IstioCa.certManager({ lifetime: Lifetime.of(Ttl.days(30)) }), workloadCertTtl: Ttl.hours(48), maxWorkloadCertTtl: Ttl.hours(24) }',
    }),
    plain: `proxyMetadata:
  SECRET_TTL: 48h        # MAX_WORKLOAD_CERT_TTL of istiod is 24h`,
    judgedBy: ISTIOD_1_31,
    watch: ttlAboveMaximum,
  },
  {
    id: 'cacerts-after-istiod',
    topic: 'Certificates and secrets',
    mistake: 'istiod starts before the Secret with its CA is there.',
    written: environmentWith({ istio: '{}' }),
    plain: `kind: Deployment         # istiod
spec:
  template:
    spec:
      volumes:
        - name: cacerts
          secret:
            secretName: cacerts  # not there yet
            optional: true       # what Istio writes`,
    judgedBy: ISTIOD_1_31,
    watch: signsWithItsOwn,
  },
  {
    id: 'cacerts-without-the-root',
    topic: 'Certificates and secrets',
    mistake: 'The Secret with the CA of istiod has no ca.crt, as issuers of ACME leave it.',
    written: environmentWith({
      imports: ['AcmeIssuer'],
      istio:
        "{ ca: IstioCa.certManager({ lifetime: Lifetime.of(Ttl.days(30)), issuer: AcmeIssuer.cluster('letsencrypt') }) }",
    }),
    plain: `kind: Secret             # cacerts
data:
  tls.crt: …
  tls.key: …`,
    judgedBy: ISTIOD_1_31,
    watch: withoutRoot,
  },
  {
    id: 'cacerts-is-no-ca',
    topic: 'Certificates and secrets',
    mistake: 'The certificate with which istiod is to sign is not that of a CA.',
    written: `import { Chart } from 'cdk8s';
import { CaCertificate, type CaCertificateProps } from 'cdk8s-mesh-trust';

export const cacerts = (chart: Chart, props: CaCertificateProps) =>
  new CaCertificate(chart, 'cacerts', { ...props, isCA: false });`,
    plain: `kind: Certificate        # cacerts
spec:
  isCA: false`,
    judgedBy: ISTIOD_1_31,
    watch: isNoCa,
  },
];

async function ttlAboveMaximum(mesh: MeshUnderTest): Promise<Seen> {
  const application = await applicationWith(mesh, {
    'inject.istio.io/templates': 'sidecar',
    'proxy.istio.io/config': '{"proxyMetadata":{"SECRET_TTL":"48h"}}',
  });
  return during(mesh, [application], async () => ({
    verdict: 'fails later',
    said: await logged(mesh, APPLICATION, 'istio-proxy', /requested TTL .*?max allowed TTL \S+/),
  }));
}

function signsWithItsOwn(mesh: MeshUnderTest): Promise<Seen> {
  return withIstiodOf(mesh, async (log) => {
    const said = await log(/Use self-signed certificate as the CA certificate/);
    const { certificate: cacerts, ca } = await issued(mesh, 'cacerts', { place: 'istio-system' });
    const root = await answered('another root is handed out', async () => {
      const handedOut = await rootOfTheMesh(mesh);
      return handedOut.trim() === ca.trim() ? undefined : handedOut;
    });
    const verdict = await verdictOf(cacerts, root);
    return silentlyWrong(
      verdict !== 'OK',
      `It runs, and logs: ${said}. What the root of the environment has signed, against the root that namespaces get now: ${verdict}`,
    );
  });
}

function withoutRoot(mesh: MeshUnderTest): Promise<Seen> {
  return withSecret(mesh, {}, async () => {
    const { data } = await got<{ readonly data: Readonly<Record<string, string>> }>(
      mesh,
      ...['-n', 'istio-system', 'secret', 'cacerts'],
    );
    const { 'tls.crt': chain, 'tls.key': key } = data;
    return { 'tls.crt': chain, 'tls.key': key };
  });
}
