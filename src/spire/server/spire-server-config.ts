import { Datastore, type DatastorePluginData } from './datastore';
import { BundleEndpoint } from '../federation/bundle-endpoint';
import { SpireInstallation } from '../spire-installation';
import { SERVER_PORTS } from './spire-server-ports';
import type { SpireServerSettings } from './spire-server-settings';

/** A plugin as `plugins` of SPIRE has it. */
interface Plugin<Data> {
  readonly plugin_data: Data;
}

/** One cluster whose agents attest with k8s_psat. */
interface PsatCluster {
  readonly service_account_allow_list: readonly string[];
  readonly audience: readonly string[];
}

/** Where the server hands out its bundle, and what it shows there. */
interface BundleEndpointSection {
  readonly address: string;
  readonly port: number;
  readonly refresh_hint: string;
  /** Exactly one of both. */
  readonly profile:
    | { readonly https_spiffe: Readonly<Record<string, never>> }
    | {
        readonly https_web: {
          readonly serving_cert_file: {
            readonly cert_file_path: string;
            readonly key_file_path: string;
            readonly file_sync_interval: string;
          };
        };
      };
}

/** One ConfigMap to which k8s_configmap writes the bundle. */
interface PublishedConfigMap {
  readonly namespace: string;
  readonly configmap_name: string;
  readonly configmap_key: string;
  readonly format: 'spiffe' | 'pem';
}

/**
 * The configuration file of the server, in the JSON form that SPIRE reads as well as HCL. Only what
 * an environment states is in it.
 *
 * @see https://github.com/spiffe/spire/blob/v1.15.3/doc/spire_server.md
 */
export interface SpireServerConfig {
  /** The server itself. */
  readonly server: {
    readonly trust_domain: string;
    readonly bind_address: string;
    readonly bind_port: number;
    readonly socket_path: string;
    readonly data_dir: string;
    readonly ca_key_type: string;
    readonly jwt_key_type: string;
    readonly ca_subject: {
      readonly common_name: string;
      readonly organization: readonly string[];
      readonly country: readonly string[];
    };
    readonly ca_ttl: string;
    readonly default_x509_svid_ttl: string;
    readonly default_jwt_svid_ttl: string;
    readonly agent_ttl: string;
    readonly jwt_issuer?: string;
    readonly log_level: string;
    readonly log_format: string;
    readonly audit_log_enabled: boolean;
    readonly ratelimit: { readonly attestation: boolean; readonly signing: boolean };
    readonly prune_attested_nodes_expired_for?: string;
    readonly federation?: { readonly bundle_endpoint: BundleEndpointSection };
  };
  /** Its plugins, by type and name. */
  readonly plugins: {
    readonly DataStore: { readonly sql: Plugin<DatastorePluginData> };
    readonly KeyManager: { readonly disk: Plugin<{ readonly keys_path: string }> };
    readonly NodeAttestor: {
      readonly k8s_psat: Plugin<{ readonly clusters: Readonly<Record<string, PsatCluster>> }>;
    };
    readonly UpstreamAuthority?: Readonly<Record<string, Plugin<object | undefined>>>;
    readonly BundlePublisher?: {
      readonly k8s_configmap: Plugin<{
        readonly clusters: Readonly<Record<string, PublishedConfigMap>>;
      }>;
    };
    readonly Notifier?: {
      readonly k8sbundle: Plugin<{
        readonly namespace: string;
        readonly config_map: string;
        readonly config_map_key: string;
      }>;
    };
  };
  /** Where metrics are offered. */
  readonly telemetry?: { readonly Prometheus: { readonly host: string; readonly port: number } };
  /** Where the kubelet asks for the state of the server. */
  readonly health_checks: {
    readonly listener_enabled: boolean;
    readonly bind_address: string;
    readonly bind_port: string;
    readonly live_path: string;
    readonly ready_path: string;
  };
}

const EVERY_ADDRESS = '0.0.0.0';

/** Socket of the server's own API: the place where `spire-server` looks for it, so that it needs no flag. */
export const SERVER_SOCKET_FOLDER = '/tmp/spire-server/private';

/** Where the server finds the certificate of its bundle endpoint, when that is one of its own. */
export const BUNDLE_CERTIFICATE_FOLDER = '/run/spire/bundle-endpoint';

/** The configuration of a server with these settings. */
export function spireServerConfig(settings: SpireServerSettings): SpireServerConfig {
  const { telemetry } = settings;
  return {
    server: serverSection(settings),
    plugins: pluginsSection(settings),
    telemetry:
      telemetry.port === undefined
        ? undefined
        : { Prometheus: { host: EVERY_ADDRESS, port: telemetry.port } },
    health_checks: {
      listener_enabled: true,
      bind_address: EVERY_ADDRESS,
      bind_port: SERVER_PORTS.health.toString(),
      live_path: '/live',
      ready_path: '/ready',
    },
  };
}

