import type { k8s } from 'cdk8s-plus-27';
import type { GatewayValues } from './gateway-values';
import type { GlobalValues } from './global-values';
import type { ResourceAmounts } from './kubernetes-resources';
import type { IstioLabelSelector } from './mesh-config';

/** Values of istiod. */
export interface PilotValues {
  /** Whether Pods rely on a CNI node agent; istioctl overwrites it by the component. @default - by the component */
  readonly cni?: { readonly enabled: boolean };
  /** Environment of istiod: feature flags, the lifetimes that it signs. @default - none */
  readonly env?: Readonly<Record<string, string>>;
  /** Image, or its whole reference. @default 'pilot' */
  readonly image?: string;
  /** Whether an autoscaler is rendered. @default true, in profile demo false */
  readonly autoscaleEnabled?: boolean;
  /** At least so many Pods; from two on a PodDisruptionBudget is rendered. @default 1 */
  readonly autoscaleMin?: number;
  /** At most so many Pods. @default 5 */
  readonly autoscaleMax?: number;
  /** Use of processor time at which Pods are added. @default - 80 % */
  readonly cpu?: { readonly targetAverageUtilization: number };
  /** Share of requests that are traced, in per cent. @default 1 */
  readonly traceSampling?: number;
  /** seccomp profile of istiod. @default - none */
  readonly seccompProfile?: k8s.SeccompProfile;
  /** How istiod's Pods are spread. @default - anywhere */
  readonly topologySpreadConstraints?: readonly k8s.TopologySpreadConstraint[];
  /** How long a proxy stays connected to one istiod, a Go duration. @default '30m' */
  readonly keepaliveMaxServerConnectionAge?: string;
  /** Labels of istiod's Pods. @default - none */
  readonly podLabels?: Readonly<Record<string, string>>;
  /** Labels of istiod's Deployment. @default - none */
  readonly deploymentLabels?: Readonly<Record<string, string>>;
  /** A root that istiod trusts when it fetches keys of JWT issuers, PEM. @default - none */
  readonly jwksResolverExtraRootCA?: string;
  /** The controller that takes a taint off nodes whose CNI node agent is ready. @default - off */
  readonly taint?: { readonly enabled: boolean; readonly namespace?: string };
}

/** Values of the webhook that puts proxies into Pods. */
export interface SidecarInjectorValues {
  /** Templates by name, which Pods ask for by `inject.istio.io/templates`. @default - those of Istio */
  readonly templates?: Readonly<Record<string, string>>;
  /** Templates of Pods that do not ask. @default ['sidecar'] */
  readonly defaultTemplates?: readonly string[];
  /** Whether every namespace is injected that does not refuse. @default false */
  readonly enableNamespacesByDefault?: boolean;
  /** Whether injection runs again after other webhooks. @default 'Never' */
  readonly reinvocationPolicy?: 'Never' | 'IfNeeded';
  /** Whether HTTP probes of applications go through the proxy's agent. @default true */
  readonly rewriteAppHTTPProbe?: boolean;
  /** Pods that are never injected. @default - none */
  readonly neverInjectSelector?: readonly IstioLabelSelector[];
  /** Pods that are always injected. @default - none */
  readonly alwaysInjectSelector?: readonly IstioLabelSelector[];
  /** Annotations added to injected Pods. @default - none */
  readonly injectedAnnotations?: Readonly<Record<string, string>>;
}

/** Values of the CNI node agent. */
export interface CniValues {
  /** Image, or its whole reference. @default 'install-cni' */
  readonly image?: string;
  /** Namespaces whose Pods are left alone. @default ['kube-system'] */
  readonly excludeNamespaces?: readonly string[];
  /** Folder of the node with CNI plugins. @default '/opt/cni/bin' */
  readonly cniBinDir?: string;
  /** Folder of the node with CNI configuration. @default '/etc/cni/net.d' */
  readonly cniConfDir?: string;
  /** Whether the plugin is chained behind that of the cluster. @default true */
  readonly chained?: boolean;
  /** How CNI is provided: `multus` on OpenShift. @default 'default' */
  readonly provider?: 'default' | 'multus';
  /** What happens to Pods that started before the agent. @default - they are mended */
  readonly repair?: { readonly enabled: boolean };
  /** seccomp profile of the agent. @default - none */
  readonly seccompProfile?: k8s.SeccompProfile;
  /** What the agent asks for and may use. @default - 100m and 100Mi requested */
  readonly resources?: ResourceAmounts;
}

/** Values of what the `base` component renders. */
export interface BaseValues {
  /** Whether the CRDs of Istio are installed. @default true */
  readonly enableIstioConfigCRDs?: boolean;
  /** CRDs that are left out. @default - none */
  readonly excludedCRDs?: readonly string[];
}

/** Values of metrics. */
export interface TelemetryValues {
  /** Whether proxies measure. @default true */
  readonly enabled?: boolean;
  /** Today's telemetry. @default - on, for Prometheus */
  readonly v2?: { readonly enabled?: boolean; readonly prometheus?: { readonly enabled: boolean } };
}

/**
 * Values of Istio's charts, where the spec has no field of its own. Every level that is there has
 * something in it: istioctl refuses an empty `global`, which YAML reads as null.
 *
 * @see https://github.com/istio/istio/blob/1.30.3/operator/pkg/apis/values_types.proto
 */
export interface IstioValues {
  /** What every chart reads. @default - that of the profile */
  readonly global?: GlobalValues;
  /** istiod. @default - that of the profile */
  readonly pilot?: PilotValues;
  /** Injection. @default - that of the profile */
  readonly sidecarInjectorWebhook?: SidecarInjectorValues;
  /** Gateways, all of one kind alike. @default - those of the profile */
  readonly gateways?: GatewayValues;
  /** CNI node agent. @default - that of the profile */
  readonly cni?: CniValues;
  /** CRDs. @default - that of the profile */
  readonly base?: BaseValues;
  /** Metrics. @default - for Prometheus */
  readonly telemetry?: TelemetryValues;
  /** Other names of the revision. @default - none */
  readonly revisionTags?: readonly string[];
  /** The revision that injects where no other is named. @default - this one */
  readonly defaultRevision?: string;
}
