import type { KubernetesObject } from './rendered-environment';

/**
 * The same object with its keys in one order at every level: the three that say what it is, then by name.
 * cdk8s sorts them, too, but not where the variable CDK8S_DISABLE_SORT is set: synthesis reads no variables.
 */
export function inKeyOrder(object: KubernetesObject): KubernetesObject {
  const { apiVersion, kind, metadata, ...others } = object;
  return { apiVersion, kind, metadata: sorted(metadata), ...sorted(others) };
}

/** Values of a chart with their keys in order at every level, and without those that nobody gives. */
export function valuesInKeyOrder(
  values: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  return sorted(JSON.parse(JSON.stringify(values)) as Readonly<Record<string, unknown>>);
}

function sorted<T>(value: T): T;
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map((item: unknown) => sorted(item));
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}
