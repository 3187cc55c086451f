// The public API: re-exports only, in the order in which trust flows.

export { chainMermaid } from './trust/chain-mermaid';
export { chainTree } from './trust/chain-tree';
export { ComponentVersion } from './trust/component-version';
export { CERT_MANAGER_GATES } from './trust/gates/cert-manager-gates';
export { ISTIO_GATES } from './trust/gates/istio-gates';
export { SPIRE_GATES } from './trust/gates/spire-gates';
export type { VersionGate } from './trust/gates/version-gate';
export { DnsName } from './trust/dns-name';
export type { FederationSide, MemberFacts } from './trust/federation-side';
export { ImageSource } from './trust/image-source';
export { Image } from './trust/image';
export { KeyAlgorithm } from './trust/key-algorithm';
export { Lifetime } from './trust/lifetime';
export { type Finding, MeshTrustError } from './trust/mesh-trust-error';
export {
  NameConstraints,
  type NameConstraintsProps,
  type NameForm,
} from './trust/name-constraints';
export type { Placement, Toleration } from './trust/placement';
export type { Prerequisite } from './trust/prerequisite';
export { type Amounts, Resources } from './trust/resources';
export { RotationPolicy } from './trust/rotation-policy';
export { RULES, type RuleCode } from './trust/rules/catalogue';
export { chainFindings } from './trust/rules/chain-rules';
export { federationSideFindings } from './trust/rules/federation-sides';
export type { RuleEntry, RuleKind } from './trust/rules/rule-entry';
export { SecretRef } from './trust/secret-ref';
export { SpiffeId } from './trust/spiffe-id';
export { Subject, type SubjectOptions } from './trust/subject';
export {
  type Anchor,
  type Authority,
  type CertifiedNames,
  type ChainNode,
  type FederatedTrustDomain,
  type Leaf,
  type OutsideAuthority,
  type OutsideCertificate,
  type ServingIssuer,
  type Statement,
  TrustChain,
} from './trust/trust-chain';
export { TrustDomain } from './trust/trust-domain';
export { Ttl } from './trust/ttl';
export { WorkloadSocket, type WorkloadSocketOptions } from './trust/workload-socket';

