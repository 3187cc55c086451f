import { PREREQUISITES_ANNOTATION } from './annotations';

/** Something that must exist before a manifest is applied, and that no manifest makes. */
export interface Prerequisite {
  /** Its kind, such as `Secret`; `Installation` for software that somebody else installs. */
  readonly kind: string;
  /** Its namespace. @default - none: it is of the whole cluster */
  readonly namespace?: string;
  /** `metadata.name`, or the name of the software. */
  readonly name: string;
  /** Keys under its `data` that are read. @default - none, or not known */
  readonly keys?: readonly string[];
  /** Who reads or needs it. @default - whoever applies the object that names it */
  readonly readBy?: string;
  /** What for, in a few words. @default - not known */
  readonly purpose?: string;
  /** Layer before which it must be there. @default - that of the first object that names it */
  readonly before?: string;
}

/** Under what a construct keeps the prerequisites of its object, for whoever lists them. */
export const PREREQUISITE_METADATA = 'mesh-trust:prerequisite';

/** An object of a manifest as cdk8s has it: what can be annotated, and keeps what the manifest does not say. */
export interface RequiringObject {
  /** Where annotations go. */
  readonly metadata: { readonly addAnnotation: (key: string, value: string) => void };
  /** Where everything else goes. */
  readonly node: { readonly addMetadata: (type: string, data: unknown) => void };
}

/** Names on an object what must exist before it is applied: its place in the annotation, all of it in the model. */
export function requirePrerequisites(
  object: RequiringObject,
  prerequisites: readonly Prerequisite[],
): void {
  if (prerequisites.length === 0) {
    return;
  }
  const named = new Set(prerequisites.map(prerequisiteId));
  object.metadata.addAnnotation(PREREQUISITES_ANNOTATION, [...named].sort().join(','));
  for (const prerequisite of prerequisites) {
    object.node.addMetadata(PREREQUISITE_METADATA, prerequisite);
  }
}

/** What annotations and findings call it: `Secret/cert-manager/cloudflare`, `ClusterIssuer/corporate`. */
export function prerequisiteId({ kind, namespace, name }: Prerequisite): string {
  return [kind, namespace, name].filter((part) => part !== undefined).join('/');
}

/** What an annotation names, without a namespace where it gives none. */
export function prerequisitesIn(annotation: string | undefined): readonly Prerequisite[] {
  return (annotation ?? '')
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
    .map((entry) => {
      const [kind = '', ...place] = entry.split('/');
      const [name = '', namespace] = place.reverse();
      return namespace === undefined ? { kind, name } : { kind, namespace, name };
    });
}
