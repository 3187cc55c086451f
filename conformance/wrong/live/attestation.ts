import type { KubernetesObject } from '../../../src/stack/rendered-environment';
import type { MeshUnderTest } from '../../mesh-under-test/mesh-under-test';
import type { Seen, WrongCase } from '../wrong-case';
import type { PodSpec } from './pod-template';
import { AGENT_COPY, agentCopy, type Change } from './spire-copies';
import { answered, during, listed, logged, normalised } from './trial';
import { environmentWith } from '../written';

const AGENT = 'SPIRE agent and server 1.10.4';
const { namespace: NAMESPACE, name: NAME } = AGENT_COPY;

/** What keeps the agent of a node from being known by its server. */
export const ATTESTATION_CASES: readonly WrongCase[] = [
  {
    id: 'agent-of-another-cluster',
    topic: 'Identity and attestation',
    mistake: 'The agent gives another name for its cluster than the server has.',
    written: environmentWith({ spire: "{ agent: { clusterName: 'demo-cluster-2' } }" }),
    plain: `"NodeAttestor": { "k8s_psat": { "plugin_data": {
  "cluster": "demo-cluster-2" } } }`,
    judgedBy: AGENT,
    watch: (mesh) =>
      notAttested(
        mesh,
        agentCopy(mesh, ({ plugins }) => {
          Object.assign(dataOf(plugins, 'NodeAttestor', 'k8s_psat'), { cluster: 'demo-cluster-2' });
        }),
      ),
  },
  {
    id: 'agent-with-another-audience',
    topic: 'Identity and attestation',
    mistake: 'The token of the agent is for another audience than the server asks for.',
    written: environmentWith({ spire: "{ agent: { audience: 'spire' } }" }),
    plain: `volumes:
  - name: spire-token
    projected:
      sources:
        - serviceAccountToken:
            audience: spire`,
    judgedBy: AGENT,
    watch: (mesh) => notAttested(mesh, agentCopy(mesh).map(withOtherAudience)),
  },
  {
    id: 'agent-not-in-the-allow-list',
    topic: 'Identity and attestation',
    mistake: 'The agent runs under a ServiceAccount that is not in the allow list of the server.',
    written: environmentWith({ spire: "{ agent: { serviceAccountName: 'agent' } }" }),
    plain: `kind: DaemonSet
spec:
  template:
    spec:
      serviceAccountName: wrong-agent`,
    judgedBy: AGENT,
    watch: (mesh) =>
      notAttested(mesh, [
        {
          apiVersion: 'v1',
          kind: 'ServiceAccount',
          metadata: { name: NAME, namespace: NAMESPACE },
        },
        ...agentCopy(mesh).map((object) => withPod(object, { serviceAccountName: NAME })),
      ]),
  },
  {
    id: 'agent-of-another-trust-domain',
    topic: 'Identity and attestation',
    mistake: 'The agent has another trust domain than the server.',
    written: environmentWith({
      spire: "{ agent: { trustDomain: TrustDomain.of('example.com') } }",
    }),
    plain: '"trust_domain": "example.com"',
    judgedBy: AGENT,
    watch: (mesh) =>
      notAttested(
        mesh,
        agentCopy(mesh, ({ agent }) => {
          agent['trust_domain'] = 'example.com';
        }),
      ),
  },
  {
    id: 'agent-reads-the-bundle-in-another-format',
    topic: 'Certificates and secrets',
    mistake: 'The server publishes its bundle in one format, and the agent reads another.',
    written: environmentWith({ spire: "{ agent: { trustBundleFormat: 'pem' } }" }),
    plain: `"trust_bundle_format": "spiffe"  # the key of the ConfigMap holds PEM`,
    judgedBy: AGENT,
    watch: (mesh) =>
      refusesToStart(mesh, ({ agent }) => {
        agent['trust_bundle_format'] = agent['trust_bundle_format'] === 'spiffe' ? 'pem' : 'spiffe';
      }),
  },
  {
    id: 'agent-without-a-bundle',
    topic: 'Identity and attestation',
    mistake: 'The agent is told no trust bundle by which it knows its server.',
    written: environmentWith({ spire: '{ agent: { trustBundlePath: undefined } }' }),
    plain: '"agent": { }              # no trust_bundle_path',
    judgedBy: 'SPIRE agent 1.10.4',
    watch: (mesh) =>
      refusesToStart(mesh, ({ agent }) => {
        delete agent['trust_bundle_path'];
        delete agent['trust_bundle_format'];
      }),
  },
  {
    id: 'agent-reads-a-key-that-nobody-writes',
    topic: 'Certificates and secrets',
    mistake: 'The agent reads its bundle from a file that is not in the ConfigMap.',
    written: environmentWith({ spire: "{ agent: { trustBundleKey: 'root.crt' } }" }),
    plain: '"trust_bundle_path": "/etc/spire/bundle/root.crt"',
    judgedBy: 'SPIRE agent 1.10.4',
    watch: (mesh) =>
      refusesToStart(mesh, ({ agent }) => {
        agent['trust_bundle_path'] = '/etc/spire/bundle/root.crt';
      }),
  },
  {
    id: 'agent-under-restricted-pod-security',
    topic: 'Kubernetes objects and output',
    mistake: 'The agent is in a namespace whose Pod Security level is restricted.',
    written: environmentWith({
      spire: "{ serverNamespace: 'spire', agentNamespace: 'spire' }",
    }),
    plain: `kind: Namespace          # of the agent
metadata:
  labels:
    pod-security.kubernetes.io/enforce: restricted`,
    judgedBy: 'Kubernetes 1.36',
    watch: underRestricted,
  },
];

