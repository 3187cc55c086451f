import type { ExtensionProvider } from './extension-provider';
import type { ProxyConfig } from './proxy-config';

/** A selector of namespaces or Pods by label. */
export interface IstioLabelSelector {
  /** Labels that all must be there. @default - every object */
  readonly matchLabels?: Readonly<Record<string, string>>;
  /** Conditions that all must hold. @default - none */
  readonly matchExpressions?: readonly {
    readonly key: string;
    readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
    readonly values?: readonly string[];
  }[];
}

/** A foreign root that proxies trust, in one of two forms; in neither, whose roots they have from elsewhere. */
export interface MeshCertificateData {
  /** The certificates themselves, PEM. @default - see `spiffeBundleUrl` */
  readonly pem?: string;
  /** An `https` address of a SPIFFE bundle endpoint. @default - see `pem` */
  readonly spiffeBundleUrl?: string;
  /** Signers of the Kubernetes CSR API that this root belongs to. @default - none */
  readonly certSigners?: readonly string[];
  /** Trust domains that this root vouches for. @default - that of the mesh */
  readonly trustDomains?: readonly string[];
}

/** Bounds of the TLS that Envoy speaks. */
export interface MeshTlsConfig {
  /** The oldest version that is spoken. @default 'TLS_AUTO' */
  readonly minProtocolVersion?: 'TLS_AUTO' | 'TLSV1_2' | 'TLSV1_3';
  /** Curves of the key exchange, for instance `P-256`. @default - those of Envoy */
  readonly ecdhCurves?: readonly string[];
  /** Cipher suites of TLS 1.2. @default - those of Istio */
  readonly cipherSuites?: readonly string[];
}

/** A CA outside istiod that signs for workloads. */
export interface MeshCa {
  /** `host:port` of the CA. */
  readonly address: string;
  /** How long a request may take, a Go duration. @default '10s' */
  readonly requestTimeout?: string;
  /** Whether istiod, and not each proxy, calls it. @default true */
  readonly istiodSide?: boolean;
}

/**
 * How the mesh behaves at run time. istioctl takes a misspelt key here without a word, so that this
 * type is closed: what it does not have cannot be written.
 *
 * @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/
 */
