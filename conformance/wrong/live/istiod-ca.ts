import { certificate, issued, MESH_ROOT } from './cert-manager-objects';
import { answerOf, failureOf } from './identities';
import { APPLICATION, applicationWith } from './injection-trial';
import { cacertsFrom, told, withIstiod } from './istiod-trial';
import { verdictOf } from './openssl';
import type { KubernetesObject } from '../../../src/stack/rendered-environment';
import { eventually } from '../../mesh-under-test/eventually';
import type { MeshUnderTest } from '../../mesh-under-test/mesh-under-test';
import type { Seen, WrongCase } from '../wrong-case';
import { answered, during, got, logged, silentlyWrong } from './trial';
import { environmentWith } from '../written';

const ISTIOD_1_31 = 'istiod 1.31';
const SECRET = 'wrong-cacerts';
const NAMESPACE = 'istio-system';

/** What istiod signs with, and for how long; istiod is restarted, so that these come last. */
export const ISTIOD_CASES: readonly WrongCase[] = [
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
  {
    id: 'istio-of-another-trust-domain',
    topic: 'Identity and attestation',
    mistake: 'Istio is told another trust domain than SPIRE.',
    written: environmentWith({
      istio:
        "{ ca: IstioCa.certManager({ lifetime: Lifetime.of(Ttl.days(30)) }), trustDomain: TrustDomain.of('example.com') }",
    }),
    plain: `meshConfig:
  trustDomain: example.com  # SPIRE says example.org`,
    judgedBy: 'Envoy, configured by istiod 1.31',
    watch: anotherTrustDomain,
  },
];

async function ttlAboveMaximum(mesh: MeshUnderTest): Promise<Seen> {
  const application = await applicationWith(mesh, {
    'inject.istio.io/templates': 'sidecar',
    'proxy.istio.io/config': '{"proxyMetadata":{"SECRET_TTL":"48h"}}',
  });
  return during(mesh, [application], async () => ({
    verdict: 'fails later',
    said: await logged(mesh, APPLICATION, 'istio-proxy', /requested TTL .*?max allowed TTL \w+/),
  }));
}

function signsWithItsOwn(mesh: MeshUnderTest): Promise<Seen> {
  return withIstiod(mesh, cacertsFrom(SECRET), async (istiod) => {
    const said = await istiod.logs(/Use self-signed certificate as the CA certificate/);
    const { certificate: cacerts, ca } = await issued(mesh, 'cacerts', { place: NAMESPACE });
    const root = await answered('another root is handed out', async () => {
      const handedOut = await rootOfTheMesh(mesh);
      return handedOut.trim() === ca.trim() ? undefined : handedOut;
    });
    const verdict = await verdictOf(cacerts, root);
    return silentlyWrong(
      verdict !== 'OK',
      `It runs, and logs: ${said}. What the root of the environment has signed, against the root that namespaces get now: ${verdict}`,
    );
  }).finally(() => forgotten(mesh, 'istio-ca-secret'));
}

async function withoutRoot(mesh: MeshUnderTest): Promise<Seen> {
  const [right] = [await got<Secret>(mesh, '-n', NAMESPACE, 'secret', 'cacerts')];
  const { 'ca.crt': root, ...rest } = right.data;
  const secret = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: SECRET, namespace: NAMESPACE },
    data: rest,
  };
  return during(mesh, [secret], () => doesNotStart(mesh));
}

function isNoCa(mesh: MeshUnderTest): Promise<Seen> {
  const leaf = certificate(SECRET, MESH_ROOT, { isCA: false }, NAMESPACE);
  return during(mesh, [leaf], async () => {
    await issued(mesh, SECRET, { place: NAMESPACE });
    return doesNotStart(mesh);
  }).finally(() => forgotten(mesh, SECRET));
}

function doesNotStart(mesh: MeshUnderTest): Promise<Seen> {
  return withIstiod(mesh, cacertsFrom(SECRET), async (istiod) => ({
    verdict: 'fails later',
    said: await istiod.logs(/failed to create an istiod CA.*/),
  }));
}

async function anotherTrustDomain(mesh: MeshUnderTest): Promise<Seen> {
  const url = 'http://details:9080/details/0';
  const seen = await withIstiod(mesh, told('example.com'), async (): Promise<Seen> => ({
    verdict: 'fails later',
    said: await failureOf(mesh, url),
  }));
  await eventually('requests pass again', async () => {
    const said = await answerOf(mesh, url);
    return said.startsWith('200') || said;
  });
  return seen;
}

interface Secret extends KubernetesObject {
  readonly data: Readonly<Record<string, string>>;
}

async function rootOfTheMesh(mesh: MeshUnderTest): Promise<string> {
  const asked = ['-n', 'bookinfo', 'configmap', 'istio-ca-root-cert'];
  const { data } = await got<Secret>(mesh, ...asked);
  return data['root-cert.pem'] ?? '';
}

function forgotten(mesh: MeshUnderTest, secret: string): ReturnType<MeshUnderTest['applied']> {
  const asked = ['delete', '-n', NAMESPACE, 'secret', '--ignore-not-found', secret];
  return mesh.components.run('kubectl', asked);
}
