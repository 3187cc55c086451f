import { k8s } from 'cdk8s-plus-27';
import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { refuseAny } from '../trust/mesh-trust-error';
import { dnsLabel } from '../trust/name-checks';
import { LABEL_KEY, LABEL_VALUE } from '../trust/names';
import {
  checkProps,
  instanceOf,
  mapOf,
  oneOf,
  optional,
  text,
  type PropertyTable,
} from '../trust/props';
import { PodSecurityLevel } from './pod-security-level';

/** Labels of a namespace whose Pods get no proxy, whatever the rest of the cluster does. */
export const NO_INJECTION: Readonly<Record<string, string>> = { 'istio-injection': 'disabled' };

/** What a namespace is for. */
export interface LayerNamespaceProps {
  /** `metadata.name`. */
  readonly name: string;
  /** What its Pods may do. */
  readonly podSecurity: PodSecurityLevel;
  /** Why they may do more than `restricted` allows. @default - they may not */
  readonly reason?: string;
  /** Labels that say whether its Pods get a proxy, and of which control plane. */
  readonly injection: Readonly<Record<string, string>>;
  /** Whether traffic that no NetworkPolicy allows is refused. */
  readonly traffic: 'default-deny' | 'open';
}

/** One check for each property of a namespace. */
export const LAYER_NAMESPACE_PROPERTIES: PropertyTable<LayerNamespaceProps> = {
  name: dnsLabel('shop'),
  podSecurity: instanceOf(PodSecurityLevel, 'PodSecurityLevel.RESTRICTED'),
  reason: optional(text(/^[^\p{Cc}]{1,1024}$/u, 'one line of text', 'it manages the node')),
  injection: mapOf(LABEL_KEY, 'label keys', text(LABEL_VALUE, 'a label value', 'enabled')),
  traffic: oneOf(['default-deny', 'open']),
};

/**
 * A namespace of the stack: held to a Pod Security level, said to be in or out of the mesh and,
 * where nothing but our own components runs, closed to all traffic that no policy allows.
 */
export class LayerNamespace extends Construct {
  /** @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyMalformed */
  public constructor(scope: Construct, id: string, props: LayerNamespaceProps) {
    super(scope, id);
    refuseAny(checkProps(this.node.path, props, LAYER_NAMESPACE_PROPERTIES));
    const { name, podSecurity, reason, injection, traffic } = props;
    new kplus.Namespace(this, 'Resource', {
      metadata: {
        name,
        labels: {
          'app.kubernetes.io/part-of': 'mesh-trust',
          ...injection,
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
