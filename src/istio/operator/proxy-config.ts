/** How a gateway treats what proxies in front of it say about the client. */
export interface GatewayTopology {
  /** How many proxies stand in front, whose x-forwarded-for counts. @default 0 */
  readonly numTrustedProxies?: number;
  /** What becomes of the x-forwarded-client-cert header. @default 'SANITIZE_SET' */
  readonly forwardClientCertDetails?:
    'SANITIZE' | 'FORWARD_ONLY' | 'APPEND_FORWARD' | 'SANITIZE_SET' | 'ALWAYS_FORWARD_ONLY';
  /** Expect the PROXY protocol from whoever connects. @default - not expected */
  readonly proxyProtocol?: Readonly<Record<string, never>>;
}

/** A tracing tag, from one source. */
export interface TracingTag {
  /** A fixed value. @default - another source */
  readonly literal?: { readonly value: string };
  /** An environment variable of the proxy. @default - another source */
  readonly environment?: { readonly name: string; readonly defaultValue?: string };
  /** A header of the request. @default - another source */
  readonly header?: { readonly name: string; readonly defaultValue?: string };
}

/** Tracing of every proxy. */
export interface ProxyTracing {
  /** Share of requests that are traced, in per cent. @default 1 */
  readonly sampling?: number;
  /** Longest path in a span, in characters. @default 256 */
  readonly maxPathTagLength?: number;
  /** Tags added to every span. @default - none */
  readonly customTags?: Readonly<Record<string, TracingTag>>;
  /** Where a Zipkin collector listens, `host:port`. @default - by `extensionProviders` */
  readonly zipkin?: { readonly address: string };
}

/**
 * Settings of every proxy of the mesh, of which `proxyMetadata` decides about certificates: it
 * becomes the environment of the agent that fetches them.
 *
 * @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#ProxyConfig
 */
export interface ProxyConfig {
  /** Environment of the proxies' agents: `SECRET_TTL` and such. @default - none */
  readonly proxyMetadata?: Readonly<Record<string, string>>;
  /** Whether the application starts only when its proxy is ready. @default false */
  readonly holdApplicationUntilProxyStarts?: boolean;
  /** `host:port` of istiod. @default - istiod of the installation */
  readonly discoveryAddress?: string;
  /** Name of the mesh in telemetry. @default - the trust domain */
  readonly meshId?: string;
  /** Worker threads; 0 for one per core. @default - by the limit of processor time */
  readonly concurrency?: number;
  /** Variant of the proxy image. @default - that of the installation */
  readonly image?: { readonly imageType: 'default' | 'distroless' | 'debug' };
  /** How traffic is caught. @default 'REDIRECT' */
  readonly interceptionMode?: 'REDIRECT' | 'TPROXY' | 'NONE';
  /** Tracing. @default - 1 % of requests */
  readonly tracing?: ProxyTracing;
  /** Which of Envoy's statistics are kept. @default - those that Istio uses */
  readonly proxyStatsMatcher?: {
    readonly inclusionPrefixes?: readonly string[];
    readonly inclusionSuffixes?: readonly string[];
    readonly inclusionRegexps?: readonly string[];
  };
  /** Further tags of statistics. @default - none */
  readonly extraStatTags?: readonly string[];
  /** How gateways treat proxies in front of them. @default - none in front */
  readonly gatewayTopology?: GatewayTopology;
  /** Roots that proxies trust besides that of the mesh, PEM. @default - none */
  readonly caCertificatesPem?: readonly string[];
  /** How long connections are drained when the configuration changes, a Go duration. @default '45s' */
  readonly drainDuration?: string;
  /** How long connections are drained when the Pod ends, a Go duration. @default '5s' */
  readonly terminationDrainDuration?: string;
  /** Envoy's runtime flags. @default - none */
  readonly runtimeValues?: Readonly<Record<string, string>>;
  /** Port of the proxy's own metrics and health. @default 15020 */
  readonly statusPort?: number;
  /** Port of Envoy's administration interface. @default 15000 */
  readonly proxyAdminPort?: number;
  /** Longest name of a statistic, in characters. @default 189 */
  readonly statNameLength?: number;
  /** `host:port` of a statsd collector. @default - none */
  readonly statsdUdpAddress?: string;
  /** What the service is called in traces. @default 'CANONICAL_NAME_ONLY' */
  readonly tracingServiceName?:
    'APP_LABEL_AND_NAMESPACE' | 'CANONICAL_NAME_ONLY' | 'CANONICAL_NAME_AND_NAMESPACE';
}
