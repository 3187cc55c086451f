import * as path from 'node:path';
import { WorkloadSocket } from '../../src/trust/workload-socket';
import { succeeded } from '../components/execute';
import { eventually } from '../mesh-under-test/eventually';
import { yamlOf } from '../mesh-under-test/manifests';
import type { MeshUnderTest } from '../mesh-under-test/mesh-under-test';
import {
  ANSWER,
  manifestsOf,
  READING,
  type WorkloadApiClient,
  workloadOf,
} from '../spire/workload-api-client';

const NAMESPACE = 'bookinfo';
const READ = ['cat', path.posix.join(ANSWER, 'svid.0.pem')];

/** Lets a Pod of the mesh ask for its SVID, and gives what it got: the chain, leaf first, without the root. */
export async function chainOfWorkload(mesh: MeshUnderTest): Promise<string> {
  const client: WorkloadApiClient = {
    name: 'asks-x509',
    namespace: NAMESPACE,
    socket: WorkloadSocket.failClosed().file,
    asks: ['fetch', 'x509', '-write', ANSWER],
    labels: { 'security.istio.io/tlsMode': 'istio' },
  };
  const workload = workloadOf(client);
  succeeded(client.name, await mesh.applied(yamlOf(manifestsOf(client))));
  await mesh.register([workload]);
  let chain = '';
  await eventually('the workload has its SVID', async () => {
    succeeded(client.name, await mesh.components.start(workload));
    const { code, stdout, stderr } = await mesh.components.exec(workload, READING, READ);
    chain = stdout;
    return code === 0 || stderr;
  });
  return chain;
}
