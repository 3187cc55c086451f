import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';

/** The ServiceAccount that is granted something. */
export interface Grantee {
  /** `metadata.name`. */
  readonly name: string;
  /** `metadata.namespace`. */
  readonly namespace: string;
}

/** Who may do what, and where. */
export interface AccessGrantProps {
  /** Name of both the role and its binding. */
  readonly name: string;
  /** The one namespace in which it holds. @default - it holds in the whole cluster */
  readonly namespace?: string;
  /** Labels of both. */
  readonly labels: Readonly<Record<string, string>>;
  /** What may be done. */
  readonly rules: readonly k8s.PolicyRule[];
  /** Who may do it. */
  readonly grantee: Grantee;
}

/** A permission of one ServiceAccount: a Role and its binding, or a ClusterRole and its binding. */
export class AccessGrant extends Construct {
  public constructor(scope: Construct, id: string, props: AccessGrantProps) {
    super(scope, id);
    const { name, namespace, labels } = props;
    const rules = [...props.rules];
    const subjects = [{ kind: 'ServiceAccount', ...props.grantee }];
    const apiGroup = 'rbac.authorization.k8s.io';
    if (namespace === undefined) {
      const metadata = { name, labels };
      new k8s.KubeClusterRole(this, 'Resource', { metadata, rules });
      const roleRef = { apiGroup, kind: 'ClusterRole', name };
      new k8s.KubeClusterRoleBinding(this, 'Binding', { metadata, roleRef, subjects });
    } else {
      const metadata = { name, namespace, labels };
      new k8s.KubeRole(this, 'Resource', { metadata, rules });
      const roleRef = { apiGroup, kind: 'Role', name };
      new k8s.KubeRoleBinding(this, 'Binding', { metadata, roleRef, subjects });
    }
  }
}