export { AcmeAccount, type AcmeAccountProps } from './cert-manager/acme/acme-account';
export {
  AcmeClusterIssuer,
  type AcmeClusterIssuerProps,
} from './cert-manager/acme/acme-cluster-issuer';
export {
  AcmeDirectory,
  type AcmeDirectoryOptions,
  type HttpsUrl,
} from './cert-manager/acme/acme-directory';
export type { AcmeDns01Options } from './cert-manager/acme/acme-dns01';
export type {
  AcmeGateway,
  Http01GatewayRouteProps,
  Http01IngressProps,
} from './cert-manager/acme/acme-http01';
export { AcmeIssuer } from './cert-manager/acme/acme-issuer';
export type { AcmeSelectorOptions } from './cert-manager/acme/acme-selector';
export { AcmeSolver } from './cert-manager/acme/acme-solver';
export type {
  AcmeWebhookConfig,
  AcmeWebhookValue,
  WebhookProps,
} from './cert-manager/acme/acme-webhook';
export {
  AzureDnsCredentials,
  type AzureManagedIdentityProps,
  type AzureServicePrincipalProps,
} from './cert-manager/acme/acme-azure-dns-credentials';
export type { AzureDnsProps } from './cert-manager/acme/acme-azure-dns';
export type { CloudDnsProps } from './cert-manager/acme/acme-cloud-dns';
export type { CloudflareProps } from './cert-manager/acme/acme-cloudflare';
export type { Rfc2136Props } from './cert-manager/acme/acme-rfc2136';
export {
  type Route53AccessKeyProps,
  type Route53AmbientProps,
  Route53Credentials,
  type Route53ServiceAccountProps,
} from './cert-manager/acme/acme-route53-credentials';
export type { Route53Props } from './cert-manager/acme/acme-route53';
export { Approval } from './cert-manager/approval/approval';
export { BuiltInIssuer } from './cert-manager/issuer/built-in-issuer';
export { CaCertificate, type CaCertificateProps } from './cert-manager/certificate/ca-certificate';
export { CaIssuer, type ICaCapableIssuer } from './cert-manager/issuer/ca-issuer';
export { CertManagerVersion } from './cert-manager/cert-manager-version';
export {
  CertManager,
  type CertManagerReleaseProps,
  type InstalledCertManagerProps,
  type NamespacePatch,
} from './cert-manager/cert-manager';
export type { GatedProperty } from './cert-manager/gated-property';
export type { JsonPatchStep, ReleasePatch } from './cert-manager/release-patch';
export {
  EmittedClusterIssuer,
  type EmittedClusterIssuerProps,
} from './cert-manager/issuer/emitted-cluster-issuer';
export { EmittedIssuer, type IssuerPrerequisite } from './cert-manager/issuer/emitted-issuer';
export { ExistingRoot, type ExistingRootProps } from './cert-manager/root/existing-root';
export {
  ExternalAccountBinding,
  type ExternalAccountBindingProps,
} from './cert-manager/acme/external-account-binding';
export {
  ExternalIssuerKind,
  type ExternalIssuerKindProps,
} from './cert-manager/issuer/external-issuer-kind';
export { ExternalIssuer } from './cert-manager/issuer/external-issuer';
export type { IIssuer, ILeafIssuer } from './cert-manager/issuer/issuer';
export {
  LeafCertificate,
  type LeafCertificateProps,
} from './cert-manager/certificate/leaf-certificate';
export type { LeafUsages } from './cert-manager/certificate/leaf-usages';
export {
  OfflineRoot,
  type OfflineRootContext,
  type OfflineRootProps,
} from './cert-manager/root/offline-root';
export { RootCa, type RootCaProps } from './cert-manager/root/root-ca';
export { RootIssuer, type RootIssuerProps } from './cert-manager/root/root-issuer';
export { RequestPolicy } from './cert-manager/approval/request-policy';
export type {
  Requester,
  RequestKey,
  RequestPolicyProps,
} from './cert-manager/approval/request-policy-props';
export { RootBundle, type RootBundleProps } from './cert-manager/bundle/root-bundle';
export { RootCertificate } from './cert-manager/bundle/root-certificate';
export type { IRoot, RootContext } from './cert-manager/root/root';
export {
  type OfflineTrustRootProps,
  SecretRoot,
  type SecretRootProps,
} from './cert-manager/root/secret-root';
export { SelfSignedIssuer } from './cert-manager/issuer/self-signed-issuer';
export { SelfSignedRoot, type SelfSignedRootProps } from './cert-manager/root/self-signed-root';
export { ServerCa } from './cert-manager/issuer/server-ca';
export type { StatedCaProps } from './cert-manager/root/stated-ca';
export {
  TrustManagerBundle,
  type TrustManagerBundleProps,
} from './cert-manager/bundle/trust-manager-bundle';
export { TrustRoot } from './cert-manager/root/trust-root';
export type {
  VaultAppRoleProps,
  VaultAwsAmbientProps,
  VaultAwsServiceAccountProps,
  VaultClientCertificateProps,
  VaultKubernetesProps,
} from './cert-manager/issuer/vault-auth-props';
export {
  VaultCa,
  type VaultCaProps,
  type VaultSignIntermediatePath,
} from './cert-manager/issuer/vault-ca';
export { VaultCaIssuer } from './cert-manager/issuer/vault-ca-issuer';
export { VaultIssuerAuth } from './cert-manager/issuer/vault-issuer-auth';
export { VaultIssuer } from './cert-manager/issuer/vault-issuer';
export { VaultPki, type VaultPkiProps, type VaultSignPath } from './cert-manager/issuer/vault-pki';
export { VaultRoot, type VaultRootProps } from './cert-manager/root/vault-root';
export { VaultSigner, type VaultSignerProps } from './cert-manager/issuer/vault-signer';
export { VenafiIssuer } from './cert-manager/issuer/venafi-issuer';
export {
  type VenafiCloudProps,
  type VenafiNgtsProps,
  VenafiPlatform,
  type VenafiTppProps,
} from './cert-manager/issuer/venafi-platform';
export { VenafiZone, type VenafiZoneProps } from './cert-manager/issuer/venafi-zone';

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
  BundleEndpoint,
  type BundleEndpointProfile,
  type BundleEndpointProps,
  type WebBundleEndpointProps,
} from './spire/federation/bundle-endpoint';
export { EndpointCertificate } from './spire/federation/endpoint-certificate';
export {
  FederatedTrustDomains,
  type FederatedTrustDomainsProps,
} from './spire/federation/federated-trust-domains';
export { FederationMember, type FederationMemberProps } from './spire/federation/federation-member';
export { Federation } from './spire/federation/federation';
export { SpiffeBundle } from './spire/federation/spiffe-bundle';
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
export { NoSpire, Spire } from './spire/no-spire';
export {
  SpireInstallation,
  type SpireInstallationProps,
  type TrustBundle,
} from './spire/spire-installation';
export { spireCaRequest } from './spire/server/spire-ca-request';
export { SpireKeyType } from './spire/server/spire-key-type';
export type { RateLimit, ServerStorage, SpireServerProps } from './spire/server/spire-server-props';
export { SpireServer } from './spire/server/spire-server';
export { SpireVersion } from './spire/spire-version';
export { type PrometheusOptions, Telemetry } from './spire/telemetry';
export {
  type AwsAccessKeyProps,
  AwsCredentials,
  type AwsServiceAccountRoleProps,
} from './spire/server/upstream/aws-credentials';
export type {
  AwsPcaUpstreamProps,
  AwsSigningAlgorithm,
} from './spire/server/upstream/aws-pca-upstream';
export type { AwsSecretUpstreamProps } from './spire/server/upstream/aws-secret-upstream';
export type {
  CertManagerPluginData,
  CertManagerUpstreamOptions,
} from './spire/server/upstream/cert-manager-upstream';
export type { DiskUpstreamProps } from './spire/server/upstream/disk-upstream';
export type { GcpCasUpstreamProps } from './spire/server/upstream/gcp-cas-upstream';
export {
  GcpCredentials,
  type GcpWorkloadIdentityOptions,
} from './spire/server/upstream/gcp-credentials';
export type { HttpsAddress } from './spire/server/upstream/https-address';
export type { SpireUpstreamProps } from './spire/server/upstream/spire-upstream';
export { UpstreamCa, type UpstreamCaProps } from './spire/server/upstream/upstream-ca';
export type { UpstreamEgress, UpstreamNeeds } from './spire/server/upstream/upstream-plugin';
export {
  type VaultAppRoleAuthProps,
  VaultUpstreamAuth,
  type VaultUpstreamAuthData,
  type VaultClientCertificateAuthProps,
  type VaultKubernetesAuthProps,
} from './spire/server/upstream/vault-upstream-auth';
export type { VaultUpstreamProps } from './spire/server/upstream/vault-upstream';
export { UpstreamAuthority } from './spire/server/upstream-authority';

