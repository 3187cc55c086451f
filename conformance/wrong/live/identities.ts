import { parse, stringify } from 'yaml';
import type { KubernetesObject } from '../../../src/stack/rendered-environment';
import { succeeded } from '../../components/execute';
import { deployment, eventually, type MeshUnderTest } from '../../mesh-under-test/mesh-under-test';
import type { Seen, WrongCase } from '../wrong-case';
import { applicationWith, asking } from './injection-trial';
import { answered, during, got, logged, normalised, silentlyWrong } from './trial';
import { environmentWith, importing } from './written';

const NAMESPACE = 'wrong-shop';
const SHOP = deployment(NAMESPACE, 'wrong-shop');
const CALLER = deployment('bookinfo', 'productpage-v1');

/** Calls as an application does, and writes down the answer whatever it is. */
const CALL = `
import sys, urllib.request, urllib.error
try: print(200, urllib.request.urlopen(sys.argv[1], timeout=10).status)
except urllib.error.HTTPError as e: print(e.code, e.read().decode())
`;

/** Identities that a peer does not know, or that nobody gives. */
export const IDENTITY_CASES: readonly WrongCase[] = [
  {
    id: 'spiffe-id-of-another-form',
    topic: 'Identity and attestation',
    mistake: 'A registration gives SPIFFE IDs of another form than Istio derives for the peer.',
    written: `import { Chart } from 'cdk8s';
${importing(['MeshIdentities', 'SpireInstallation'])}

export const identities = (chart: Chart, installation: SpireInstallation) =>
  new MeshIdentities(chart, 'MeshIdentities', {
    installation,
    injectionLabels: { 'istio-injection': 'enabled' },
    spiffeIdTemplate: 'spiffe://{{ .TrustDomain }}/{{ .PodSpec.ServiceAccountName }}',
  });`,
    plain: `kind: ClusterSPIFFEID
spec:
  spiffeIDTemplate: spiffe://{{ .TrustDomain }}/{{ .PodSpec.ServiceAccountName }}`,
    judgedBy: 'Envoy, configured by istiod 1.31',
    watch: anotherForm,
  },
  {
    id: 'namespace-without-registration',
    topic: 'Identity and attestation',
    mistake: 'No registration selects the Pods of a namespace with sidecars.',
    written: environmentWith({
      spire: "{ controllerManager: { ignoreNamespaces: ['^shop$'] } }",
      others: ["namespaces: ['shop']"],
    }),
    plain: `kind: Namespace
metadata:
  labels:
    istio.io/rev: default  # the ClusterSPIFFEID selects istio-injection: enabled`,
    judgedBy: 'SPIRE agent 1.10.4, through Envoy',
    watch: withoutRegistration,
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

function anotherForm(mesh: MeshUnderTest): Promise<Seen> {
  const registration = {
    apiVersion: 'spire.spiffe.io/v1alpha1',
    kind: 'ClusterSPIFFEID',
    metadata: { name: NAMESPACE },
    spec: {
      className: 'spire-server-mesh',
      spiffeIDTemplate: 'spiffe://{{ .TrustDomain }}/{{ .PodSpec.ServiceAccountName }}',
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': NAMESPACE } },
      podSelector: { matchLabels: { app: SHOP.name } },
    },
  };
  return withShop(mesh, [registration], async () => {
    await mesh.startAll([SHOP]);
    return { verdict: 'fails later', said: await failureOf(mesh, `http://${SHOP.name}.${NAMESPACE}:9080/`) };
  });
}

function withoutRegistration(mesh: MeshUnderTest): Promise<Seen> {
  return withShop(mesh, [], async () => ({
    verdict: 'fails later',
    said: await logged(mesh, SHOP, 'istio-proxy', /StreamSecrets .*/),
  }));
}

async function anotherTrustDomain(mesh: MeshUnderTest): Promise<Seen> {
  const before = await got(mesh, '-n', 'istio-system', 'configmap', 'istio');
  const data = before['data'] as Readonly<Record<string, string>>;
  const config = parse(data['mesh'] ?? '') as Readonly<Record<string, unknown>>;
  const url = 'http://details:9080/details/0';
  try {
    await told(mesh, { ...data, mesh: stringify({ ...config, trustDomain: 'example.com' }) });
    return { verdict: 'fails later', said: await failureOf(mesh, url) };
  } finally {
    await told(mesh, data);
    await eventually('requests pass again', async () => {
      const said = await answerOf(mesh, url);
      return said.startsWith('200') || said;
    });
  }
}

async function told(mesh: MeshUnderTest, data: Readonly<Record<string, string>>): Promise<void> {
  const asked = ['-n', 'istio-system', 'patch', 'configmap', 'istio', '--type=merge', '-p'];
  succeeded('patch', await mesh.components.run('kubectl', [...asked, JSON.stringify({ data })]));
}

/** A workload of its own namespace, which the registrations of the environment do not select. */
async function withShop(
  mesh: MeshUnderTest,
  others: readonly KubernetesObject[],
  watch: () => Promise<Seen>,
): Promise<Seen> {
  const labels = { 'istio.io/rev': 'default', 'pod-security.kubernetes.io/enforce': 'privileged' };
  const standIn = await got(mesh, '-n', 'bookinfo', 'configmap', 'stand-in');
  const place = (object: KubernetesObject): KubernetesObject => ({
    ...object,
    metadata: { name: object.metadata.name, namespace: NAMESPACE },
  });
  const objects = [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE, labels } },
    place({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'bookinfo-details' } }),
    place(standIn),
    place({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: SHOP.name },
      spec: { selector: { app: SHOP.name }, ports: [{ name: 'http', port: 9080 }] },
    }),
    await applicationWith(mesh, asking('spire'), SHOP),
    ...others,
  ];
  return during(mesh, objects, watch);
}

/** What a caller is told when a request fails, once one does. */
async function failureOf(mesh: MeshUnderTest, url: string): Promise<string> {
  const said = await answered(`a call of ${url} fails`, async () => {
    const answer = await answerOf(mesh, url);
    return answer.includes('CERTIFICATE_VERIFY_FAILED') ? answer : undefined;
  });
  return normalised(said);
}

async function answerOf(mesh: MeshUnderTest, url: string): Promise<string> {
  const command = ['python3', '-c', CALL, url];
  const { stdout, stderr } = await mesh.components.exec(CALLER, 'productpage', command);
  return `${stdout}${stderr}`.trim();
}

void silentlyWrong;
