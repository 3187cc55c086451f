import type { Components, Workload } from '../components/components';
import { kubectl, selectorOf } from '../components/kubectl';
import { eventually } from '../mesh-under-test/eventually';

/** Takes workloads away in some way, and waits until the last of their Pods has ended. */
export async function untilPodsEnd(
  components: Components,
  workloads: readonly Workload[],
  takeAway: () => Promise<void>,
): Promise<void> {
  // Afterwards there is nobody left to ask.
  const selectors = await Promise.all(workloads.map((each) => selectorOf(components, each)));
  await takeAway();
  for (const [index, { namespace, name }] of workloads.entries()) {
    const pods = ['-n', namespace, 'get', 'pods', '-l', selectors[index] ?? '', '-o', 'name'];
    await eventually(`no Pod of ${name} is left`, async () => {
      const left = await kubectl(components, ...pods);
      return left === '' || left;
    });
  }
}
