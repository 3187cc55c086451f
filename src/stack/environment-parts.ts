import { CertManager } from '../cert-manager/cert-manager';
import { followedAs, otherRevision } from '../istio/control-plane/control-plane-model';
import { injectionLabels } from '../istio/injection/injection-labels';
import type { IstioControlPlaneProps } from '../istio/control-plane/istio-control-plane-props';
import { NativeSidecars } from '../istio/control-plane/native-sidecars';
import type { SpiffeCsiDriverProps } from '../spire/csi-driver/spiffe-csi-driver-props';
import type { SpireAgentProps } from '../spire/agent/spire-agent-props';
import type { MeshIdentitiesProps } from '../spire/controller-manager/mesh-identities';
import { SpireInstallation, type SpireInstallationProps } from '../spire/spire-installation';
import type { SpireServerProps } from '../spire/server/spire-server-props';
import { spireServerSettings } from '../spire/server/spire-server-settings';
import { UpstreamAuthority } from '../spire/server/upstream-authority';
import { ImageSource } from '../trust/image-source';
import type { TrustDomain } from '../trust/trust-domain';
import { WorkloadSocket } from '../trust/workload-socket';
import {
  type AnyEnvironmentProps,
  hasSpire,
  type IstioOptions,
  type EnvironmentProps,
} from './environment-props';

/** The properties of the parts of SPIRE. */
export interface SpireParts {
  /** SPIRE's server with the controller manager. */
  readonly server: SpireServerProps;
  /** SPIRE's agent. */
  readonly agent: SpireAgentProps;
  /** The CSI driver. */
  readonly csiDriver: SpiffeCsiDriverProps;
}

/** The properties of every part, each derived from those of the environment. */
export interface EnvironmentParts {
  /** The cert-manager that signs. */
  readonly certManager: CertManager;
  /** SPIRE; nothing where Istio's CA signs for workloads. */
  readonly spire: SpireParts | undefined;
  /** Istio. */
  readonly controlPlane: IstioControlPlaneProps;
  /** Namespaces of the mesh, in the order of their names. */
  readonly meshNamespaces: readonly string[];
  /** Namespaces of those who call samples from outside the mesh, in the order of their names. */
  readonly outsideNamespaces: readonly string[];
}

/** The facts that all of SPIRE shares, from those of the environment. */
export function installationProps(props: EnvironmentProps): SpireInstallationProps {
  const { version, serverNamespace, agentNamespace, socket } = props.spire ?? {};
  return {
    trustDomain: props.trustDomain,
    clusterName: props.clusterName,
    clusterDomain: props.clusterDomain,
    version,
    serverNamespace,
    agentNamespace,
    socket,
    images: props.images,
    federation: props.federation,
  };
}

/** Who signs the CA of SPIRE, not yet bound to the issuer of the root. */
export function upstreamOf({ spire }: EnvironmentProps): UpstreamAuthority {
  return spire?.upstream ?? UpstreamAuthority.certManager();
}

/**
 * Derives the properties of every part: the one place where a fact of the environment becomes a
 * fact of several parts.
 *
 * @throws MeshTrustError for facts that SPIRE cannot share
 */
export function partsOf(props: AnyEnvironmentProps): EnvironmentParts {
  const { samples = [], namespaces = [] } = props;
  return {
    certManager: props.certManager ?? CertManager.release(),
    spire: hasSpire(props) ? spirePartsOf(props) : undefined,
    controlPlane: {
      ...props.istio,
      trustDomain: props.trustDomain,
      clusterName: props.clusterName,
      clusterDomain: props.clusterDomain ?? 'cluster.local',
      images: props.images ?? ImageSource.upstream(),
      ...(hasSpire(props)
        ? {
            socket: props.spire?.socket ?? WorkloadSocket.failClosed(),
            federatedTrustDomains: federatedWith(props),
          }
        : { workloadCa: 'istio' }),
    },
    meshNamespaces: sortedSet([...namespaces, ...samples.map(({ namespace }) => namespace)]),
    outsideNamespaces: sortedSet(samples.flatMap(({ outsideNamespaces }) => outsideNamespaces)),
  };
}

function spirePartsOf(props: EnvironmentProps): SpireParts {
  const installation = SpireInstallation.of(installationProps(props));
  const {
    version,
    serverNamespace,
    agentNamespace,
    socket,
    upstream,
    agent,
    csiDriver,
    ...server
  } = props.spire ?? {};
  return {
    server: {
      ...server,
      installation,
      upstream: upstreamOf(props).boundTo(props.root.issuer),
    },
    agent: {
      ...agent,
      installation,
      disableContainerSelectors: needsNoContainers(props.istio),
    },
    csiDriver: { ...csiDriver, installation },
  };
}

/** The trust domains of the federation but for the own one. */
function federatedWith({ federation, trustDomain }: EnvironmentProps): readonly TrustDomain[] {
  return (federation?.othersThan(trustDomain) ?? []).map((member) => member.trustDomain);
}

function sortedSet(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort();
}

/**
 * With `after-proxy` a Pod has no ready container while its proxy asks for an SVID, unless the proxy
 * is a native sidecar; attestation that waits for containers would wait forever.
 */
function needsNoContainers({ applicationStart, nativeSidecars }: IstioOptions): boolean {
  return applicationStart === 'after-proxy' && nativeSidecars !== NativeSidecars.ALWAYS;
}

/** The registrations, from the properties of the other parts. */
export function identitiesProps(
  { server }: SpireParts,
  controlPlane: IstioControlPlaneProps,
): MeshIdentitiesProps {
  return {
    installation: server.installation,
    injectionLabels: injectionLabels(followedAs(controlPlane)),
    // Also before and after namespaces are moved, so that no Pod is without an identity in between.
    otherInjectionLabels:
      controlPlane.upgrade === undefined ? undefined : injectionLabels(otherRevision(controlPlane)),
    gateways: (controlPlane.gateways ?? []).map(({ name, namespace, podLabels }) => ({
      name,
      namespace,
      podLabels,
    })),
    ignoreNamespaces: spireServerSettings(server).controllerManager.ignoreNamespaces,
  };
}
