import {
  flag,
  integer,
  listOf,
  mapOf,
  objectWith,
  oneOf,
  optional,
  port,
  record,
  text,
  type Check,
  type PropertyTable,
} from '../../trust/props';
import type { MeshConfig } from './mesh-config';
import type { ProxyConfig } from './proxy-config';

/** A text that a component reads; only that it is one and not endless. */
export const anyText: Check = text(/^[\s\S]{1,4096}$/, 'a text of 1 to 4096 characters', 'text');
/** An object whose fields the type holds. */
export const anyObject: Check = objectWith([], '{ … }');
const duration = text(/^(\d+(\.\d+)?(ms|h|m|s))+$/, 'a Go duration', '10s');
const texts = listOf(anyText);
const objects = listOf(anyObject);
const anyPort = integer(0, 65535);
const variableNames = mapOf(/^[A-Za-z_][A-Za-z0-9_]*$/, 'names of environment variables', anyText);

/** One check for each property of the settings of proxies. */
export const PROXY_CONFIG_PROPERTIES: PropertyTable<ProxyConfig> = {
  proxyMetadata: optional(variableNames),
  holdApplicationUntilProxyStarts: optional(flag()),
  discoveryAddress: optional(anyText),
  meshId: optional(anyText),
  concurrency: optional(integer(0, 1024)),
  image: optional(record({ imageType: oneOf(['default', 'distroless', 'debug']) })),
  interceptionMode: optional(oneOf(['REDIRECT', 'TPROXY', 'NONE'])),
  tracing: optional(anyObject),
  proxyStatsMatcher: optional(anyObject),
  extraStatTags: optional(texts),
  gatewayTopology: optional(anyObject),
  caCertificatesPem: optional(texts),
  drainDuration: optional(duration),
  terminationDrainDuration: optional(duration),
  runtimeValues: optional(mapOf(/./, 'names of runtime flags', anyText)),
  statusPort: optional(anyPort),
  proxyAdminPort: optional(anyPort),
  statNameLength: optional(integer(1, 4096)),
  statsdUdpAddress: optional(anyText),
  tracingServiceName: optional(
    oneOf(['APP_LABEL_AND_NAMESPACE', 'CANONICAL_NAME_ONLY', 'CANONICAL_NAME_AND_NAMESPACE']),
  ),
};

/** One check for each property of the mesh: istioctl would take an unknown one in silence. */
export const MESH_CONFIG_PROPERTIES: PropertyTable<MeshConfig> = {
  trustDomain: optional(anyText),
  trustDomainAliases: optional(texts),
  caCertificates: optional(objects),
  ca: optional(objectWith(['address'], "{ address: 'ca.example.com:443' }")),
  meshMTLS: optional(anyObject),
  tlsDefaults: optional(anyObject),
  enableAutoMtls: optional(flag()),
  defaultConfig: optional(record(PROXY_CONFIG_PROPERTIES)),
  accessLogFile: optional(anyText),
  accessLogFormat: optional(anyText),
  accessLogEncoding: optional(oneOf(['TEXT', 'JSON'])),
  enableEnvoyAccessLogService: optional(flag()),
  disableEnvoyListenerLog: optional(flag()),
  enableTracing: optional(flag()),
  enablePrometheusMerge: optional(flag()),
  extensionProviders: optional(listOf(objectWith(['name'], "{ name: 'otel', … }"))),
  defaultProviders: optional(anyObject),
  outboundTrafficPolicy: optional(record({ mode: oneOf(['REGISTRY_ONLY', 'ALLOW_ANY']) })),
  inboundTrafficPolicy: optional(record({ mode: oneOf(['PASSTHROUGH', 'LOCALHOST']) })),
  discoverySelectors: optional(objects),
  rootNamespace: optional(anyText),
  defaultServiceExportTo: optional(texts),
  defaultVirtualServiceExportTo: optional(texts),
  defaultDestinationRuleExportTo: optional(texts),
  serviceSettings: optional(objects),
  ingressControllerMode: optional(oneOf(['OFF', 'DEFAULT', 'STRICT'])),
  ingressClass: optional(anyText),
  ingressService: optional(anyText),
  ingressSelector: optional(anyText),
  connectTimeout: optional(duration),
  protocolDetectionTimeout: optional(duration),
  dnsRefreshRate: optional(duration),
  h2UpgradePolicy: optional(oneOf(['DO_NOT_UPGRADE', 'UPGRADE'])),
  pathNormalization: optional(anyObject),
  defaultHttpRetryPolicy: optional(objectWith(['attempts'], '{ attempts: 2 }')),
  tcpKeepalive: optional(anyObject),
  proxyListenPort: optional(port()),
  proxyInboundListenPort: optional(port()),
  proxyHttpPort: optional(port()),
  inboundClusterStatName: optional(anyText),
  outboundClusterStatName: optional(anyText),
};
