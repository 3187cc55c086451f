import { type Client, clientManifests, workloadOf } from '../clients/clients';
import { succeeded } from '../components/execute';
import { eventually } from '../mesh-under-test/eventually';
import type { MeshUnderTest } from '../mesh-under-test/mesh-under-test';
import { startAgentAgain, stopAgent } from './agent-outage';
import { installFailOpen } from './fail-open';
import { podsOf, proxiesOf, socketOf } from './pods';
import { chainOf } from '../mesh-under-test/proxy';
import { signerOf } from '../mesh-under-test/signers';
import { BY_SPIRE, type Subjects, through } from './subjects';

const LATE: Client = { ...BY_SPIRE, name: 'late', rolloutSeconds: 30 };
const UNTOLD: Client = { ...LATE, name: 'untold' };

const MINUTES_MS = 300_000;

/** The socket has a name that Istio is told: `WorkloadSocket.failClosed`. */
export function withoutTheAgent(subjects: Subjects): void {
  const { mesh, signers } = subjects;
  const { components } = mesh;
  const late = workloadOf(LATE);
  const NO_SOCKET = /non-default SDS socket path: \S+\/spire-agent\.sock but no socket found/;

  beforeAll(() => stopAgent(mesh));

  test('a new sidecar refuses to start', async () => {
    succeeded('late', await mesh.applied(clientManifests([LATE])));
    const ended = components.start(late);
    await saysInTime(mesh, LATE, NO_SOCKET);
    await ended;

    expect(await components.proxyAdmin(late, '/ready')).not.toHaveProperty('code', 0);
  });

  test('what runs goes on', async () => {
    expect(await through(subjects, '/productpage')).toHaveProperty('name', 'productpage-v1');
  });

  test('with the agent back, the same Deployment runs, with a certificate of SPIRE', async () => {
    await startAgentAgain(mesh);
    // Its Pod would be started again after a while, which doubles with every failure.
    const asked = ['-n', LATE.namespace, 'delete', 'deployment', LATE.name];
    succeeded(asked.join(' '), await components.run('kubectl', asked));
    succeeded('late', await mesh.applied(clientManifests([LATE])));
    await mesh.startAll([late]);

    expect(await signerOf(await chainOf(mesh.components, late), signers())).toBe('spire');
  });
}

/** The socket has the name that Istio expects by itself: `WorkloadSocket.istioDefault`. */
export function withoutTheAgentNorFailClosed(
  { mesh, signers }: Subjects,
  { folder }: { readonly folder: string },
): void {
  const { components } = mesh;
  const untold = workloadOf(UNTOLD);
  let changed: MeshUnderTest;

  beforeAll(async () => {
    await stopAgent(mesh);
    changed = await installFailOpen(mesh, folder);
    succeeded('untold', await mesh.applied(clientManifests([UNTOLD])));
    // How it ends is looked at below: nowhere does this Pod become ready.
    await components.start(untold);
  }, MINUTES_MS);

  test('a new sidecar is a container where the environment says so, and is told no name', async () => {
    const [pod] = await podsOf(mesh, untold);

    expect(pod && proxiesOf(pod)).toEqual(
      socketOf({ list: 'containers', restartPolicy: undefined, socketFile: [] }),
    );
  });

  test('it does not refuse to start: it has istiod sign', async () => {
    await saysInTime(mesh, UNTOLD, /Starting default Istio SDS Server/);
    await saysInTime(mesh, UNTOLD, /CA Endpoint istiod\.istio-system\.svc:15012/);
    await saysInTime(mesh, UNTOLD, /generated new workload certificate/);
  });

  test('only that the volume of the driver cannot be written to keeps it from running so', async () => {
    await saysInTime(mesh, UNTOLD, /SDS grpc server could not be started/);
    const { code, stdout } = await components.proxyAdmin(untold, '/ready');

    expect(await components.log(untold, 'istio-proxy')).toContain(
      'failed to listen on unix socket',
    );
    expect(code).toBe(0);
    expect(stdout).not.toContain('LIVE');
  });

  test('with the agent back under that name, it runs, with a certificate of SPIRE', async () => {
    succeeded('60-spire-agent', await changed.apply('60-spire-agent'));
    await startAgentAgain(changed);
    await mesh.register([untold]);
    await mesh.proxyReady(untold);

    expect(await signerOf(await chainOf(mesh.components, untold), signers())).toBe('spire');
  });
}

function saysInTime({ components }: MeshUnderTest, client: Client, words: RegExp): Promise<void> {
  return eventually(`the proxy of ${client.name} says ${words.source}`, async () => {
    const said = await components.log(workloadOf(client), 'istio-proxy');
    return words.test(said) || said;
  });
}
