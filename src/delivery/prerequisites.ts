import type { KubernetesObject, RenderedEnvironment } from '../stack/rendered-environment';
import { PREREQUISITES_ANNOTATION } from '../trust/annotations';
import { prerequisiteId, prerequisitesIn, type Prerequisite } from '../trust/prerequisite';
import { isClusterScopedKind } from './object-id';

/** Something that must exist beforehand, with all that the objects of an environment say of it. */
export interface GatheredPrerequisite extends Pick<Prerequisite, 'kind' | 'namespace' | 'name'> {
  /** Keys under its `data` that are read, sorted. */
  readonly keys: readonly string[];
  /** Who reads it, sorted. */
  readonly readBy: readonly string[];
  /** What for, sorted. */
  readonly purposes: readonly string[];
  /** The first layer that needs it; none for what the whole environment needs. */
  readonly neededIn: string | undefined;
}

interface Mention {
  readonly prerequisite: Prerequisite;
  readonly layer?: string;
}

/**
 * What must exist before an environment is applied, each once, in the order of kinds and names: what objects
 * name in their annotations, whoever put them there, together with what the model knows of it.
 */
export function prerequisitesOf({
  layers,
  prerequisites = [],
}: RenderedEnvironment): readonly GatheredPrerequisite[] {
  const known = new Set(prerequisites.map(prerequisiteId));
  const named = layers.flatMap(({ name: layer, objects }) =>
    objects.flatMap((object) =>
      namedBy(object, known).map((prerequisite): Mention => ({ prerequisite, layer })),
    ),
  );
  const byId = new Map<string, Mention[]>();
  for (const mention of [...named, ...prerequisites.map((prerequisite) => ({ prerequisite }))]) {
    const id = prerequisiteId(mention.prerequisite);
    byId.set(id, [...(byId.get(id) ?? []), mention]);
  }
  return [...byId].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, all]) => gathered(all));
}

/** What the annotation of an object names; without a namespace it is in that of the object, unless its kind has none. */
function namedBy({ metadata }: KubernetesObject, known: ReadonlySet<string>): Prerequisite[] {
  return prerequisitesIn(metadata.annotations?.[PREREQUISITES_ANNOTATION]).map((prerequisite) => {
    const { kind, namespace, name } = prerequisite;
    const isWhole =
      namespace !== undefined ||
      isClusterScopedKind(kind) ||
      known.has(prerequisiteId(prerequisite)) ||
      metadata.namespace === undefined;
    return isWhole ? prerequisite : { kind, namespace: metadata.namespace, name };
  });
}

function gathered(mentions: readonly Mention[]): GatheredPrerequisite {
  const all = mentions.map(({ prerequisite }) => prerequisite);
  const { kind, namespace, name } = all[0] ?? { kind: '', name: '' };
  return {
    kind,
    ...(namespace === undefined ? {} : { namespace }),
    name,
    keys: sortedSet(all.flatMap(({ keys = [] }) => keys)),
    readBy: sortedSet(all.flatMap(({ readBy }) => readBy ?? [])),
    purposes: sortedSet(all.flatMap(({ purpose }) => purpose ?? [])),
    neededIn: sortedSet([
      ...mentions.flatMap(({ layer }) => layer ?? []),
      ...all.flatMap(({ before }) => before ?? []),
    ])[0],
  };
}

function sortedSet(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort();
}
