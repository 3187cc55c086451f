import type { KubernetesObject } from '../../stack/rendered-environment';
import { PREREQUISITES_ANNOTATION } from '../../trust/annotations';
import type { Finding } from '../../trust/mesh-trust-error';
import { prerequisitesIn } from '../../trust/prerequisite';
import { groupKindOf } from '../object-id';
import { textAt } from './fields';
import type { PlacedObject } from './placed-object';
import { podReferencesOf } from './pod-references';
import { referencesOf, type Reference } from './reference';

/** Namespaces that every cluster has, and the one that cert-manager's release makes or that is there with it. */
const NAMESPACES = ['default', 'kube-system', 'kube-public', 'kube-node-lease', 'cert-manager'];

/** Namespaces whose accounts others made: Kubernetes and the release of cert-manager. */
const OTHERS_ACCOUNTS: readonly string[] = ['kube-system', 'cert-manager'];

/** What the API server and its controllers make by themselves. */
const BUILT_IN: ReadonlySet<string> = new Set([
  ...NAMESPACES.map((name) => `Namespace||${name}`),
  ...['cluster-admin', 'admin', 'edit', 'view'].map((name) => `ClusterRole||${name}`),
  'PriorityClass||system-node-critical',
  'PriorityClass||system-cluster-critical',
  'Role|kube-system|extension-apiserver-authentication-reader',
  'ConfigMap|kube-system|extension-apiserver-authentication',
]);

/** ReferenceDangling: what is mentioned is in the output, in every cluster, or named as a prerequisite. */
export function referenceFindings(objects: readonly PlacedObject[]): Finding[] {
  const existing = new Set(objects.flatMap(({ object }) => provided(object)));
  return objects.flatMap(({ path, object }) =>
    [...referencesOf(object), ...podReferencesOf(object)]
      .filter((reference) => !isBuiltIn(reference) && !existing.has(idOf(reference)))
      .map((reference) => dangling(path, reference)),
  );
}

/** What exists once this object is applied: itself, the Secret of a Certificate, and what it takes for granted. */
function provided(object: KubernetesObject): string[] {
  const { name, namespace = '' } = object.metadata;
  const isCertificate = groupKindOf(object) === 'cert-manager.io/Certificate';
  const secret = isCertificate ? textAt(object, 'spec', 'secretName') : undefined;
  return [
    id(object.kind, namespace, name),
    ...(secret === undefined ? [] : inItsNamespace('Secret', namespace, secret)),
    ...prerequisites(object),
  ];
}

function prerequisites(object: KubernetesObject): string[] {
  const { annotations, namespace: own = '' } = object.metadata;
  return prerequisitesIn(annotations?.[PREREQUISITES_ANNOTATION]).flatMap(
    ({ kind, namespace = own, name }) => [
      ...inItsNamespace(kind, namespace, name),
      id(kind, '', name),
    ],
  );
}

function inItsNamespace(kind: string, namespace: string, name: string): string[] {
  return [id(kind, namespace, name), id(kind, '*', name)];
}

function isBuiltIn(reference: Reference): boolean {
  const { kind, namespace, name } = reference;
  return (
    BUILT_IN.has(idOf(reference)) ||
    (kind === 'ServiceAccount' && (name === 'default' || OTHERS_ACCOUNTS.includes(namespace))) ||
    (kind === 'ClusterRole' && name.startsWith('system:')) ||
    (kind === 'ConfigMap' && name === 'kube-root-ca.crt')
  );
}

function idOf({ kind, namespace, name }: Reference): string {
  return id(kind, namespace, name);
}

function id(kind: string, namespace: string, name: string): string {
  return [kind, namespace, name].join('|');
}

function dangling(path: string, { at, kind, namespace, name }: Reference): Finding {
  const place = namespace === '' || namespace === '*' ? '' : `${namespace}/`;
  const got = `${kind} ${place}${name}`;
  return {
    code: 'ReferenceDangling',
    path,
    problem: `'${at}' must refer to something in the output, got ${got}`,
    fix: `add the ${got}, or, when it is there beforehand, annotate: ${PREREQUISITES_ANNOTATION}: ${kind}/${place}${name}`,
  };
}
