import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Seen, WrongCase } from './wrong-case';

/** Where it is written down what was seen. */
export const OBSERVED = path.join('conformance', 'observed', 'wrong.json');

/** What was seen, by the ID of the mistake. */
export type Records = Readonly<Record<string, Seen>>;

/** What was seen when it was last written down. */
export function recorded(): Records {
  return fs.existsSync(OBSERVED) ? (JSON.parse(fs.readFileSync(OBSERVED, 'utf8')) as Records) : {};
}

/** Writes down what was seen, in the order of these mistakes; records of others are dropped. */
export function record(id: string, seen: Seen, cases: readonly WrongCase[]): void {
  const all: Record<string, Seen> = { ...recorded(), [id]: seen };
  const kept = cases.flatMap((each) => {
    const found = all[each.id];
    return found === undefined ? [] : [[each.id, found] as const];
  });
  fs.mkdirSync(path.dirname(OBSERVED), { recursive: true });
  fs.writeFileSync(OBSERVED, `${JSON.stringify(Object.fromEntries(kept), null, 2)}\n`);
}
