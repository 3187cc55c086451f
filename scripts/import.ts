import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { parseAllDocuments } from 'yaml';

const ROOT = join(__dirname, '..');

/** The files that are imported; each holds the CRDs of one project under a line that says which version. */
export const CRD_FILES = [
  'cert-manager.io.yaml',
  'gateway.networking.k8s.io.yaml',
  'istio.io.yaml',
  'policy.cert-manager.io.yaml',
  'sailoperator.io.yaml',
  'spire.spiffe.io.yaml',
  'trust.cert-manager.io.yaml',
] as const;

/** Kinds that nobody here writes, by CRD: types of them would only be read by the compiler. */
const LEFT_OUT: readonly string[] = [
  'clusterbundles.trust-manager.io',
  'istiorevisions.sailoperator.io',
  'ztunnels.sailoperator.io',
];

const USAGE = `usage: npm run import -- <directory>
  <directory> has ${CRD_FILES.join(', ')}: the CRDs of each project,
  under a first line such as "# istio/istio 1.30.3: …"`;

/** Why nothing was imported, in words for whoever ran it. */
export class ImportRefused extends Error {}

/** A module of imports/ before it is written. */
interface GeneratedModule {
  readonly name: string;
  readonly origin: string;
  readonly text: string;
}

/** The first line of what is generated from a CRD file with this content. */
export function firstLineFor(origin: string): string {
  return `// Generated from ${origin} by "npm run import": do not edit.`;
}

/**
 * Makes `output` anew from the CRD files of `directory`: writes what they give and removes every other
 * module. Nothing changes when one of them cannot be imported.
 *
 * @returns one line for each file that was written or removed
 */
export function regenerateImports(directory: string, output: string): string[] {
  const missing = CRD_FILES.filter((file) => !existsSync(join(directory, file)));
  if (missing.length > 0) {
    throw new ImportRefused(`${directory} lacks ${missing.join(', ')}\n${USAGE}`);
  }
  const modules = CRD_FILES.flatMap((file) => modulesOf(resolve(directory, file)));
  const names = new Set(modules.map((module) => module.name));
  const stale = readdirSync(output).filter((name) => name.endsWith('.ts') && !names.has(name));
  for (const name of stale) {
    rmSync(join(output, name));
  }
  for (const { name, text } of modules) {
    writeFileSync(join(output, name), text);
  }
  return [
    ...modules.map(({ name, origin }) => `wrote ${name} from ${origin}`),
    ...stale.map((name) => `removed ${name}, which none of the files gives`),
  ];
}

/** What `cdk8s import` makes of one file: a module for each API group, in the order of their names. */
function modulesOf(file: string): GeneratedModule[] {
  const origin = originOf(file);
  const temporary = mkdtempSync(join(tmpdir(), 'mesh-trust-import-'));
  try {
    const crds = join(temporary, basename(file));
    writeFileSync(crds, crdsOf(readFileSync(file, 'utf8')));
    // In a folder of its own, cdk8s reads no cdk8s.yaml.
    execFileSync(
      join(ROOT, 'node_modules', '.bin', 'cdk8s'),
      ['import', '--no-save', crds, '-o', 'imports', '-l', 'typescript'],
      {
        cwd: temporary,
        env: { ...process.env, CDK8S_CHECK_UPGRADE: 'false' },
        stdio: ['ignore', 'ignore', 'pipe'],
      },
    );
    const folder = join(temporary, 'imports');
    return readdirSync(folder)
      .sort()
      .map((name) => ({
        name,
        origin,
        text: `${firstLineFor(origin)}\n${readFileSync(join(folder, name), 'utf8')}`,
      }));
  } finally {
    rmSync(temporary, { recursive: true });
  }
}

/** The CRDs of a file whose kinds are written. */
function crdsOf(text: string): string {
  return parseAllDocuments(text)
    .filter((document) => !LEFT_OUT.includes(String(document.getIn(['metadata', 'name']))))
    .map(String)
    .join('---\n');
}

/** Project and version, from the first line of a CRD file. */
function originOf(file: string): string {
  const [line = ''] = readFileSync(file, 'utf8').split('\n', 1);
  const [, origin] = /^# ([^\s:]+\/[^\s:]+ [^\s:]+): /.exec(line) ?? [];
  if (origin === undefined) {
    throw new ImportRefused(
      `${file} must begin with a line such as "# istio/istio 1.30.3: …", got ${JSON.stringify(line)}`,
    );
  }
  return origin;
}

function main([directory, ...rest]: readonly string[]): void {
  try {
    if (directory === undefined || rest.length > 0) {
      throw new ImportRefused(USAGE);
    }
    for (const line of regenerateImports(directory, join(ROOT, 'imports'))) {
      console.log(line);
    }
  } catch (error) {
    if (!(error instanceof ImportRefused)) {
      throw error;
    }
    console.error(error.message);
    process.exitCode = 1;
  }
}

if (require.main === module) {
  main(process.argv.slice(2));
}
