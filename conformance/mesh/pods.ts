import { stringify } from 'yaml';
import type { Workload } from '../components/components';
import { succeeded } from '../components/execute';
import { got, selectorOf } from '../components/kubectl';
import type { KubernetesObject } from '../../src/stack/rendered-environment';
import type { MeshUnderTest } from '../mesh-under-test/mesh-under-test';

const SOCKET_FOLDER = '/workload-spiffe-uds';

interface Container {
  readonly name: string;
  readonly restartPolicy?: string;
  readonly env?: readonly { readonly name: string; readonly value?: string }[];
  readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string }[];
}

/** What is looked at of a Pod. */
export interface Pod {
  readonly metadata?: { readonly annotations?: Readonly<Record<string, string>> };
  readonly spec: {
    readonly containers: readonly Container[];
    readonly initContainers?: readonly Container[];
    readonly volumes?: readonly { readonly name: string }[];
  };
}

/** How a Pod brings the socket of the SPIRE agent to its proxy. */
export interface Proxies {
  /** Every container of the proxy, with the list in which it is. */
  readonly proxies: readonly {
    readonly list: string;
    readonly restartPolicy: string | undefined;
    readonly socketFile: readonly (string | undefined)[];
    readonly mounts: readonly object[];
  }[];
  readonly volumes: readonly object[];
}

/** The proxy of a Pod as it has to be: one, with one mount of the volume of the CSI driver. */
export function socketOf({
  list,
  restartPolicy,
  socketFile = ['spire-agent.sock'],
}: {
  readonly list: string;
  readonly restartPolicy: string | undefined;
  /** The name that it is told. */
  readonly socketFile?: readonly string[];
}): Proxies {
  const name = 'workload-socket';
  const mountPath = '/var/run/secrets/workload-spiffe-uds';
  return {
    proxies: [{ list, restartPolicy, socketFile, mounts: [{ name, mountPath, readOnly: true }] }],
    volumes: [{ name, csi: { driver: 'csi.spiffe.io', readOnly: true } }],
  };
}

/** The proxies of a Pod and everything by which they reach the socket. */
export function proxiesOf({ spec }: Pod): Proxies {
  const all = (['initContainers', 'containers'] as const).flatMap((list) =>
    (spec[list] ?? []).map((container) => ({ list, container })),
  );
  return {
    proxies: all
      .filter(({ container }) => container.name === 'istio-proxy')
      .map(({ list, container: { restartPolicy, env = [], volumeMounts = [] } }) => ({
        list,
        restartPolicy,
        socketFile: env
          .filter(({ name }) => name === 'WORKLOAD_IDENTITY_SOCKET_FILE')
          .map(({ value }) => value),
        mounts: volumeMounts.filter(({ mountPath }) => mountPath.endsWith(SOCKET_FOLDER)),
      })),
    volumes: (spec.volumes ?? []).filter(({ name }) => name === 'workload-socket'),
  };
}

/** What the API server makes of the Pod of a Deployment, with these annotations, without creating it. */
export async function podMadeOf(
  mesh: MeshUnderTest,
  deployment: KubernetesObject,
  annotations: Readonly<Record<string, string>>,
): Promise<Pod> {
  const { template } = deployment['spec'] as {
    readonly template: {
      readonly metadata: { readonly annotations?: object };
      readonly spec: object;
    };
  };
  const { name, namespace } = deployment.metadata;
  const all = { ...template.metadata.annotations, ...annotations };
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { ...template.metadata, annotations: all, name: `${name}-tried`, namespace },
    spec: template.spec,
  };
  const create = ['create', '--dry-run=server', '--validate=strict', '-o', 'json', '-f', '-'];
  const made = await mesh.components.run('kubectl', create, { input: stringify(pod) });
  return JSON.parse(succeeded(`the Pod of ${name}`, made)) as Pod;
}

/** The Pods that run for a workload. */
export async function podsOf(
  { components }: MeshUnderTest,
  workload: Workload,
): Promise<readonly Pod[]> {
  const selector = await selectorOf(components, workload);
  const running = '--field-selector=status.phase=Running';
  const { items } = await got<{ readonly items: readonly Pod[] }>(
    components,
    ...['-n', workload.namespace, 'pods', '-l', selector, running],
  );
  return items;
}
