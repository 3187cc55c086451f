import * as fs from 'node:fs';
import * as path from 'node:path';
import { execute, succeeded } from './execute';

/** A program of a Go module that the module proxy has. */
export interface GoProgram {
  /** What it is called. */
  readonly name: string;
  /** Path of its module. */
  readonly module: string;
  /** Version of its module: `v0.28.0`. */
  readonly version: string;
  /** The import path of its main package. */
  readonly package: string;
  /** What its own go.mod puts in the place of other modules: `example.org/a@v1.0.0=example.org/b@v1.0.1`. @default - nothing */
  readonly replaces?: readonly string[];
}

const BUILD_SECONDS = 1800;

/** The path of a program, which is built once, and kept beside the other components. */
export async function goProgram(program: GoProgram): Promise<string> {
  const { name, module, version, replaces = [] } = program;
  const home = process.env['HOME'] ?? '/root';
  const cache = process.env['REFEREE_CACHE'] ?? path.join(home, '.cache', 'mesh-referee');
  const binary = path.join(cache, 'bin', `${name}-${version}`);
  if (fs.existsSync(binary)) {
    return binary;
  }
  process.stderr.write(`   building ${name} ${version} …\n`);
  // A module of its own: `go install` takes no module that replaces others.
  const folder = fs.mkdtempSync(path.join('/tmp', 'mesh-trust-go-'));
  const built = path.join(folder, name);
  try {
    const go = `go ${(await said(folder, 'env', 'GOVERSION')).trim().replace('go', '')}`;
    fs.writeFileSync(path.join(folder, 'go.mod'), `module built\n\n${go}\n`);
    const replaced = replaces.map((replace) => `-replace=${replace}`);
    await said(folder, 'mod', 'edit', `-require=${module}@${version}`, ...replaced);
    const flags = ['-mod=mod', '-trimpath', '-buildvcs=false', '-ldflags=-s -w'];
    await said(folder, 'build', ...flags, '-o', built, program.package);
    fs.mkdirSync(path.dirname(binary), { recursive: true });
    // Whoever builds it at the same time has the same.
    fs.copyFileSync(built, `${binary}.${process.pid}`);
    fs.renameSync(`${binary}.${process.pid}`, binary);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
  return binary;
}

async function said(folder: string, ...args: readonly string[]): Promise<string> {
  const outcome = await execute('go', ['-C', folder, ...args], {
    env: { CGO_ENABLED: '0' },
    timeoutSeconds: BUILD_SECONDS,
  });
  return succeeded(`go ${args.join(' ')}`, outcome);
}
