import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { dirname } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { runCdk8s, runScript, type Cost } from './child';

// Ratios within one run, as times say little on another machine: medians over pairs in alternation.

const PAGE = 'docs/reference/performance.md';
const MEMORY_LIMIT = 300;

interface Row {
  readonly question: string;
  readonly target: string;
  readonly result: string;
  readonly detail: string;
  readonly isMet: boolean;
}

async function main(): Promise<void> {
  const costs: Cost[] = [];
  const rows = [startRow(costs), stockRow(costs), growthRow(costs), memoryRow(costs)];
  const page = await formatted(pageOf(rows));
  mkdirSync(dirname(PAGE), { recursive: true });
  writeFileSync(PAGE, page);
  console.log(page);
  process.exitCode = rows.every((row) => row.isMet) ? 0 : 1;
}

function startRow(costs: Cost[]): Row {
  const [ours, other] = inPairs(
    5,
    () => runCdk8s('one-environment.ts'),
    () => runCdk8s('one-object.ts'),
  );
  costs.push(...ours);
  const ratio = median(ours, 'wall') / median(other, 'wall');
  return {
    question:
      '`npx cdk8s synth` of one environment against an app of one object, started the same way',
    target: '≤ 1.5 times',
    result: `${ratio.toFixed(2)} times`,
    detail: `${seconds(ours, 'wall')} against ${seconds(other, 'wall')}`,
    isMet: ratio <= 1.5,
  };
}

function stockRow(costs: Cost[]): Row {
  const [ours, stock] = inPairs(
    3,
    () => runScript('ours.ts', '100'),
    () => runScript('stock.ts', '100'),
  );
  costs.push(...ours);
  const ratio = median(stock, 'work') / median(ours, 'work');
  return {
    question: 'a hundred environments against the same objects in one `App.synth()` of cdk8s',
    target: '≥ 3 times as fast',
    result: `${ratio.toFixed(1)} times as fast`,
    detail: `${seconds(ours, 'work')} against ${seconds(stock, 'work')}`,
    isMet: ratio >= 3,
  };
}

function growthRow(costs: Cost[]): Row {
  const [many, few] = inPairs(
    3,
    () => runScript('ours.ts', '1000'),
    () => runScript('ours.ts', '100'),
  );
  costs.push(...many, ...few);
  const ratio = median(many, 'work') / median(few, 'work');
  return {
    question: 'a thousand environments against a hundred',
    target: '≤ 11 times',
    result: `${ratio.toFixed(1)} times`,
    detail: `${seconds(many, 'work')} against ${seconds(few, 'work')}`,
    isMet: ratio <= 11,
  };
}

function memoryRow(costs: readonly Cost[]): Row {
  const peak = Math.max(...costs.map((cost) => cost.megabytes));
  return {
    question: 'peak memory of any process in all runs of ours above',
    target: `< ${MEMORY_LIMIT} MB`,
    result: `${peak.toFixed(0)} MB`,
    detail: `${costs.length} runs`,
    isMet: peak < MEMORY_LIMIT,
  };
}

/** Runs two commands in turn, so that what else the machine does falls on both. */
function inPairs(
  pairs: number,
  one: () => Cost,
  other: () => Cost,
): readonly [readonly Cost[], readonly Cost[]] {
  const runs = Array.from({ length: pairs }, () => [one(), other()] as const);
  return [runs.map(([cost]) => cost), runs.map(([, cost]) => cost)];
}

function median(costs: readonly Cost[], measure: 'wall' | 'work'): number {
  const sorted = costs.map((cost) => cost[measure]).sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function seconds(costs: readonly Cost[], measure: 'wall' | 'work'): string {
  return `${(median(costs, measure) / 1000).toFixed(2)} s`;
}

function pageOf(rows: readonly Row[]): string {
  const [first] = cpus();
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  return [
    '# Performance',
    '',
    'Written by `npm run bench`. Ratios hold within one run; seconds are those of this machine, medians over several pairs in alternation.',
    '',
    `Machine: ${first?.model ?? 'unknown'}, ${cpus().length} cores, ${gigabytes} GB, Node ${process.versions.node}, ${process.platform} ${process.arch}.`,
    '',
    '| question | target | result | measured | met |',
    '| --- | --- | --- | --- | --- |',
    ...rows.map(
      (row) =>
        `| ${row.question} | ${row.target} | ${row.result} | ${row.detail} | ${row.isMet ? 'yes' : 'no'} |`,
    ),
    '',
    'The two commands of the first row run `cdk8s`, ts-node and swc; the others count the work alone, without starting Node and compiling TypeScript. Both make the same constructs in the same charts; ours also checks everything and writes kustomizations.',
    '',
  ].join('\n');
}

async function formatted(page: string): Promise<string> {
  return format(page, { ...(await resolveConfig(PAGE)), filepath: PAGE });
}

void main();
