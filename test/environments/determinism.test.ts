import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { filesIn } from '../support/output-folders';

const ROOT = join(__dirname, '..', '..');
const run = promisify(execFile);

/** What another machine has in its environment; nothing of it may be read. */
const MACHINES: Readonly<Record<string, NodeJS.ProcessEnv>> = {
  'a plain machine': { TZ: 'UTC', LANG: 'C' },
  'a machine in Auckland that speaks Turkish': {
    TZ: 'Pacific/Auckland',
    LANG: 'tr_TR.UTF-8',
    LC_ALL: 'tr_TR.UTF-8',
    LANGUAGE: 'tr',
    USER: 'somebody',
    HOME: '/nonexistent',
  },
  'a machine with the variables of cdk8s': {
    TZ: 'America/St_Johns',
    LC_ALL: 'C.UTF-8',
    CDK8S_OUTDIR: '/nonexistent/elsewhere',
    CDK8S_RECORD_CONSTRUCT_METADATA: 'true',
    CDK8S_DISABLE_SORT: 'true',
    NODE_ENV: 'production',
    CI: 'true',
  },
};

describe('npm run synth', () => {
  it('writes the same bytes on every machine, wherever it is called from', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mesh-trust-'));
    try {
      const outputs = await Promise.all(
        Object.entries(MACHINES).map(async ([machine, env], index) => {
          const outdir = join(folder, String(index));
          await run(
            process.execPath,
            [
              '--require',
              join(ROOT, 'node_modules/ts-node/register'),
              join(ROOT, 'src/cli/synth.ts'),
              '--outdir',
              outdir,
            ],
            {
              // The first is called from the repository, the others from elsewhere.
              cwd: index === 0 ? ROOT : folder,
              env: {
                PATH: process.env['PATH'],
                TS_NODE_PROJECT: join(ROOT, 'tsconfig.json'),
                ...env,
              },
            },
          );
          return { machine, files: filesIn(outdir) };
        }),
      );
      const [first, ...others] = outputs;
      expect(Object.keys(first?.files ?? {}).length).toBeGreaterThan(30);
      for (const { machine, files } of others) {
        expect({ machine, files }).toEqual({ machine, files: first?.files });
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }, 60_000);
});
