import type { ExternalService } from '../ingress/external-service';
import type { Site, SiteGateway } from '../ingress/site';
import type { Gateway, GatewayKind } from '../istio/gateway/gateway';
import { IstioVersion } from '../istio/istio-version';
import type { EnvironmentParts } from './environment-parts';

/** Port on which sites are served. */
const HTTPS_PORT = 443;

/** The ingress gateways, in the order of their names. */
export function ingressGatewaysOf(parts: EnvironmentParts): readonly Gateway[] {
  return gatewaysOf('ingress', parts);
}

/** Those of them that serve every site: all but the ones with ports of their own among which there is no 443. */
export function servingGatewaysOf(parts: EnvironmentParts): readonly Gateway[] {
  return ingressGatewaysOf(parts).filter(
    ({ props: { ports } }) => ports?.some(({ port }) => port === HTTPS_PORT) ?? true,
  );
}

/** The egress gateway of calls to servers outside: the only one, or among several that with Istio's own name. */
export function egressGatewayOf(parts: EnvironmentParts): Gateway | undefined {
  const gateways = gatewaysOf('egress', parts);
  const named = gateways.filter(({ hasDefaultName }) => hasDefaultName);
  const [only, ...others] = gateways.length === 1 ? gateways : named;
  return others.length === 0 ? only : undefined;
}

/** A gateway as a site sees it. */
export function siteGatewayOf(
  { name, namespace, podLabels, hasDefaultName }: Gateway,
  { controlPlane: { version: istioVersion = IstioVersion.V1_30 } }: EnvironmentParts,
): SiteGateway {
  return { name, namespace, podLabels, hasDefaultName, istioVersion };
}

/** Where a site at a gateway stands in the model. */
export function siteIdOf({ name }: Site, gateway: Gateway): string {
  return `Site-${name}-${gateway.namespace}-${gateway.name}`;
}

/** Where calls to a server outside stand in the model. */
export function egressIdOf({ name }: ExternalService): string {
  return `Egress-${name}`;
}

function gatewaysOf(wanted: GatewayKind, { controlPlane }: EnvironmentParts): readonly Gateway[] {
  const { gateways = [] } = controlPlane;
  return gateways
    .filter(({ kind }) => kind === wanted)
    .sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
}

function keyOf({ namespace, name }: Gateway): string {
  return `${namespace}/${name}`;
}
