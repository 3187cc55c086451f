import { parseAllDocuments, stringify } from 'yaml';
import type { KubernetesObject } from '../../src/stack/rendered-environment';

/** The objects of a YAML text; a document that is begun and has nothing in it is none. */
export function objectsIn(text: string): readonly KubernetesObject[] {
  return parseAllDocuments(text)
    .map((document) => document.toJS() as KubernetesObject | null)
    .filter((object) => object !== null);
}

/** The YAML text of objects. */
export function yamlOf(objects: readonly object[]): string {
  return objects.map((object) => stringify(object)).join('---\n');
}
