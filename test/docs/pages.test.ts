import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { writeRegions } from '../../scripts/docs/regions';
import { rulesPage } from '../../scripts/docs/rules-page';
import { WRITERS } from '../../scripts/docs/writers';
import { compile } from '../support/compile';

const ROOT = join(__dirname, '..', '..');
const GENERATED = join('docs', 'reference', 'api');

const PAGES = [
  ...['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md'],
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .map((file) => join('docs', file))
    .filter((file) => file.endsWith('.md') && !file.startsWith(GENERATED)),
].sort();

function textOf(page: string): string {
  return readFileSync(join(ROOT, page), 'utf8');
}

/** The TypeScript blocks of a page; blocks in lists are indented. */
function typescriptOf(page: string): string[] {
  return [...textOf(page).matchAll(/^( *)```ts\n([\s\S]*?)^\1```$/gm)].map(
    ([, , code]) => code ?? '',
  );
}

describe('the pages of the documentation', () => {
  const snippets = PAGES.flatMap((page) =>
    typescriptOf(page).map((code, index) => ({
      title: `${page}, block ${index + 1}`,
      code,
      // Blocks that show a file of environments import as that file does.
      folder: code.includes(`from '../index'`) ? 'src/environments' : 'docs',
    })),
  );

  it('have TypeScript blocks, each of which compiles', () => {
    expect(snippets.length).toBeGreaterThan(4);
    const diagnostics = [...compile(snippets)].filter(([, found]) => found.length > 0);
    expect(diagnostics).toEqual([]);
  });

  it.each(PAGES.filter((page) => textOf(page).includes('<!-- begin: ')))(
    '%s shows what the code gives (npm run docs writes it)',
    (page) => {
      expect(textOf(page)).toBe(writeRegions(textOf(page), page, WRITERS));
    },
  );

  it('have a reference of rules that is that of the catalogue (npm run docs writes it)', () => {
    expect(textOf('docs/reference/rules.md')).toBe(rulesPage());
  });

  it('show no YAML that is not generated', () => {
    const byHand = PAGES.filter((page) => {
      const outside = textOf(page).replace(/<!-- begin: [\s\S]*?<!-- end -->/g, '');
      return outside.includes('```yaml');
    });
    expect(byHand).toEqual([]);
  });

  it.each(PAGES)('%s links to files that exist', (page) => {
    const links = [...textOf(page).matchAll(/\]\((?!https?:|#)([^)#]+)(#[^)]*)?\)/g)]
      .map(([, link]) => join(dirname(page), link ?? ''))
      .filter((file) => !existsSync(join(ROOT, file)));
    expect(links).toEqual([]);
  });
});
