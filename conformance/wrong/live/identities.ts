import type { KubernetesObject } from '../../../src/stack/rendered-environment';
import { certificateIn } from '../../certificates/certificate';
import type { Workload } from '../../components/components';
import { chainOf } from '../../mesh-under-test/proxy';
import { eventually } from '../../mesh-under-test/eventually';
import { deployment, type MeshUnderTest } from '../../mesh-under-test/mesh-under-test';
import type { Seen, WrongCase } from '../wrong-case';
import { applicationWith, asking } from './injection-trial';
import { during, got, logged, normalised } from './trial';
import { environmentWith, importing } from '../written';

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
      spire: "{ controllerManager: { ignoreNamespaces: ['shop'] } }",
      others: ["namespaces: ['shop']"],
    }),
    plain: `kind: Namespace
metadata:
  labels:
    istio.io/rev: default  # the ClusterSPIFFEID selects istio-injection: enabled`,
    judgedBy: 'SPIRE agent 1.10.4, through Envoy',
    watch: withoutRegistration,
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
    const { uris } = certificateIn(await chainOf(mesh.components, SHOP));
    const alone = await answerOf(mesh, 'http://127.0.0.1:9080/', [SHOP, 'details']);
    if (!alone.startsWith('200')) throw new Error(`the application itself fails: ${alone}`);
    const said = await failureOf(mesh, `http://${SHOP.name}.${NAMESPACE}:9080/`);
    return {
      verdict: 'fails later',
      said: `It is ready as ${uris.join(', ')}. Its callers are told: ${said}`,
    };
  });
}

function withoutRegistration(mesh: MeshUnderTest): Promise<Seen> {
  return withShop(mesh, [], async () => ({
    verdict: 'fails later',
    said: await logged(
      mesh,
      SHOP,
      'istio-proxy',
      /workload is not authorized for the requested identities[^{]*/,
    ),
  }));
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
export async function failureOf(mesh: MeshUnderTest, url: string): Promise<string> {
  let said = '';
  await eventually(`a call of ${url} fails`, async () => {
    said = await answerOf(mesh, url);
    return said.startsWith('503') || said;
  });
  // How the connection ended follows, which differs from time to time.
  return normalised(said).replace(/(?<=before headers)\..*/, '');
}

/** What a caller in the mesh is told: the status, and what the answer says. */
export async function answerOf(
  mesh: MeshUnderTest,
  url: string,
  [caller, container]: readonly [Workload, string] = [CALLER, 'productpage'],
): Promise<string> {
  const command = ['python3', '-c', CALL, url];
  const { stdout, stderr } = await mesh.components.exec(caller, container, command);
  return `${stdout}${stderr}`.trim();
}
