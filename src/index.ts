// The public API: re-exports only, in the order in which trust flows.

export { chainMermaid } from './trust/chain-mermaid';
export { chainTree } from './trust/chain-tree';
export { ComponentVersion } from './trust/component-version';
export { DnsName } from './trust/dns-name';
export { ImageSource } from './trust/image-source';
export { Image } from './trust/image';
export { KeyAlgorithm } from './trust/key-algorithm';
export { Lifetime } from './trust/lifetime';
export { type Finding, MeshTrustError } from './trust/mesh-trust-error';
export type { Placement, Toleration } from './trust/placement';
export { type Amounts, Resources } from './trust/resources';
export { RotationPolicy } from './trust/rotation-policy';
export { RULES, type RuleCode } from './trust/rules/catalogue';
export { chainFindings } from './trust/rules/chain-rules';
export type { RuleEntry, RuleKind } from './trust/rules/rule-entry';
export { SecretRef } from './trust/secret-ref';
export { SpiffeId } from './trust/spiffe-id';
export { Subject, type SubjectOptions } from './trust/subject';
export {
  type Authority,
  type ChainNode,
  type Leaf,
  type ServingIssuer,
  type Statement,
  TrustChain,
} from './trust/trust-chain';
export { TrustDomain } from './trust/trust-domain';
export { Ttl } from './trust/ttl';
export { WorkloadSocket, type WorkloadSocketOptions } from './trust/workload-socket';

export { AcmeIssuer } from './cert-manager/acme-issuer';
export { BuiltInIssuer } from './cert-manager/built-in-issuer';
export { CaCertificate, type CaCertificateProps } from './cert-manager/ca-certificate';
export { CaIssuer, type ICaCapableIssuer } from './cert-manager/ca-issuer';
export { CertManagerVersion } from './cert-manager/cert-manager-version';
export {
  CertManager,
  type CertManagerReleaseProps,
  type InstalledCertManagerProps,
  type NamespacePatch,
} from './cert-manager/cert-manager';
export { ExistingRoot, type ExistingRootProps } from './cert-manager/existing-root';
export type { IIssuer } from './cert-manager/issuer';
export { RootCa, type RootCaProps } from './cert-manager/root-ca';
export type { IRoot, RootContext } from './cert-manager/root';
export { SelfSignedIssuer } from './cert-manager/self-signed-issuer';
export { SelfSignedRoot, type SelfSignedRootProps } from './cert-manager/self-signed-root';
export { TrustRoot } from './cert-manager/trust-root';
export { VaultIssuer } from './cert-manager/vault-issuer';

export type {
  ControllerManagerOptions,
  SpireLogLevel,
} from './spire/controller-manager/controller-manager-options';
export {
  Datastore,
  type DatastorePluginData,
  type SharedDatastoreOptions,
} from './spire/server/datastore';
export {
  KubeletVerification,
  type SkipKubeletVerificationOptions,
} from './spire/agent/kubelet-verification';
export {
  type Labels,
  type MeshGatewayIdentity,
  MeshIdentities,
  type MeshIdentitiesProps,
} from './spire/controller-manager/mesh-identities';
export type { SpiffeCsiDriverProps } from './spire/csi-driver/spiffe-csi-driver-props';
export { SpiffeCsiDriver } from './spire/csi-driver/spiffe-csi-driver';
export type { SpireAgentProps } from './spire/agent/spire-agent-props';
export { SpireAgentRebootstrap } from './spire/agent/spire-agent-rebootstrap';
export { SpireAgent } from './spire/agent/spire-agent';
export { spireCrdResources } from './spire/controller-manager/spire-crd-resources';
export {
  SpireInstallation,
  type SpireInstallationProps,
  type TrustBundle,
} from './spire/spire-installation';
export { SpireKeyType } from './spire/server/spire-key-type';
export type { RateLimit, ServerStorage, SpireServerProps } from './spire/server/spire-server-props';
export { SpireServer } from './spire/server/spire-server';
export { SpireVersion } from './spire/spire-version';
export { type PrometheusOptions, Telemetry } from './spire/telemetry';
export {
  type CertManagerPluginData,
  type CertManagerUpstreamOptions,
  UpstreamAuthority,
} from './spire/server/upstream-authority';

