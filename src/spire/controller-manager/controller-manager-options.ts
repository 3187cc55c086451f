import { instanceOf, listOf, oneOf, optional, text, type PropertyTable } from '../../trust/props';
import { Resources } from '../../trust/resources';
import { Ttl } from '../../trust/ttl';
import type { SpireInstallation } from '../spire-installation';

/** How much is logged. */
export type SpireLogLevel = 'DEBUG' | 'INFO' | 'WARN' | 'ERROR';

/** Words of `SpireLogLevel`, for checks. */
export const SPIRE_LOG_LEVELS: readonly SpireLogLevel[] = ['DEBUG', 'INFO', 'WARN', 'ERROR'];

/** What can be said about the controller manager, which turns ClusterSPIFFEIDs into entries of the server. */
export interface ControllerManagerOptions {
  /** Release of spire-controller-manager; its CRDs must be of the same. @default '0.6.6' */
  readonly version?: string;
  /** How often entries are compared with the cluster when nothing happens. @default Ttl.seconds(10) */
  readonly gcInterval?: Ttl;
  /**
   * Namespaces whose Pods get no identity, each a whole name in which `.*` stands for any rest.
   *
   * @default - those of Kubernetes itself (kube-node-lease, kube-public, kube-system) and of SPIRE
   */
  readonly ignoreNamespaces?: readonly string[];
  /** What the container asks for and may use. @default - 50m and 64Mi, at most 500m and 256Mi */
  readonly resources?: Resources;
  /** How much is logged. @default 'INFO' */
  readonly logLevel?: SpireLogLevel;
}

/** The same with every default in place. */
export type ControllerManagerSettings = Required<ControllerManagerOptions>;

/** Grammar of an ignored namespace: the part of regular expressions in which JavaScript and Go agree. */
export const NAMESPACE_PATTERN = /^(?=.{1,253}$)(?:[-a-z0-9]|\.\*)+$/;

/** Check of a list of ignored namespaces. */
export const ignoreNamespacesCheck = listOf(
  text(NAMESPACE_PATTERN, "a namespace, with '.*' for any rest", 'openshift-.*'),
);

/** One check for each option of the controller manager. */
export const CONTROLLER_MANAGER_OPTIONS: PropertyTable<ControllerManagerOptions> = {
  version: optional(
    text(/^\d{1,4}\.\d{1,4}\.\d{1,4}$/, 'a release of spire-controller-manager', '0.6.6'),
  ),
  gcInterval: optional(instanceOf(Ttl, 'Ttl.seconds(10)')),
  ignoreNamespaces: optional(ignoreNamespacesCheck),
  resources: optional(
    instanceOf(Resources, "Resources.of({ cpu: '50m', memory: '64Mi' }, { memory: '256Mi' })"),
  ),
  logLevel: optional(oneOf(SPIRE_LOG_LEVELS)),
};

/** Release of spire-controller-manager unless another is chosen. */
export const CONTROLLER_MANAGER_VERSION = '0.6.6';

const DEFAULT_RESOURCES = Resources.of(
  { cpu: '50m', memory: '64Mi', 'ephemeral-storage': '32Mi' },
  { cpu: '500m', memory: '256Mi', 'ephemeral-storage': '128Mi' },
);

/** The options with every default in place. */
export function controllerManagerSettings(
  installation: SpireInstallation,
  options: ControllerManagerOptions = {},
): ControllerManagerSettings {
  return {
    version: options.version ?? CONTROLLER_MANAGER_VERSION,
    gcInterval: options.gcInterval ?? Ttl.seconds(10),
    ignoreNamespaces: options.ignoreNamespaces ?? defaultIgnoreNamespaces(installation),
    resources: options.resources ?? DEFAULT_RESOURCES,
    logLevel: options.logLevel ?? 'INFO',
  };
}

/** Namespaces that are ignored unless others are said: those that never have a mesh workload. */
export function defaultIgnoreNamespaces(installation: SpireInstallation): readonly string[] {
  return [
    'kube-node-lease',
    'kube-public',
    'kube-system',
    installation.agentNamespace,
    installation.serverNamespace,
  ];
}
