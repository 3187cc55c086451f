import type { Finding } from '../trust/mesh-trust-error';
import { repeatedIn } from '../trust/repeated';
import { egressGatewayOf, egressIdOf } from './edge-gateways';
import type { EnvironmentParts } from './environment-parts';
import type { AnyEnvironmentProps } from './environment-props';
import { gatewayPortFindings } from './gateway-port-findings';

/** Port of the gateway's Service on which it takes calls of the mesh. */
const GATEWAY_PORT = 443;

/** Everything that keeps calls from leaving through the egress gateway. */
export function egressFindings(
  environment: string,
  { egress = [] }: AnyEnvironmentProps,
  parts: EnvironmentParts,
): Finding[] {
  if (egress.length === 0) {
    return [];
  }
  const gateway = egressGatewayOf(parts);
  const { clusterDomain } = parts.controlPlane;
  return [
    ...repeatedIn(egress.map(({ name }) => name)).map((name) => clash(environment, 'names', name)),
    ...repeatedIn(egress.map(({ host }) => host)).map((host) => clash(environment, 'hosts', host)),
    ...(gateway === undefined
      ? [noGateway(environment)]
      : [
          ...gatewayPortFindings(environment, gateway, [GATEWAY_PORT], "'egress'"),
          ...egress.flatMap((service) =>
            service.findingsAt(`${environment}/90-ingress/${egressIdOf(service)}`, {
              gateway,
              clusterDomain,
            }),
          ),
        ]),
  ];
}

function noGateway(path: string): Finding {
  return {
    code: 'PropertyMissing',
    path,
    problem:
      "'istio.gateways' must have one egress gateway for 'egress', or one with Istio's own name among several, got none",
    fix: 'write gateways: [Gateway.egress()]',
  };
}

function clash(path: string, what: string, got: string): Finding {
  return {
    code: 'NamesClash',
    path,
    problem: `'egress' must have ${what} of their own, got ${got} twice`,
    fix: `leave one ${got} out, or write another one`,
  };
}