/**
 * The file as the server reads it with `-expandEnv`. Only the variable of the datastore is replaced:
 * every other `$` is written as JSON's escape, since releases differ in what they make of `$$`.
 */
export function serverConfigText(config: SpireServerConfig): string {
  const lines = JSON.stringify(config, undefined, 2).split('\n');
  const isExpanded = (line: string): boolean => line.trimStart().startsWith('"connection_string"');
  return lines
    .map((line) => `${isExpanded(line) ? line : line.replaceAll('$', '\\u0024')}\n`)
    .join('');
}

function serverSection(settings: SpireServerSettings): SpireServerConfig['server'] {
  const { caSubject } = settings;
  return {
    trust_domain: settings.installation.trustDomain.toString(),
    bind_address: EVERY_ADDRESS,
    bind_port: SERVER_PORTS.grpc,
    socket_path: `${SERVER_SOCKET_FOLDER}/api.sock`,
    data_dir: Datastore.DATA_FOLDER,
    ca_key_type: settings.caKeyType.toString(),
    jwt_key_type: settings.jwtKeyType.toString(),
    ca_subject: {
      common_name: caSubject.commonName,
      organization: caSubject.organizations,
      country: caSubject.countries,
    },
    ca_ttl: settings.caTtl.toString(),
    default_x509_svid_ttl: settings.x509SvidTtl.toString(),
    default_jwt_svid_ttl: settings.jwtSvidTtl.toString(),
    agent_ttl: settings.agentTtl.toString(),
    jwt_issuer: settings.jwtIssuer,
    log_level: settings.logLevel,
    log_format: settings.logFormat,
    audit_log_enabled: settings.auditLog,
    ratelimit: settings.rateLimit,
    prune_attested_nodes_expired_for: settings.pruneAttestedNodesExpiredFor?.toString(),
    ...federationSection(settings.installation),
  };
}

/** Whose bundles the server fetches is in none of it: ClusterFederatedTrustDomains say that. */
function federationSection({
  member,
}: SpireInstallation): Pick<SpireServerConfig['server'], 'federation'> {
  if (member === undefined) {
    return {};
  }
  const { refreshHint, certificate } = member.endpoint;
  return {
    federation: {
      bundle_endpoint: {
        address: EVERY_ADDRESS,
        port: BundleEndpoint.SERVER_PORT,
        refresh_hint: refreshHint.toString(),
        profile:
          certificate === undefined
            ? { https_spiffe: {} }
            : { https_web: { serving_cert_file: SERVING_CERTIFICATE } },
      },
    },
  };
}

const SERVING_CERTIFICATE = {
  cert_file_path: `${BUNDLE_CERTIFICATE_FOLDER}/tls.crt`,
  key_file_path: `${BUNDLE_CERTIFICATE_FOLDER}/tls.key`,
  // Said outright: without it SPIRE 1.10 does not start.
  file_sync_interval: '1h',
};

function pluginsSection(settings: SpireServerSettings): SpireServerConfig['plugins'] {
  const { installation, datastore, upstream } = settings;
  const agent = `${installation.agentNamespace}:${SpireInstallation.AGENT}`;
  return {
    DataStore: { sql: { plugin_data: datastore.pluginData } },
    KeyManager: { disk: { plugin_data: { keys_path: `${Datastore.DATA_FOLDER}/keys.json` } } },
    NodeAttestor: {
      k8s_psat: {
        plugin_data: {
          clusters: {
            [installation.clusterName]: {
              service_account_allow_list: [agent],
              audience: [SpireInstallation.PSAT_AUDIENCE],
            },
          },
        },
      },
    },
    UpstreamAuthority:
      upstream.pluginName === undefined
        ? undefined
        : { [upstream.pluginName]: { plugin_data: upstream.pluginData(installation) } },
    ...bundlePlugin(installation),
  };
}

function bundlePlugin(
  installation: SpireInstallation,
): Pick<SpireServerConfig['plugins'], 'BundlePublisher' | 'Notifier'> {
  const { publishedBy, namespace, configMap, key, format } = installation.trustBundle;
  if (publishedBy === 'Notifier k8sbundle') {
    const data = { namespace, config_map: configMap, config_map_key: key };
    return { Notifier: { k8sbundle: { plugin_data: data } } };
  }
  const target = { namespace, configmap_name: configMap, configmap_key: key, format };
  return {
    BundlePublisher: {
      k8s_configmap: { plugin_data: { clusters: { [installation.clusterName]: target } } },
    },
  };
}
