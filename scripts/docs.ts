import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { rulesPage } from './docs/rules-page';
import { writeRegions } from './docs/regions';
import { WRITERS } from './docs/writers';

// Writes everything in README.md and docs/ that is generated: the marked regions of hand-written
// pages, the reference of rules, and the API reference from docstrings. With --check it compares
// instead, names every page that differs, and exits 1.

const API = 'docs/reference/api';
const RULES_PAGE = 'docs/reference/rules.md';

async function main(): Promise<void> {
  const fresh = new Map([...regionPages(), [RULES_PAGE, rulesPage()], ...(await apiPages())]);
  const differing = [...fresh].filter(
    ([file, text]) => !fs.existsSync(file) || fs.readFileSync(file, 'utf8') !== text,
  );
  const stale = markdownIn(API).filter((file) => !fresh.has(file));
  if (process.argv.includes('--check')) {
    const named = [...differing.map(([file]) => file), ...stale];
    if (named.length > 0) {
      console.error(
        `not what is generated: ${named.join(', ')}\nrun npm run docs, and commit what it writes`,
      );
      process.exitCode = 1;
    }
    return;
  }
  for (const [file, text] of differing) {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
    console.error(`wrote ${file}`);
  }
  stale.forEach((file) => {
    fs.rmSync(file);
    console.error(`removed ${file}`);
  });
}

function regionPages(): [string, string][] {
  const pages = ['README.md', ...markdownIn('docs').filter((file) => !file.startsWith(API))];
  return pages
    .map((file): [string, string] => [file, fs.readFileSync(file, 'utf8')])
    .filter(([, page]) => page.includes('<!-- begin: '))
    .map(([file, page]) => [file, writeRegions(page, file, WRITERS)]);
}

async function apiPages(): Promise<[string, string][]> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mesh-trust-api-'));
  try {
    const { Application } = await import('typedoc');
    const app = await Application.bootstrapWithPlugins({
      entryPoints: ['src/index.ts'],
      plugin: ['typedoc-plugin-markdown'],
      tsconfig: 'tsconfig.build.json',
      outputs: [{ name: 'markdown', path: folder }],
      readme: 'none',
      disableSources: true,
      excludeInternal: true,
      excludePrivate: true,
      excludeExternals: true,
      hideGenerator: true,
      logLevel: 'Error',
    });
    const project = await app.convert();
    if (project === undefined) {
      throw new Error('the docstrings of src/index.ts cannot be read');
    }
    await app.generateOutputs(project);
    return markdownIn(folder).map((file) => [
      path.posix.join(API, path.relative(folder, file)),
      fs.readFileSync(file, 'utf8'),
    ]);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

function markdownIn(folder: string): string[] {
  return fs.existsSync(folder)
    ? fs
        .readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.md'))
        .map((file) => path.posix.join(folder, file))
        .sort()
    : [];
}

void main();
