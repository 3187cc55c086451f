import type { Finding } from '../../trust/mesh-trust-error';
import { dnsLabel } from '../../trust/name-checks';
import { DNS_SUBDOMAIN, LABEL_KEY } from '../../trust/names';
import { nodeSelectorCheck, tolerationsCheck, type Placement } from '../../trust/placement';
import {
  checkProps,
  instanceOf,
  integer,
  listOf,
  mapOf,
  oneOf,
  optional,
  text,
  type PropertyTable,
} from '../../trust/props';
import { Resources } from '../../trust/resources';
import { gatewayPortCheck, type GatewayPort } from './gateway-port';

/** What a gateway is like. */
export interface GatewayProps extends Placement {
  /** Name of its Deployment and Service. @default - `istio-ingressgateway` or `istio-egressgateway` */
  readonly name?: string;
  /** Namespace that it runs in; the Secrets that it serves TLS from are there, too. @default 'istio-system' */
  readonly namespace?: string;
  /**
   * Name of its ServiceAccount, the end of its SPIFFE ID: for a gateway that had another one before. istioctl
   * takes no other than the default.
   *
   * @default - its name and `-service-account`, with each installer
   */
  readonly serviceAccount?: string;
  /** How its Service is reached. @default - LoadBalancer for ingress, ClusterIP for egress */
  readonly serviceType?: 'ClusterIP' | 'NodePort' | 'LoadBalancer';
  /** Annotations of its Service, for the cloud's load balancer. @default - none */
  readonly serviceAnnotations?: Readonly<Record<string, string>>;
  /**
   * Whether the Service keeps the client's address: `Local` does.
   *
   * @default - `Cluster`, what Kubernetes does
   */
  readonly externalTrafficPolicy?: 'Cluster' | 'Local';
  /** Ports that it opens; an ingress gateway has that of its health besides. @default - 80 and 443 */
  readonly ports?: readonly GatewayPort[];
  /**
   * At least so many Pods; from two on a PodDisruptionBudget keeps all but one while nodes are drained.
   *
   * @default - one, what Istio has
   */
  readonly minReplicas?: number;
  /** At most so many Pods. @default - five, what Istio has, or `minReplicas` where that is more */
  readonly maxReplicas?: number;
  /** What the proxy asks for and may use. @default - 100m and 128Mi requested, 2 and 1Gi at most */
  readonly resources?: Resources;
  /** Who is ended first when a node is full. @default - none */
  readonly priorityClassName?: string;
}

// With "-service-account" behind it, it is still a DNS label.
const GATEWAY_NAME = /^[a-z]([-a-z0-9]{0,45}[a-z0-9])?$/;

/** The port at which load balancers ask an ingress gateway whether it lives. */
export const STATUS_PORT: GatewayPort = { name: 'status-port', port: 15021, targetPort: 15021 };
/** Ports that a gateway's Pod has taken: https://istio.io/latest/docs/ops/deployment/application-requirements/ */
const PROXY_PORTS: readonly number[] = [15000, 15004, 15020, 15021, 15053, 15090];

/** One check for each property of a gateway. */
export const GATEWAY_PROPERTIES: PropertyTable<GatewayProps> = {
  name: optional(
    text(GATEWAY_NAME, 'a Service name of at most 47 characters', 'istio-ingressgateway'),
  ),
  namespace: optional(dnsLabel('istio-ingress')),
  serviceAccount: optional(dnsLabel('istio-ingressgateway')),
  serviceType: optional(oneOf(['ClusterIP', 'NodePort', 'LoadBalancer'])),
  serviceAnnotations: optional(
    mapOf(LABEL_KEY, 'annotation keys', text(/^[^\p{Cc}]*$/u, 'one line of text', 'nlb')),
  ),
  externalTrafficPolicy: optional(oneOf(['Cluster', 'Local'])),
  ports: optional(listOf(gatewayPortCheck, { min: 1, max: 100 })),
  minReplicas: optional(integer(1, 1000)),
  maxReplicas: optional(integer(1, 1000)),
  resources: optional(instanceOf(Resources, "Resources.of({ cpu: '100m' }, { memory: '1Gi' })")),
  priorityClassName: optional(text(DNS_SUBDOMAIN, 'a DNS subdomain', 'system-cluster-critical')),
  nodeSelector: optional(nodeSelectorCheck),
  tolerations: optional(tolerationsCheck),
};

/** Everything that is wrong with the properties of a gateway. */
export function gatewayFindings(path: string, props: GatewayProps): Finding[] {
  const findings = checkProps(path, props, GATEWAY_PROPERTIES);
  return findings.length > 0
    ? findings
    : [
        ...replicaFindings(path, props),
        ...portFindings(path, props),
        ...policyFindings(path, props),
      ];
}

function replicaFindings(path: string, { minReplicas = 1, maxReplicas }: GatewayProps): Finding[] {
  return maxReplicas === undefined || maxReplicas >= minReplicas
    ? []
    : [
        {
          code: 'PropertyOutOfRange',
          path,
          problem: `'maxReplicas' must be at least 'minReplicas' (${minReplicas}), got ${maxReplicas}`,
          fix: `write maxReplicas: ${minReplicas} or more`,
        },
      ];
}

function portFindings(path: string, { ports = [] }: GatewayProps): Finding[] {
  const taken = [STATUS_PORT, ...PROXY_PORTS.map((targetPort) => ({ targetPort }))];
  return ports.flatMap((port, index) =>
    (['name', 'port', 'targetPort', 'nodePort'] as const)
      .filter((field) =>
        [...taken, ...ports.slice(0, index)].some(
          (other: Partial<GatewayPort>) =>
            port[field] !== undefined && other[field] === port[field],
        ),
      )
      .map((field) => ({
        code: 'PortsClash' as const,
        path,
        problem: `'ports[${index}].${field}' must differ from those of the other ports and of the proxy itself, got ${String(port[field])}`,
        fix: `write another ${field} for ${port.name}`,
      })),
  );
}

function policyFindings(
  path: string,
  { externalTrafficPolicy, serviceType }: GatewayProps,
): Finding[] {
  return externalTrafficPolicy === undefined || serviceType !== 'ClusterIP'
    ? []
    : [
        {
          code: 'PropertyMalformed',
          path,
          problem: `'externalTrafficPolicy' must be left out for a Service of type ClusterIP, which nobody outside reaches, got ${externalTrafficPolicy}`,
          fix: `leave it out, or write serviceType: 'LoadBalancer'`,
        },
      ];
}
