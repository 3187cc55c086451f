import { k8s } from 'cdk8s-plus-27';
import { BundleEndpoint } from '../federation/bundle-endpoint';
import type { SpireInstallation } from '../spire-installation';
import { SERVER_PORTS, SERVER_SELECTOR } from './spire-server-ports';
import type { SpireServerSettings } from './spire-server-settings';

const DNS_PORT = 53;

/** Why callers are not named, as annotations of the NetworkPolicy. */
export const OPEN_INGRESS: Readonly<Record<string, string>> = {
  'mesh-trust/reason-agents-from-anywhere':
    'Agents call from the addresses of their nodes, which no selector names; the server authenticates every call by token or SVID.',
  'mesh-trust/reason-webhook-from-anywhere':
    'The API server calls from an address that no selector names.',
};

/** The Service by which agents reach any of the servers. */
export function serverService(): k8s.ServiceSpec {
  return {
    selector: SERVER_SELECTOR,
    ports: [grpcPort(443)],
  };
}

/** The Service without address that a StatefulSet asks for. */
export function podsService(): k8s.ServiceSpec {
  return {
    clusterIp: 'None',
    clusterIPs: ['None'],
    selector: SERVER_SELECTOR,
    ports: [grpcPort(SERVER_PORTS.grpc)],
  };
}

/** Name of the Service of the bundle endpoint. */
export const BUNDLE_ENDPOINT_SERVICE = 'spire-bundle-endpoint';

/** The same of servers in a federation. */
export const OPEN_TO_FEDERATION: Readonly<Record<string, string>> = {
  ...OPEN_INGRESS,
  'mesh-trust/reason-bundle-from-anywhere':
    'Servers of other trust domains call from addresses that no selector names; a bundle is public.',
};

/** The Service by which servers of other trust domains reach the bundle. */
export function bundleEndpointService({ serviceType, port }: BundleEndpoint): k8s.ServiceSpec {
  const targetPort = k8s.IntOrString.fromNumber(BundleEndpoint.SERVER_PORT);
  return {
    type: serviceType,
    selector: SERVER_SELECTOR,
    ports: [{ name: 'https-bundle', port, targetPort, protocol: 'TCP' }],
  };
}

/** Who talks to the servers, and whom they talk to; everything else is cut off. Probes come from the node itself, which no policy keeps away. */
export function serverNetworkPolicy({
  installation,
  telemetry,
  datastore,
  apiServerPorts,
  upstream,
}: SpireServerSettings): k8s.NetworkPolicySpec {
  const metrics =
    telemetry.port === undefined
      ? []
      : [
          {
            from: [{ namespaceSelector: namespaceSelector(telemetry.scrapedFrom) }],
            ports: [tcp(telemetry.port), tcp(SERVER_PORTS.controllerManagerMetrics)],
          },
        ];
  return {
    podSelector: { matchLabels: SERVER_SELECTOR },
    policyTypes: ['Egress', 'Ingress'],
    ingress: [
      { ports: [tcp(SERVER_PORTS.grpc)] },
      { ports: [tcp(SERVER_PORTS.webhook)] },
      ...(installation.member === undefined ? [] : [{ ports: [tcp(BundleEndpoint.SERVER_PORT)] }]),
      ...metrics,
    ],
    egress: [
      { ports: [tcp(DNS_PORT), { ...tcp(DNS_PORT), protocol: 'UDP' }] },
      { ports: [...new Set(apiServerPorts)].sort((one, other) => one - other).map(tcp) },
      ...(datastore.port === undefined ? [] : [{ ports: [tcp(datastore.port)] }]),
      ...(upstream.needs.egress ?? []).map(({ port, cidr }) => ({
        ...(cidr === undefined ? {} : { to: [{ ipBlock: { cidr } }] }),
        ports: [tcp(port)],
      })),
      ...bundleEndpointPorts(installation),
    ],
  };
}

/** Where the bundles of others are; their names are known, and no address that a policy could say. */
function bundleEndpointPorts({ federatesWith }: SpireInstallation): k8s.NetworkPolicyEgressRule[] {
  const ports = [...new Set(federatesWith.map(({ endpoint }) => endpoint.port))];
  return ports.length === 0 ? [] : [{ ports: ports.sort((one, other) => one - other).map(tcp) }];
}

function namespaceSelector(namespace: string | undefined): k8s.LabelSelector {
  return namespace === undefined
    ? {}
    : { matchLabels: { 'kubernetes.io/metadata.name': namespace } };
}

function grpcPort(port: number): k8s.ServicePort {
  const targetPort = k8s.IntOrString.fromNumber(SERVER_PORTS.grpc);
  return { name: 'grpc', port, targetPort, protocol: 'TCP' };
}

function tcp(port: number): k8s.NetworkPolicyPort {
  return { port: k8s.IntOrString.fromNumber(port), protocol: 'TCP' };
}
