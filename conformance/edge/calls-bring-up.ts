import { clientManifests, workloadOf } from '../clients/clients';
import { succeeded } from '../components/execute';
import type { MeshUnderTest } from '../mesh-under-test/mesh-under-test';
import { EGRESS_GATEWAY, FRIEND, MUTUAL, OTHER, SIMPLE } from './calls-environment';
import { outside, STRANGER } from './calls-outside';

/** Brings up the mesh, the servers outside of it, and everybody who calls. */
export async function bringUpCalls(mesh: MeshUnderTest): Promise<void> {
  const { components, environment } = mesh;
  await components.up();
  await mesh.bringUp('80-istio');
  process.stderr.write('   90-ingress, 95-workloads, and what is outside the mesh\n');
  succeeded('90-ingress', await mesh.apply('90-ingress'));
  succeeded('95-workloads', await mesh.apply('95-workloads'));
  const added = [outside(environment.props.root.issuer), clientManifests([FRIEND, OTHER])];
  succeeded('what is outside', await mesh.applied(added.join('---\n')));
  await mesh.certificatesReady();
  for (const workload of [STRANGER, MUTUAL.outside, SIMPLE.outside]) {
    succeeded(`${workload.namespace}/${workload.name}`, await components.start(workload));
  }
  await mesh.startAll([
    EGRESS_GATEWAY,
    MUTUAL.server,
    SIMPLE.server,
    MUTUAL.inside,
    workloadOf(FRIEND),
    workloadOf(OTHER),
  ]);
}
