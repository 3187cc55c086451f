import type { Components, Workload } from '../components/components';
import { eventually } from '../mesh-under-test/eventually';

/** The container with curl: that of Istio's sample has its name, ours ask beside a server. */
const CONTAINERS: Readonly<Record<string, string>> = { curl: 'curl' };
const OPTIONS = ['--silent', '--show-error', '--max-time', '10', '--write-out', '\\n%{http_code}'];

const SECONDS = 30;

/** Who asks, from which workload. */
export interface Caller {
  readonly components: Components;
  readonly workload: Workload;
}

/** What curl prints when somebody asks: the answer, the status in a line of its own, or why there is none. */
export async function said(
  { components, workload }: Caller,
  ...args: readonly string[]
): Promise<string> {
  const container = CONTAINERS[workload.name] ?? 'client';
  const command = ['curl', ...OPTIONS, ...args];
  const { stdout, stderr } = await components.exec(workload, container, command);
  return stderr + stdout;
}

/** What the answer is once somebody is let in: a listener that has just changed may refuse once. */
export async function letIn(caller: Caller, ...args: readonly string[]): Promise<string> {
  let seen = '';
  await eventually(
    `${args.at(-1)} lets in ${caller.workload.name}`,
    async () => {
      seen = await said(caller, ...args);
      return seen.endsWith('\n200') || seen;
    },
    SECONDS,
  );
  return seen.replace(/\n200$/, '');
}

/**
 * Expects that somebody is refused in these words, and never let in. In TLS 1.3 the refusal follows the
 * handshake: what curl is writing by then may hide it, so that it is asked again.
 */
export async function expectRefused(
  caller: Caller,
  words: RegExp,
  ...args: readonly string[]
): Promise<void> {
  await eventually(
    `${args.at(-1)} says why it refuses ${caller.workload.name}`,
    async () => {
      const seen = await said(caller, ...args);
      expect(seen).not.toMatch(/\n200$/);
      return words.test(seen) || seen;
    },
    SECONDS,
  );
}
