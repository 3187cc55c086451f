import type { KubernetesObject } from '../../src/stack/rendered-environment';
import type { Components } from '../components/components';
import { succeeded } from '../components/execute';
import { got, kubectl } from '../components/kubectl';
import { eventually } from '../mesh-under-test/eventually';
import { yamlOf } from '../mesh-under-test/manifests';
import type { MeshUnderTest } from '../mesh-under-test/mesh-under-test';
import { NAMESPACE } from './charts';
import { INGRESS_GATEWAY, PARTNER_ROOT } from './environment';
import { installApproverPolicy, installTrustManager } from './installing';

const WAITING = 'WaitingForApproval';

interface Events {
  readonly items: readonly { readonly reason: string; readonly message: string }[];
}

/** These components, with the controller of cert-manager in what stands for its release. */
export function withController(
  components: Components,
  controller: readonly KubernetesObject[],
): Components {
  const value = (address: string): string | undefined => {
    const standIn = components.standInFor(address);
    return standIn !== undefined && address.endsWith('/cert-manager.yaml')
      ? `${standIn}\n---\n${yamlOf(controller)}`
      : standIn;
  };
  return Object.create(components, { standInFor: { value } }) as Components;
}

/** Brings up cert-manager as it is patched, with nobody who approves; gives what is said of the root. */
export async function bringUpWithoutApprover(mesh: MeshUnderTest): Promise<string> {
  const { components } = mesh;
  await components.up();
  for (const layer of ['00-namespaces', '10-crds', '20-cert-manager'] as const) {
    process.stderr.write(`   ${layer}\n`);
    succeeded(layer, await mesh.apply(layer));
  }
  await components.runCertManager();
  await mesh.certManagerReady();
  const root = mesh.objectsOf('30-roots').filter(({ kind }) => kind !== 'Bundle');
  succeeded('the root', await mesh.applied(yamlOf(root)));
  let said: string | undefined;
  await eventually('the root waits for somebody who approves', async () => {
    const { items } = await got<Events>(components, '-n', NAMESPACE, 'events');
    said = items.find(({ reason }) => reason === WAITING)?.message;
    return (
      said !== undefined || JSON.stringify(items.map(({ reason, message }) => [reason, message]))
    );
  });
  return said ?? '';
}

/** Brings up who approves, who distributes, and the whole chain below them. */
export async function bringUpApproved(mesh: MeshUnderTest, partnerRoot: string): Promise<void> {
  const { components } = mesh;
  await installApproverPolicy(mesh);
  succeeded('25-approval', await mesh.apply('25-approval'));
  await policiesReady(components);
  await installTrustManager(mesh);
  await putPartnerRoot(components, partnerRoot);
  for (const layer of mesh.layers.slice(mesh.layers.indexOf('30-roots'))) {
    if (layer !== '90-ingress' && layer !== '95-workloads') {
      process.stderr.write(`   ${layer}\n`);
      succeeded(layer, await mesh.apply(layer));
      await mesh.settle(layer);
    }
  }
  await mesh.startAll([INGRESS_GATEWAY]);
}

/** Waits until approver-policy has looked at every policy. */
export async function policiesReady(components: Components): Promise<void> {
  const all = ['certificaterequestpolicy', '--all'];
  await kubectl(components, 'wait', '--for=condition=Ready', '--timeout=60s', ...all);
}

/** Puts this root where the bundle reads it. */
export async function putPartnerRoot(components: Components, pem: string): Promise<void> {
  const { name, key } = PARTNER_ROOT;
  const metadata = { name, namespace: NAMESPACE };
  const input = JSON.stringify({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata,
    data: { [key]: pem },
  });
  const asked = ['apply', '--server-side', '--force-conflicts', '-f', '-'];
  succeeded('the root', await components.run('kubectl', asked, { input }));
}
