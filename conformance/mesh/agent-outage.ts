import { succeeded } from '../components/execute';
import { eventually } from '../mesh-under-test/eventually';
import { type MeshUnderTest, SPIRE_AGENT } from '../mesh-under-test/mesh-under-test';

const NOWHERE = { 'kubernetes.io/hostname': 'no-node-has-this-name' };

/** Takes the agent from every node; it removes its socket when it ends. */
export async function stopAgent(mesh: MeshUnderTest): Promise<void> {
  process.stderr.write('   the SPIRE agent is stopped\n');
  await scheduleAgent(mesh, NOWHERE);
  const { namespace, name } = SPIRE_AGENT;
  const label = `app.kubernetes.io/name=${name}`;
  await eventually('no agent runs', async () => {
    const asked = ['-n', namespace, 'get', 'pods', '-l', label, '-o', 'name'];
    const left = succeeded(asked.join(' '), await mesh.components.run('kubectl', asked));
    return left === '' || left;
  });
}

/** Brings the agent back to every node. */
export async function startAgentAgain(mesh: MeshUnderTest): Promise<void> {
  process.stderr.write('   the SPIRE agent is started again\n');
  await scheduleAgent(mesh, null);
  await mesh.startSpireAgent();
}

async function scheduleAgent(mesh: MeshUnderTest, nodeSelector: object | null): Promise<void> {
  const { namespace, kind, name } = SPIRE_AGENT;
  const patch = JSON.stringify({ spec: { template: { spec: { nodeSelector } } } });
  const asked = ['-n', namespace, 'patch', kind, name, '--type=merge', '-p', patch];
  succeeded('the schedule of the agent', await mesh.components.run('kubectl', asked));
}
