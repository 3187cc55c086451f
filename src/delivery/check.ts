import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { MeshTrustError, refuseAny, type Finding } from '../trust/mesh-trust-error';
import { checkProps, type PropertyTable } from '../trust/props';
import type { OutputFile } from './files';
import type { Renderable } from './renderable';
import { renderEach } from './rendering';
import { onRenderedCheck, othersCheck, outdirCheck, type Others } from './synthesize';

/** What is compared. */
export interface CheckOptions {
  /**
   * Whether everything else in the output folder is a difference (`removed`, as synthesis would remove it) or nobody's business (`kept`).
   *
   * @default 'removed'
   */
  readonly others?: Others;
  /**
   * Told of every environment once it is compared, for progress.
   *
   * @default - nobody is told
   */
  readonly onRendered?: (environment: string, files: number) => void;
}

/** One check for each option of a comparison. */
export const CHECK_OPTIONS: PropertyTable<CheckOptions> = {
  others: othersCheck,
  onRendered: onRenderedCheck,
};

/**
 * Holds a committed output against what the environments give: byte for byte, and file for file.
 *
 * @returns how many files were compared
 * @throws PropertyUnknown, PropertyWrongType, PropertyMalformed for options
 * @throws MeshTrustError OutputDrift with the first difference of every file, OutputEmpty for an output without files
 */
export function checkOutput(
  environments: readonly Renderable[],
  outdir: string,
  options: CheckOptions = {},
): number {
  refuseAny([
    ...checkProps('checkOutput', { outdir }, { outdir: outdirCheck }),
    ...checkProps('checkOutput', options, CHECK_OPTIONS),
  ]);
  const { others = 'removed', onRendered } = options;
  const findings: Finding[] = [];
  const expected = new Set<string>();
  renderEach(environments, (environment, files) => {
    for (const file of files) {
      expected.add(file.path);
      findings.push(...fileFindings(file, outdir));
    }
    onRendered?.(environment, files.length);
  });
  const folders = others === 'kept' ? environments.map(({ name }) => name) : [''];
  const committed = folders.flatMap((folder) => filesBelow(outdir, folder));
  if (committed.length === 0) {
    throw new MeshTrustError([nothingIn(outdir)], outdir);
  }
  const unexpected = committed.filter((path) => !expected.has(path)).sort();
  refuseAny([...findings, ...unexpected.map(unexpectedFile)], outdir);
  return expected.size;
}

function fileFindings({ path, content }: OutputFile, outdir: string): Finding[] {
  const file = join(outdir, path);
  if (!existsSync(file)) {
    return [drift(path, `'${path}' must be in the output, got no such file`)];
  }
  const committed = readFileSync(file);
  if (committed.equals(Buffer.from(content))) {
    return [];
  }
  const { line, was, is } = firstDifference(committed.toString('utf8'), content);
  return [
    drift(path, `'${path}' must be as synthesized: line ${line} should be ${is}, got ${was}`),
  ];
}

interface Difference {
  readonly line: number;
  readonly was: string;
  readonly is: string;
}

function firstDifference(committed: string, fresh: string): Difference {
  const was = committed.split('\n');
  const is = fresh.split('\n');
  const differs = is.findIndex((line, index) => line !== was[index]);
  const index = differs === -1 ? is.length : differs;
  return { line: index + 1, was: shown(was[index]), is: shown(is[index]) };
}

function shown(line: string | undefined): string {
  return line === undefined ? 'the end of the file' : JSON.stringify(line);
}

function unexpectedFile(path: string): Finding {
  return drift(path, `'${path}' must not be in the output, got a file that nothing synthesizes`);
}

function drift(path: string, problem: string): Finding {
  return {
    code: 'OutputDrift',
    path,
    problem,
    fix: 'run npm run synth, and commit what it changes',
  };
}

function nothingIn(outdir: string): Finding {
  return {
    code: 'OutputEmpty',
    path: outdir,
    problem: `'outdir' must have files to compare, got none in '${outdir}'`,
    fix: 'run npm run synth, and commit what it writes',
  };
}

/** Everything below a folder that is not itself a folder, with slashes: links are no output either. */
function filesBelow(outdir: string, folder: string): string[] {
  const top = join(outdir, folder);
  if (!existsSync(top)) {
    return [];
  }
  return readdirSync(top, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(outdir, join(entry.parentPath, entry.name)).split(sep).join('/'));
}
