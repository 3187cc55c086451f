import type { k8s } from 'cdk8s-plus-27';

/** Values of all gateways of one kind. */
export interface GatewayKindValues {
  /** Whether an autoscaler is rendered. @default true, in profile demo false */
  readonly autoscaleEnabled?: boolean;
  /** At least so many Pods; from two on a PodDisruptionBudget is rendered. @default 1 */
  readonly autoscaleMin?: number;
  /** At most so many Pods. @default 5 */
  readonly autoscaleMax?: number;
  /** Environment of the proxy. @default - none */
  readonly env?: Readonly<Record<string, string>>;
  /** Whether the proxy runs as root, for ports below 1024. @default false */
  readonly runAsRoot?: boolean;
  /** Further Secrets that are mounted. @default - `istio-ingressgateway-certs` and its CA, where they exist */
  readonly secretVolumes?: readonly {
    readonly name: string;
    readonly secretName: string;
    readonly mountPath: string;
  }[];
  /** Further ConfigMaps that are mounted. @default - none */
  readonly configVolumes?: readonly {
    readonly name: string;
    readonly configMapName: string;
    readonly mountPath: string;
  }[];
  /** The ServiceAccount of the gateways. @default - without annotations */
  readonly serviceAccount?: { readonly annotations: Readonly<Record<string, string>> };
}

/** Values of gateways. */
export interface GatewayValues {
  /** Ingress gateways. @default - those of the profile */
  readonly 'istio-ingressgateway'?: GatewayKindValues;
  /** Egress gateways. @default - those of the profile */
  readonly 'istio-egressgateway'?: GatewayKindValues;
  /** Security settings of gateways that are injected. @default - the least that ports 80 and 443 need */
  readonly securityContext?: k8s.PodSecurityContext;
  /** seccomp profile of gateways that are injected. @default - none */
  readonly seccompProfile?: k8s.SeccompProfile;
}
