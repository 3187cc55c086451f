import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { execute, succeeded } from './execute';

/** A package of PyPI, as pip takes it, at one version: `moto[server]==5.2.5`. */
export type PythonPackage = `${string}==${string}`;

const LONGEST_SECONDS = 600;

/** An interpreter of Python that has this package; it is installed once, into the cache of the referee's own. */
export async function pythonWith(wanted: PythonPackage): Promise<string> {
  const cache = process.env['REFEREE_CACHE'] ?? path.join(os.homedir(), '.cache', 'mesh-referee');
  const folder = path.join(cache, 'python', wanted.replaceAll(/[^A-Za-z0-9.=]/g, '-'));
  const python = path.join(folder, 'bin', 'python');
  const done = path.join(folder, 'installed');
  if (fs.existsSync(done)) {
    return python;
  }
  process.stderr.write(`   installing ${wanted}, which is done once\n`);
  const run = async (program: string, ...args: readonly string[]): Promise<void> => {
    const options = { timeoutSeconds: LONGEST_SECONDS };
    succeeded([program, ...args].join(' '), await execute(program, args, options));
  };
  await run('python3', '-m', 'venv', '--clear', folder);
  await run(python, '-m', 'pip', 'install', '--quiet', '--no-compile', wanted);
  fs.writeFileSync(done, '');
  return python;
}
