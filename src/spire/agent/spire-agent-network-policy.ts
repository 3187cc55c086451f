import { k8s } from 'cdk8s-plus-27';
import type { SpireAgentProps } from './spire-agent-props';
import { SpireInstallation } from '../spire-installation';
import { Telemetry } from '../telemetry';

const KUBELET_PORT = 10250;
const DNS_PORT = 53;

/**
 * Whom a SPIRE agent talks to: servers, kubelet and DNS; and who talks to it over the network: whoever
 * reads its metrics. Probes come from its own node, which no NetworkPolicy keeps away. A Pod on the
 * network of its host is subject to no NetworkPolicy with most network plugins: it holds with network
 * `pod`, and states the intent otherwise.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
export function spireAgentNetworkPolicy(
  { installation, telemetry = Telemetry.prometheus() }: SpireAgentProps,
  labels: Readonly<Record<string, string>>,
): k8s.NetworkPolicySpec {
  return {
    podSelector: { matchLabels: { ...labels } },
    policyTypes: ['Egress', 'Ingress'],
    ingress: scrapes(telemetry),
    egress: [
      {
        // Without a port: plugins differ in whether they see that of the Service or that of the Pod.
        to: [
          {
            namespaceSelector: {
              matchLabels: { 'kubernetes.io/metadata.name': installation.serverNamespace },
            },
            podSelector: { matchLabels: { 'app.kubernetes.io/name': SpireInstallation.SERVER } },
          },
        ],
      },
      { ports: [tcp(KUBELET_PORT)] },
      { ports: [tcp(DNS_PORT), { ...tcp(DNS_PORT), protocol: 'UDP' }] },
    ],
  };
}

function scrapes({ port, scrapedFrom }: Telemetry): k8s.NetworkPolicyIngressRule[] {
  if (port === undefined) {
    return [];
  }
  const namespaceSelector =
    scrapedFrom === undefined
      ? {}
      : { matchLabels: { 'kubernetes.io/metadata.name': scrapedFrom } };
  return [{ from: [{ namespaceSelector }], ports: [tcp(port)] }];
}

function tcp(port: number): k8s.NetworkPolicyPort {
  return { port: k8s.IntOrString.fromNumber(port), protocol: 'TCP' };
}