export type {
  ExtensionProvider,
  ExternalAuthorizationGrpc,
  ExternalAuthorizationHttp,
  LogFormat,
  LogProvider,
  TracingProvider,
} from './istio/operator/extension-provider';
export type { GatewayPort } from './istio/gateway/gateway-port';
export type { GatewayProps } from './istio/gateway/gateway-props';
export type { GatewayKindValues, GatewayValues } from './istio/operator/gateway-values';
export { Gateway, type GatewayKind } from './istio/gateway/gateway';
export type { GlobalValues, ProxyLogLevel, ProxyValues } from './istio/operator/global-values';
export {
  InjectionTemplate,
  type InjectionTemplateProps,
} from './istio/injection/injection-template';
export { type CertManagerIstioCaProps, IstioCa } from './istio/control-plane/istio-ca';
export type {
  IstioBaseComponent,
  IstioComponent,
  IstioComponents,
  IstioGatewayComponent,
} from './istio/operator/istio-components';
export type {
  IstioControlPlaneProps,
  IstioProfile,
} from './istio/control-plane/istio-control-plane-props';
export { IstioControlPlane } from './istio/control-plane/istio-control-plane';
export type { IstioOperatorProfile, IstioOperatorSpec } from './istio/operator/istio-operator-spec';
export { IstioOperator, type IstioOperatorProps } from './istio/operator/istio-operator';
export type {
  BaseValues,
  CniValues,
  IstioValues,
  PilotValues,
  SidecarInjectorValues,
  TelemetryValues,
} from './istio/operator/istio-values';
export { IstioVersion } from './istio/istio-version';
export type {
  EnvironmentVariable,
  HpaSpec,
  KubernetesOverlay,
  KubernetesResources,
  OverlayPatch,
  PodDisruptionBudget,
  ReadinessProbe,
  ResourceAmounts,
  ServicePort,
  ServiceSpec,
} from './istio/operator/kubernetes-resources';
export type {
  IstioLabelSelector,
  MeshCa,
  MeshCertificateData,
  MeshConfig,
  MeshTlsConfig,
} from './istio/operator/mesh-config';
export {
  MeshPeerAuthentication,
  type MeshPeerAuthenticationProps,
} from './istio/mesh-peer-authentication';
export { MeshTlsVersion } from './istio/control-plane/mesh-tls-version';
export { MtlsMode } from './istio/mtls-mode';
export { NativeSidecars } from './istio/control-plane/native-sidecars';
export { OutboundTrafficPolicy } from './istio/control-plane/outbound-traffic-policy';
export type {
  GatewayTopology,
  ProxyConfig,
  ProxyTracing,
  TracingTag,
} from './istio/operator/proxy-config';
export { type CniNodeAgentOptions, TrafficCapture } from './istio/control-plane/traffic-capture';

export { HttpIngress, type HttpIngressProps } from './ingress/http-ingress';
export type { HttpRoute, PathMatch, RouteDestination } from './ingress/http-route';
export { IngressHosts } from './ingress/ingress-hosts';

export { Bookinfo, type BookinfoProps, type PodInjection } from './samples/bookinfo';
export { type BookinfoOptions, Sample } from './samples/sample';

export type { EnvironmentProps, IstioOptions, SpireOptions } from './stack/environment-props';
export { Environment } from './stack/environment';
export { LayerNamespace, type LayerNamespaceProps } from './stack/layer-namespace';
export { MeshTrust } from './stack/mesh-trust';
export { PodSecurityLevel } from './stack/pod-security-level';
export {
  type KubernetesObject,
  type KustomizePatch,
  LAYERS,
  type LayerName,
  type RenderedEnvironment,
  type RenderedLayer,
} from './stack/rendered-environment';

export { type CheckOptions, checkOutput } from './delivery/check';
export { type OutputFile, filesOf } from './delivery/files';
export type { Renderable } from './delivery/renderable';
export { type SynthesizeOptions, synthesize } from './delivery/synthesize';
