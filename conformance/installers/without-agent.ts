import { succeeded } from '../components/execute';
import { kubectl } from '../components/kubectl';
import { eventually } from '../mesh-under-test/eventually';
import { stopAgent } from '../mesh/agent-outage';
import type { Subjects } from '../mesh/subjects';
import { untilPodsEnd } from './until-pods-end';

const NO_SOCKET = /non-default SDS socket path: \S+\/spire-agent\.sock but no socket found/;

/** The template names the socket, so that a gateway does without SPIRE only by not starting. */
export function withoutTheAgent({ mesh }: Subjects): void {
  const { components } = mesh;

  test('a gateway by injection refuses to start', async () => {
    const [egress] = mesh.gateways;
    if (egress === undefined) {
      throw new Error('there is no gateway');
    }
    await stopAgent(mesh);
    await untilPodsEnd(components, [egress], async () => {
      await kubectl(components, '-n', egress.namespace, 'delete', egress.kind, egress.name);
    });
    succeeded('90-ingress', await mesh.apply('90-ingress'));
    const ended = components.start(egress);
    await eventually('the proxy says which socket it misses', async () => {
      const said = await components.log(egress, 'istio-proxy');
      return NO_SOCKET.test(said) || said;
    });
    await ended;

    expect(await components.proxyAdmin(egress, '/ready')).not.toHaveProperty('code', 0);
  });
}
