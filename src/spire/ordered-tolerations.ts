import type { Toleration } from '../trust/placement';

/** Tolerations in a fixed order: they are a set, and the order in which they were written says nothing. */
export function orderedTolerations(tolerations: readonly Toleration[]): Toleration[] {
  return [...tolerations].sort((one, other) => (sortKey(one) < sortKey(other) ? -1 : 1));
}

function sortKey({ key, operator, value, effect, tolerationSeconds }: Toleration): string {
  return JSON.stringify([key, operator, value, effect, tolerationSeconds]);
}
