import * as gatewayapi from '../../imports/gateway.networking.k8s.io';
import type { HttpRoute } from './http-route';

const PATH_TYPES = {
  exact: gatewayapi.HttpRouteSpecRulesMatchesPathType.EXACT,
  prefix: gatewayapi.HttpRouteSpecRulesMatchesPathType.PATH_PREFIX,
} as const;

/** A route as an HTTPRoute has it. */
export function httpRouteRule(route: HttpRoute): gatewayapi.HttpRouteSpecRules {
  const destinations = route.destinations ?? [{ ...route.destination, weight: undefined }];
  return {
    name: route.name,
    matches: route.matches.map(({ type, path }) => ({
      path: { type: PATH_TYPES[type], value: path },
    })),
    backendRefs: destinations.map(({ service, port, weight }) => ({ name: service, port, weight })),
  };
}

/**
 * The rule that sends plain HTTP on to HTTPS. It takes every path, and so has the lowest rank: the exact
 * path of an ACME challenge comes before it, also where that route is attached to another Gateway.
 */
export const HTTPS_REDIRECT_RULE: gatewayapi.HttpRouteSpecRules = {
  name: 'https-redirect',
  matches: [{ path: { type: PATH_TYPES.prefix, value: '/' } }],
  filters: [
    {
      type: gatewayapi.HttpRouteSpecRulesFiltersType.REQUEST_REDIRECT,
      requestRedirect: {
        scheme: gatewayapi.HttpRouteSpecRulesFiltersRequestRedirectScheme.HTTPS,
        statusCode: gatewayapi.HttpRouteSpecRulesFiltersRequestRedirectStatusCode.VALUE_301,
      },
    },
  ],
};
