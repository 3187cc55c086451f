/** What a list that should be a set has more than once: each once, sorted. */
export function repeatedIn(items: readonly string[]): readonly string[] {
  return [...new Set(items.filter((item, index) => items.indexOf(item) !== index))].sort();
}
