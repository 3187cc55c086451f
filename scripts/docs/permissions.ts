import {
  ENVIRONMENTS_WITH_ROLES,
  generatedGrants,
  objectsOf,
} from '../../conformance/spire/generated-grants';
import { type Grant, grantsIn, keyOf, resourceOf } from '../../conformance/spire/grants';
import { observedGrants, type ObservedGrant } from '../../conformance/spire/observed-grants';
import type { KubernetesObject } from '../../src/stack/rendered-environment';

interface Binding {
  readonly roleRef: { readonly kind: string; readonly name: string };
  readonly subjects: readonly { readonly name: string; readonly namespace: string }[];
}

const HEAD = ['May', 'In', 'In order that', 'When it may not, it says', 'Seen with'];

/** What each ServiceAccount may do, and what was seen when it may not: a table for each. */
export function permissions(): string {
  const environments = Object.entries(ENVIRONMENTS_WITH_ROLES).map(
    ([name, environment]): [string, readonly KubernetesObject[]] => [name, objectsOf(environment)],
  );
  const objects = environments.flatMap(([, each]) => each);
  const grants = generatedGrants();
  const holders = [...new Set(grants.map((grant) => holderOf(objects, grant)))].sort();
  return holders
    .flatMap((holder) => [
      `### ${holder}`,
      table(
        grants
          .filter((grant) => holderOf(objects, grant) === holder)
          .flatMap((grant) => rowsOf(grant, whereOf(environments, grant))),
      ),
    ])
    .join('\n\n');
}

/** The ServiceAccount to which a binding gives the role: `spire-server/spire-server`. */
function holderOf(objects: readonly KubernetesObject[], { role, namespace }: Grant): string {
  const kind = namespace === undefined ? 'ClusterRole' : 'Role';
  const binding = objects.find(
    (object) =>
      object.kind === `${kind}Binding` &&
      object.metadata.namespace === namespace &&
      bindingOf(object).roleRef.name === role,
  );
  const [subject] = binding === undefined ? [] : bindingOf(binding).subjects;
  if (subject === undefined) {
    throw new Error(`nobody has ${kind} ${role}`);
  }
  return `ServiceAccount ${subject.namespace}/${subject.name}`;
}

function bindingOf(object: KubernetesObject): Binding {
  return object as unknown as Binding;
}

/** The environments in which it is granted, where not all have it. */
function whereOf(
  environments: readonly (readonly [string, readonly KubernetesObject[]])[],
  grant: Grant,
): string {
  const having = environments
    .filter(([, objects]) => grantsIn(objects).some((each) => keyOf(each) === keyOf(grant)))
    .map(([name]) => name);
  return having.length === environments.length ? '' : `; only ${having.join(', ')}`;
}

function rowsOf(grant: Grant, where: string): readonly (readonly string[])[] {
  const may = `${grant.verb} \`${resourceOf(grant)}\``;
  const place = grant.namespace === undefined ? 'the cluster' : `\`${grant.namespace}\``;
  const seen = observedGrants().filter((row) => keyOf(row) === keyOf(grant));
  // Versions that say the same share a row.
  const first = seen.filter(
    (row, index) => seen.findIndex((each) => wordsOf(each) === wordsOf(row)) === index,
  );
  return first.map((row) => {
    const saying = seen.filter((each) => wordsOf(each) === wordsOf(row));
    const versions = saying.map(({ seenWith }) => seenWith).join(', ');
    return [may, `${place}${where}`, row.neededFor, wordsOf(row), versions];
  });
}

function wordsOf({ without, reason }: ObservedGrant): string {
  return without === undefined ? (reason ?? '') : `\`${without.replaceAll('|', '\\|')}\``;
}

function table(rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(HEAD), line(HEAD.map(() => '---')), ...rows.map(line)].join('\n');
}
