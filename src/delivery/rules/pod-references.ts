import type { KubernetesObject } from '../../stack/rendered-environment';
import { groupKindOf } from '../object-id';
import { field, list, textAt } from './fields';
import { named, type Reference } from './reference';

/** Where the kinds that make Pods keep what a Pod is. */
const POD_SPECS: Readonly<Record<string, readonly string[]>> = {
  '/Pod': ['spec'],
  'apps/DaemonSet': ['spec', 'template', 'spec'],
  'apps/Deployment': ['spec', 'template', 'spec'],
  'apps/StatefulSet': ['spec', 'template', 'spec'],
  'batch/CronJob': ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
  'batch/Job': ['spec', 'template', 'spec'],
};

/** What keeps a Pod from starting while it is missing: accounts, volumes, variables, classes. */
export function podReferencesOf(object: KubernetesObject): readonly Reference[] {
  const path = POD_SPECS[groupKindOf(object)];
  if (path === undefined) {
    return [];
  }
  const pod = field(object, ...path);
  const at = path.join('.');
  const namespace = object.metadata.namespace ?? '';
  return [
    ...accountReferences(pod, at, namespace),
    ...list(pod, 'volumes').flatMap((volume, index) =>
      volumeReferences(volume, `${at}.volumes[${index}]`, namespace),
    ),
    ...['initContainers', 'containers'].flatMap((group) =>
      list(pod, group).flatMap((container, index) =>
        variableReferences(container, `${at}.${group}[${index}]`, namespace),
      ),
    ),
  ].filter((reference) => reference !== undefined);
}

type Found = (Reference | undefined)[];

function accountReferences(pod: unknown, at: string, namespace: string): Found {
  const account = textAt(pod, 'serviceAccountName');
  const priority = textAt(pod, 'priorityClassName');
  return [
    named(`${at}.serviceAccountName`, 'ServiceAccount', namespace, account),
    named(`${at}.priorityClassName`, 'PriorityClass', '', priority),
    ...list(pod, 'imagePullSecrets').map((secret) =>
      named(`${at}.imagePullSecrets`, 'Secret', namespace, textAt(secret, 'name')),
    ),
  ];
}

function volumeReferences(volume: unknown, at: string, namespace: string): Found {
  const claim = textAt(volume, 'persistentVolumeClaim', 'claimName');
  return [
    ...keyedReferences(volume, at, namespace, { ConfigMap: 'configMap' }, 'name'),
    ...keyedReferences(volume, at, namespace, { Secret: 'secret' }, 'secretName'),
    ...list(volume, 'projected', 'sources').flatMap((source) =>
      keyedReferences(source, at, namespace, { ConfigMap: 'configMap', Secret: 'secret' }, 'name'),
    ),
    named(at, 'PersistentVolumeClaim', namespace, claim),
    named(at, 'CSIDriver', '', textAt(volume, 'csi', 'driver')),
  ];
}

function variableReferences(container: unknown, at: string, namespace: string): Found {
  const single = { ConfigMap: 'configMapKeyRef', Secret: 'secretKeyRef' };
  const whole = { ConfigMap: 'configMapRef', Secret: 'secretRef' };
  return [
    ...list(container, 'env').flatMap((variable) =>
      keyedReferences(field(variable, 'valueFrom'), `${at}.env`, namespace, single, 'name'),
    ),
    ...list(container, 'envFrom').flatMap((source) =>
      keyedReferences(source, `${at}.envFrom`, namespace, whole, 'name'),
    ),
  ];
}

/** Mentions under keys of their own; what says `optional: true` may be missing. */
function keyedReferences(
  holder: unknown,
  at: string,
  namespace: string,
  keys: Readonly<Record<string, string>>,
  nameKey: string,
): Found {
  return Object.entries(keys)
    .filter(([, key]) => field(holder, key, 'optional') !== true)
    .map(([kind, key]) => named(at, kind, namespace, textAt(holder, key, nameKey)));
}
