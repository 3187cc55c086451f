import type { k8s } from 'cdk8s-plus-27';

import type { Application, Microservice } from './microservice';
import { labelsOf, selectorOf } from './microservice-labels';
import { metricsOfSidecar, tcp, toDns, toIstiod } from './sample-network-rules';

/**
 * The connections that a microservice and its proxy need: requests from its callers and Prometheus in,
 * requests to what it calls, istiod and DNS out. The SPIRE agent is reached over a socket, and probes
 * come from the node: neither is subject to a NetworkPolicy.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
export function networkPolicyOf(
  application: Application,
  { name, callers, calledPorts = [application.port] }: Microservice,
  namespace: string,
): k8s.KubeNetworkPolicyProps {
  const callees = application.microservices
    .filter((other) => other.callers !== 'anybody' && other.callers.includes(name))
    .map((callee) => callee.name);
  const peer = (microservice: string): k8s.NetworkPolicyPeer => ({
    podSelector: { matchLabels: selectorOf(application, microservice) },
  });
  return {
    metadata: { name, namespace, labels: labelsOf(application, name) },
    spec: {
      podSelector: { matchLabels: selectorOf(application, name) },
      policyTypes: ['Ingress', 'Egress'],
      ingress: [
        {
          ports: calledPorts.map(tcp),
          ...(callers !== 'anybody' && { from: callers.map(peer) }),
        },
        metricsOfSidecar(),
      ],
      egress: [
        ...(callees.length > 0 ? [{ ports: [tcp(application.port)], to: callees.map(peer) }] : []),
        toIstiod(),
        toDns(),
      ],
    },
  };
}
