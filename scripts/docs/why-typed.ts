import { TOPICS, WRONG_CASES } from '../../conformance/wrong/all-cases';
import { recorded } from '../../conformance/wrong/observed';
import { type Answer, type Objection, packageSays } from '../../conformance/wrong/package-says';
import type { Seen, Topic, WrongCase } from '../../conformance/wrong/wrong-case';
import { fenced } from './regions';

/** Longer words are cut in tables; they stand whole below. */
const LONGEST = 260;

const VERDICTS: readonly Seen['verdict'][] = ['refused', 'fails later', 'silently wrong'];

/** What a reader knows before the mistakes of a topic. */
const INTRODUCTIONS: Partial<Record<Topic, string>> = {
  'Certificates at the edge':
    'From an ACME server to a gateway a certificate has many parts: an account, a solver for each name, an IngressClass, port 80 of the gateway, rules of authorization, a Certificate and its Secret. ' +
    'Most mistakes are taken by the API server and by the webhook of cert-manager. They show as a certificate that is never issued; why, stands in the status of a Challenge, and sometimes there is not even that. ' +
    'Four come from an article of 2018: three slips, which no schema caught in those days (`srver`, `meteadata`, a ClusterIssuer with a namespace), and the address of a protocol that has been switched off since (`acme-v01`). ' +
    "The ACME server of these runs is Pebble, which Let's Encrypt publishes for tests; to it every name is at the ingress gateway.",
  'TLS and callers at the edge':
    'Gateways of Istio and their routes, TLS that a sidecar ends, TLS to servers outside the mesh, and rules of who may call. ' +
    'The webhook of Istio refuses what contradicts itself. What it takes shows in the traffic: a sidecar serves plaintext on a port whose listener asks for TLS, a server outside is called without being verified, a rule that matches nobody answers 403 to everybody. ' +
    'What clients are told is what curl says.',
};

/** A mistake with both of its verdicts. */
interface Row {
  readonly mistake: WrongCase;
  readonly answer: Answer;
  readonly seen: Seen;
}

let rows: readonly Row[] | undefined;

/** A part of the page on mistakes: their `counts`, or all of them `by-topic`. */
export function whyTyped(part: string): string {
  rows ??= judged();
  if (part === 'counts') {
    return unformatted(countsOf(rows));
  }
  if (part === 'by-topic') {
    return unformatted(TOPICS.map((topic) => chapterOf(topic, rows ?? [])).join('\n\n'));
  }
  throw new Error(`there is no part "${part}" of the mistakes, only counts and by-topic`);
}

function judged(): readonly Row[] {
  const records = recorded();
  const answers = packageSays(WRONG_CASES);
  return WRONG_CASES.flatMap((mistake) => {
    const answer = answers.get(mistake.id);
    const seen = records[mistake.id];
    return answer === undefined || seen === undefined ? [] : [{ mistake, answer, seen }];
  });
}

function countsOf(all: readonly Row[]): string {
  const counted = (some: readonly Row[]): string[] =>
    [
      some.length,
      some.filter(({ answer }) => answer.when === 'compile time').length,
      some.filter(({ answer }) => answer.when === 'synth').length,
      ...VERDICTS.map((verdict) => some.filter(({ seen }) => seen.verdict === verdict).length),
    ].map(String);
  const [mistakes = '', compiler = '', synth = '', refused = '', later = '', silent = ''] =
    counted(all);
  const head = ['', 'mistakes', 'compiler', 'synth', 'refused', 'fails later', 'silently wrong'];
  return [
    `**${mistakes} mistakes.** The package refuses all of them before anything is written: ${compiler} do not compile, ${synth} are refused at synth, with a code and what to write instead. ` +
      `Made in plain YAML, the real components refuse ${refused} when they are applied or read; they take ${later} that then do not come up or stop working, ` +
      `and ${silent} that run, without a refusal, as something else than was meant.`,
    table(head, [
      ...TOPICS.map((topic) => [
        topic,
        ...counted(all.filter(({ mistake }) => mistake.topic === topic)),
      ]),
      ['**all**', ...counted(all).map((count) => `**${count}**`)],
    ]),
  ].join('\n\n');
}

function chapterOf(topic: Topic, all: readonly Row[]): string {
  const own = all.filter(({ mistake }) => mistake.topic === topic);
  return [
    `## ${topic}`,
    ...(INTRODUCTIONS[topic] === undefined ? [] : [INTRODUCTIONS[topic]]),
    table(
      ['The mistake', 'cdk8s-mesh-trust', 'The real component'],
      own.map(({ mistake, answer, seen }) => [
        inline(mistake.mistake),
        answered(answer),
        `**${seen.verdict}**, ${mistake.judgedBy}: ${inline(shortened(seen.said))}`,
      ]),
    ),
    'As they are made, and all that is said:',
    ...own.map(detailsOf),
  ].join('\n\n');
}

function answered({ when, objections }: Answer): string {
  const [first] = objections;
  const more = objections.length > 1 ? `, and ${objections.length - 1} more` : '';
  const where = when === 'compile time' ? 'does not compile' : 'refused at synth';
  return first === undefined ? '' : `${where}: ${objectionIn(first)}${more}`;
}

function objectionIn({ code, problem, fix }: Objection): string {
  const words = inline(shortened(problem));
  return fix === undefined
    ? `\`${code}\` ${words}`
    : `\`${code}\` ${words}; *${inline(shortened(fix))}*`;
}

function detailsOf({ mistake, answer, seen }: Row): string {
  const said = answer.objections.map(({ code, problem, fix }) =>
    [`${code}: ${problem}`, ...(fix === undefined ? [] : [`  ${fix}`])].join('\n'),
  );
  const language = /^\s*[{"]/.test(mistake.plain) ? 'json' : 'yaml';
  return [
    `<details><summary>${html(mistake.mistake)}</summary>`,
    // Not `ts`: blocks of that name compile.
    fenced('typescript', mistake.written),
    fenced('text', said.join('\n')),
    fenced(language, mistake.plain),
    fenced('text', `${seen.verdict}, ${mistake.judgedBy}:\n${seen.said}`),
    '</details>',
  ].join('\n\n');
}

/** A text in a cell of a table; what is in backticks stays as it is. */
function inline(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part) =>
      part.startsWith('`')
        ? part
        : part.replace(/[\\*_[\]<>]/g, (sign) => (sign === '<' ? '&lt;' : `\\${sign}`)),
    )
    .join('')
    .replace(/\|/g, '\\|');
}

function html(text: string): string {
  return text.replace(/</g, '&lt;').replace(/`([^`]*)`/g, '<code>$1</code>');
}

function shortened(text: string): string {
  const once = text.replace(/(.)\1{19,}/g, '$1$1$1…').replace(/\s+/g, ' ');
  if (once.length <= LONGEST) {
    return once;
  }
  const cut = once.slice(0, once.lastIndexOf(' ', LONGEST));
  // A backtick that was cut off from its partner would take the rest of the row with it.
  const isOpen = cut.split('`').length % 2 === 0;
  return `${cut}${isOpen ? '`' : ''} …`;
}

function table(head: readonly string[], lines: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...lines.map(line)].join('\n');
}

/** Tables stay as they are: aligned, they would be wider than any screen. */
function unformatted(text: string): string {
  return `<!-- prettier-ignore-start -->\n\n${text}\n\n<!-- prettier-ignore-end -->`;
}
