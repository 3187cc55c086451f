import { WorkloadSocket } from '../../trust/workload-socket';
import type { Gateway, GatewayKind } from './gateway';
import { STATUS_PORT } from './gateway-props';
import { IstioCa } from '../ca/istio-ca';
import type { GatewayKindValues } from '../operator/gateway-values';
import type { IstioGatewayComponent } from '../operator/istio-components';
import type {
  KubernetesOverlay,
  KubernetesResources,
  ServiceSpec,
} from '../operator/kubernetes-resources';
import {
  workloadSocketEnv,
  workloadSocketMount,
  workloadSocketVolume,
} from '../injection/workload-socket-fields';

/** What Istio has where nobody says it. */
export const DEFAULT_MAX_REPLICAS = 5;

/** The gateways of one kind as components of the IstioOperator, with SPIRE's socket, if there is one, in the place of an empty volume. */
export function gatewayComponents(
  kind: GatewayKind,
  gateways: readonly Gateway[],
  socket: WorkloadSocket | undefined,
): readonly IstioGatewayComponent[] {
  // The values of a kind would bound those, too, that say nothing of replicas.
  const isKindScaled = gatewayKindValues(kind, gateways) !== undefined;
  return gateways
    .filter((gateway) => gateway.kind === kind)
    .sort((one, other) => (sortKey(one) < sortKey(other) ? -1 : 1))
    .map((gateway) => ({
      name: gateway.name,
      enabled: true,
      namespace: gateway.namespace === IstioCa.NAMESPACE ? undefined : gateway.namespace,
      label: gateway.hasDefaultName ? undefined : gateway.podLabels,
      k8s: {
        ...gatewayResources(gateway, socket),
        ...(isKindScaled ? scaleOf(gateway) : {}),
      },
    }));
}

function sortKey({ name, namespace }: Gateway): string {
  return `${namespace}/${name}`;
}

/**
 * Values that hold for all gateways of one kind. The budget and the autoscaler are rendered by them,
 * and then bounded for each gateway by its own `hpaSpec`.
 */
export function gatewayKindValues(
  kind: GatewayKind,
  gateways: readonly Gateway[],
): GatewayKindValues | undefined {
  const scaled = gateways.filter((gateway) => gateway.kind === kind && isScaled(gateway));
  return scaled.length === 0
    ? undefined
    : {
        autoscaleEnabled: true,
        autoscaleMin: Math.max(...scaled.map(({ props }) => props.minReplicas ?? 1)),
      };
}

function gatewayResources(
  gateway: Gateway,
  socket: WorkloadSocket | undefined,
): KubernetesResources {
  const { props } = gateway;
  const env = socket === undefined ? [] : workloadSocketEnv(socket);
  return {
    env: env.length === 0 ? undefined : env,
    nodeSelector: props.nodeSelector,
    tolerations: props.tolerations,
    priorityClassName: props.priorityClassName,
    resources:
      props.resources === undefined
        ? undefined
        : { requests: props.resources.requests, limits: props.resources.limits },
    service: serviceOf(gateway),
    serviceAnnotations: props.serviceAnnotations,
    securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
    overlays: socket === undefined ? undefined : [socketOverlay(gateway)],
  };
}

function isScaled({ props }: Gateway): boolean {
  return props.minReplicas !== undefined || props.maxReplicas !== undefined;
}

function scaleOf({ props: { minReplicas = 1, maxReplicas } }: Gateway): KubernetesResources {
  return {
    hpaSpec: {
      minReplicas,
      maxReplicas: maxReplicas ?? Math.max(DEFAULT_MAX_REPLICAS, minReplicas),
    },
    // The chart would keep one Pod, which a gateway of one Pod never gives up.
    podDisruptionBudget: { maxUnavailable: 1 },
  };
}

function serviceOf({ kind, props }: Gateway): ServiceSpec | undefined {
  const { serviceType, externalTrafficPolicy, ports } = props;
  if (serviceType === undefined && externalTrafficPolicy === undefined && ports === undefined) {
    return undefined;
  }
  return {
    type: serviceType,
    externalTrafficPolicy,
    // Load balancers ask the first port whether the gateway lives.
    ports: ports === undefined || kind === 'egress' ? ports : [STATUS_PORT, ...ports],
  };
}

/** An added volume would be a second source beside the `emptyDir` of the chart: the element is replaced as a whole. */
function socketOverlay({ name }: Gateway): KubernetesOverlay {
  const volume = WorkloadSocket.VOLUME_NAME;
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    name,
    patches: [
      { path: `spec.template.spec.volumes.[name:${volume}]`, value: workloadSocketVolume() },
      {
        path: `spec.template.spec.containers.[name:istio-proxy].volumeMounts.[name:${volume}]`,
        value: workloadSocketMount(),
      },
    ],
  };
}
