import type { k8s } from 'cdk8s-plus-27';
import type { ResourceAmounts } from './kubernetes-resources';

/** How much Envoy writes. */
export type ProxyLogLevel = 'trace' | 'debug' | 'info' | 'warning' | 'error' | 'critical' | 'off';

/** Values of every proxy. */
export interface ProxyValues {
  /** DNS domain of the cluster. @default 'cluster.local' */
  readonly clusterDomain?: string;
  /** Image, or its whole reference. @default 'proxyv2' */
  readonly image?: string;
  /** What a proxy asks for and may use. @default - 100m and 128Mi requested, 2 and 1Gi at most */
  readonly resources?: ResourceAmounts;
  /** How much Envoy writes. @default 'warning' */
  readonly logLevel?: ProxyLogLevel;
  /** The same for parts of Envoy: `misc:error`. @default 'misc:error' */
  readonly componentLogLevel?: string;
  /** seccomp profile of the proxy. @default - none */
  readonly seccompProfile?: k8s.SeccompProfile;
  /** Whether the proxy is privileged. @default false */
  readonly privileged?: boolean;
  /** Whether Pods of an injected namespace get a proxy unless they refuse. @default 'enabled' */
  readonly autoInject?: 'enabled' | 'disabled';
  /** Address ranges that go through the proxy. @default '*' */
  readonly includeIPRanges?: string;
  /** Address ranges that do not. @default '' */
  readonly excludeIPRanges?: string;
  /** Inbound ports that go through the proxy. @default '*' */
  readonly includeInboundPorts?: string;
  /** Inbound ports that do not. @default '' */
  readonly excludeInboundPorts?: string;
  /** Outbound ports that go through the proxy in any case. @default '' */
  readonly includeOutboundPorts?: string;
  /** Outbound ports that do not. @default '' */
  readonly excludeOutboundPorts?: string;
  /** What the container does when it starts and ends. @default - it drains before it ends */
  readonly lifecycle?: k8s.Lifecycle;
  /** The probe that holds other containers back. @default - on */
  readonly startupProbe?: { readonly enabled: boolean; readonly failureThreshold?: number };
  /** Failures that make the proxy unready. @default 4 */
  readonly readinessFailureThreshold?: number;
  /** Seconds until the first try. @default 0 */
  readonly readinessInitialDelaySeconds?: number;
  /** Seconds between two tries. @default 15 */
  readonly readinessPeriodSeconds?: number;
  /** Port of health and metrics. @default 15020 */
  readonly statusPort?: number;
  /** Which tracer is set up. @default 'none' */
  readonly tracer?: 'zipkin' | 'lightstep' | 'datadog' | 'stackdriver' | 'none';
}

/**
 * Values that every chart reads.
 *
 * @see https://github.com/istio/istio/blob/1.30.3/operator/pkg/apis/values_types.proto
 */
export interface GlobalValues {
  /** Namespace of istiod. @default 'istio-system' */
  readonly istioNamespace?: string;
  /** Name of the mesh in telemetry and federation. @default - the trust domain */
  readonly meshID?: string;
  /** This cluster among those of the mesh. @default - 'Kubernetes' */
  readonly multiCluster?: { readonly enabled?: boolean; readonly clusterName: string };
  /** Network of this cluster. @default - none */
  readonly network?: string;
  /** Proxies. @default - those of the profile */
  readonly proxy?: ProxyValues;
  /** The init container that redirects traffic. @default - the image of the proxy */
  readonly proxy_init?: { readonly image: string };
  /** Variant of all images. @default - the one with a shell */
  readonly variant?: 'distroless' | 'debug';
  /** When images are fetched. @default - when they are not there */
  readonly imagePullPolicy?: 'Always' | 'IfNotPresent' | 'Never';
  /** Secrets by which images are fetched. @default - none */
  readonly imagePullSecrets?: readonly string[];
  /** What istiod and the agents write: `default:info,ads:debug`. @default - `default:info` */
  readonly logging?: { readonly level: string };
  /** Whether istiod and the agents write JSON lines. @default false */
  readonly logAsJson?: boolean;
  /** Who signs istiod's own serving certificate. @default 'istiod' */
  readonly pilotCertProvider?: 'istiod' | 'custom' | 'none' | `k8s.io/${string}`;
  /** Address of a CA outside istiod. @default - istiod */
  readonly caAddress?: string;
  /** Name of a CA outside istiod that Istio knows. @default - istiod */
  readonly caName?: string;
  /** Signers of the Kubernetes CSR API that istiod may approve. @default - none */
  readonly certSigners?: readonly string[];
  /** Whether proxies read certificates from `/etc/certs`. @default false */
  readonly mountMtlsCerts?: boolean;
  /** Name of the ConfigMap with the root, in every namespace. @default 'istio-ca-root-cert' */
  readonly trustBundleName?: string;
  /** Whether istiod checks Istio's objects when they are written. @default true */
  readonly configValidation?: boolean;
  /** Analysis by istiod. @default - off */
  readonly istiod?: { readonly enableAnalysis: boolean };
  /** Whether PodDisruptionBudgets are rendered where several Pods run. @default - they are */
  readonly defaultPodDisruptionBudget?: { readonly enabled: boolean };
  /** Whether NetworkPolicies are rendered, from 1.28 on. @default - they are not */
  readonly networkPolicy?: { readonly enabled: boolean };
  /** Platform with settings of its own. @default - none */
  readonly platform?: 'gke' | 'k3d' | 'k3s' | 'microk8s' | 'minikube' | 'openshift';
  /** The security token service of the agents. @default - off */
  readonly sts?: { readonly servicePort: number };
  /** Address of an istiod outside the cluster. @default - within */
  readonly remotePilotAddress?: string;
  /** Whether istiod serves other clusters from outside. @default false */
  readonly externalIstiod?: boolean;
  /** Namespaces that Pods search for Services of other clusters. @default - none */
  readonly podDNSSearchNamespaces?: readonly string[];
  /** Whether the ConfigMap of the injector is left out. @default false */
  readonly omitSidecarInjectorConfigMap?: boolean;
}
