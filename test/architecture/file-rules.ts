import { basename, dirname } from 'node:path/posix';

import type { SourceFile } from './source-file';

const MAX_LINES = 300;
const NAMES_WITHOUT_MEANING = ['utils', 'util', 'helpers', 'helper', 'common', 'types'];
const PUBLIC_API = 'src/index.ts';

/** Files that are longer than one can read at once. */
export function filesTooLong(files: readonly SourceFile[]): string[] {
  return files
    // A list of names is as long as there are names.
    .filter((file) => file.lines > MAX_LINES && file.path !== PUBLIC_API)
    .map((file) => `${file.path} has ${file.lines} lines, at most ${MAX_LINES} are allowed`);
}

/** Folders and files whose name says nothing about what they hold. */
export function namesWithoutMeaning(files: readonly SourceFile[]): string[] {
  return files
    .filter((file) =>
      file.path
        .split('/')
        .some((name) => NAMES_WITHOUT_MEANING.includes(name.replace(/\.ts$/, ''))),
    )
    .map((file) => `${file.path} is named after nothing of the domain`);
}

/** Files that re-export others, which only the public API does; and a public API that does anything else. */
export function barrels(files: readonly SourceFile[]): string[] {
  return files.flatMap(({ path, reExports, hasOwnCode }) => {
    if (path === PUBLIC_API) {
      return hasOwnCode ? [`${path} has code of its own`] : [];
    }
    const isBarrel = reExports > 0 || basename(path) === 'index.ts';
    return isBarrel ? [`${path} re-exports what ${dirname(path)} has`] : [];
  });
}

/** Files with a default export, which every importer names anew. */
export function defaultExports(files: readonly SourceFile[]): string[] {
  return files
    .filter((file) => file.hasDefaultExport)
    .map((file) => `${file.path} has a default export`);
}
