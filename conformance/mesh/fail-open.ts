import { NativeSidecars } from '../../src/istio/control-plane/native-sidecars';
import { Environment } from '../../src/stack/environment';
import { WorkloadSocket } from '../../src/trust/workload-socket';
import { succeeded } from '../components/execute';
import { ISTIOD, MeshUnderTest } from '../mesh-under-test/mesh-under-test';

/**
 * Installs Istio as the same environment says it with the socket under Istio's own name, and with
 * proxies that are containers.
 */
export async function installFailOpen(
  { components, environment: { name, props } }: MeshUnderTest,
  folder: string,
): Promise<MeshUnderTest> {
  process.stderr.write('   Istio is installed again, with the socket under its own name\n');
  const changed = new MeshUnderTest(
    components,
    new Environment(name, {
      ...props,
      spire: { ...props.spire, socket: WorkloadSocket.istioDefault() },
      istio: { ...props.istio, nativeSidecars: NativeSidecars.NEVER },
    }),
    folder,
  );
  await changed.installIstio();
  const { namespace, kind } = ISTIOD;
  const asked = ['-n', namespace, 'rollout', 'status', `${kind}/${ISTIOD.name}`, '--timeout=100s'];
  succeeded(asked.join(' '), await components.run('kubectl', asked));
  return changed;
}
