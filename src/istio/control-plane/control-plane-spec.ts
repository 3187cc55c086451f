import { gatewayComponents, gatewayKindValues } from '../gateway/gateway-component';
import type { GatewayKind } from '../gateway/gateway';
import type { GatewayValues } from '../operator/gateway-values';
import type {
  IstioComponent,
  IstioComponents,
  IstioGatewayComponent,
} from '../operator/istio-components';
import type { IstioOperatorSpec } from '../operator/istio-operator-spec';
import type { IstioValues } from '../operator/istio-values';
import type { ControlPlaneModel } from './control-plane-model';

/** The IstioOperator of this control plane. What Istio does by itself is left out, unless trust hangs on it. */
export function controlPlaneSpec(model: ControlPlaneModel): IstioOperatorSpec {
  const { hub, tag } = model.images;
  return {
    profile: model.profile,
    hub,
    tag,
    revision: model.revision,
    meshConfig: model.meshConfig,
    components: componentsOf(model),
    values: valuesOf(model),
  };
}

function componentsOf(model: ControlPlaneModel): IstioComponents {
  const { nodeSelector, tolerations, priorityClassName, resources } = model.istiod;
  const isEmpty = model.profile === 'empty';
  return {
    base: baseOf(model),
    pilot: {
      enabled: isEmpty ? true : undefined,
      k8s: {
        env: model.istiod.env,
        nodeSelector,
        tolerations,
        priorityClassName,
        resources:
          resources === undefined
            ? undefined
            : { requests: resources.requests, limits: resources.limits },
      },
    },
    cni: nodeAgentOf(model),
    ingressGateways: gatewaysOf('ingress', model),
    egressGateways: gatewaysOf('egress', model),
  };
}

/** CRDs are those of the newest release: the control plane that an upgrade leaves behind has none any more. */
function baseOf({ profile, isLeftBehind }: ControlPlaneModel): IstioComponents['base'] {
  if (isLeftBehind) {
    return { enabled: false };
  }
  return profile === 'empty' ? { enabled: true } : undefined;
}

/**
 * The cluster has one node agent. istioctl lets no istiod rely on one that it does not install with it, so that the
 * other control plane of an upgrade has it, too, with the image of the one that is followed.
 */
function nodeAgentOf({ nodeAgent, isFollowed }: ControlPlaneModel): IstioComponent | undefined {
  if (nodeAgent === undefined) {
    return undefined;
  }
  const { namespace, images, values } = nodeAgent;
  if (!isFollowed) {
    return { enabled: true, namespace, hub: images.hub, tag: images.tag };
  }
  // The profile openshift has it already.
  return values === undefined ? undefined : { enabled: true, namespace };
}

/** A gateway of the profile would come up without SPIRE's socket: it is left out unless it is asked for. */
function gatewaysOf(
  kind: GatewayKind,
  { gateways, profile, socket, hasSpire }: ControlPlaneModel,
): readonly IstioGatewayComponent[] | undefined {
  const components = gatewayComponents(kind, gateways, hasSpire ? socket : undefined);
  if (components.length > 0) {
    return components;
  }
  const profileHasOne =
    kind === 'ingress' ? profile !== 'minimal' && profile !== 'empty' : profile === 'demo';
  return profileHasOne ? [{ name: `istio-${kind}gateway`, enabled: false }] : undefined;
}

function valuesOf({ values, tags, nodeAgent, gateways }: ControlPlaneModel): IstioValues {
  return {
    ...values,
    cni: nodeAgent?.values,
    revisionTags: tags.length === 0 ? undefined : tags,
    gateways: gatewayValues(gateways),
  };
}

function gatewayValues(gateways: ControlPlaneModel['gateways']): GatewayValues | undefined {
  const ingress = gatewayKindValues('ingress', gateways);
  const egress = gatewayKindValues('egress', gateways);
  return ingress === undefined && egress === undefined
    ? undefined
    : { 'istio-ingressgateway': ingress, 'istio-egressgateway': egress };
}
