import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { evaluate } from '../../scripts/docs/evaluate';
import type { Renderable } from '../../src/delivery/renderable';
import { synthesize } from '../../src/delivery/synthesize';
import { MeshTrustError } from '../../src/trust/mesh-trust-error';
import { compile } from '../../test/support/compile';
import type { WrongCase } from './wrong-case';

/** One thing that is said against a mistake. */
export interface Objection {
  /** `TS2322` of the compiler, or the code of a rule. */
  readonly code: string;
  readonly problem: string;
  /** What to write instead; the compiler does not say. */
  readonly fix?: string;
}

/** What is said against a mistake, and when. */
export interface Answer {
  readonly when: 'compile time' | 'synth';
  readonly objections: readonly Objection[];
}

/**
 * What the compiler, or else the package, says against each mistake, by its ID.
 *
 * @throws Error for mistakes that neither of them objects to
 */
export function packageSays(cases: readonly WrongCase[]): ReadonlyMap<string, Answer> {
  const diagnostics = compile(cases.map(({ id, written }) => ({ title: id, code: written })));
  const answers = cases.map(({ id, written }): readonly [string, Answer] => {
    const said = diagnostics.get(id) ?? [];
    return said.length > 0
      ? [id, { when: 'compile time', objections: said.map(ofCompiler) }]
      : [id, { when: 'synth', objections: objectionsTo(written) }];
  });
  const taken = answers.filter(([, { objections }]) => objections.length === 0).map(([id]) => id);
  if (taken.length > 0) {
    throw new Error(`neither the compiler nor the package says anything: ${taken.join(', ')}`);
  }
  return new Map(answers);
}

function ofCompiler(said: string): Objection {
  const [, code = '', problem = said] = /^(TS\d+): ([\s\S]*)$/.exec(said) ?? [];
  return { code, problem };
}

/** Runs the module, and synthesizes what it exports. */
function objectionsTo(written: string): readonly Objection[] {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mesh-trust-wrong-'));
  try {
    const exported = Object.values(evaluate(written, path.resolve('wrong.ts')));
    const renderable = exported.filter(isRenderable);
    if (renderable.length > 0) {
      synthesize(renderable, { outdir: path.join(folder, 'dist') });
    }
    return [];
  } catch (error) {
    if (error instanceof MeshTrustError) {
      return error.findings;
    }
    throw error;
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

function isRenderable(value: unknown): value is Renderable {
  return typeof value === 'object' && value !== null && 'render' in value;
}
