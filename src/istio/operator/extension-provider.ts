/** Where a provider listens. */
interface ProviderAddress {
  /** Service, as `<namespace>/<host>` or a bare host name. */
  readonly service: string;
  /** Its port. */
  readonly port: number;
}

/** How the line of a log is made. */
export interface LogFormat {
  /** A text with Envoy's placeholders. @default - the format of Istio */
  readonly text?: string;
  /** A JSON object with Envoy's placeholders. @default - text */
  readonly labels?: Readonly<Record<string, string>>;
}

/** An authorizer asked over HTTP. */
export interface ExternalAuthorizationHttp extends ProviderAddress {
  /** How long it may take, a Go duration. @default '600s' */
  readonly timeout?: string;
  /** Put before the path of the request. @default - nothing */
  readonly pathPrefix?: string;
  /** Whether requests pass when it cannot be asked. @default false */
  readonly failOpen?: boolean;
  /** Status when it cannot be asked. @default '403' */
  readonly statusOnError?: string;
  /** Headers of the request that it is shown. @default - none */
  readonly includeRequestHeadersInCheck?: readonly string[];
  /** Headers that it may set for the application. @default - none */
  readonly headersToUpstreamOnAllow?: readonly string[];
  /** Headers that it may set for the client when it refuses. @default - all */
  readonly headersToDownstreamOnDeny?: readonly string[];
}

/** An authorizer asked over gRPC. */
export interface ExternalAuthorizationGrpc extends ProviderAddress {
  /** How long it may take, a Go duration. @default '600s' */
  readonly timeout?: string;
  /** Whether requests pass when it cannot be asked. @default false */
  readonly failOpen?: boolean;
  /** Status when it cannot be asked. @default '403' */
  readonly statusOnError?: string;
}

/** A tracing collector. */
export interface TracingProvider extends ProviderAddress {
  /** Longest tag, in characters. @default 256 */
  readonly maxTagLength?: number;
}

/** A collector of logs. */
export interface LogProvider extends ProviderAddress {
  /** Name of the log. @default - that of Istio */
  readonly logName?: string;
  /** How a line is made. @default - the format of Istio */
  readonly logFormat?: LogFormat;
}

/**
 * A service that proxies ask or report to: an authorizer, a tracing collector, a log. Exactly one of
 * the fields besides `name` is given.
 *
 * @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-ExtensionProvider
 */
export interface ExtensionProvider {
  /** Name by which Telemetry and AuthorizationPolicy refer to it. */
  readonly name: string;
  /** An authorizer asked over HTTP. @default - another kind */
  readonly envoyExtAuthzHttp?: ExternalAuthorizationHttp;
  /** An authorizer asked over gRPC. @default - another kind */
  readonly envoyExtAuthzGrpc?: ExternalAuthorizationGrpc;
  /** A Zipkin collector. @default - another kind */
  readonly zipkin?: TracingProvider;
  /** A Datadog agent. @default - another kind */
  readonly datadog?: TracingProvider;
  /** A SkyWalking collector. @default - another kind */
  readonly skywalking?: ProviderAddress;
  /** An OpenTelemetry collector of traces. @default - another kind */
  readonly opentelemetry?: TracingProvider;
  /** Metrics for Prometheus. @default - another kind */
  readonly prometheus?: Readonly<Record<string, never>>;
  /** Access logs in a file. @default - another kind */
  readonly envoyFileAccessLog?: { readonly path: string; readonly logFormat?: LogFormat };
  /** Access logs of HTTP over gRPC. @default - another kind */
  readonly envoyHttpAls?: LogProvider;
  /** Access logs of TCP over gRPC. @default - another kind */
  readonly envoyTcpAls?: LogProvider;
  /** Access logs for OpenTelemetry. @default - another kind */
  readonly envoyOtelAls?: LogProvider;
}
