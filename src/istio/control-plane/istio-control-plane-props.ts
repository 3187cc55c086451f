import type { ImageSource } from '../../trust/image-source';
import type { Placement } from '../../trust/placement';
import type { Resources } from '../../trust/resources';
import type { TrustDomain } from '../../trust/trust-domain';
import type { Ttl } from '../../trust/ttl';
import type { WorkloadSocket } from '../../trust/workload-socket';
import type { Gateway } from '../gateway/gateway';
import type { IstioInstallation } from '../installation/istio-installation';
import type { ProxyLogLevel } from '../operator/global-values';
import type { CanaryUpgrade } from './canary-upgrade';
import type { IstioCa } from '../ca/istio-ca';
import type { IstioExperiment } from './istio-experiment';
import type { IstioVersion } from '../istio-version';
import type { MeshTlsVersion } from './mesh-tls-version';
import type { NativeSidecars } from './native-sidecars';
import type { OutboundTrafficPolicy } from './outbound-traffic-policy';
import type { RevisionTags } from './revision-tags';
import type { TrafficCapture } from './traffic-capture';

/** Profiles that go with SPIRE: none of ambient mode, and none without istiod. */
export type IstioProfile =
  'default' | 'demo' | 'empty' | 'minimal' | 'openshift' | 'preview' | 'stable';

/** How Istio is installed, and what it is told about trust. Placement is that of istiod. */
export interface IstioControlPlaneProps extends Placement {
  /** The trust domain of the mesh: the object that SPIRE has, too. */
  readonly trustDomain: TrustDomain;
  /** Name of the cluster in telemetry and in a mesh of several. */
  readonly clusterName: string;
  /** Where istiod gets the key by which it signs. */
  readonly ca: IstioCa;
  /** Release of Istio. @default IstioVersion.V1_30 */
  readonly version?: IstioVersion;
  /** DNS domain of the cluster. @default 'cluster.local' */
  readonly clusterDomain?: string;
  /** Who signs for workloads and gateways: SPIRE, or whoever signs for Istio. @default 'spire' */
  readonly workloadCa?: 'spire' | 'istio';
  /** Where SPIRE's agent serves its nodes; nowhere where Istio's CA signs. @default WorkloadSocket.failClosed() */
  readonly socket?: WorkloadSocket;
  /** Name of the ConfigMap with the root that is put into every namespace. @default 'istio-ca-root-cert' */
  readonly trustBundleName?: string;
  /** Gateways, each with its identity from SPIRE; those of the profile are left out. @default - none */
  readonly gateways?: readonly Gateway[];
  /** The defaults that everything else is laid over. @default 'default' */
  readonly profile?: IstioProfile;
  /** Who installs it, and so in which form it is written. @default IstioInstallation.istioctl() */
  readonly installation?: IstioInstallation;
  /** Name of this control plane among several of one cluster: `1-30`. @default - the only one */
  readonly revision?: string;
  /** Names that stand for the revision, and that an upgrade moves to the next one. @default - none */
  readonly revisionTags?: RevisionTags;
  /** An upgrade under way, to a control plane beside this one. @default - none */
  readonly upgrade?: CanaryUpgrade;
  /** Whether proxies are native sidecars. @default - AUTO, before Istio 1.27 NEVER */
  readonly nativeSidecars?: NativeSidecars;
  /** Who sends the traffic of Pods through their proxies. @default TrafficCapture.initContainer() */
  readonly trafficCapture?: TrafficCapture;
  /** For how long proxies outside SPIRE ask istiod for a certificate. @default Ttl.hours(24) */
  readonly workloadCertTtl?: Ttl;
  /** The longest that istiod signs for workloads. @default - as long as `workloadCertTtl` */
  readonly maxWorkloadCertTtl?: Ttl;
  /** Former trust domains whose identities count as those of the mesh. @default - none */
  readonly trustDomainAliases?: readonly TrustDomain[];
  /**
   * Trust domains whose identities are taken, too, and remain foreign: the proxies have their roots from
   * SPIRE, which federates with them. @default - none
   */
  readonly federatedTrustDomains?: readonly TrustDomain[];
  /** The oldest TLS that proxies speak to each other. @default MeshTlsVersion.V1_2 */
  readonly minTlsVersion?: MeshTlsVersion;
  /** What happens to calls of hosts that the mesh does not know. @default OutboundTrafficPolicy.ALLOW_ANY */
  readonly outboundTrafficPolicy?: OutboundTrafficPolicy;
  /** Features that upstream calls experimental, and has off. @default - none */
  readonly experiments?: readonly IstioExperiment[];
  /** When the application starts: at once, or when its proxy is ready. @default 'at-once' */
  readonly applicationStart?: 'at-once' | 'after-proxy';
  /** How proxies write a line to stdout for each request. @default - they write none; in profile demo text */
  readonly accessLog?: 'text' | 'json';
  /** How istiod and the proxies' agents log. @default 'text' */
  readonly logFormat?: 'text' | 'json';
  /** The least important messages of istiod and the proxies' agents. @default 'info' */
  readonly logLevel?: 'debug' | 'info' | 'warn' | 'error';
  /** The least important messages of Envoy. @default 'warning' */
  readonly proxyLogLevel?: ProxyLogLevel;
  /** Where images come from. @default ImageSource.upstream() */
  readonly images?: ImageSource;
  /** Images with a shell, or those without. @default 'distroless' */
  readonly imageVariant?: 'default' | 'distroless' | 'debug';
  /** At least so many istiods; from two on a PodDisruptionBudget keeps one. @default - one, what Istio has */
  readonly minReplicas?: number;
  /** At most so many istiods. @default - five, what Istio has, or `minReplicas` where that is more */
  readonly maxReplicas?: number;
  /** What istiod asks for and may use. @default - that of the profile */
  readonly resources?: Resources;
  /** Whether nodes give up other Pods before istiod. @default 'system-cluster-critical' */
  readonly priorityClassName?: string;
  /** What each proxy asks for and may use. @default - that of the profile */
  readonly proxyResources?: Resources;
}
