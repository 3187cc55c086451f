/** The environments that were asked for, or the words that say which names are unknown. */
export type Selection<E> =
  { readonly environments: readonly E[] } | { readonly unknown: readonly string[] };

/** Finds environments by name; all of them when no name is given. */
export function select<E extends { readonly name: string }>(
  environments: readonly E[],
  names: readonly string[],
): Selection<E> {
  const known = environments.map((environment) => environment.name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    return { unknown: unknown.map((name) => describe(name, known)) };
  }
  const isAsked = ({ name }: E): boolean => names.length === 0 || names.includes(name);
  return { environments: environments.filter(isAsked) };
}

function describe(name: string, known: readonly string[]): string {
  const [nearest] = [...known].sort((one, other) => distance(name, one) - distance(name, other));
  const isNear = nearest !== undefined && distance(name, nearest) <= 3;
  const suggestion = isNear ? `: did you mean '${nearest}'?` : '.';
  return `unknown environment '${name}'${suggestion} There is ${known.join(', ')}.`;
}

/** How many letters are to be changed, added or left out (Levenshtein). */
function distance(one: string, other: string): number {
  const first = Array.from({ length: other.length + 1 }, (_, index) => index);
  const last = Array.from(one).reduce<readonly number[]>((above, letter, row) => {
    const current = [row + 1];
    for (const [column, otherLetter] of Array.from(other).entries()) {
      const left = current[column] ?? 0;
      const diagonal = above[column] ?? 0;
      const replaced = diagonal + (letter === otherLetter ? 0 : 1);
      current.push(Math.min(left + 1, (above[column + 1] ?? 0) + 1, replaced));
    }
    return current;
  }, first);
  return last.at(-1) ?? 0;
}
