import type { Finding } from '../../trust/mesh-trust-error';
import { nodeSelectorCheck, tolerationsCheck, type Placement } from '../../trust/placement';
import {
  checkProps,
  flag,
  instanceOf,
  integer,
  oneOf,
  optional,
  port,
  type PropertyTable,
} from '../../trust/props';
import { Resources } from '../../trust/resources';
import { Ttl } from '../../trust/ttl';
import { KubeletVerification } from './kubelet-verification';
import { spireAgentPortFindings } from './spire-agent-ports';
import { SpireAgentRebootstrap } from './spire-agent-rebootstrap';
import { spireAgentVersionFindings } from './spire-agent-version-gates';
import { SpireInstallation } from '../spire-installation';
import { Telemetry } from '../telemetry';

/** What a SPIRE agent is told, and how it runs. */
export interface SpireAgentProps extends Placement {
  /** The facts that it shares with server and CSI driver. */
  readonly installation: SpireInstallation;
  /**
   * How it knows that it asks the kubelet of its own node. The default needs no file of the node and
   * never trusts a stranger, and works where the cluster's CA signs for kubelets; on kubeadm, kind and
   * minikube as they come write `KubeletVerification.hostCertificate()`.
   *
   * @default KubeletVerification.apiServerCa()
   */
  readonly kubeletVerification?: KubeletVerification;
  /**
   * What it may do with kubelets. `nodes/pods` lists Pods and is enough from Kubernetes 1.33 on (the
   * kubelet's fine-grained authorization). Older kubelets know only `nodes/proxy`, which also lets
   * its holder run commands in every container.
   *
   * @default 'nodes/pods'
   */
  readonly kubeletPermission?: 'nodes/pods' | 'nodes/proxy';
  /**
   * Its network. With `host` it reaches the kubelet by the node's name without leaving the node, and
   * that name resolves as on the node itself, which is what works on every kind of cluster. With `pod`
   * its NetworkPolicy holds, and the cluster's DNS has to know the names of nodes.
   *
   * @default 'host'
   */
  readonly network?: 'host' | 'pod';
  /** The least important messages that it logs. @default 'INFO' */
  readonly logLevel?: 'DEBUG' | 'INFO' | 'WARN' | 'ERROR';
  /** How it logs. @default 'json' */
  readonly logFormat?: 'text' | 'json';
  /** Port of its liveness and readiness; of the node, with host network. @default 9982 */
  readonly healthPort?: number;
  /** How it is measured; the port is one of the node, with host network. @default Telemetry.prometheus() */
  readonly telemetry?: Telemetry;
  /**
   * What it does when it no longer trusts its server; SPIRE 1.13 or newer.
   *
   * @default - SpireAgentRebootstrap.after(Ttl.minutes(10)); before SPIRE 1.13 a restart by hand
   */
  readonly rebootstrap?: SpireAgentRebootstrap;
  /**
   * How long workloads shall outlast an absence of server or agent, at least 24 hours: SVIDs are
   * renewed early enough for it.
   *
   * @default - SVIDs are renewed at half of their life
   */
  readonly availabilityTarget?: Ttl;
  /** Key type of X.509-SVIDs; `ec-p384` with SPIRE 1.14 or newer. @default 'ec-p256' */
  readonly workloadX509SvidKeyType?: 'ec-p256' | 'ec-p384' | 'rsa-2048';
  /** How many X.509-SVIDs it keeps ready; SPIRE 1.11 or newer. @default 1000 */
  readonly x509SvidCacheMaxSize?: number;
  /**
   * Whether a workload is known by its Pod alone. Needed where `holdApplicationUntilProxyStarts` keeps
   * containers from being ready while the proxy asks for its SVID, that is without native sidecars;
   * entries can then not select by container.
   *
   * @default false
   */
  readonly disableContainerSelectors?: boolean;
  /**
   * What it asks for, and may use at most.
   *
   * @default - 50m, 128Mi and 32Mi of ephemeral storage are reserved, 1 CPU, 512Mi and 128Mi are the most
   */
  readonly resources?: Resources;
}

/** One check for each property of a SPIRE agent. */
export const SPIRE_AGENT_PROPERTIES: PropertyTable<SpireAgentProps> = {
  installation: instanceOf(SpireInstallation, 'SpireInstallation.of({ … })'),
  kubeletVerification: optional(
    instanceOf(KubeletVerification, 'KubeletVerification.apiServerCa()'),
  ),
  kubeletPermission: optional(oneOf(['nodes/pods', 'nodes/proxy'])),
  network: optional(oneOf(['host', 'pod'])),
  logLevel: optional(oneOf(['DEBUG', 'INFO', 'WARN', 'ERROR'])),
  logFormat: optional(oneOf(['text', 'json'])),
  healthPort: optional(port()),
  telemetry: optional(instanceOf(Telemetry, 'Telemetry.prometheus()')),
  rebootstrap: optional(
    instanceOf(SpireAgentRebootstrap, 'SpireAgentRebootstrap.after(Ttl.minutes(10))'),
  ),
  availabilityTarget: optional(instanceOf(Ttl, 'Ttl.hours(48)')),
  workloadX509SvidKeyType: optional(oneOf(['ec-p256', 'ec-p384', 'rsa-2048'])),
  x509SvidCacheMaxSize: optional(integer(1, 1_000_000)),
  disableContainerSelectors: optional(flag()),
  resources: optional(
    instanceOf(Resources, "Resources.of({ memory: '128Mi' }, { memory: '512Mi' })"),
  ),
  nodeSelector: optional(nodeSelectorCheck),
  tolerations: optional(tolerationsCheck),
};

/** Everything that is wrong with the properties of a SPIRE agent. */
export function spireAgentFindings(path: string, props: SpireAgentProps): Finding[] {
  const findings = checkProps(path, props, SPIRE_AGENT_PROPERTIES);
  return findings.length > 0
    ? findings
    : [
        ...spireAgentPortFindings(path, props),
        ...spireAgentVersionFindings(path, props),
        ...availabilityFindings(path, props),
        ...socketFindings(path, props),
      ];
}

/** @see https://github.com/spiffe/spire/blob/v1.15.3/doc/spire_agent.md#availability-target */
const MIN_AVAILABILITY_TARGET = Ttl.hours(24);

function availabilityFindings(path: string, { availabilityTarget }: SpireAgentProps): Finding[] {
  return availabilityTarget === undefined || !MIN_AVAILABILITY_TARGET.outlives(availabilityTarget)
    ? []
    : [
        {
          code: 'PropertyOutOfRange',
          path,
          problem: `'availabilityTarget' must be at least ${MIN_AVAILABILITY_TARGET}, got ${availabilityTarget}`,
          fix: 'write Ttl.hours(24) or more, or leave it out',
        },
      ];
}

/** The longest path of a Unix domain socket on Linux, without the byte that ends it. */
const MAX_SOCKET_PATH = 107;

function socketFindings(path: string, { installation }: SpireAgentProps): Finding[] {
  const socket = installation.socket.toString();
  return socket.length <= MAX_SOCKET_PATH
    ? []
    : [
        {
          code: 'SocketMalformed',
          path,
          problem: `'installation.socket' must be a path of at most ${MAX_SOCKET_PATH} characters, which is all that Linux binds, got ${socket.length}`,
          fix: `write a shorter folder: WorkloadSocket.failClosed({ folder: '/run/spire/agent-sockets' })`,
        },
      ];
}
