import { RULES, type RuleCode } from '../../src/trust/rules/catalogue';
import type { RuleEntry, RuleKind } from '../../src/trust/rules/rule-entry';
import { INVARIANTS, type Invariant } from './invariants';

const CHAPTERS: Readonly<Record<RuleKind, readonly [title: string, text: string]>> = {
  value: ['Values', 'Refused by the factory of the value, when it is called.'],
  property: [
    'Properties',
    'Refused by every construct and every environment, for each of their properties.',
  ],
  chain: [
    'The chain',
    'Held over the whole trust chain of an environment, before anything is written.',
  ],
  part: ['Parts', 'Held over the properties of one component.'],
  version: ['Versions', 'Held between what is asked for and the releases that are chosen.'],
  output: ['Output', 'Held over what would be written, before it is.'],
};

/** `docs/reference/rules.md`, whole. */
export function rulesPage(): string {
  const entries = Object.entries(RULES) as [RuleCode, RuleEntry][];
  const chapters = (Object.keys(CHAPTERS) as RuleKind[]).flatMap((kind) => [
    `## ${CHAPTERS[kind][0]}`,
    CHAPTERS[kind][1],
    ...entries
      .filter(([, entry]) => entry.kind === kind)
      .map(([code, entry]) => chapterOf(code, entry)),
  ]);
  return [
    '# Rules',
    'Every rule that can refuse something, by its code. A code is stable: it is never renamed or reused. ' +
      'Nothing is written when a rule refuses. This page is generated from the catalogue by `npm run docs`.',
    ...chapters,
    '## The invariants behind the rules',
    'What must hold in a mesh that hangs below cert-manager and SPIRE, and what holds it here: a rule, ' +
      'or a construction that cannot say the opposite.',
    table(['', 'Invariant', 'Held by'], INVARIANTS.filter(isTaken).map(row)),
    '## Not taken',
    'Invariants of the same stack that nothing here holds, each with its reason.',
    table(['', 'Invariant', 'Reason'], INVARIANTS.filter((each) => !isTaken(each)).map(row)),
    '',
  ].join('\n\n');
}

function chapterOf(code: RuleCode, { holds, because, see }: RuleEntry): string {
  return [`### ${code}`, holds, `*Otherwise:* ${because}`, `*See:* <${see}>`].join('\n\n');
}

function isTaken(invariant: Invariant): boolean {
  return invariant.notTaken === undefined;
}

function row({ id, says, rules = [], construction, notTaken }: Invariant): readonly string[] {
  const links = rules.map((code) => `[${code}](#${code.toLowerCase()})`).join(', ');
  const parts = [links, construction, notTaken].filter((part) => part !== undefined && part !== '');
  return [id, says, parts.join('; ')];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
