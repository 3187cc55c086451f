import type { KubernetesObject } from '../../src/stack/rendered-environment';
import { eventually } from '../mesh-under-test/eventually';
import { type MeshUnderTest, SPIRE_AGENT, SPIRE_SERVER } from '../mesh-under-test/mesh-under-test';
import { anotherRegistration } from './another-registration';
import { objectsOf, withSeveralServers } from './generated-grants';
import type { LogOf, Trials } from './trials';
import { workloadOf, type WorkloadApiClient } from './workload-api-client';

/** What makes a component do the work that needs a grant, in the order in which it is tried. */
export const WAYS = [
  'a workload asks',
  'the agent attests',
  'the server starts',
  'the controller manager starts',
  'the controller manager reports',
  'the webhook lost its bundle',
  'a controller manager leads',
  'a controller manager begins to lead',
  'a server starts anew',
] as const;

/** One of them. */
export type Way = (typeof WAYS)[number];

/** How it is done. */
export interface Doing {
  /** Who says that it may not. */
  readonly log: LogOf;
  /** What has to be so first. @default - nothing more */
  readonly before?: () => Promise<unknown>;
  readonly work: () => Promise<unknown>;
  /** Whether several grants are heard of at once. @default false */
  readonly together?: boolean;
  /** What brings back those that ended. @default - nothing ends */
  readonly after?: () => Promise<unknown>;
}

const SERVER_LOG: LogOf = { workload: SPIRE_SERVER, container: 'spire-server' };
const MANAGER_LOG: LogOf = { workload: SPIRE_SERVER, container: 'spire-controller-manager' };
const WEBHOOK = 'validatingwebhookconfiguration/spire-controller-manager-webhook';
const LEASE = ['-n', SPIRE_SERVER.namespace, 'lease'];

/** Whether only a controller manager does it. */
export function needsControllerManager(way: Way): boolean {
  return /controller manager|webhook/.test(way);
}

/** How each is done here. */
export function waysOf(
  mesh: MeshUnderTest,
  trials: Trials,
  client: WorkloadApiClient,
): Readonly<Record<Way, Doing>> {
  const restartServer = (): Promise<unknown> => trials.restarted(SPIRE_SERVER);
  const serverRuns = (): Promise<unknown> => mesh.startSpireServer();
  let times = 0;
  return {
    'a workload asks': {
      log: { workload: SPIRE_AGENT, container: 'spire-agent' },
      work: () => trials.restarted(workloadOf(client)),
    },
    'the agent attests': { log: SERVER_LOG, work: () => trials.restarted(SPIRE_AGENT) },
    'the server starts': { log: SERVER_LOG, work: restartServer, after: serverRuns },
    'a server starts anew': {
      log: SERVER_LOG,
      work: async () => {
        times += 1;
        await trials.apply([serverWithNewState(mesh, times)]);
        return restartServer();
      },
    },
    'the controller manager starts': {
      log: MANAGER_LOG,
      work: restartServer,
      together: true,
      after: serverRuns,
    },
    'the controller manager reports': {
      log: MANAGER_LOG,
      before: () => registered(mesh),
      work: () => {
        times += 1;
        return trials.apply(anotherRegistration(mesh.environment, times));
      },
    },
    'the webhook lost its bundle': {
      log: MANAGER_LOG,
      work: () => {
        const patch = [{ op: 'remove', path: '/webhooks/0/clientConfig/caBundle' }];
        return trials.kubectl(['patch', WEBHOOK, '--type=json', '-p', JSON.stringify(patch)]);
      },
    },
    'a controller manager leads': {
      log: MANAGER_LOG,
      before: async () => {
        await trials.apply(electionOf(mesh));
        await trials.restarted(SPIRE_SERVER);
        await eventually('a controller manager leads', async () => {
          const said = await mesh.components.run('kubectl', ['get', ...LEASE, '-o', 'name']);
          return said.stdout.includes('lease') || said.stderr;
        });
      },
      work: () => Promise.resolve(),
    },
    'a controller manager begins to lead': {
      log: MANAGER_LOG,
      work: async () => {
        await trials.kubectl(['delete', '--all', ...LEASE]);
        return restartServer();
      },
    },
  };
}

/** What several servers have beside one: who of their controller managers leads. */
export function electionOf({ environment }: MeshUnderTest): readonly KubernetesObject[] {
  return objectsOf(withSeveralServers(environment)).filter(
    ({ kind, metadata: { name, namespace } }) =>
      ['Role', 'RoleBinding', 'ConfigMap'].includes(kind) &&
      name === 'spire-controller-manager' &&
      namespace === SPIRE_SERVER.namespace,
  );
}

/** The configuration of the server, with files that are not there yet: as in a new cluster, it asks for a CA. */
function serverWithNewState(mesh: MeshUnderTest, start: number): KubernetesObject {
  const found = mesh
    .objectsOf('50-spire-server')
    .find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === SPIRE_SERVER.name);
  if (found === undefined) {
    throw new Error('the server has no ConfigMap');
  }
  const text = JSON.stringify(found['data'])
    .replace('/datastore.sqlite3', `/datastore-${start}.sqlite3`)
    .replace('/keys.json', `/keys-${start}.json`);
  return { ...found, data: JSON.parse(text) as unknown };
}

/** The webhook answers, and the controller manager follows the registrations. */
async function registered(mesh: MeshUnderTest): Promise<void> {
  await eventually('the controller manager reports', async () => {
    const asked = ['get', 'clusterspiffeid', 'mesh-workloads', '-o', 'jsonpath={.status.stats}'];
    const { stdout, stderr } = await mesh.components.run('kubectl', asked);
    return stdout.includes('podsSelected') || stdout + stderr;
  });
}
