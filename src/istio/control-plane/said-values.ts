import type { GlobalValues, ProxyValues } from '../operator/global-values';
import type { CniValues, PilotValues, SidecarInjectorValues } from '../operator/istio-values';
import type { MeshConfig } from '../operator/mesh-config';

// What a control plane of this package says, out of all that Istio can be told. Every installer has to be able to
// say it: a field that is added here and that the Sail operator's CRD does not have does not compile there.

/** What is said of the mesh. */
export type SaidMeshConfig = Pick<
  MeshConfig,
  | 'accessLogEncoding'
  | 'accessLogFile'
  | 'caCertificates'
  | 'defaultConfig'
  | 'meshMTLS'
  | 'outboundTrafficPolicy'
  | 'trustDomain'
  | 'trustDomainAliases'
>;

/** What is said of proxies. */
export type SaidProxyValues = Pick<
  ProxyValues,
  'clusterDomain' | 'image' | 'logLevel' | 'resources' | 'seccompProfile'
>;

/** What is said to every chart. */
export type SaidGlobalValues = Pick<
  GlobalValues,
  | 'caAddress'
  | 'certSigners'
  | 'logAsJson'
  | 'logging'
  | 'mountMtlsCerts'
  | 'multiCluster'
  | 'pilotCertProvider'
  | 'proxy_init'
  | 'trustBundleName'
  | 'variant'
> & { readonly proxy: SaidProxyValues };

/** What is said of istiod. */
export type SaidPilotValues = Pick<
  PilotValues,
  'autoscaleEnabled' | 'autoscaleMax' | 'autoscaleMin' | 'env' | 'image' | 'seccompProfile'
>;

/** What is said of injection. */
export type SaidInjectorValues = Required<
  Pick<SidecarInjectorValues, 'defaultTemplates' | 'templates'>
>;

/** What is said of the CNI node agent. */
export type SaidCniValues = Pick<CniValues, 'image' | 'seccompProfile'>;

/** What is said as values of charts, without those of gateways and of the node agent. */
export interface SaidValues {
  /** What every chart reads. */
  readonly global: SaidGlobalValues;
  /** istiod. */
  readonly pilot: SaidPilotValues;
  /** Injection. @default - Istio's own template */
  readonly sidecarInjectorWebhook?: SaidInjectorValues;
}
