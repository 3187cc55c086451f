import type { Finding } from '../../trust/mesh-trust-error';
import { objectIdOf } from '../object-id';
import type { PlacedObject } from './placed-object';

/** ObjectDuplicate: no two objects of an environment share group, kind, namespace and name, whatever their layers. */
export function duplicateFindings(objects: readonly PlacedObject[]): Finding[] {
  const seen = new Map<string, string>();
  return objects.flatMap(({ path, object }) => {
    const id = objectIdOf(object);
    const first = seen.get(id);
    seen.set(id, first ?? path);
    return first === undefined
      ? []
      : [
          {
            code: 'ObjectDuplicate' as const,
            path,
            problem: `'metadata.name' must be unique for its kind and namespace, got ${object.metadata.name}, as at ${first}`,
            fix: 'rename one of the two, or leave it out',
          },
        ];
  });
}
