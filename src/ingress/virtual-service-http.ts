import type * as networking from '../../imports/networking.istio.io';
import type { DnsName } from '../trust/dns-name';
import { CHALLENGE_PATH } from '../trust/challenge-path';
import type { HttpRoute, PathMatch } from './http-route';

/** Port of the gateway's Service on which requests come in, `80` or `443`; left out for any. */
export type ServerPort = 80 | 443;

/** A route as a VirtualService has it, for the requests that come in on these ports. */
export function virtualServiceHttp(
  route: HttpRoute,
  ports: readonly ServerPort[] = [],
): networking.VirtualServiceSpecHttp {
  const { name, matches, hosts } = route;
  return {
    name,
    match: matches.flatMap((match) =>
      (hosts ?? [undefined]).flatMap((host) =>
        ports.length === 0
          ? [matchOf(match, host)]
          : ports.map((port) => ({ ...matchOf(match, host), ...onPort(port, match) })),
      ),
    ),
    route: destinationsOf(route),
  };
}

/** The route that sends plain HTTP on to HTTPS, but for the paths that an ACME server asks for. */
export const HTTPS_REDIRECT: networking.VirtualServiceSpecHttp = {
  name: 'https-redirect',
  match: [{ port: 80, withoutHeaders: { ':path': { prefix: CHALLENGE_PATH } } }],
  redirect: { scheme: 'https', redirectCode: 301 },
};

/**
 * Routes of one host come from several objects, and the oldest are the first: a prefix above the path of
 * the challenge would have the request of the ACME server before the solver's own route.
 */
function onPort(
  port: ServerPort,
  { type, path }: PathMatch,
): networking.VirtualServiceSpecHttpMatch {
  return port === 80 && type === 'prefix' && CHALLENGE_PATH.startsWith(path)
    ? { port, withoutHeaders: { ':path': { prefix: CHALLENGE_PATH } } }
    : { port };
}

function matchOf(
  { type, path }: PathMatch,
  host: DnsName | undefined,
): networking.VirtualServiceSpecHttpMatch {
  return {
    uri: { [type]: path },
    authority: host === undefined ? undefined : { regex: authorityOf(host) },
  };
}

/** Clients may write the port behind the host, and the host in capitals. */
function authorityOf(host: DnsName): string {
  const name = host.toString().replaceAll('.', '\\.').replace('*', '[^:]+');
  return `(?i)${name}(:[0-9]+)?`;
}

function destinationsOf(route: HttpRoute): networking.VirtualServiceSpecHttpRoute[] {
  const destinations = route.destinations ?? [{ ...route.destination, weight: undefined }];
  return destinations.map(({ service, port, weight }) => ({
    destination: { host: service, port: { number: port } },
    weight,
  }));
}
