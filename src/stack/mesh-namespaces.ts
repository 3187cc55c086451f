import { followedAs, otherRevision } from '../istio/control-plane/control-plane-model';
import { injectionLabels } from '../istio/injection/injection-labels';
import { IstioCa } from '../istio/ca/istio-ca';
import type { EnvironmentParts, SpireParts } from './environment-parts';
import { NO_INJECTION, type LayerNamespaceProps } from './layer-namespace';
import { PodSecurityLevel } from './pod-security-level';

const NODE_REASON =
  'the SPIRE agent finds workloads by their PID, and the CSI driver mounts into their Pods';
const INIT_REASON =
  'the init container of Istio sets up the capture of traffic with NET_ADMIN and NET_RAW';

const CNI_REASON = 'the CNI node agent of Istio changes the network of the Pods of its node';

/** Namespaces that Kubernetes makes for itself, and that nobody else labels. */
export const KUBERNETES_NAMESPACES: readonly string[] = [
  'kube-node-lease',
  'kube-public',
  'kube-system',
];

/** The namespaces that an environment makes, in the order of their names. */
export function namespacesOf(parts: EnvironmentParts): readonly LayerNamespaceProps[] {
  return [
    ...(parts.spire === undefined ? [] : spireNamespaces(parts.spire)),
    ...istioNamespaces(parts.controlPlane).map((name) => istioNamespace(name, parts)),
    ...parts.meshNamespaces.map((name) => meshNamespace(name, parts)),
    ...parts.outsideNamespaces.map(outsideNamespace),
  ].sort((one, other) => (one.name < other.name ? -1 : 1));
}

function spireNamespaces({ server: { installation } }: SpireParts): LayerNamespaceProps[] {
  return [
    {
      name: installation.serverNamespace,
      podSecurity: PodSecurityLevel.RESTRICTED,
      injection: NO_INJECTION,
      traffic: 'default-deny',
    },
    {
      name: installation.agentNamespace,
      podSecurity: PodSecurityLevel.PRIVILEGED,
      reason: NODE_REASON,
      injection: NO_INJECTION,
      traffic: 'default-deny',
    },
  ];
}

/** Where Istio is installed: istiod, gateways, and the node agent unless it is among the Pods of Kubernetes. */
export function istioNamespaces({
  gateways = [],
  trafficCapture,
}: EnvironmentParts['controlPlane']): readonly string[] {
  const ofNodeAgent = [trafficCapture?.agentNamespace ?? []]
    .flat()
    .filter((name) => !KUBERNETES_NAMESPACES.includes(name));
  return [
    ...new Set([IstioCa.NAMESPACE, ...gateways.map(({ namespace }) => namespace), ...ofNodeAgent]),
  ];
}

function istioNamespace(name: string, { controlPlane }: EnvironmentParts): LayerNamespaceProps {
  const hasNodeAgent = controlPlane.trafficCapture?.agentNamespace === name;
  return {
    name,
    injection: hasInjectedGateway(name, controlPlane) ? {} : NO_INJECTION,
    traffic: 'open',
    ...(hasNodeAgent
      ? { podSecurity: PodSecurityLevel.PRIVILEGED, reason: CNI_REASON }
      : { podSecurity: PodSecurityLevel.RESTRICTED }),
  };
}

/** Its Pods ask for injection themselves, which the label of a namespace would refuse. */
function hasInjectedGateway(
  name: string,
  { installation, gateways = [] }: EnvironmentParts['controlPlane'],
): boolean {
  return (
    installation?.injectsGateways === true && gateways.some(({ namespace }) => namespace === name)
  );
}

/** What the namespace calls the control plane that injects its Pods: on trial, the one that replaces the other. */
function injectedBy(
  name: string,
  controlPlane: EnvironmentParts['controlPlane'],
): string | undefined {
  return controlPlane.upgrade?.namespaces.includes(name) === true
    ? otherRevision(controlPlane)
    : followedAs(controlPlane);
}

function meshNamespace(name: string, { controlPlane }: EnvironmentParts): LayerNamespaceProps {
  const isCaptured = controlPlane.trafficCapture?.agentNamespace !== undefined;
  return {
    name,
    injection: injectionLabels(injectedBy(name, controlPlane)),
    traffic: 'open',
    ...(isCaptured
      ? { podSecurity: PodSecurityLevel.RESTRICTED }
      : { podSecurity: PodSecurityLevel.PRIVILEGED, reason: INIT_REASON }),
  };
}

function outsideNamespace(name: string): LayerNamespaceProps {
  return {
    name,
    podSecurity: PodSecurityLevel.RESTRICTED,
    injection: NO_INJECTION,
    traffic: 'default-deny',
  };
}
