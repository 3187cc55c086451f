import type { Components, Workload } from './components';
import type { Outcome } from './execute';
import { kubectl, selectorOf } from './kubectl';

const LONGEST_MS = 60_000;
const PAUSE_MS = 200;

/** How istiod answered at last when it was asked whether it is ready. */
export async function readyIstiod(
  components: Pick<Components, 'run'>,
  istiod: Workload,
): Promise<Outcome> {
  const selector = await selectorOf(components, istiod);
  const pods = ['-n', istiod.namespace, 'get', 'pod', '-l', selector];
  const newest = ['--sort-by=.metadata.creationTimestamp', '-o'];
  const address = await kubectl(
    components,
    ...pods,
    ...newest,
    'jsonpath={.items[-1:].status.podIP}',
  );
  for (let waited = 0; ; waited += PAUSE_MS) {
    const answer = await components.run('curl', ['-fsS', `http://${address}:8080/ready`]);
    if (answer.code === 0 || waited > LONGEST_MS) {
      return answer;
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}
