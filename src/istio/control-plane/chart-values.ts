import type { Placement } from '../../trust/placement';
import type { GlobalValues } from '../operator/global-values';
import type { PilotValues } from '../operator/istio-values';
import type { ResourceAmounts } from '../operator/kubernetes-resources';
import type { ControlPlaneModel } from './control-plane-model';
import type { IstioProfile } from './istio-control-plane-props';
import type {
  SaidGlobalValues,
  SaidInjectorValues,
  SaidMeshConfig,
  SaidPilotValues,
} from './said-values';

/** Values of every chart, with what the IstioOperator has fields of its own for. */
export interface ChartGlobalValues extends SaidGlobalValues, Pick<GlobalValues, 'platform'> {
  /** Registry and path of the images. */
  readonly hub: string;
  /** Tag of the images. */
  readonly tag: string;
  /** Whether nodes give up other Pods before istiod: with the chart of istiod it is about nothing else. */
  readonly priorityClassName: string;
}

/** Values of istiod, with what the IstioOperator says of its Deployment. */
export interface ChartPilotValues extends SaidPilotValues, Pick<PilotValues, 'cni'>, Placement {
  /** What istiod asks for and may use. @default - that of the profile */
  readonly resources?: ResourceAmounts;
}

/** Values of the chart `istiod`, which Helm and the Sail operator render. */
export interface ChartValues {
  /** What every chart reads. */
  readonly global: ChartGlobalValues;
  /** istiod. */
  readonly pilot: ChartPilotValues;
  /** Injection. @default - Istio's own template */
  readonly sidecarInjectorWebhook?: SaidInjectorValues;
  /** How the mesh behaves at run time. */
  readonly meshConfig: SaidMeshConfig;
}

/** The values of the chart `istiod` for this control plane. */
export function chartValues({
  images: { hub, tag },
  meshConfig,
  values: { global, pilot, sidecarInjectorWebhook },
  istiod: { priorityClassName, nodeSelector, tolerations, resources },
  nodeAgent,
  profile,
}: ControlPlaneModel): ChartValues {
  return {
    global: {
      ...global,
      hub,
      tag,
      platform: profile === 'openshift' ? 'openshift' : undefined,
      priorityClassName,
    },
    pilot: {
      ...pilot,
      nodeSelector,
      tolerations,
      resources:
        resources === undefined
          ? undefined
          : { requests: resources.requests, limits: resources.limits },
      // istioctl derives it from its component.
      cni: nodeAgent === undefined ? undefined : { enabled: true },
    },
    sidecarInjectorWebhook,
    meshConfig,
  };
}

/** What of it the chart `cni` reads, too. */
export function nodeAgentGlobalValues(
  model: ControlPlaneModel,
): Pick<ChartGlobalValues, 'hub' | 'logAsJson' | 'logging' | 'platform' | 'tag' | 'variant'> {
  const { hub, tag, variant, platform, logging, logAsJson } = chartValues(model).global;
  return { hub, tag, variant, platform, logging, logAsJson };
}

/**
 * What the charts call the profile. The others are of istioctl alone: `minimal` and `empty` are about which
 * components it installs, and `openshift` is a platform.
 */
export function chartProfile(profile: IstioProfile): 'demo' | 'preview' | 'stable' | undefined {
  return profile === 'demo' || profile === 'preview' || profile === 'stable' ? profile : undefined;
}
