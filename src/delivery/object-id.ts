import type { KubernetesObject } from '../stack/rendered-environment';

/** Kinds without a namespace that an output may hold, by group. */
const CLUSTER_SCOPED: ReadonlySet<string> = new Set([
  '/Namespace',
  'admissionregistration.k8s.io/MutatingWebhookConfiguration',
  'admissionregistration.k8s.io/ValidatingAdmissionPolicy',
  'admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding',
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration',
  'apiextensions.k8s.io/CustomResourceDefinition',
  'cert-manager.io/ClusterIssuer',
  'gateway.networking.k8s.io/GatewayClass',
  'networking.k8s.io/IngressClass',
  'policy.cert-manager.io/CertificateRequestPolicy',
  'rbac.authorization.k8s.io/ClusterRole',
  'rbac.authorization.k8s.io/ClusterRoleBinding',
  'sailoperator.io/Istio',
  'sailoperator.io/IstioCNI',
  'sailoperator.io/IstioRevisionTag',
  'scheduling.k8s.io/PriorityClass',
  'spire.spiffe.io/ClusterFederatedTrustDomain',
  'spire.spiffe.io/ClusterSPIFFEID',
  'spire.spiffe.io/ClusterStaticEntry',
  'storage.k8s.io/CSIDriver',
  'storage.k8s.io/StorageClass',
  'trust.cert-manager.io/Bundle',
]);

/** Group and kind: `rbac.authorization.k8s.io/Role`, and `/Secret` for the core group. */
export function groupKindOf(object: Pick<KubernetesObject, 'apiVersion' | 'kind'>): string {
  const group = object.apiVersion.slice(0, Math.max(object.apiVersion.indexOf('/'), 0));
  return `${group}/${object.kind}`;
}

/** Whether objects of this kind have no namespace. */
export function isClusterScoped(object: Pick<KubernetesObject, 'apiVersion' | 'kind'>): boolean {
  return CLUSTER_SCOPED.has(groupKindOf(object));
}

/** Kinds that have no namespace whatever the group, for mentions that name none. */
const CLUSTER_SCOPED_KINDS: ReadonlySet<string> = new Set(
  [...CLUSTER_SCOPED].map((groupKind) => groupKind.slice(groupKind.indexOf('/') + 1)),
);

/** Whether a mention of this kind, without its group, is one of something without a namespace. */
export function isClusterScopedKind(kind: string): boolean {
  return CLUSTER_SCOPED_KINDS.has(kind);
}

/** What an API server knows an object by: group, kind, namespace and name. */
export function objectIdOf(object: KubernetesObject): string {
  return [groupKindOf(object), object.metadata.namespace ?? '', object.metadata.name].join('|');
}

/** How findings call an object: `production/50-spire-server/StatefulSet/spire-server/spire-server`. */
export function objectPath(environment: string, layer: string, object: KubernetesObject): string {
  const { name, namespace } = object.metadata;
  return [environment, layer, object.kind, namespace, name]
    .filter((part) => part !== undefined && part !== '')
    .join('/');
}
