import { GatewayApi } from '../ingress/gateway-api';
import { IngressApi } from '../ingress/ingress-api';
import type { AnyEnvironmentProps } from './environment-props';

/** Addresses of the CRDs of the Gateway API; none where no site is written in it and no solver goes through it. */
export function gatewayApiCrds({
  gatewayApi = GatewayApi.release(),
  sites = [],
  acme = [],
}: AnyEnvironmentProps): readonly string[] {
  const isUsed =
    sites.some(({ api }) => api === IngressApi.GATEWAY_API) ||
    acme.some(({ usesGatewayApi }) => usesGatewayApi);
  return isUsed ? gatewayApi.remoteResources : [];
}
