import { controllerFlag, type ReleasePatch } from '../release-patch';

const APPROVE = 'cert-manager-controller-approve:cert-manager-io';

/**
 * What switches the approver of a release off: the flag of its controller, and the permission to
 * approve, which the chart leaves out in the same case.
 *
 * @see https://github.com/cert-manager/cert-manager/blob/v1.21.1/deploy/charts/cert-manager/templates/rbac.yaml
 */
export const AUTO_APPROVER_PATCHES: readonly ReleasePatch[] = [
  controllerFlag('--controllers=*,-certificaterequests-approver'),
  withoutPermission('ClusterRole'),
  withoutPermission('ClusterRoleBinding'),
];

function withoutPermission(kind: string): ReleasePatch {
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
