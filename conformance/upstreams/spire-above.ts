import { succeeded } from '../components/execute';
import { kubectl } from '../components/kubectl';
import { registerByHand } from '../mesh-under-test/entries';
import { eventually } from '../mesh-under-test/eventually';
import { yamlOf } from '../mesh-under-test/manifests';
import type { MeshUnderTest } from '../mesh-under-test/mesh-under-test';
import type { KubernetesObject, LayerName } from '../../src/stack/rendered-environment';
import { ABOVE_AGENT, ABOVE_SERVER } from './environments';

const NAMES: Readonly<Record<string, string>> = {
  StatefulSet: ABOVE_SERVER.name,
  DaemonSet: ABOVE_AGENT.name,
};

/**
 * Brings up the SPIRE above, whose layers before its own are up. Processes find volumes and logs by the names of
 * workloads alone, so that its own have others than those of the tried one.
 */
export async function bringUpAbove(mesh: MeshUnderTest): Promise<void> {
  const { components } = mesh;
  succeeded('namespaces above', await mesh.apply('00-namespaces'));
  await applied(mesh, '50-spire-server');
  await mesh.withoutAbsentWebhook();
  succeeded('the server above', await components.start(ABOVE_SERVER));
  await eventually('the server above is healthy', async () => {
    const { code, stdout, stderr } = await components.spireServer(ABOVE_SERVER, ['healthcheck']);
    return code === 0 || stdout + stderr;
  });
  await applied(mesh, '60-spire-agent');
  await eventually('the bundle above is published', async () => {
    const asked = ['-n', ABOVE_AGENT.namespace, 'get', 'configmap', 'spire-bundle', '-o', 'json'];
    const { stdout } = await components.run('kubectl', asked);
    return stdout.includes('"data"') || stdout;
  });
  succeeded('the agent above', await components.start(ABOVE_AGENT));
  await eventually('the agent above is attested', async () => {
    const { stdout } = await components.spireServer(ABOVE_SERVER, ['agent', 'list']);
    return stdout.includes('/spire/agent/k8s_psat/') || stdout;
  });
}

/** Sees to it that what both have under one name, and the tried one now has alone, is also for those above. */
export async function bindAbove(mesh: MeshUnderTest): Promise<void> {
  for (const [role, { namespace }] of [
    ['spire-server', ABOVE_SERVER],
    ['spire-agent', ABOVE_AGENT],
  ] as const) {
    await kubectl(
      mesh.components,
      ...['create', 'clusterrolebinding', `${role}-above`, `--clusterrole=${role}`],
      `--serviceaccount=${namespace}:${role}`,
    );
  }
}

/** Registers the tried server with the one above, once its Pod is there. */
export async function registerDownstream({ components }: MeshUnderTest): Promise<void> {
  await eventually('the server has a Pod', async () => {
    const asked = ['-n', 'spire-server', 'get', 'pods', '-o', 'name'];
    const { stdout, stderr } = await components.run('kubectl', asked);
    return stdout.includes('pod/spire-server-0') || stdout + stderr;
  });
  await registerByHand(components, ABOVE_SERVER);
}

async function applied(mesh: MeshUnderTest, layer: LayerName): Promise<void> {
  const renamed = mesh.objectsOf(layer).map((object): KubernetesObject => {
    const name = NAMES[object.kind];
    // The driver is one for the node, and that of the tried SPIRE.
    const isAgent = object.metadata.name === 'spire-agent';
    return name === undefined || (object.kind === 'DaemonSet' && !isAgent)
      ? object
      : { ...object, metadata: { ...object.metadata, name } };
  });
  succeeded(layer, await mesh.applied(yamlOf(renamed)));
}
