import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { ISTIOD_NAMESPACE, ROOT_CONFIG_MAP } from '../ca/istio-ca-names';
import { IstioCsrCa } from './istio-csr-ca';
import { ISTIO_CSR_LABELS } from './istio-csr-pod';

/** What it does in the whole cluster: it looks at tokens, and puts the root into every namespace. */
const CLUSTER_RULES: readonly k8s.PolicyRule[] = [
  { apiGroups: ['authentication.k8s.io'], resources: ['tokenreviews'], verbs: ['create'] },
  { apiGroups: [''], resources: ['namespaces'], verbs: ['list', 'watch'] },
  // It lists all of them, and no name can limit that, nor what it may create.
  { apiGroups: [''], resources: ['configmaps'], verbs: ['create', 'list', 'watch'] },
  {
    apiGroups: [''],
    resources: ['configmaps'],
    resourceNames: [ROOT_CONFIG_MAP],
    verbs: ['get', 'update'],
  },
];

/** What it does beside istiod: it asks cert-manager there, and agrees on who writes the root. */
const ISTIOD_RULES: readonly k8s.PolicyRule[] = [
  {
    apiGroups: ['cert-manager.io'],
    resources: ['certificaterequests'],
    verbs: ['create', 'delete', 'get', 'watch'],
  },
  {
    apiGroups: ['coordination.k8s.io'],
    resources: ['leases'],
    verbs: ['create', 'get', 'update'],
  },
  { apiGroups: [''], resources: ['events'], verbs: ['create', 'patch'] },
];

/** The permissions of istio-csr, and nothing beyond what it asks the API server for. */
export class IstioCsrAccess extends Construct {
  public constructor(scope: Construct, id: string, namespace: string) {
    super(scope, id);
    const name = IstioCsrCa.NAME;
    const metadata = { name, labels: ISTIO_CSR_LABELS };
    const beside = { ...metadata, namespace: ISTIOD_NAMESPACE };
    const subjects = [{ kind: 'ServiceAccount', name, namespace }];
    const apiGroup = 'rbac.authorization.k8s.io';
    new k8s.KubeClusterRole(this, 'ClusterRole', { metadata, rules: [...CLUSTER_RULES] });
    new k8s.KubeClusterRoleBinding(this, 'ClusterRoleBinding', {
      metadata,
      roleRef: { apiGroup, kind: 'ClusterRole', name },
      subjects,
    });
    new k8s.KubeRole(this, 'Role', { metadata: beside, rules: [...ISTIOD_RULES] });
    new k8s.KubeRoleBinding(this, 'RoleBinding', {
      metadata: beside,
      roleRef: { apiGroup, kind: 'Role', name },
      subjects,
    });
  }
}
