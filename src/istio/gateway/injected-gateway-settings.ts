import type { Placement } from '../../trust/placement';
import type { Amounts } from '../../trust/resources';
import type { ControlPlaneModel } from '../control-plane/control-plane-model';
import { RevisionTags } from '../control-plane/revision-tags';
import type { ServicePort } from '../operator/kubernetes-resources';
import type { Gateway } from './gateway';
import { DEFAULT_MAX_REPLICAS, gatewayKindValues } from './gateway-component';
import { STATUS_PORT } from './gateway-props';

/** A gateway whose proxy comes by injection, with everything that the IstioOperator's charts say by themselves. */
export interface InjectedGatewaySettings extends Placement {
  /** Name of its Deployment and Service. */
  readonly name: string;
  /** Namespace that it runs in. */
  readonly namespace: string;
  /** Name of its ServiceAccount, the end of its SPIFFE ID. */
  readonly serviceAccount: string;
  /** Labels by which its Pods are selected. */
  readonly podLabels: Readonly<Record<'app' | 'istio', string>>;
  /** The templates of its Pods: the annotation that takes the place of overlays. */
  readonly podAnnotations: Readonly<Record<string, string>>;
  /** What it calls the control plane that injects it; nothing for the default one. */
  readonly revision: string | undefined;
  /** How its Service is reached. */
  readonly service: {
    readonly type: 'ClusterIP' | 'NodePort' | 'LoadBalancer';
    readonly ports: readonly ServicePort[];
    readonly annotations: Readonly<Record<string, string>> | undefined;
    readonly externalTrafficPolicy: 'Cluster' | 'Local' | undefined;
  };
  /** Bounds of its autoscaler; without one there is a single Pod. */
  readonly autoscaling: { readonly min: number; readonly max: number } | undefined;
  /** How many Pods may be missing while nodes are drained, where there are several. */
  readonly maxUnavailable: number | undefined;
  /** What the proxy asks for and may use. */
  readonly resources: { readonly requests: Amounts; readonly limits: Amounts };
  /** Who is ended first when a node is full. */
  readonly priorityClassName: string | undefined;
}

/** How Pods are replaced: as with istioctl, whose charts bring up the new ones first. */
export const GATEWAY_ROLLING_UPDATE = { maxSurge: '100%', maxUnavailable: '25%' } as const;
/** What hardens its Pods besides what the template and the chart do. */
export const GATEWAY_POD_SECURITY = { seccompProfile: { type: 'RuntimeDefault' } } as const;

const HTTP_PORTS: readonly ServicePort[] = [
  { name: 'http2', port: 80, targetPort: 8080 },
  { name: 'https', port: 443, targetPort: 8443 },
];
/** What the profile adds to an ingress gateway that says nothing of ports. */
const DEMO_PORTS: readonly ServicePort[] = [
  { name: 'tcp', port: 31400, targetPort: 31400 },
  { name: 'tls', port: 15443, targetPort: 15443 },
];
const LIMITS: Amounts = { cpu: '2000m', memory: '1024Mi' };
const REQUESTS: Amounts = { cpu: '100m', memory: '128Mi' };
const DEMO_REQUESTS: Amounts = { cpu: '10m', memory: '40Mi' };

/** The gateways of a control plane whose installer leaves their proxies to injection, in the order of their names. */
export function injectedGateways(model: ControlPlaneModel): readonly InjectedGatewaySettings[] {
  return [...model.gateways]
    .sort((one, other) => (sortKey(one) < sortKey(other) ? -1 : 1))
    .map((gateway) => settingsOf(gateway, model));
}

function sortKey({ name, namespace }: Gateway): string {
  return `${namespace}/${name}`;
}

function settingsOf(gateway: Gateway, model: ControlPlaneModel): InjectedGatewaySettings {
  const { name, namespace, serviceAccount, podLabels, kind, props } = gateway;
  const isDemo = model.profile === 'demo';
  const { minReplicas: min = 1, maxReplicas } = props;
  // As with istioctl, where values of a kind hold for all gateways of that kind.
  const isKindScaled = gatewayKindValues(kind, model.gateways) !== undefined;
  return {
    name,
    namespace,
    serviceAccount,
    podLabels,
    podAnnotations: model.template.gatewayAnnotations,
    // Pods with the tag default name none.
    revision: model.calledAs === RevisionTags.DEFAULT ? undefined : model.calledAs,
    service: {
      type: props.serviceType ?? (kind === 'ingress' ? 'LoadBalancer' : 'ClusterIP'),
      ports: portsOf(gateway, isDemo),
      annotations: props.serviceAnnotations,
      externalTrafficPolicy: props.externalTrafficPolicy,
    },
    autoscaling:
      isDemo && !isKindScaled
        ? undefined
        : { min, max: maxReplicas ?? Math.max(DEFAULT_MAX_REPLICAS, min) },
    maxUnavailable: min > 1 ? 1 : undefined,
    resources: {
      requests: { ...(isDemo ? DEMO_REQUESTS : REQUESTS), ...props.resources?.requests },
      limits: { ...LIMITS, ...props.resources?.limits },
    },
    priorityClassName: props.priorityClassName,
    nodeSelector: props.nodeSelector,
    tolerations: props.tolerations,
  };
}

function portsOf({ kind, props: { ports } }: Gateway, isDemo: boolean): readonly ServicePort[] {
  const own = ports ?? (kind === 'ingress' && isDemo ? [...HTTP_PORTS, ...DEMO_PORTS] : HTTP_PORTS);
  return kind === 'ingress' ? [STATUS_PORT, ...own] : own;
}
