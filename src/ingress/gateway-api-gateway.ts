import * as gatewayapi from '../../imports/gateway.networking.k8s.io';

/** The GatewayClass that istiod serves, and makes by itself. */
const GATEWAY_CLASS = 'istio';

/** Which Service the Pods of a gateway are behind. */
export interface GatewayService {
  /** Namespace of the gateway: of its Pods, of its Service, and of every Gateway that is for it. */
  readonly gatewayNamespace: string;
  /** Name of its Service. */
  readonly gatewayService: string;
}

/**
 * What a Gateway for Pods that exist says besides its listeners. The address is what keeps istiod from
 * making a Deployment: before Istio 1.31 that one has a volume which hides SPIRE's socket. istiod
 * completes the name with the namespace of the Gateway and the domain of the cluster.
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/ingress/gateway-api/#manual-deployment
 */
export function gatewaySpecFor({
  gatewayService,
}: GatewayService): Pick<gatewayapi.GatewaySpec, 'gatewayClassName' | 'addresses'> {
  return {
    gatewayClassName: GATEWAY_CLASS,
    addresses: [{ type: 'Hostname', value: gatewayService }],
  };
}

/** Lets the routes of these namespaces alone attach to a listener. */
export function allowedRoutesOf(
  namespaces: readonly string[],
): gatewayapi.GatewaySpecListenersAllowedRoutes {
  return {
    namespaces: {
      from: gatewayapi.GatewaySpecListenersAllowedRoutesNamespacesFrom.SELECTOR,
      selector: {
        matchExpressions: [
          {
            key: 'kubernetes.io/metadata.name',
            operator: 'In',
            values: [...new Set(namespaces)].sort(),
          },
        ],
      },
    },
  };
}
