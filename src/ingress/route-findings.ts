import type { DnsName } from '../trust/dns-name';
import type { Finding } from '../trust/mesh-trust-error';
import type { HttpRoute } from './http-route';

/** An empty selector would open the ports on every gateway of the mesh. */
export function selectorFindings(
  path: string,
  gatewaySelector: Readonly<Record<string, string>>,
): Finding[] {
  if (Object.keys(gatewaySelector).length > 0) {
    return [];
  }
  return [
    {
      code: 'PropertyOutOfRange',
      path,
      problem: `'gatewaySelector' must have at least one label, since none selects every gateway of the mesh, got {}`,
      fix: `write the labels of the gateway's Pods: gatewaySelector: { istio: 'ingressgateway' }`,
    },
  ];
}

/** What is wrong between routes: the second of two for the same path and host is never reached. */
export function routeFindings(path: string, routes: readonly HttpRoute[]): Finding[] {
  const names = routes.map((route) => route.name);
  const paths = routes.flatMap(({ matches, hosts = [undefined] }) =>
    matches.flatMap((match) =>
      hosts.map(
        (host) =>
          `${match.type} ${match.path}${host === undefined ? '' : ` of ${host.toString()}`}`,
      ),
    ),
  );
  return [
    ...repeated(names).map((name) => clash(path, 'name', name)),
    ...repeated(paths).map((match) => clash(path, 'path', match)),
  ];
}

/** Routes for hosts that the ingress does not serve: no request would ever come to them. */
export function routeHostFindings(
  path: string,
  routes: readonly HttpRoute[],
  hosts: readonly string[],
): Finding[] {
  return routes.flatMap((route) =>
    (route.hosts ?? [])
      .filter((host: DnsName) => !hosts.includes(host.toString()))
      .map((host) => ({
        code: 'PropertyMalformed' as const,
        path,
        problem: `'routes' must be for hosts of the ingress (${hosts.join(', ')}), got ${host} in ${route.name}`,
        fix: `write one of these hosts in ${route.name}, or leave its 'hosts' out`,
      })),
  );
}

function repeated(items: readonly string[]): string[] {
  return [...new Set(items.filter((item, index) => items.indexOf(item) !== index))];
}

function clash(path: string, rule: string, got: string): Finding {
  return {
    code: 'NamesClash',
    path,
    problem: `'routes' must have each ${rule} once, got ${got} twice`,
    fix: `leave the second ${got} out, or write another one`,
  };
}
