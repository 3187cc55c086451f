import type { ControlPlaneModel } from '../control-plane/control-plane-model';
import {
  GATEWAY_POD_SECURITY,
  GATEWAY_ROLLING_UPDATE,
  type InjectedGatewaySettings,
} from '../gateway/injected-gateway-settings';
import { ISTIO_CHARTS, type HelmRelease } from './helm-release';

/**
 * A gateway with the chart `gateway`. Its ServiceAccount has the name that istioctl would give it, and not that of
 * the release: so its SPIFFE ID does not depend on who installs it.
 */
export function gatewayRelease(
  gateway: InjectedGatewaySettings,
  { version }: ControlPlaneModel,
): HelmRelease {
  const { name, namespace, service, autoscaling, maxUnavailable } = gateway;
  return {
    name,
    namespace,
    repository: ISTIO_CHARTS,
    chart: 'gateway',
    version: version.toString(),
    values: {
      revision: gateway.revision,
      labels: gateway.podLabels,
      podAnnotations: gateway.podAnnotations,
      serviceAccount: { name: gateway.serviceAccount },
      service: {
        type: service.type,
        ports: service.ports.map((port) => ({ protocol: 'TCP', ...port })),
        annotations: service.annotations,
        externalTrafficPolicy: service.externalTrafficPolicy,
      },
      autoscaling:
        autoscaling === undefined
          ? { enabled: false }
          : { enabled: true, minReplicas: autoscaling.min, maxReplicas: autoscaling.max },
      podDisruptionBudget: maxUnavailable === undefined ? undefined : { maxUnavailable },
      resources: gateway.resources,
      // The ports of the Pods are above 1024, so that the sysctl which the chart has in its place is not missed.
      securityContext: GATEWAY_POD_SECURITY,
      strategy: { rollingUpdate: GATEWAY_ROLLING_UPDATE },
      priorityClassName: gateway.priorityClassName,
      nodeSelector: gateway.nodeSelector,
      tolerations: gateway.tolerations,
    },
  };
}
