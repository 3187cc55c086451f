import { ignorePattern } from './namespace-ignored';
import { SERVER_PORTS } from '../server/spire-server-ports';
import type { SpireServerSettings } from '../server/spire-server-settings';

/** Name of the controller manager: of its container, ClusterRole, lease and configuration. */
export const CONTROLLER_MANAGER = 'spire-controller-manager';
/** Name of its webhook: of the Service and of the ValidatingWebhookConfiguration. */
export const CONTROLLER_MANAGER_WEBHOOK = 'spire-controller-manager-webhook';
/** Where the container of the controller manager finds the socket of the server. */
export const CONTROLLER_MANAGER_SOCKET_FOLDER = '/spire-server';

const NANOSECONDS_PER_SECOND = 1_000_000_000;

/**
 * The configuration file of the controller manager. A field that it does not know it drops in
 * silence, so that only what is in the Go type of 0.6.6 and has an effect there is in it.
 *
 * @see https://github.com/spiffe/spire-controller-manager/blob/v0.6.6/docs/spire-controller-manager-config.md
 */
export interface ControllerManagerConfig {
  /** Group and version of the file. */
  readonly apiVersion: 'spire.spiffe.io/v1alpha1';
  /** Kind of the file. */
  readonly kind: 'ControllerManagerConfig';
  /** The class that every registration has to carry. */
  readonly className: string;
  /** Whether registrations without a class count, too: never. */
  readonly watchClassless: false;
  /** Name of the cluster in the IDs of agents, which are the parents of all entries. */
  readonly clusterName: string;
  /** DNS domain of the cluster. */
  readonly clusterDomain: string;
  /** The trust domain that SPIRE vouches for. */
  readonly trustDomain: string;
  /** Regular expressions for namespaces whose Pods get no identity. */
  readonly ignoreNamespaces: readonly string[];
  /** How often entries are compared with the cluster, in nanoseconds: a Go duration is no number here. */
  readonly gcInterval: number;
  /** The socket of the server in the same Pod. */
  readonly spireServerSocketPath: string;
  /** The webhook whose `caBundle` the controller manager fills. */
  readonly validatingWebhookConfigurationName: string;
  /** How much is logged. */
  readonly logLevel: string;
  /** How it is logged. */
  readonly logEncoding: 'json' | 'console';
  /** Where metrics are offered; `0` where they are not. */
  readonly metrics: { readonly bindAddress: string };
  /** Where the kubelet asks for its state. */
  readonly health: { readonly healthProbeBindAddress: string };
  /** Which one of several reconciles. */
  readonly leaderElection?: {
    readonly leaderElect: true;
    readonly resourceLock: 'leases';
    readonly resourceName: string;
    readonly resourceNamespace: string;
  };
}

/** The configuration of the controller manager beside a server with these settings. */
export function controllerManagerConfig(settings: SpireServerSettings): ControllerManagerConfig {
  const { installation, controllerManager, telemetry, logFormat, replicas } = settings;
  return {
    apiVersion: 'spire.spiffe.io/v1alpha1',
    kind: 'ControllerManagerConfig',
    className: installation.className,
    watchClassless: false,
    clusterName: installation.clusterName,
    clusterDomain: installation.clusterDomain,
    trustDomain: installation.trustDomain.toString(),
    ignoreNamespaces: [...new Set(controllerManager.ignoreNamespaces)].sort().map(ignorePattern),
    gcInterval: controllerManager.gcInterval.inSeconds * NANOSECONDS_PER_SECOND,
    spireServerSocketPath: `${CONTROLLER_MANAGER_SOCKET_FOLDER}/api.sock`,
    validatingWebhookConfigurationName: CONTROLLER_MANAGER_WEBHOOK,
    logLevel: controllerManager.logLevel.toLowerCase(),
    logEncoding: logFormat === 'json' ? 'json' : 'console',
    metrics: {
      bindAddress: telemetry.port === undefined ? '0' : `:${SERVER_PORTS.controllerManagerMetrics}`,
    },
    health: { healthProbeBindAddress: `:${SERVER_PORTS.controllerManagerHealth}` },
    ...(replicas > 1
      ? {
          leaderElection: {
            leaderElect: true,
            resourceLock: 'leases',
            resourceName: CONTROLLER_MANAGER,
            resourceNamespace: installation.serverNamespace,
          },
        }
      : {}),
  };
}
