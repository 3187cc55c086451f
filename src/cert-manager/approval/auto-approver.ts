/** A step of a JSON patch. */
export interface JsonPatchStep {
  /** What is done. */
  readonly op: 'add' | 'remove' | 'replace';
  /** A JSON pointer; `-` as its last part is the end of a list. */
  readonly path: string;
  /** What is put there. @default - nothing, for what is removed */
  readonly value?: string;
}

/** A change to the approver that a fetched release of cert-manager brings. */
export interface AutoApproverPatch {
  /** The object that it changes. */
  readonly target: { readonly version: 'v1'; readonly kind: string; readonly name: string };
  /** Steps, since a list of arguments has no keys by which it could be merged; or the object to take away. */
  readonly patch:
    | readonly JsonPatchStep[]
    | {
        readonly $patch: 'delete';
        readonly apiVersion: string;
        readonly kind: string;
        readonly metadata: { readonly name: string };
      };
}

const APPROVE = 'cert-manager-controller-approve:cert-manager-io';

/**
 * What switches the approver of a release off: the flag of its controller, whose Pods have one container,
 * and the permission to approve, which the chart leaves out in the same case.
 *
 * @see https://github.com/cert-manager/cert-manager/blob/v1.21.1/deploy/charts/cert-manager/templates/rbac.yaml
 */
export const AUTO_APPROVER_PATCHES: readonly AutoApproverPatch[] = [
  {
    target: { version: 'v1', kind: 'Deployment', name: 'cert-manager' },
    patch: [
      {
        op: 'add',
        path: '/spec/template/spec/containers/0/args/-',
        value: '--controllers=*,-certificaterequests-approver',
      },
    ],
  },
  withoutPermission('ClusterRole'),
  withoutPermission('ClusterRoleBinding'),
];

function withoutPermission(kind: string): AutoApproverPatch {
  return {
    target: { version: 'v1', kind, name: APPROVE },
    patch: {
      $patch: 'delete',
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind,
      metadata: { name: APPROVE },
    },
  };
}
