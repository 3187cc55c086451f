import * as fs from 'node:fs';
import * as path from 'node:path';
import { type Grant, keyOf } from './grants';

/** What was seen when a grant was taken away. */
export interface ObservedGrant extends Grant {
  /** What the component does with it. */
  readonly neededFor: string;
  /** The component's own words without it, less times and generated names; nothing when it had none. */
  readonly without?: string;
  /** Whether something failed without it. */
  readonly proven: boolean;
  /** Why it stays although nothing failed. */
  readonly reason?: string;
  /** What ran. */
  readonly seenWith: string;
}

const FILE = path.join(__dirname, '..', 'observed', 'grants.json');

/** What is recorded. */
export function observedGrants(): readonly ObservedGrant[] {
  return fs.existsSync(FILE)
    ? (JSON.parse(fs.readFileSync(FILE, 'utf8')) as readonly ObservedGrant[])
    : [];
}

/** Records what was seen; what was not tried stays as it was, unless nothing grants it any more. */
export function record(seen: readonly ObservedGrant[], generated: readonly Grant[]): void {
  const keys = new Set(generated.map(keyOf));
  const rows = new Map([...observedGrants(), ...seen].map((row) => [rowKeyOf(row), row]));
  const kept = [...rows.values()]
    .filter((row) => keys.has(keyOf(row)))
    .sort((one, other) => (rowKeyOf(one) < rowKeyOf(other) ? -1 : 1));
  // A name stands on the line of its key, as formatted JSON has it.
  const text = JSON.stringify(kept, undefined, 2).replace(/\[\s+("[^"]*")\s+\]/g, '[$1]');
  fs.mkdirSync(path.dirname(FILE), { recursive: true });
  fs.writeFileSync(FILE, `${text}\n`);
}

/** One row for each grant and each version: they may say it in other words. */
function rowKeyOf(row: ObservedGrant): string {
  return `${keyOf(row)}, ${row.seenWith}`;
}
