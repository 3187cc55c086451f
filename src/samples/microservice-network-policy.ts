import { k8s } from 'cdk8s-plus-27';

import { BOOKINFO_MICROSERVICES, BOOKINFO_PORT, type Microservice } from './bookinfo-microservices';
import { labelsOf, selectorOf } from './microservice-labels';

/** Where pilot-agent and Envoy answer Prometheus. @see https://istio.io/latest/docs/ops/deployment/application-requirements/#ports-used-by-istio */
const SIDECAR_METRICS_PORTS = [15020, 15090];
const ISTIOD_PORT = 15012;
const DNS_PORT = 53;

/**
 * The connections that a microservice and its proxy need: requests from its callers and Prometheus in,
 * requests to what it calls, istiod and DNS out. The SPIRE agent is reached over a socket, and probes
 * come from the node: neither is subject to a NetworkPolicy.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
export function networkPolicyOf(
  microservice: Microservice,
  namespace: string,
): k8s.KubeNetworkPolicyProps {
  const { name, callers } = microservice;
  const callees = BOOKINFO_MICROSERVICES.filter(
    (other) => other.callers !== 'anybody' && other.callers.includes(name),
  ).map((callee) => callee.name);
  return {
    metadata: { name, namespace, labels: labelsOf(name) },
    spec: {
      podSelector: { matchLabels: selectorOf(name) },
      policyTypes: ['Ingress', 'Egress'],
      ingress: [
        {
          ports: [tcp(BOOKINFO_PORT)],
          ...(callers !== 'anybody' && { from: callers.map(peer) }),
        },
        { ports: SIDECAR_METRICS_PORTS.map(tcp) },
      ],
      egress: [
        ...(callees.length > 0 ? [{ ports: [tcp(BOOKINFO_PORT)], to: callees.map(peer) }] : []),
        { ports: [tcp(ISTIOD_PORT)] },
        { ports: [tcp(DNS_PORT), { protocol: 'UDP', port: k8s.IntOrString.fromNumber(DNS_PORT) }] },
      ],
    },
  };
}

function tcp(port: number): k8s.NetworkPolicyPort {
  return { protocol: 'TCP', port: k8s.IntOrString.fromNumber(port) };
}

function peer(microservice: string): k8s.NetworkPolicyPeer {
  return { podSelector: { matchLabels: selectorOf(microservice) } };
}
