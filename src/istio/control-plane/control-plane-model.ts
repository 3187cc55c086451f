import type { Prerequisite } from '../../trust/prerequisite';
import { WorkloadSocket } from '../../trust/workload-socket';
import type { Placement } from '../../trust/placement';
import type { Resources } from '../../trust/resources';
import type { Gateway } from '../gateway/gateway';
import type { InjectionTemplate } from '../injection/injection-template';
import { IstioInstallation } from '../installation/istio-installation';
import { IstioVersion } from '../istio-version';
import { controlPlaneValues, injectionTemplateOf, nodeAgentValues } from './control-plane-values';
import type { IstioControlPlaneProps, IstioProfile } from './istio-control-plane-props';
import { ISTIOD_NAMESPACE } from '../ca/istio-ca-names';
import { MountedFilesCa } from '../ca/istio-ca-mounted-files';
import type { IstioCaSettings } from '../ca/istio-ca-source';
import { istioImages, type IstioImages } from './istio-images';
import { meshConfigOf } from './mesh-config-of';
import { revisionOfVersion } from './revision';
import type { SaidCniValues, SaidMeshConfig, SaidValues } from './said-values';

/** Where the CNI node agent of the profile `openshift` runs, where nobody says it. */
const OPENSHIFT_AGENT_NAMESPACE = 'kube-system';

/**
 * What a control plane says, once: the IstioOperator, the values of Helm's charts and the objects of the
 * Sail operator are all made of it.
 */
export interface ControlPlaneModel {
  /** Release of istiod, and of what else belongs to this revision. */
  readonly version: IstioVersion;
  /** Name among the control planes of the cluster, if it has one. */
  readonly revision: string | undefined;
  /** Names that stand for it, in order; the control plane that is not followed has none. */
  readonly tags: readonly string[];
  /** What namespaces and gateways that get proxies of it call it: a tag, or its revision. */
  readonly calledAs: string | undefined;
  /** Whether the mesh follows it: of two during an upgrade, one. */
  readonly isFollowed: boolean;
  /** Whether an upgrade has left it behind. */
  readonly isLeftBehind: boolean;
  /** The defaults that everything else is laid over. */
  readonly profile: IstioProfile;
  /** Where its images come from. */
  readonly images: IstioImages;
  /** How the mesh behaves at run time. */
  readonly meshConfig: SaidMeshConfig;
  /** Values of the charts, without those of gateways. */
  readonly values: SaidValues;
  /** The Deployment of istiod, where values of the charts differ from the IstioOperator's fields. */
  readonly istiod: Placement & {
    readonly priorityClassName: string;
    readonly resources: Resources | undefined;
    /** Environment that takes the place of what its chart says. */
    readonly env: IstioCaSettings['istiodEnv'];
  };
  /** What must be there before istiod starts, for whoever signs for it. */
  readonly prerequisites: readonly Prerequisite[];
  /** Whether proxies have certificates from SPIRE, and its socket. */
  readonly hasSpire: boolean;
  /** The CNI node agent; none with an init container instead. */
  readonly nodeAgent: NodeAgentModel | undefined;
  /** Gateways, which follow the same control plane as the mesh. */
  readonly gateways: readonly Gateway[];
  /** The socket that proxies open. */
  readonly socket: WorkloadSocket;
  /** The template that gives proxies this socket. */
  readonly template: InjectionTemplate;
}

/** The node agent of CNI, which the cluster has once, of the release that is followed. */
export interface NodeAgentModel {
  /** Its namespace. */
  readonly namespace: string;
  /** Where its image comes from. */
  readonly images: IstioImages;
  /** Its values, where somebody asks for it; the profile `openshift` has it without being asked. */
  readonly values: SaidCniValues | undefined;
}

/** The control plane that the mesh follows, and behind it the other one of an upgrade. */
export type ControlPlaneModels = readonly [ControlPlaneModel, ...ControlPlaneModel[]];