export interface MeshConfig {
  /** The root of every identity of the mesh. @default 'cluster.local' */
  readonly trustDomain?: string;
  /** Trust domains whose identities count as those of the mesh. @default - none */
  readonly trustDomainAliases?: readonly string[];
  /** Roots that proxies trust besides that of istiod. @default - none */
  readonly caCertificates?: readonly MeshCertificateData[];
  /** A CA outside istiod. @default - istiod signs */
  readonly ca?: MeshCa;
  /** Bounds of mutual TLS within the mesh. @default - TLS 1.2 and newer */
  readonly meshMTLS?: MeshTlsConfig;
  /** Bounds of every other TLS that proxies speak. @default - TLS 1.2 and newer */
  readonly tlsDefaults?: MeshTlsConfig;
  /** Whether proxies speak mutual TLS to whoever has a proxy. @default true */
  readonly enableAutoMtls?: boolean;
  /** Settings of every proxy. @default - those of Istio */
  readonly defaultConfig?: ProxyConfig;
  /** Where proxies write access logs, for instance `/dev/stdout`. @default - nowhere */
  readonly accessLogFile?: string;
  /** How a line of the access log looks. @default - the format of Istio */
  readonly accessLogFormat?: string;
  /** Text or JSON lines. @default 'TEXT' */
  readonly accessLogEncoding?: 'TEXT' | 'JSON';
  /** Whether the proxies write access logs over gRPC too. @default false */
  readonly enableEnvoyAccessLogService?: boolean;
  /** Whether logs of listeners are left out. @default false */
  readonly disableEnvoyListenerLog?: boolean;
  /** Whether proxies report spans. @default true */
  readonly enableTracing?: boolean;
  /** Whether Prometheus scrapes proxy and application at one address. @default true */
  readonly enablePrometheusMerge?: boolean;
  /** Services that proxies report to or ask. @default - Prometheus, and Envoy's log to stdout */
  readonly extensionProviders?: readonly ExtensionProvider[];
  /** Which of them serve where no Telemetry says otherwise. @default - metrics by Prometheus */
  readonly defaultProviders?: {
    readonly tracing?: readonly string[];
    readonly metrics?: readonly string[];
    readonly accessLogging?: readonly string[];
  };
  /** What happens to calls of hosts that the mesh does not know. @default - they pass */
  readonly outboundTrafficPolicy?: {
    readonly mode: 'REGISTRY_ONLY' | 'ALLOW_ANY';
  };
  /** To which address a sidecar hands what came in. @default - the address of the Pod */
  readonly inboundTrafficPolicy?: { readonly mode: 'PASSTHROUGH' | 'LOCALHOST' };
  /** Namespaces that istiod looks at. @default - all */
  readonly discoverySelectors?: readonly IstioLabelSelector[];
  /** Namespace whose configuration holds for the whole mesh. @default - that of istiod */
  readonly rootNamespace?: string;
  /** Where Services are visible: `.`, `*` or namespaces. @default - everywhere */
  readonly defaultServiceExportTo?: readonly string[];
  /** Where VirtualServices are visible. @default - everywhere */
  readonly defaultVirtualServiceExportTo?: readonly string[];
  /** Where DestinationRules are visible. @default - everywhere */
  readonly defaultDestinationRuleExportTo?: readonly string[];
  /** Settings by host. @default - none */
  readonly serviceSettings?: readonly {
    readonly settings: { readonly clusterLocal: boolean };
    readonly hosts: readonly string[];
  }[];
  /** Which Ingress objects Istio serves. @default 'STRICT' */
  readonly ingressControllerMode?: 'OFF' | 'DEFAULT' | 'STRICT';
  /** The ingress class that Istio serves. @default 'istio' */
  readonly ingressClass?: string;
  /** The Service that Ingress objects get their address from. @default 'istio-ingressgateway' */
  readonly ingressService?: string;
  /** The `istio` label of the gateway that serves Ingress objects. @default 'ingressgateway' */
  readonly ingressSelector?: string;
  /** How long connecting upstream may take, a Go duration. @default '10s' */
  readonly connectTimeout?: string;
  /** How long a proxy waits for the first bytes to tell the protocol, a Go duration. @default '0s' */
  readonly protocolDetectionTimeout?: string;
  /** How often proxies resolve DNS names, a Go duration. @default '60s' */
  readonly dnsRefreshRate?: string;
  /** Whether proxies upgrade HTTP/1.1 to HTTP/2 between them. @default 'DO_NOT_UPGRADE' */
  readonly h2UpgradePolicy?: 'DO_NOT_UPGRADE' | 'UPGRADE';
  /** How paths are made uniform before policies match them. @default - BASE */
  readonly pathNormalization?: {
    readonly normalization:
      'DEFAULT' | 'NONE' | 'BASE' | 'MERGE_SLASHES' | 'DECODE_AND_MERGE_SLASHES';
  };
  /** How often HTTP requests are repeated where no VirtualService says it. @default - twice */
  readonly defaultHttpRetryPolicy?: {
    readonly attempts: number;
    readonly perTryTimeout?: string;
    readonly retryOn?: string;
  };
  /** How TCP connections are kept alive. @default - as the kernel does */
  readonly tcpKeepalive?: {
    readonly probes?: number;
    readonly time?: string;
    readonly interval?: string;
  };
  /** Port at which sidecars take what leaves the Pod. @default 15001 */
  readonly proxyListenPort?: number;
  /** Port at which sidecars take what comes into the Pod. @default 15006 */
  readonly proxyInboundListenPort?: number;
  /** Port at which proxies serve as HTTP proxies. @default - none */
  readonly proxyHttpPort?: number;
  /** Name of the statistics of inbound clusters. @default - that of Istio */
  readonly inboundClusterStatName?: string;
  /** Name of the statistics of outbound clusters. @default - that of Istio */
  readonly outboundClusterStatName?: string;
}
