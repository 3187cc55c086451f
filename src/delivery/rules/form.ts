import {
  DATA_KEY,
  DNS_LABEL,
  DNS_SUBDOMAIN,
  LABEL_KEY,
  LABEL_VALUE,
  SERVICE_NAME,
} from '../../trust/names';
import type { KubernetesObject } from '../../stack/rendered-environment';
import type { Finding } from '../../trust/mesh-trust-error';
import { groupKindOf, isClusterScoped } from '../object-id';
import { field, isMap } from './fields';
import type { PlacedObject } from './placed-object';

/** Names of RBAC objects are segments of a path: `system:auth-delegator` is one. */
const PATH_SEGMENT = /^(?!\.{1,2}$)[^/%]{1,253}$/;

/** Keys of annotations are those of labels, in either case of letters. */
const ANNOTATION_KEY = new RegExp(LABEL_KEY.source, 'i');

/** The Pods of a StatefulSet carry its name and a hash of ten characters in a label. */
const STATEFUL_SET_NAME = /^[a-z0-9]([-a-z0-9]{0,50}[a-z0-9])?$/;

const NAMES = new Map<string, readonly [pattern: RegExp, described: string]>([
  ['/Namespace', [DNS_LABEL, 'a DNS label of at most 63 characters']],
  ['/Service', [SERVICE_NAME, 'a DNS label of at most 63 characters that begins with a letter']],
  ['apps/StatefulSet', [STATEFUL_SET_NAME, 'a DNS label of at most 52 characters']],
  ...['Role', 'RoleBinding', 'ClusterRole', 'ClusterRoleBinding'].map(
    (kind) =>
      [
        `rbac.authorization.k8s.io/${kind}`,
        [PATH_SEGMENT, 'a text without / and % of at most 253 characters'],
      ] as const,
  ),
]);
const OTHER_NAME = [DNS_SUBDOMAIN, 'a DNS subdomain of at most 253 characters'] as const;

type Entries = readonly (readonly [key: string, value: unknown])[];

interface Flaw {
  readonly at: string;
  readonly rule: string;
  readonly got: string;
  readonly fix: string;
}

/** ObjectMalformed: names, namespaces, labels, annotations and keys as the API server takes them. */
export function formFindings(objects: readonly PlacedObject[]): Finding[] {
  return objects.flatMap(({ path, object }) =>
    [
      ...nameFlaws(object),
      ...namespaceFlaws(object),
      ...metadataFlaws('metadata', object.metadata),
      ...metadataFlaws('spec.template.metadata', field(object, 'spec', 'template', 'metadata')),
      ...dataFlaws(object),
    ].map(({ at, rule, got, fix }) => ({
      code: 'ObjectMalformed' as const,
      path,
      problem: `'${at}' ${rule}, got ${got}`,
      fix,
    })),
  );
}

function nameFlaws(object: KubernetesObject): Flaw[] {
  const [pattern, described] = NAMES.get(groupKindOf(object)) ?? OTHER_NAME;
  const name: unknown = object.metadata.name;
  return typeof name === 'string' && pattern.test(name)
    ? []
    : [{ at: 'metadata.name', rule: `must be ${described}`, got: shown(name), fix: 'rename it' }];
}

function namespaceFlaws(object: KubernetesObject): Flaw[] {
  const { namespace } = object.metadata;
  if (isClusterScoped(object)) {
    const rule = `must not be given: a ${object.kind} has none`;
    return namespace === undefined
      ? []
      : [{ at: 'metadata.namespace', rule, got: shown(namespace), fix: 'leave it out' }];
  }
  return namespace !== undefined && DNS_LABEL.test(namespace)
    ? []
    : [
        {
          at: 'metadata.namespace',
          rule: `must be a DNS label: a ${object.kind} has one`,
          got: shown(namespace),
          fix: 'write the namespace of its component',
        },
      ];
}

function metadataFlaws(at: string, metadata: unknown): Flaw[] {
  const labels = entries(field(metadata, 'labels'));
  const annotations = entries(field(metadata, 'annotations'));
  return [
    ...keyFlaws(
      `${at}.labels`,
      labels,
      LABEL_KEY,
      'keys with an optional DNS subdomain before a slash and a name of at most 63 characters',
    ),
    ...keyFlaws(
      `${at}.annotations`,
      annotations,
      ANNOTATION_KEY,
      'keys with an optional DNS subdomain before a slash and a name of at most 63 characters',
    ),
    ...labels
      .filter(([, value]) => typeof value !== 'string' || !LABEL_VALUE.test(value))
      .map(([key, value]) => ({
        at: `${at}.labels['${key}']`,
        rule: "must be at most 63 letters, digits, '-', '_' and '.', letters or digits at both ends",
        got: shown(value),
        fix: 'shorten it, or make it an annotation',
      })),
    ...annotations
      .filter(([, value]) => typeof value !== 'string')
      .map(([key, value]) => ({
        at: `${at}.annotations['${key}']`,
        rule: 'must be a text',
        got: shown(value),
        fix: `write '${String(value)}'`,
      })),
  ];
}

function dataFlaws(object: KubernetesObject): Flaw[] {
  return groupKindOf(object) === '/ConfigMap'
    ? keyFlaws(
        'data',
        entries(object['data']),
        DATA_KEY,
        "keys of letters, digits, '-', '_' and '.'",
      )
    : [];
}

function keyFlaws(at: string, all: Entries, pattern: RegExp, described: string): Flaw[] {
  return all
    .filter(([key]) => !pattern.test(key))
    .map(([key]) => ({
      at,
      rule: `must have ${described}`,
      got: shown(key),
      fix: 'rename the key',
    }));
}

function entries(value: unknown): Entries {
  return isMap(value) ? Object.entries(value) : [];
}

function shown(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}