export { AllowPolicy, type AllowPolicyProps } from './istio/authorization/allow-policy';
export {
  type AllowedRequests,
  AllowRule,
  type AllowRuleProps,
  type HttpMethod,
} from './istio/authorization/allow-rule';
export { Authorization, type MeshTrustDomains } from './istio/authorization/authorization';
export { DefaultDeny, type DefaultDenyProps } from './istio/authorization/default-deny';
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
export {
  type SailOptions,
  type SailUpdateStrategy,
  IstioInstallation,
} from './istio/installation/istio-installation';
export type { HelmRelease, IstioChart } from './istio/helm/helm-release';
export { InjectedGateway } from './istio/gateway/injected-gateway';
export type { InjectedGatewaySettings } from './istio/gateway/injected-gateway-settings';
export {
  CanaryUpgrade,
  type CanaryUpgradeTarget,
  type CanaryUpgradeTrial,
} from './istio/control-plane/canary-upgrade';
export { RevisionTags, type RevisionTagsOptions } from './istio/control-plane/revision-tags';
export { CaFiles } from './istio/ca/ca-files';
export { IstioCa } from './istio/ca/istio-ca';
export { CertManagerIstioCa, type CertManagerIstioCaProps } from './istio/ca/istio-ca-cert-manager';
export type { ExistingIstioCaProps } from './istio/ca/istio-ca-existing';
export type { MountedFilesProps } from './istio/ca/istio-ca-mounted-files';
export { IstioCaRoot, type OtherIstioCaRootProps } from './istio/ca/istio-ca-root';
export type { SelfSignedIstioCaProps } from './istio/ca/istio-ca-self-signed';
export { IstioCsr, type IstioCsrProps } from './istio/istio-csr/istio-csr';
export { IstioCsrCa } from './istio/istio-csr/istio-csr-ca';
export type { IstioCsrOptions } from './istio/istio-csr/istio-csr-options';
export { IstioCsrVersion } from './istio/istio-csr/istio-csr-version';
export type { KubernetesSignerOptions } from './istio/kubernetes-signer/kubernetes-signer-options';
export { PinnedRoot } from './istio/istio-csr/pinned-root';
export type {
  IIstioCa,
  IstioCaContext,
  IstioCaSettings,
  NeededSecret,
  IstioSigner,
} from './istio/ca/istio-ca-source';
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
export { IstioExperiment } from './istio/control-plane/istio-experiment';
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
export { type ExperimentalControlPlane, TlsOnSidecarIngress } from './istio/tls-on-sidecar-ingress';
export { type CniNodeAgentOptions, TrafficCapture } from './istio/control-plane/traffic-capture';