/** The server refuses the agent; the words are those that the agent passes on. */
function notAttested(mesh: MeshUnderTest, objects: readonly KubernetesObject[]): Promise<Seen> {
  return during(mesh, objects, async () => ({
    verdict: 'fails later',
    said: await logged(mesh, AGENT_COPY, 'spire-agent', /Agent crashed: .*/),
  }));
}

function refusesToStart(mesh: MeshUnderTest, change: Change): Promise<Seen> {
  return during(mesh, agentCopy(mesh, change), async () => ({
    verdict: 'fails later',
    said: await logged(mesh, AGENT_COPY, 'spire-agent', /.*trust[ _]bundle.*/i),
  }));
}

function underRestricted(mesh: MeshUnderTest): Promise<Seen> {
  const name = 'wrong-restricted';
  const labels = { 'pod-security.kubernetes.io/enforce': 'restricted' };
  const objects = [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } },
    {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: 'spire-agent', namespace: name },
    },
    ...agentCopy(mesh).map((object) => ({
      ...object,
      metadata: { ...object.metadata, namespace: name },
    })),
  ];
  return during(mesh, objects, async () => {
    const said = await answered('the event of the DaemonSet', async () => {
      const asked = ['-n', name, 'events', '--field-selector', 'reason=FailedCreate'];
      const [event] = await listed<KubernetesObject & { readonly message: string }>(mesh, ...asked);
      return event?.message;
    });
    return { verdict: 'fails later', said: normalised(said) };
  });
}

function withOtherAudience(object: KubernetesObject): KubernetesObject {
  const text = JSON.stringify(object);
  return JSON.parse(
    text.replace('"audience":"spire-server"', '"audience":"spire"'),
  ) as KubernetesObject;
}

function withPod(
  object: KubernetesObject,
  change: Readonly<Record<string, unknown>>,
): KubernetesObject {
  if (object.kind !== 'DaemonSet') {
    return object;
  }
  const spec = object['spec'] as { readonly template: { readonly spec: PodSpec } };
  const pod = { ...spec.template.spec, ...change };
  return { ...object, spec: { ...spec, template: { ...spec.template, spec: pod } } };
}

function dataOf(
  plugins: Parameters<Change>[0]['plugins'],
  type: string,
  name: string,
): Record<string, unknown> {
  return plugins[type]?.[name]?.plugin_data ?? {};
}
