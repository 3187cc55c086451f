import { Construct } from 'constructs';

import * as gatewayapi from '../../imports/gateway.networking.k8s.io';
import { refuseAny, type Finding } from '../trust/mesh-trust-error';
import { dnsLabel } from '../trust/name-checks';
import { SERVICE_NAME } from '../trust/names';
import { checkProps, listOf, optional, text, type PropertyTable } from '../trust/props';
import { allowedRoutesOf, gatewaySpecFor, type GatewayService } from './gateway-api-gateway';

/** What the Gateway of ACME challenges is made of. */
export interface ChallengeGatewayProps extends GatewayService {
  /** Its name, which the solver names. @default 'acme-challenges' */
  readonly name?: string;
  /** Namespaces of the Certificates, where the solver makes its routes. @default - the gateway's own */
  readonly certificateNamespaces?: readonly string[];
}

/** One check for each property. */
export const CHALLENGE_GATEWAY_PROPERTIES: PropertyTable<ChallengeGatewayProps> = {
  name: optional(dnsLabel('acme-challenges')),
  gatewayNamespace: dnsLabel('istio-system'),
  gatewayService: text(SERVICE_NAME, 'the name of a Service', 'istio-ingressgateway'),
  certificateNamespaces: optional(listOf(dnsLabel('istio-system'), { min: 1 })),
};

/** Everything that is wrong with the properties. */
export function challengeGatewayFindings(path: string, props: ChallengeGatewayProps): Finding[] {
  return checkProps(path, props, CHALLENGE_GATEWAY_PROPERTIES);
}

/**
 * The Gateway that cert-manager's solver of HTTP-01 attaches its HTTPRoutes to (`gatewayHTTPRoute`): port
 * 80 for every host, for the namespaces of Certificates alone. One for all sites, so that the issuer does
 * not change when a site is added.
 *
 * @see https://cert-manager.io/docs/configuration/acme/http01/#configuring-the-http-01-gateway-api-solver
 */
export class ChallengeGateway extends Construct {
  /** Its name, unless another is given. */
  public static readonly NAME = 'acme-challenges';
  /** Name of its one listener, `sectionName` of a solver. */
  public static readonly LISTENER = 'http';

  /**
   * Defines the Gateway.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyMalformed, PropertyOutOfRange
   */
  public constructor(scope: Construct, id: string, props: ChallengeGatewayProps) {
    refuseAny(challengeGatewayFindings(`${scope.node.path}/${id}`, props));
    super(scope, id);
    const { name = ChallengeGateway.NAME, gatewayNamespace } = props;
    new gatewayapi.Gateway(this, 'Resource', {
      metadata: {
        name,
        namespace: gatewayNamespace,
        labels: { 'app.kubernetes.io/name': name, 'app.kubernetes.io/part-of': 'mesh-trust' },
      },
      spec: {
        ...gatewaySpecFor(props),
        listeners: [
          {
            name: ChallengeGateway.LISTENER,
            port: 80,
            protocol: 'HTTP',
            allowedRoutes: allowedRoutesOf(props.certificateNamespaces ?? [gatewayNamespace]),
          },
        ],
      },
    });
  }
}