/** The control plane that the mesh follows, and while an upgrade is under way the other one behind it. */
export function controlPlaneModels(props: IstioControlPlaneProps): ControlPlaneModels {
  const { followed, other } = releasesOf(props);
  const nodeAgent = nodeAgentOf(followed);
  const model = modelOf(followed, nodeAgent);
  return [
    {
      ...model,
      tags: props.revisionTags?.names ?? [],
      gateways: props.gateways ?? [],
      calledAs: followedAs(props),
      isFollowed: true,
    },
    ...(other === undefined
      ? []
      : [
          {
            ...modelOf(other, nodeAgent),
            isLeftBehind: props.upgrade?.isPromoted === true,
          },
        ]),
  ];
}

/** What namespaces and gateways call the control plane that they follow: nothing says the default one. */
export function followedAs(props: IstioControlPlaneProps): string | undefined {
  return props.revisionTags?.followed ?? revisionOf(releasesOf(props).followed);
}

/** What namespaces call the other control plane of an upgrade. */
export function otherRevision(props: IstioControlPlaneProps): string | undefined {
  const { other } = releasesOf(props);
  return other && revisionOf(other);
}

/** The same properties for each of the two releases of an upgrade. */
function releasesOf(props: IstioControlPlaneProps): {
  readonly followed: IstioControlPlaneProps;
  readonly other: IstioControlPlaneProps | undefined;
} {
  const { upgrade } = props;
  if (upgrade === undefined) {
    return { followed: props, other: undefined };
  }
  const next = { ...props, version: upgrade.version, revision: upgrade.revision };
  return upgrade.isPromoted ? { followed: next, other: props } : { followed: props, other: next };
}

/** The name of a control plane: as it is given, or as the Sail operator derives it from the version. */
function revisionOf({
  installation,
  revision,
  version = IstioVersion.V1_30,
}: IstioControlPlaneProps): string | undefined {
  return installation?.namesRevisions === true
    ? `${IstioInstallation.SAIL_NAME}-v${revisionOfVersion(version)}`
    : revision;
}

function modelOf(
  props: IstioControlPlaneProps,
  nodeAgent: NodeAgentModel | undefined,
): ControlPlaneModel {
  const { version = IstioVersion.V1_30, socket = WorkloadSocket.failClosed() } = props;
  return {
    version,
    revision: revisionOf(props),
    tags: [],
    calledAs: revisionOf(props),
    isFollowed: false,
    isLeftBehind: false,
    profile: props.profile ?? 'default',
    images: istioImages(props),
    meshConfig: meshConfigOf(props),
    values: controlPlaneValues(props),
    istiod: {
      nodeSelector: props.nodeSelector,
      tolerations: props.tolerations,
      priorityClassName: props.priorityClassName ?? 'system-cluster-critical',
      resources: props.resources,
      env: props.ca.settings.istiodEnv,
    },
    prerequisites: prerequisitesOf(props),
    hasSpire: props.workloadCa !== 'istio',
    nodeAgent,
    gateways: [],
    socket,
    template: injectionTemplateOf(props),
  };
}

/** What istiod looks for when it starts, and does not look for again; files of gateways, too. */
function prerequisitesOf({ ca, gateways = [] }: IstioControlPlaneProps): readonly Prerequisite[] {
  const ofIstiod = ca.neededSecrets.map(({ name, keys }) => ({
    kind: 'Secret',
    namespace: ISTIOD_NAMESPACE,
    name,
    keys,
    readBy: 'istiod',
    purpose: 'certificates and keys of whoever signs for Istio',
  }));
  const ofGateways = gateways.map(({ name, namespace, serviceAccount }) =>
    MountedFilesCa.secretOf(serviceAccount, namespace, `gateway ${name}`),
  );
  return [...ofIstiod, ...(ca.signer === 'files' ? ofGateways : [])];
}

function nodeAgentOf(props: IstioControlPlaneProps): NodeAgentModel | undefined {
  const asked = props.trafficCapture?.agentNamespace;
  const namespace =
    asked ?? (props.profile === 'openshift' ? OPENSHIFT_AGENT_NAMESPACE : undefined);
  return namespace === undefined
    ? undefined
    : {
        namespace,
        images: istioImages(props),
        values: asked === undefined ? undefined : nodeAgentValues(props),
      };
}
