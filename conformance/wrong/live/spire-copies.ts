import type { KubernetesObject } from '../../../src/stack/rendered-environment';
import type { Workload } from '../../components/components';
import type { MeshUnderTest } from '../../mesh-under-test/mesh-under-test';
import { withoutContainers, type PodSpec } from './pod-template';

/** A configuration of SPIRE, to be changed. */
export interface SpireConfiguration {
  server: Record<string, unknown>;
  agent: Record<string, unknown>;
  plugins: Record<string, Record<string, { plugin_data: Record<string, unknown> }>>;
  [section: string]: unknown;
}

/** A change of what is generated: the mistake. */
export type Change = (configuration: SpireConfiguration) => void;

export const SERVER_COPY: Workload = {
  namespace: 'spire-server',
  kind: 'statefulset',
  name: 'wrong-server',
};

export const AGENT_COPY: Workload = {
  namespace: 'spire-system',
  kind: 'daemonset',
  name: 'wrong-agent',
};

/**
 * The generated SPIRE server a second time, beside the right one, with a mistake in its configuration:
 * with the same Roles, and a database of its own that goes with it.
 */
export function serverCopy(
  mesh: MeshUnderTest,
  change: Change,
  { name } = SERVER_COPY,
): KubernetesObject[] {
  const kinds = ['ConfigMap', 'NetworkPolicy', 'StatefulSet'];
  return mesh
    .objectsOf('50-spire-server')
    .filter(({ kind, metadata }) => kinds.includes(kind) && metadata.name === 'spire-server')
    .map((object) => renamed(object, 'spire-server', name))
    .map((object) => {
      if (object.kind === 'ConfigMap') {
        return reconfigured(object, 'server.conf', (configuration) => {
          // The bundle of the right server stays as it is.
          delete configuration.plugins['Notifier'];
          delete configuration.plugins['BundlePublisher'];
          change(configuration);
        });
      }
      return object.kind === 'StatefulSet' ? withoutStorage(object) : object;
    });
}

/** The generated SPIRE agent a second time, beside the right one, with a mistake in its configuration. */
export function agentCopy(
  mesh: MeshUnderTest,
  change: Change = () => undefined,
  { name } = AGENT_COPY,
): KubernetesObject[] {
  return mesh
    .objectsOf('60-spire-agent')
    .filter(({ kind, metadata }) => kind !== 'ClusterRole' && metadata.name === 'spire-agent')
    .filter(({ kind }) => ['ConfigMap', 'DaemonSet'].includes(kind))
    .map((object) => renamed(object, 'spire-agent', name))
    .map((object) =>
      object.kind === 'ConfigMap'
        ? reconfigured(object, 'agent.conf', (configuration) => {
            // Both are on one node, whose ports and folders the right one has.
            delete configuration['health_checks'];
            delete configuration['telemetry'];
            configuration.agent['socket_path'] = `/run/spire/agent-sockets/${name}.sock`;
            change(configuration);
          })
        : withoutPorts(object),
    );
}

/** The same object, with every mention of its own name and label changed. */
function renamed(object: KubernetesObject, from: string, to: string): KubernetesObject {
  const copy = structuredClone(object) as KubernetesObject & Labelled & Selecting;
  const label = 'app.kubernetes.io/name';
  const relabel = (labels: Record<string, string> | undefined): void => {
    if (labels?.[label] === from) labels[label] = to;
  };
  relabel(copy.metadata.labels);
  relabel(copy.spec?.podSelector?.matchLabels);
  relabel(copy.spec?.selector?.matchLabels);
  relabel(copy.spec?.template?.metadata.labels);
  for (const { configMap } of copy.spec?.template?.spec.volumes ?? []) {
    if (configMap?.name === from) configMap.name = to;
  }
  return { ...copy, metadata: { ...copy.metadata, name: to } };
}

function reconfigured(configMap: KubernetesObject, key: string, change: Change): KubernetesObject {
  const data = configMap['data'] as Record<string, string>;
  const configuration = JSON.parse(data[key] ?? '') as SpireConfiguration;
  change(configuration);
  return { ...configMap, data: { ...data, [key]: JSON.stringify(configuration) } };
}

function withoutStorage(object: KubernetesObject): KubernetesObject {
  const { volumeClaimTemplates = [], ...spec } = object['spec'] as StatefulSetSpec;
  const pod = withoutContainers(spec.template.spec, ['spire-controller-manager']);
  const volumes = volumeClaimTemplates.map(({ metadata: { name } }) => ({ name, emptyDir: {} }));
  const template = {
    ...spec.template,
    spec: { ...pod, volumes: [...(pod.volumes ?? []), ...volumes] },
  };
  return { ...object, spec: { ...spec, template } };
}

function withoutPorts(object: KubernetesObject): KubernetesObject {
  const spec = object['spec'] as StatefulSetSpec;
  const containers = spec.template.spec.containers.map((container) => {
    const { ports, livenessProbe, readinessProbe, startupProbe, ...rest } = container;
    return rest;
  });
  const template = { ...spec.template, spec: { ...spec.template.spec, containers } };
  return { ...object, spec: { ...spec, template } };
}

interface StatefulSetSpec {
  readonly template: { readonly spec: PodSpec };
  readonly volumeClaimTemplates?: readonly { readonly metadata: { readonly name: string } }[];
}

interface Labelled {
  readonly metadata: { readonly labels?: Record<string, string> };
}

interface Selector {
  readonly matchLabels?: Record<string, string>;
}

interface Selecting {
  readonly spec?: {
    readonly podSelector?: Selector;
    readonly selector?: Selector;
    readonly template?: Labelled & { readonly spec: PodSpec };
  };
}
