import { injectionLabels } from '../istio/injection-labels';
import { IstioCa } from '../istio/istio-ca';
import { namespaceIgnoredFindings } from '../spire/namespace-ignored';
import { spireServerSettings } from '../spire/spire-server-settings';
import type { Finding } from '../trust/mesh-trust-error';
import { PATHS } from './environment-chain';
import type { EnvironmentParts } from './environment-parts';
import type { EnvironmentProps } from './environment-props';
import { NO_INJECTION, type LayerNamespaceProps } from './layer-namespace';
import { PodSecurityLevel } from './pod-security-level';

const NODE_REASON =
  'the SPIRE agent finds workloads by their PID, and the CSI driver mounts into their Pods';
const INIT_REASON =
  'the init container of Istio sets up the capture of traffic with NET_ADMIN and NET_RAW';

const CNI_REASON = 'the CNI node agent of Istio changes the network of the Pods of its node';

/** The namespaces that an environment makes, in the order of their names. */
export function namespacesOf(parts: EnvironmentParts): readonly LayerNamespaceProps[] {
  const { serverNamespace, agentNamespace } = parts.server.installation;
  const ofGateways = (parts.controlPlane.gateways ?? []).map(({ namespace }) => namespace);
  return [
    {
      name: serverNamespace,
      podSecurity: PodSecurityLevel.RESTRICTED,
      injection: NO_INJECTION,
      traffic: 'default-deny' as const,
    },
    {
      name: agentNamespace,
      podSecurity: PodSecurityLevel.PRIVILEGED,
      reason: NODE_REASON,
      injection: NO_INJECTION,
      traffic: 'default-deny' as const,
    },
    ...[...new Set([IstioCa.NAMESPACE, ...ofGateways])].map((name) => istioNamespace(name, parts)),
    ...parts.meshNamespaces.map((name) => meshNamespace(name, parts)),
  ].sort((one, other) => (one.name < other.name ? -1 : 1));
}

function istioNamespace(name: string, { controlPlane }: EnvironmentParts): LayerNamespaceProps {
  const hasNodeAgent = controlPlane.trafficCapture?.agentNamespace === name;
  return {
    name,
    injection: NO_INJECTION,
    traffic: 'open',
    ...(hasNodeAgent
      ? { podSecurity: PodSecurityLevel.PRIVILEGED, reason: CNI_REASON }
      : { podSecurity: PodSecurityLevel.RESTRICTED }),
  };
}

function meshNamespace(name: string, { controlPlane }: EnvironmentParts): LayerNamespaceProps {
  const isCaptured = controlPlane.trafficCapture?.agentNamespace !== undefined;
  return {
    name,
    injection: injectionLabels(controlPlane.revision),
    traffic: 'open',
    ...(isCaptured
      ? { podSecurity: PodSecurityLevel.RESTRICTED }
      : { podSecurity: PodSecurityLevel.PRIVILEGED, reason: INIT_REASON }),
  };
}

/** Namespaces that mean two things, and those whose Pods would get no identity. */
export function namespaceFindings(
  environment: string,
  props: EnvironmentProps,
  parts: EnvironmentParts,
): Finding[] {
  const given = [
    ...(props.namespaces ?? []),
    ...(props.samples ?? []).map((sample) => sample.namespace),
  ];
  const { serverNamespace, agentNamespace } = parts.server.installation;
  const taken = [
    serverNamespace,
    agentNamespace,
    IstioCa.NAMESPACE,
    parts.certManager.namespace,
    ...(parts.controlPlane.gateways ?? []).map(({ namespace }) => namespace),
  ];
  const clashing = given.filter(
    (name, index) => given.indexOf(name) !== index || taken.includes(name),
  );
  return [
    ...[...new Set(clashing)].sort().map((name) => ({
      code: 'NamesClash' as const,
      path: environment,
      problem: `'namespaces' must differ from each other, from those of the samples and from those of the stack, got ${name} twice`,
      fix: `rename it, or leave it out: ${taken.includes(name) ? 'the stack' : 'its other use'} makes it`,
    })),
    ...namespaceIgnoredFindings({
      path: `${environment}/${PATHS.identities}`,
      namespaces: parts.meshNamespaces,
      ignoreNamespaces: spireServerSettings(parts.server).controllerManager.ignoreNamespaces,
    }),
  ];
}
