import type { Finding } from '../../trust/mesh-trust-error';
import { Telemetry } from '../telemetry';

/** The listeners of a SPIRE agent that are reached over the network. */
export interface SpireAgentPorts {
  /** Whose ports they are. @default 'host' */
  readonly network?: 'host' | 'pod';
  /** Port of liveness and readiness. @default 9982 */
  readonly healthPort?: number;
  /** Listener of metrics. @default Telemetry.prometheus() */
  readonly telemetry?: Telemetry;
}

/** Port of liveness and readiness where none is chosen: the one of the hardened chart, which no node component uses. */
export const DEFAULT_AGENT_HEALTH_PORT = 9982;

/** Ports that Kubernetes itself uses on nodes. @see https://kubernetes.io/docs/reference/networking/ports-and-protocols/ */
const PORTS_OF_NODES: ReadonlyMap<number, string> = new Map([
  [22, 'SSH'],
  [53, 'DNS'],
  [2379, 'etcd'],
  [2380, 'etcd'],
  [6443, 'the API server'],
  [9100, 'node-exporter'],
  [10248, 'the kubelet'],
  [10249, 'kube-proxy'],
  [10250, 'the kubelet'],
  [10255, 'the kubelet'],
  [10256, 'kube-proxy'],
  [10257, 'kube-controller-manager'],
  [10259, 'kube-scheduler'],
]);

/** Listeners that cannot stand beside each other, or beside what a node already runs. */
export function spireAgentPortFindings(path: string, ports: SpireAgentPorts): Finding[] {
  const { network = 'host', healthPort = DEFAULT_AGENT_HEALTH_PORT } = ports;
  const { telemetry = Telemetry.prometheus() } = ports;
  const same =
    healthPort === telemetry.port
      ? [
          {
            code: 'PortsClash' as const,
            path,
            problem: `'telemetry' must have another port than 'healthPort', got ${healthPort} for both`,
            fix: `write telemetry: Telemetry.prometheus({ port: 9988 }) and leave healthPort out`,
          },
        ]
      : [];
  if (network === 'pod') {
    return same;
  }
  return [
    ...same,
    ...takenOnNodes(path, 'healthPort', healthPort, `healthPort: ${DEFAULT_AGENT_HEALTH_PORT}`),
    ...takenOnNodes(path, 'telemetry', telemetry.port, 'telemetry: Telemetry.prometheus()'),
  ];
}

function takenOnNodes(
  path: string,
  property: string,
  port: number | undefined,
  instead: string,
): Finding[] {
  const owner = port === undefined ? undefined : PORTS_OF_NODES.get(port);
  return owner === undefined
    ? []
    : [
        {
          code: 'PortsClash',
          path,
          problem: `'${property}' must have a port that is free on every node with network 'host', got ${port}, which is that of ${owner}`,
          fix: `write ${instead}, or network: 'pod'`,
        },
      ];
}
