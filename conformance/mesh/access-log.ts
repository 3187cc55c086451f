import { stringify } from 'yaml';
import { type Client, workloadOf } from '../clients/clients';
import type { Workload } from '../components/components';
import { succeeded } from '../components/execute';
import type { MeshUnderTest } from '../mesh-under-test/mesh-under-test';

/** Manifests that have every proxy of these namespaces write down what it lets in and what it refuses. */
export function accessLogs(namespaces: readonly string[]): string {
  return namespaces
    .map((namespace) =>
      stringify({
        apiVersion: 'telemetry.istio.io/v1',
        kind: 'Telemetry',
        metadata: { name: 'access-log', namespace },
        spec: { accessLogging: [{ providers: [{ name: 'envoy' }] }] },
      }),
    )
    .join('---\n');
}

/** What the proxy of a workload has written of requests that come from a client. */
export async function accessesBy(
  { components }: MeshUnderTest,
  client: Client,
  workload: Workload,
): Promise<string> {
  const { namespace, name } = workloadOf(client);
  const path = 'jsonpath={.items[0].status.podIP}';
  const asked = ['-n', namespace, 'get', 'pods', '-l', `app=${name}`, '-o', path];
  const address = succeeded(asked.join(' '), await components.run('kubectl', asked));
  const log = await components.log(workload, 'istio-proxy');
  return log
    .split('\n')
    .filter((line) => line.includes(` ${address}:`))
    .join('\n');
}
