import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { go } from './go-module';

/** A program that the registry of Go modules has as source. */
export interface GoProgram {
  /** Name of the binary. */
  readonly name: string;
  /** Module that has the source: `github.com/hashicorp/vault`. */
  readonly module: string;
  /** Its version, `v` included. */
  readonly version: string;
  /** The main package: its import path, or `.` for `source`. */
  readonly package: string;
  /** Replacements that the module needs and that a module below another loses: `old=new@version`. @default - none */
  readonly replaces?: readonly string[];
  /** File with a main package of our own, for a module that publishes no program of it. @default - none */
  readonly source?: string;
}

/** Builds a program once, into the cache of the referee's own, and gives the path of its binary. */
export async function goProgram(program: GoProgram): Promise<string> {
  const { name, module, version, replaces = [], source } = program;
  const cache = process.env['REFEREE_CACHE'] ?? path.join(os.homedir(), '.cache', 'mesh-referee');
  const written = source === undefined ? '' : fs.readFileSync(source, 'utf8');
  const said = createHash('sha256')
    .update(JSON.stringify([program, written]))
    .digest('hex');
  const binary = path.join(cache, 'bin', `${name}-${version}-${said.slice(0, 8)}`);
  if (fs.existsSync(binary)) {
    return binary;
  }
  process.stderr.write(`   building ${name} ${version}, which is done once\n`);
  fs.mkdirSync(path.dirname(binary), { recursive: true });
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mesh-trust-go-'));
  try {
    if (source !== undefined) {
      fs.writeFileSync(path.join(folder, 'main.go'), written);
    }
    await go(folder, 'mod', 'init', `example.com/${name}`);
    const edits = [`-require=${module}@${version}`, ...replaces.map((each) => `-replace=${each}`)];
    await go(folder, 'mod', 'edit', ...edits);
    const built = path.join(folder, name);
    await go(folder, 'build', '-ldflags', '-s -w', '-o', built, program.package);
    // Its name appears when it is whole: another run may look for it at the same time.
    const copied = `${binary}.${process.pid}`;
    fs.copyFileSync(built, copied);
    fs.renameSync(copied, binary);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
  return binary;
}
