import type { KubernetesObject } from '../../src/stack/rendered-environment';

/** One thing that a Role or ClusterRole allows: one verb on one kind of resource. */
export interface Grant {
  /** Name of the Role or ClusterRole. */
  readonly role: string;
  /** Where a Role holds; nothing for a ClusterRole. */
  readonly namespace?: string;
  readonly apiGroup: string;
  readonly resource: string;
  readonly verb: string;
  /** The only objects that it is about. */
  readonly resourceNames?: readonly string[];
}

interface PolicyRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

/** Every grant of the Roles and ClusterRoles among these objects, sorted. */
export function grantsIn(objects: readonly KubernetesObject[]): readonly Grant[] {
  return objects
    .filter(isRole)
    .flatMap((role) =>
      rulesOf(role).flatMap(({ apiGroups, resources, verbs, resourceNames }) =>
        apiGroups.flatMap((apiGroup) =>
          resources.flatMap((resource) =>
            verbs.map((verb): Grant => ({
              role: role.metadata.name,
              ...(role.metadata.namespace && { namespace: role.metadata.namespace }),
              apiGroup,
              resource,
              verb,
              ...(resourceNames && { resourceNames }),
            })),
          ),
        ),
      ),
    )
    .sort(byKey);
}

/** The Roles that have these grants. */
export function rolesOf(
  objects: readonly KubernetesObject[],
  grants: readonly Grant[],
): readonly KubernetesObject[] {
  const roles = new Set(grants.map(roleOf));
  return objects.filter(
    (object) =>
      isRole(object) &&
      roles.has(roleOf({ role: object.metadata.name, namespace: object.metadata.namespace })),
  );
}

/** The same, which allow everything that they did but these. */
export function rolesWithout(
  objects: readonly KubernetesObject[],
  taken: readonly Grant[],
): readonly KubernetesObject[] {
  const keys = new Set(taken.map(keyOf));
  return rolesOf(objects, taken).map((role) => ({
    ...role,
    rules: grantsIn([role])
      .filter((grant) => !keys.has(keyOf(grant)))
      .map(({ apiGroup, resource, verb, resourceNames }) => ({
        apiGroups: [apiGroup],
        resources: [resource],
        ...(resourceNames && { resourceNames }),
        verbs: [verb],
      })),
  }));
}

/** Says which grant it is, in one line: `spire-server-bundle (spire-system): get configmaps spire-bundle`. */
export function keyOf(grant: Grant): string {
  return `${roleOf(grant)}: ${grant.verb} ${resourceOf(grant)}`;
}

/** What it is about, as kubectl names it: `certificaterequests.cert-manager.io`. */
export function resourceOf({ apiGroup, resource, resourceNames = [] }: Grant): string {
  return [apiGroup === '' ? resource : `${resource}.${apiGroup}`, ...resourceNames].join(' ');
}

/** Orders by key. */
export function byKey(one: Grant, other: Grant): number {
  return keyOf(one) < keyOf(other) ? -1 : 1;
}

function roleOf({ role, namespace }: Pick<Grant, 'role' | 'namespace'>): string {
  return namespace === undefined ? role : `${role} (${namespace})`;
}

function isRole({ kind }: KubernetesObject): boolean {
  return kind === 'Role' || kind === 'ClusterRole';
}

function rulesOf(role: KubernetesObject): readonly PolicyRule[] {
  return (role['rules'] ?? []) as readonly PolicyRule[];
}
