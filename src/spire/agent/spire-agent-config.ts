import { Ttl } from '../../trust/ttl';
import { KubeletVerification } from './kubelet-verification';
import { AGENT_PATHS } from './spire-agent-paths';
import { DEFAULT_AGENT_HEALTH_PORT } from './spire-agent-ports';
import type { SpireAgentProps } from './spire-agent-props';
import { SpireAgentRebootstrap } from './spire-agent-rebootstrap';
import { SPIRE_GATES } from '../../trust/gates/spire-gates';
import { SpireInstallation } from '../spire-installation';
import { Telemetry } from '../telemetry';

/**
 * agent.conf, as far as it is used here: SPIRE reads JSON as it reads HCL, and refuses keys that it
 * does not know. Without `sds` and `disable_sds_api` the agent serves SDS under the names `default`
 * and `ROOTCA`, which are those that Istio asks for; in a federation `ROOTCA` is all bundles.
 *
 * @see https://github.com/spiffe/spire/blob/v1.15.3/doc/spire_agent.md
 */
export interface SpireAgentConfig {
  /** The agent itself. */
  readonly agent: Readonly<Record<string, string | number | SdsSection>>;
  /** Its plugins by kind and name. */
  readonly plugins: {
    /** How it proves to the server which node it runs on. */
    readonly NodeAttestor: { readonly k8s_psat: PluginData };
    /** Where its keys are. */
    readonly KeyManager: { readonly memory: PluginData };
    /** How it finds out which workload asks. */
    readonly WorkloadAttestor: { readonly k8s: PluginData };
  };
  /** Listener of liveness and readiness. */
  readonly health_checks: Readonly<Record<string, string | boolean>>;
  /** Listener of metrics. @default - no metrics are served */
  readonly telemetry?: {
    readonly Prometheus: { readonly host: string; readonly port: number };
  };
}

/** The names under which the agent serves bundles over SDS. */
export interface SdsSection {
  /** What the bundle of the own trust domain is called. */
  readonly default_bundle_name: string;
  /** What all bundles together are called, those of the federation among them. */
  readonly default_all_bundles_name: string;
}

/** What a plugin is told. */
export interface PluginData {
  /** Its keys. */
  readonly plugin_data: Readonly<Record<string, string | boolean>>;
}

/** What agent.conf says for these properties. */
export function spireAgentConfig(props: SpireAgentProps): SpireAgentConfig {
  const { installation, healthPort = DEFAULT_AGENT_HEALTH_PORT } = props;
  const { telemetry = Telemetry.prometheus() } = props;
  return {
    agent: agentSection(props),
    plugins: {
      NodeAttestor: {
        k8s_psat: {
          plugin_data: {
            cluster: installation.clusterName,
            token_path: `${AGENT_PATHS.tokens}/${SpireInstallation.AGENT}`,
          },
        },
      },
      KeyManager: { memory: { plugin_data: {} } },
      WorkloadAttestor: { k8s: { plugin_data: workloadAttestor(props) } },
    },
    health_checks: {
      listener_enabled: true,
      bind_address: healthAddress(props),
      bind_port: String(healthPort),
      live_path: '/live',
      ready_path: '/ready',
    },
    ...(telemetry.port === undefined
      ? {}
      : { telemetry: { Prometheus: { host: '0.0.0.0', port: telemetry.port } } }),
  };
}

/** With host network only the node itself, where the kubelet probes from, reaches the health listener. */
export function healthAddress({ network = 'host' }: Pick<SpireAgentProps, 'network'>): string {
  return network === 'host' ? '127.0.0.1' : '0.0.0.0';
}

function agentSection(props: SpireAgentProps): SpireAgentConfig['agent'] {
  const { installation, logLevel = 'INFO', logFormat = 'json', availabilityTarget } = props;
  const { workloadX509SvidKeyType, x509SvidCacheMaxSize } = props;
  return {
    data_dir: AGENT_PATHS.data,
    log_level: logLevel,
    log_format: logFormat,
    server_address: installation.serverAddress.toString(),
    server_port: SpireInstallation.SERVER_PORT,
    socket_path: installation.socket.toString(),
    trust_bundle_format: installation.trustBundle.format,
    trust_bundle_path: `${AGENT_PATHS.bundle}/${installation.trustBundle.key}`,
    trust_domain: installation.trustDomain.toString(),
    ...rebootstrapKeys(props),
    ...sdsKeys(installation),
    ...(availabilityTarget === undefined
      ? {}
      : { availability_target: availabilityTarget.toString() }),
    ...(workloadX509SvidKeyType === undefined
      ? {}
      : { workload_x509_svid_key_type: workloadX509SvidKeyType }),
    ...(x509SvidCacheMaxSize === undefined
      ? {}
      : { x509_svid_cache_max_size: x509SvidCacheMaxSize }),
  };
}

/**
 * The agent looks whether the one bundle is asked for before it looks for all: they cannot have the
 * same name, and the one gets a name that nobody asks for.
 */
function sdsKeys({ federatesWith }: SpireInstallation): SpireAgentConfig['agent'] {
  return federatesWith.length === 0
    ? {}
    : { sds: { default_bundle_name: 'null', default_all_bundles_name: 'ROOTCA' } };
}

function rebootstrapKeys({
  installation,
  rebootstrap = SpireAgentRebootstrap.after(Ttl.minutes(10)),
}: SpireAgentProps): SpireAgentConfig['agent'] {
  if (!installation.version.has(SPIRE_GATES.rebootstrap)) {
    return {};
  }
  return rebootstrap.delay === undefined
    ? { rebootstrap_mode: 'never' }
    : { rebootstrap_mode: 'always', rebootstrap_delay: rebootstrap.delay.toString() };
}

function workloadAttestor({
  installation,
  disableContainerSelectors = false,
  kubeletVerification = KubeletVerification.apiServerCa(),
}: SpireAgentProps): PluginData['plugin_data'] {
  return {
    node_name_env: 'MY_NODE_NAME',
    token_path: `${AGENT_PATHS.kubelet}/token`,
    ...verificationKeys(kubeletVerification),
    ...(disableContainerSelectors ? { disable_container_selectors: true } : {}),
    // The default since 1.11; before, Pods on nodes with cgroups v2 are not found without it.
    ...(installation.version.has(SPIRE_GATES.containerLocator)
      ? {}
      : { use_new_container_locator: true }),
  };
}

function verificationKeys(verification: KubeletVerification): PluginData['plugin_data'] {
  if (!verification.isVerified) {
    return { skip_kubelet_verification: true };
  }
  return {
    kubelet_ca_path:
      verification.certificatePath === undefined
        ? `${AGENT_PATHS.kubelet}/ca.crt`
        : AGENT_PATHS.kubeletCertificate,
  };
}
