import { dnsLabel } from '../trust/name-checks';
import { SERVICE_NAME } from '../trust/names';
import { listOf, oneOf, port, record, text } from '../trust/props';

/** Which paths a route takes. */
export interface PathMatch {
  /** `exact`: this path alone. `prefix`: every path that begins with it. */
  readonly type: 'exact' | 'prefix';
  /** The path, with its leading slash and without query. */
  readonly path: string;
}

/** The Service that requests are sent to, in the namespace of the route. */
export interface RouteDestination {
  /**
   * Name of the Service alone: Istio completes it with the namespace and the cluster's domain, but takes
   * a name with a dot in it as it stands.
   *
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination
   */
  readonly service: string;
  /** Port of the Service. */
  readonly port: number;
}

/** What becomes of a request at the edge. The first route that takes a request has it. */
export interface HttpRoute {
  /** Name of the route, for logs and traces of Envoy. */
  readonly name: string;
  /** Paths that the route takes: one of them is enough. */
  readonly matches: readonly PathMatch[];
  /** Where the requests go. */
  readonly destination: RouteDestination;
}

// path-absolute of RFC 3986 section 3.3, as text: no query, no fragment, no spaces
const PATH = /^\/[A-Za-z0-9._~!$&'()*+,;=:@%/-]{0,1023}$/;

/** Check of one route. */
export const httpRouteCheck = record<HttpRoute>({
  name: dnsLabel('productpage'),
  matches: listOf(
    record<PathMatch>({
      type: oneOf(['exact', 'prefix']),
      path: text(PATH, 'a path of at most 1024 characters with its leading slash', '/productpage'),
    }),
    { min: 1 },
  ),
  destination: record<RouteDestination>({
    service: text(SERVICE_NAME, 'the name of a Service, without its namespace', 'productpage'),
    port: port(),
  }),
});
