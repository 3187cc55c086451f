import type { KubernetesObject } from '../../stack/rendered-environment';
import { FILLED_BY_ANNOTATION } from '../../trust/annotations';
import type { Finding } from '../../trust/mesh-trust-error';
import { groupKindOf } from '../object-id';
import { placesOf } from './fields';
import type { PlacedObject } from './placed-object';

/** Kinds whose `caBundle` a controller fills: that of an issuer is the author's. */
const INJECTED: ReadonlySet<string> = new Set([
  'admissionregistration.k8s.io/MutatingWebhookConfiguration',
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration',
  'apiextensions.k8s.io/CustomResourceDefinition',
  'apiregistration.k8s.io/APIService',
]);

/** ControllerFieldInOutput: what a controller fills is not committed, or GitOps would take it away again. */
export function controllerFieldFindings(objects: readonly PlacedObject[]): Finding[] {
  return objects.flatMap(({ path, object }) =>
    [...caBundles(object), ...filledData(object)].map(([at, by]) => ({
      code: 'ControllerFieldInOutput' as const,
      path,
      problem: `'${at}' must be left to ${by}, got a value`,
      fix: `leave '${at}' out`,
    })),
  );
}

function caBundles(object: KubernetesObject): [at: string, by: string][] {
  return INJECTED.has(groupKindOf(object))
    ? placesOf(object, (_, key) => key === 'caBundle').map((at) => [
        at,
        'the controller of the webhook',
      ])
    : [];
}

function filledData(object: KubernetesObject): [at: string, by: string][] {
  const filledBy = fillerOf(object);
  return filledBy === undefined
    ? []
    : ['data', 'binaryData'].filter((at) => object[at] !== undefined).map((at) => [at, filledBy]);
}

/** The ConfigMap of SPIRE's trust bundle is known by its name; others say who fills them. */
function fillerOf(object: KubernetesObject): string | undefined {
  const isBundle = groupKindOf(object) === '/ConfigMap' && object.metadata.name === 'spire-bundle';
  return (
    object.metadata.annotations?.[FILLED_BY_ANNOTATION] ??
    (isBundle ? 'the SPIRE server' : undefined)
  );
}
