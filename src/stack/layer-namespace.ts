import { k8s } from 'cdk8s-plus-27';
import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import type { PodSecurityLevel } from './pod-security-level';

/** Label by which Istio's webhook finds the namespaces whose Pods get a sidecar. */
export const INJECTION_LABEL = { 'istio-injection': 'enabled' } as const;
const NO_INJECTION_LABEL = { 'istio-injection': 'disabled' } as const;

/** What a namespace is for. */
export interface LayerNamespaceProps {
  /** `metadata.name`. */
  readonly name: string;
  /** What its Pods may do. */
  readonly podSecurity: PodSecurityLevel;
  /** Why they may do more than `restricted` allows. @default - they may not */
  readonly reason?: string;
  /** Whether Istio injects a sidecar into its Pods. */
  readonly injection: 'enabled' | 'disabled';
  /** Whether traffic that no NetworkPolicy allows is refused. */
  readonly traffic: 'default-deny' | 'open';
}

/**
 * A namespace of the stack: held to a Pod Security level, said to be in or out of the mesh and,
 * where nothing but our own components runs, closed to all traffic that no policy allows.
 */
export class LayerNamespace extends Construct {
  public constructor(scope: Construct, id: string, props: LayerNamespaceProps) {
    super(scope, id);
    const { name, podSecurity, reason, injection, traffic } = props;
    new kplus.Namespace(this, 'Resource', {
      metadata: {
        name,
        labels: {
          'app.kubernetes.io/part-of': 'mesh-trust',
          ...(injection === 'enabled' ? INJECTION_LABEL : NO_INJECTION_LABEL),
          ...podSecurity.labels,
        },
        ...(reason === undefined
          ? {}
          : { annotations: { 'mesh-trust/reason-pod-security': reason } }),
      },
    });
    if (traffic === 'default-deny') {
      new k8s.KubeNetworkPolicy(this, 'DefaultDeny', {
        metadata: {
          name: 'default-deny',
          namespace: name,
          labels: {
            'app.kubernetes.io/name': 'default-deny',
            'app.kubernetes.io/part-of': 'mesh-trust',
          },
        },
        spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
      });
    }
  }
}
