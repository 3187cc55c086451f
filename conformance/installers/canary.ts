import type { HelmRelease } from '../../src/istio/helm/helm-release';
import { succeeded } from '../components/execute';
import { eventually } from '../mesh-under-test/eventually';
import { installRelease } from '../mesh-under-test/helm';
import { deployment, type MeshUnderTest } from '../mesh-under-test/mesh-under-test';
import { podMadeOf, proxiesOf, socketOf } from '../mesh/pods';
import { PRODUCTPAGE } from '../mesh/subjects';
import { NEW, OLD } from './environments';

const STEP_MS = 300_000;

/** One environment in the steps of an upgrade. */
export interface Steps {
  readonly before: MeshUnderTest;
  readonly onTrial: MeshUnderTest;
  readonly promoted: MeshUnderTest;
}

/** Two control planes by Helm, and the tag that moves from the one to the other. */
export function aCanaryByHelm({ before, onTrial, promoted }: Steps): void {
  const { components } = before;

  test('Pods follow the tag to the first control plane', async () => {
    expect(await revisionOfPod()).toBe(OLD);
  });

  test(
    'they still do with the next one on trial',
    async () => {
      await install(onTrial, notGateways(onTrial));
      succeeded(NEW, await components.start(deployment('istio-system', `istiod-${NEW}`)));

      expect(await revisionOfPod()).toBe(OLD);
    },
    STEP_MS,
  );

  test(
    'once it is promoted they follow the tag to the next one',
    async () => {
      await install(promoted, notGateways(promoted));

      await eventually('the webhook of the tag is that of the next one', async () => {
        const revision = await revisionOfPod();
        return revision === NEW || revision;
      });
    },
    STEP_MS,
  );

  test('without the first one they still do', async () => {
    const asked = ['uninstall', `istiod-${OLD}`, '--namespace', 'istio-system'];
    succeeded(asked.join(' '), await components.run('helm', asked));

    expect(await revisionOfPod()).toBe(NEW);
  });

  async function install(mesh: MeshUnderTest, releases: readonly HelmRelease[]): Promise<void> {
    for (const release of releases) {
      succeeded(`helm ${release.name}`, await installRelease(mesh, release));
    }
  }

  /** Whose proxy a Pod gets that is made at this moment; each has the socket of SPIRE. */
  async function revisionOfPod(): Promise<string> {
    const workload = before
      .objectsOf('95-workloads')
      .find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === PRODUCTPAGE.name);
    if (workload === undefined) {
      throw new Error(`there is no Deployment ${PRODUCTPAGE.name}`);
    }
    const pod = await podMadeOf(before, workload, {});

    expect(proxiesOf(pod)).toEqual(socketOf({ list: 'initContainers', restartPolicy: 'Always' }));
    return pod.metadata?.annotations?.['istio.io/rev'] ?? 'none';
  }
}

function notGateways({ releases }: MeshUnderTest): readonly HelmRelease[] {
  return releases.filter(({ chart }) => chart !== 'gateway');
}
