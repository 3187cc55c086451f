import type { VersionGate } from './version-gate';

const CHANGES = 'https://github.com/spiffe/spire/blob/v1.15.3/CHANGELOG.md';

/** What depends on the release of SPIRE. */
export const SPIRE_GATES = {
  containerLocator: {
    feature: 'Pods on nodes with cgroups v2 are found without being asked for',
    since: '1.11.0',
    otherwise: '`use_new_container_locator` is written',
    see: CHANGES,
  },
  x509SvidCacheMaxSize: {
    feature: '`x509_svid_cache_max_size` of the agent',
    since: '1.11.0',
    otherwise: 'refused',
    see: CHANGES,
  },
  downstreamAsksForLifetime: {
    feature: 'a SPIRE below another asks for the lifetime of its CA',
    since: '1.12.0',
    otherwise: 'the registration there says it (`ttl`)',
    see: CHANGES,
  },
  bundlePublisher: {
    feature: 'the trust bundle published by the BundlePublisher `k8s_configmap`',
    since: '1.12.4',
    otherwise: 'the Notifier `k8sbundle` publishes it, in PEM',
    see: 'https://github.com/spiffe/spire/blob/v1.15.3/doc/plugin_server_bundlepublisher_k8s_configmap.md',
  },
  pruneAttestedNodes: {
    feature: '`prune_attested_nodes_expired_for`',
    since: '1.13.0',
    otherwise: 'refused',
    see: CHANGES,
  },
  rebootstrap: {
    feature: '`rebootstrap_mode`: an agent that starts anew from the published bundle',
    since: '1.13.0',
    otherwise: 'refused when it is asked for, and left out otherwise',
    see: CHANGES,
  },
  workloadKeyP384: {
    feature: '`ec-p384` as the key type of workloads',
    since: '1.14.0',
    otherwise: 'refused',
    see: CHANGES,
  },
} as const satisfies Readonly<Record<string, VersionGate>>;
