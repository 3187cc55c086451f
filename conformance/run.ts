import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { parseArgs } from 'node:util';
import { chooseComponents } from './components/choose-components';
import { type Components, Unavailable } from './components/components';

// npm run conformance: lets the real components judge what the package writes.

const EXIT_UNAVAILABLE = 2;
const EXIT_INTERRUPTED = 130;
// In the order in which each builds on what the one before has shown; the sequencer reads it, too.
const STAGES = JSON.parse(fs.readFileSync('conformance/stages.json', 'utf8')) as Readonly<
  Record<string, string>
>;
const ALL = Object.keys(STAGES);
const USAGE = `Usage: npm run conformance -- [options]

Lets the real components judge what the package writes: all stages, in this order.

${ALL.map((stage) => `  ${stage.padEnd(12)}${STAGES[stage] ?? ''}`).join('\n')}

  --stage NAME   only this one; may be repeated
  --observe      write down what was seen, for the documentation, instead of comparing with it
  --help         this text

Components come from the folder that MESH_TRUST_REFEREE names, else from the cluster of KUBECONFIG,
else from ../shared/referee.

Exit code: 0 all as it should be, 1 something was refused or failed, 2 nothing to judge with.`;

async function main(): Promise<number> {
  const { stages, observe, help } = asked();
  if (help) {
    console.log(USAGE);
    return 0;
  }
  const unknown = stages.filter((stage) => !ALL.includes(stage));
  if (unknown.length > 0) {
    throw new Unavailable(`There is no stage ${unknown.join(', ')}.\n\n${USAGE}`);
  }
  // Short, since paths of sockets end at 107 characters; its last part names network namespaces.
  const runFolder = `/tmp/mt${process.pid}`;
  const components = chooseComponents(process.env, runFolder);
  console.error(`conformance: ${components.title}`);
  await components.prepare();
  return judged(
    components,
    runFolder,
    ALL.filter((stage) => stages.includes(stage)),
    observe,
  );
}

function asked(): { readonly stages: string[]; readonly observe: boolean; readonly help: boolean } {
  try {
    const { values } = parseArgs({
      options: {
        stage: { type: 'string', multiple: true, default: ALL },
        observe: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    return { stages: values.stage, observe: values.observe, help: values.help };
  } catch (error) {
    throw new Unavailable(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  }
}

/** Whatever ends the tests, what they started is ended here once more: all of it is one group of processes. */
async function judged(
  components: Components,
  runFolder: string,
  stages: readonly string[],
  observe: boolean,
): Promise<number> {
  const files = stages.map((stage) => `conformance/${stage}/.*\\.test\\.ts$`);
  const tests = spawn(
    process.execPath,
    ['node_modules/jest/bin/jest.js', '--config', 'conformance/jest.config.mjs', '--', ...files],
    {
      stdio: 'inherit',
      detached: true,
      env: {
        ...process.env,
        MESH_TRUST_RUN: runFolder,
        ...(observe ? { MESH_TRUST_OBSERVE: 'yes' } : {}),
      },
    },
  );
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      console.error('\nconformance: interrupted, ending what was started');
      endGroup(tests.pid, signal);
    });
  }
  const code = await new Promise<number>((resolve) => {
    tests.on('close', (ended) => {
      resolve(ended ?? EXIT_INTERRUPTED);
    });
  });
  endGroup(tests.pid, 'SIGKILL');
  await components.down(path.join(runFolder, 'logs'));
  fs.rmSync(runFolder, { recursive: true, force: true });
  return code;
}

function endGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  try {
    process.kill(-(pid ?? process.pid), signal);
  } catch {
    // Nobody of the group is left, which is how it ends when nothing went wrong.
  }
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    if (!(error instanceof Unavailable)) {
      throw error;
    }
    console.error(error.message);
    process.exitCode = EXIT_UNAVAILABLE;
  },
);
