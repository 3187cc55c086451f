import type { k8s } from 'cdk8s-plus-27';
import type { Toleration } from '../../trust/placement';
import type { Amounts } from '../../trust/resources';

/** What a container asks for and may use. */
export interface ResourceAmounts {
  /** What the scheduler reserves. @default - nothing */
  readonly requests?: Amounts;
  /** What the kubelet ends the container at. @default - nothing */
  readonly limits?: Amounts;
}

/** An environment variable, from one source. */
export interface EnvironmentVariable {
  /** Name of the variable. */
  readonly name: string;
  /** Its value. @default - see `valueFrom` */
  readonly value?: string;
  /** Where its value comes from. @default - see `value` */
  readonly valueFrom?: {
    readonly fieldRef?: { readonly fieldPath: string };
    readonly secretKeyRef?: { readonly name: string; readonly key: string };
    readonly configMapKeyRef?: { readonly name: string; readonly key: string };
  };
}

/** How many Pods there are, by load. */
export interface HpaSpec {
  /** At least so many. @default 1 */
  readonly minReplicas?: number;
  /** At most so many. */
  readonly maxReplicas: number;
}

/** How many Pods may be missing while nodes are drained: one of the two. */
export interface PodDisruptionBudget {
  /** So many, or such a share, stay. @default - see `maxUnavailable` */
  readonly minAvailable?: number | string;
  /** So many, or such a share, may go. @default - see `minAvailable` */
  readonly maxUnavailable?: number | string;
}

/** How it is found out that a container is ready. */
export interface ReadinessProbe {
  /** The address that answers when it is. */
  readonly httpGet: { readonly path: string; readonly port: number };
  /** Seconds until the first try. @default 0 */
  readonly initialDelaySeconds?: number;
  /** Seconds between two tries. @default 10 */
  readonly periodSeconds?: number;
  /** Seconds that a try may take. @default 1 */
  readonly timeoutSeconds?: number;
  /** So many failures make it unready. @default 3 */
  readonly failureThreshold?: number;
}

/** A port of a Service. */
export interface ServicePort {
  /** Name, unique within the Service. */
  readonly name: string;
  /** Port of the Service. */
  readonly port: number;
  /** Port of the Pod, above 1024. */
  readonly targetPort: number;
  /** Port of every node. @default - chosen by the cluster */
  readonly nodePort?: number;
  /** Transport. @default 'TCP' */
  readonly protocol?: 'TCP' | 'UDP';
}

/** A Service of a component; for gateways the ports become values of the chart. */
export interface ServiceSpec {
  /** How it is reached. @default - that of the chart */
  readonly type?: 'ClusterIP' | 'NodePort' | 'LoadBalancer';
  /** Its ports. @default - those of the chart */
  readonly ports?: readonly ServicePort[];
  /** Whether the address of the client is kept. @default 'Cluster' */
  readonly externalTrafficPolicy?: 'Cluster' | 'Local';
  /** Addresses that may reach the load balancer. @default - all */
  readonly loadBalancerSourceRanges?: readonly string[];
  /** The implementation that serves the load balancer. @default - that of the cluster */
  readonly loadBalancerClass?: string;
  /** Address families. @default 'SingleStack' */
  readonly ipFamilyPolicy?: 'SingleStack' | 'PreferDualStack' | 'RequireDualStack';
}

/** A change at one path of a rendered object. */
export interface OverlayPatch {
  /** `a.[key:value].b`: an element of a list is chosen by a key; every step but the last must exist. */
  readonly path: string;
  /** What is put there, in the place of what is there. @default - it is deleted */
  readonly value?: unknown;
}

/** Changes of one rendered object; a name that no object has changes nothing, without a word. */
export interface KubernetesOverlay {
  /** Group and version; istioctl ignores it. */
  readonly apiVersion: string;
  /** Kind of the object. */
  readonly kind: string;
  /** Name of the object. */
  readonly name: string;
  /** The changes. */
  readonly patches: readonly OverlayPatch[];
}

/**
 * What every component may be told about its Deployment and Service. `volumes` and `volumeMounts` are
 * not here: istioctl reads them and does nothing with them; an overlay does what they promise.
 *
 * @see https://istio.io/latest/docs/reference/config/istio.operator.v1alpha1/#KubernetesResourcesSpec
 */
export interface KubernetesResources {
  /** Near or far from which Pods and nodes. @default - none */
  readonly affinity?: k8s.Affinity;
  /** Environment of the container. @default - none */
  readonly env?: readonly EnvironmentVariable[];
  /** Bounds of the autoscaler that the chart renders. @default - those of the chart */
  readonly hpaSpec?: HpaSpec;
  /** When the image is fetched. @default - when it is not there */
  readonly imagePullPolicy?: 'Always' | 'IfNotPresent' | 'Never';
  /** Labels that a node must have. @default - every node */
  readonly nodeSelector?: Readonly<Record<string, string>>;
  /** How many may be missing, where the chart renders a budget. @default - one stays */
  readonly podDisruptionBudget?: PodDisruptionBudget;
  /** Annotations of the Pods. @default - none */
  readonly podAnnotations?: Readonly<Record<string, string>>;
  /** Who is ended first when a node is full. @default - none */
  readonly priorityClassName?: string;
  /** How readiness is found out. @default - that of the chart */
  readonly readinessProbe?: ReadinessProbe;
  /** A fixed number of Pods, for a component without autoscaler. @default - that of the chart */
  readonly replicaCount?: number;
  /** What the container asks for and may use. @default - that of the chart */
  readonly resources?: ResourceAmounts;
  /** The Service. @default - that of the chart */
  readonly service?: ServiceSpec;
  /** How Pods are replaced. @default - that of the chart */
  readonly strategy?: {
    readonly type: 'RollingUpdate' | 'Recreate';
    readonly rollingUpdate?: {
      readonly maxSurge?: number | string;
      readonly maxUnavailable?: number | string;
    };
  };
  /** Taints that the Pods put up with. @default - none */
  readonly tolerations?: readonly Toleration[];
  /** Annotations of the Service. @default - none */
  readonly serviceAnnotations?: Readonly<Record<string, string>>;
  /** Security settings of the Pods, laid over those of the chart. @default - those of the chart */
  readonly securityContext?: k8s.PodSecurityContext;
  /** Changes of rendered objects. @default - none */
  readonly overlays?: readonly KubernetesOverlay[];
}
