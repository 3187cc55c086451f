import { spawn } from 'node:child_process';
import * as path from 'node:path';
import { parseArgs } from 'node:util';
import { chooseComponents } from './components/choose-components';
import { type Components, Unavailable } from './components/components';
import { STAGES } from './stages';

// npm run conformance: lets the real components judge what the package writes.

const EXIT_UNAVAILABLE = 2;
const ALL = Object.keys(STAGES);
const USAGE = `Usage: npm run conformance -- [options]

Lets the real components judge what the package writes: all stages, in this order.

${ALL.map((stage) => `  ${stage.padEnd(10)}${STAGES[stage] ?? ''}`).join('\n')}

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
    ALL.filter((stage) => stages.includes(stage)),
    {
      MESH_TRUST_RUN: runFolder,
      ...(observe ? { MESH_TRUST_OBSERVE: 'yes' } : {}),
    },
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
    throw new Unavailable(`${String(error)}\n\n${USAGE}`);
  }
}

/** Whatever ends the tests, what they started is ended here once more. */
async function judged(
  components: Components,
  stages: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<number> {
  const files = stages.map((stage) => path.join('conformance', stage, `${stage}.test.ts`));
  const tests = spawn(
    process.execPath,
    ['node_modules/jest/bin/jest.js', '--config', 'conformance/jest.config.mjs', '--', ...files],
    { stdio: 'inherit', env: { ...process.env, ...env } },
  );
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => tests.kill(signal));
  }
  const code = await new Promise<number>((resolve) => {
    tests.on('close', (ended) => {
      resolve(ended ?? 1);
    });
  });
  await components.down(path.join('conformance', 'logs', 'interrupted'));
  return code;
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