export { ChallengeGateway, type ChallengeGatewayProps } from './ingress/challenge-gateway';
export { ClientCa } from './ingress/client-ca';
export {
  ExternalService,
  type ExternalServiceProps,
  type WayOut,
} from './ingress/external-service';
export type { GatewayService } from './ingress/gateway-api-gateway';
export { GatewayApiIngress, type GatewayApiIngressProps } from './ingress/gateway-api-ingress';
export { GatewayApiVersion } from './ingress/gateway-api-version';
export { GatewayApi, type GatewayApiReleaseProps } from './ingress/gateway-api';
export {
  type ExistingGatewayCertificateProps,
  GatewayCertificate,
  type GatewayCertificateProps,
} from './ingress/gateway-certificate';
export { HttpIngress, type HttpIngressProps } from './ingress/http-ingress';
export type {
  HttpRoute,
  PathMatch,
  RouteDestination,
  RouteMatches,
  SingleRoute,
  WeightedDestination,
  WeightedRoute,
} from './ingress/http-route';
export { HttpsIngress, type HttpsIngressProps } from './ingress/https-ingress';
export { IngressApi } from './ingress/ingress-api';
export { IngressHosts } from './ingress/ingress-hosts';
export { IstioIngressClass, type IstioIngressClassProps } from './ingress/istio-ingress-class';
export { OriginTrust } from './ingress/origin-trust';
export {
  OriginatedTls,
  type OriginatedTlsOptions,
  type SimpleTlsOptions,
} from './ingress/originated-tls';
export { PlainHttp } from './ingress/plain-http';
export { ServerTls, type ServerTlsOptions } from './ingress/server-tls';
export type { MeshListener, TlsListener } from './ingress/sidecar-listener';
export { SidecarTls } from './ingress/sidecar-tls';
export { Site, type SiteGateway, type SiteProps } from './ingress/site';
export type { TlsIngressProps } from './ingress/tls-ingress';
export type { EgressGateway, TlsOriginationProps } from './ingress/tls-origination-props';
export { TlsOrigination } from './ingress/tls-origination';
export { TlsVersion } from './ingress/tls-version';
export type { SidecarTlsProps, TlsWorkloadProps } from './ingress/tls-workload-props';
export { TlsWorkload } from './ingress/tls-workload';

export { Bookinfo, type BookinfoProps } from './samples/bookinfo';
export { type Callee, CurlClient, type CurlClientProps } from './samples/curl-client';
export { Helloworld, type HelloworldVersion } from './samples/helloworld';
export { HttpbinWithClients, type HttpbinWithClientsProps } from './samples/httpbin-with-clients';
export { Httpbin, type HttpbinProps } from './samples/httpbin';
export type { PodInjection, SampleProps } from './samples/sample-props';
export type { SampleSurroundings } from './samples/sample-parts';
export {
  type BookinfoOptions,
  type HelloworldOptions,
  type HttpbinOptions,
  Sample,
} from './samples/sample';

export type {
  AnyEnvironmentProps,
  EnvironmentProps,
  EnvironmentWithoutSpireProps,
  IstioEnvironmentProps,
  IstioOptions,
  IstioWithoutSpireOptions,
  MeshProps,
  SpireOptions,
} from './stack/environment-props';
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
export { type GatheredPrerequisite, prerequisitesOf } from './delivery/prerequisites';
export type { Renderable } from './delivery/renderable';
export { type SynthesizeOptions, synthesize } from './delivery/synthesize';
