import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { refuseAny } from '../trust/mesh-trust-error';
import { checkProps, instanceOf, oneOf, optional, text, type PropertyTable } from '../trust/props';
import { entriesOf, foreignFindings } from './foreign';
import type { Renderable } from './renderable';
import { renderEach } from './rendering';

/** Where and how environments are written. */
export interface SynthesizeOptions {
  /**
   * The output folder; each environment gets a folder in it.
   *
   * @default 'dist'
   */
  readonly outdir?: string;
  /**
   * What becomes of everything else in the output folder: what earlier runs left, other environments.
   *
   * @default 'removed'
   */
  readonly others?: Others;
  /**
   * Told of every environment once it is rendered, for progress.
   *
   * @default - nobody is told
   */
  readonly onRendered?: (environment: string, files: number) => void;
}

/** What becomes of folders that this run does not write. */
export type Others = 'removed' | 'kept';

/** The check of what becomes of others: what is removed is gone, so that no word is guessed at. */
export const othersCheck = optional(oneOf(['removed', 'kept']));

/** The check of a listener for progress. */
export const onRenderedCheck = optional(instanceOf(Function, '(environment, files) => { … }'));

/** The check of an output folder. */
export const outdirCheck = text(/^[^\p{Cc}]{1,1024}$/u, 'the path of a folder', 'dist');

/** One check for each option of synthesis. */
export const SYNTHESIZE_OPTIONS: PropertyTable<SynthesizeOptions> = {
  outdir: optional(outdirCheck),
  others: othersCheck,
  onRendered: onRenderedCheck,
};

/**
 * Writes the manifests of environments, all of them or none.
 *
 * Everything is rendered once, into a folder beside the output folder, which takes its place by renaming when
 * nothing was refused. Checking all first and rendering again to write would take twice as long, and
 * keeping a thousand rendered environments would take a gigabyte: the disk keeps them instead.
 *
 * @returns the files written, as paths below `outdir`, in order
 * @throws PropertyUnknown, PropertyWrongType, PropertyMalformed for options
 * @throws OutputForeign when something in the output folder was not written by this package
 * @throws MeshTrustError with every finding of every environment; nothing is written then
 */
export function synthesize(
  environments: readonly Renderable[],
  options: SynthesizeOptions = {},
): readonly string[] {
  refuseAny(checkProps('synthesize', options, SYNTHESIZE_OPTIONS));
  const { outdir = 'dist', others = 'removed', onRendered } = options;
  const target = resolve(outdir);
  mkdirSync(dirname(target), { recursive: true });
  const aside = mkdtempSync(join(dirname(target), `.${basename(target)}-`));
  try {
    const fresh = join(aside, 'fresh');
    const written = writeAside(environments, fresh, onRendered);
    const replace = others === 'kept' ? replaceFolders : replaceFolder;
    const replaced = entriesOf(target).filter(
      (entry) => others === 'removed' || existsSync(join(fresh, entry)),
    );
    refuseAny(foreignFindings(target, replaced));
    replace(fresh, target, join(aside, 'stale'));
    return written;
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

function writeAside(
  environments: readonly Renderable[],
  folder: string,
  onRendered: SynthesizeOptions['onRendered'],
): string[] {
  const written: string[] = [];
  renderEach(environments, (environment, files) => {
    for (const place of new Set(files.map(({ path }) => dirname(path)))) {
      mkdirSync(join(folder, place), { recursive: true });
    }
    for (const { path, content } of files) {
      writeFileSync(join(folder, path), content);
      written.push(path);
    }
    onRendered?.(environment, files.length);
  });
  return written;
}

function replaceFolders(fresh: string, target: string, stale: string): void {
  mkdirSync(target, { recursive: true });
  mkdirSync(stale);
  for (const folder of readdirSync(fresh)) {
    replaceFolder(join(fresh, folder), join(target, folder), join(stale, folder));
  }
}

function replaceFolder(fresh: string, target: string, stale: string): void {
  if (existsSync(target)) {
    renameSync(target, stale);
  }
  renameSync(fresh, target);
}
