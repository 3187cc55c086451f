import type { RenderedEnvironment } from '../stack/rendered-environment';
import { prerequisitesOf, type GatheredPrerequisite } from './prerequisites';

/** A part of the page: a title, what is said of it, and a table of what belongs there. */
interface Section {
  readonly title: string;
  readonly words: string;
  readonly columns: readonly Column[];
  readonly has: (prerequisite: GatheredPrerequisite) => boolean;
}

type Column = readonly [title: string, of: (prerequisite: GatheredPrerequisite) => string];

const READ_BY: Column = ['Read by', ({ readBy }) => readBy.join('; ')];
const PURPOSE: Column = ['What for', ({ purposes }) => purposes.join('; ')];
const LAYER: Column = ['Before layer', ({ neededIn }) => codes([neededIn ?? ''])];

const SECTIONS: readonly Section[] = [
  {
    title: 'Installations',
    words:
      'Software that runs before a layer is applied; without a namespace, outside the cluster.',
    columns: [
      ['Software', ({ name }) => name],
      ['Namespace', ({ namespace }) => codes([namespace ?? ''])],
      ['Needed by', ({ readBy }) => readBy.join('; ')],
      ['How', ({ purposes }) => purposes.join('; ')],
      LAYER,
    ],
    has: ({ kind }) => kind === 'Installation',
  },
  {
    title: 'Secrets',
    words:
      'Their values are in no file of this folder. A namespace that is made here is there once `00-namespaces` is applied, that of a release of cert-manager with `20-cert-manager`.',
    columns: [
      ['Secret', ({ namespace = '', name }) => codes([`${namespace}/${name}`])],
      ['Keys', ({ keys }) => codes(keys)],
      READ_BY,
      PURPOSE,
      LAYER,
    ],
    has: ({ kind }) => kind === 'Secret',
  },
  {
    title: 'Other objects',
    words: 'Objects that somebody else keeps.',
    columns: [
      ['Kind', ({ kind }) => kind],
      [
        'Name',
        ({ namespace, name }) => codes([namespace === undefined ? name : `${namespace}/${name}`]),
      ],
      READ_BY,
      PURPOSE,
      LAYER,
    ],
    has: ({ kind }) => kind !== 'Installation' && kind !== 'Secret',
  },
];

/** The page that says what must exist before an environment is applied; it is there also when that is nothing. */
export function prerequisitesPage(
  environment: RenderedEnvironment,
  header: readonly string[],
): string {
  const all = prerequisitesOf(environment);
  const sections = SECTIONS.map((section) => ({ section, rows: all.filter(section.has) }));
  const body = sections
    .filter(({ rows }) => rows.length > 0)
    .map(({ section, rows }) => sectionText(section, rows));
  return [
    `<!--\n${header.join('\n')}\n-->\n`,
    `# Prerequisites of ${environment.name}\n`,
    all.length === 0
      ? 'Nothing: whatever the manifests of this folder need is among them.\n'
      : 'What must exist before the manifests of this folder are applied, and what none of them makes.\n',
    ...body,
  ].join('\n');
}

function sectionText(
  { title, words, columns }: Section,
  rows: readonly GatheredPrerequisite[],
): string {
  const table = [
    columns.map(([name]) => name),
    columns.map(() => '---'),
    ...rows.map((row) => columns.map(([, of]) => of(row).replaceAll('|', '\\|'))),
  ].map((cells) => `| ${cells.join(' | ')} |\n`);
  return `## ${title}\n\n${words}\n\n${table.join('')}`;
}

/** As code, one after another; nothing for what is not known. */
function codes(texts: readonly string[]): string {
  return texts
    .filter((text) => text !== '')
    .map((text) => `\`${text}\``)
    .join(', ');
}
