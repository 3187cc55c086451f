import { DnsName } from '../trust/dns-name';
import { dnsLabel } from '../trust/name-checks';
import { SERVICE_NAME } from '../trust/names';
import {
  instanceOf,
  integer,
  listOf,
  oneOf,
  optional,
  port,
  record,
  text,
  type Check,
} from '../trust/props';

/** Which paths a route takes. */
export interface PathMatch {
  /**
   * `exact`: this path alone. `prefix`: every path that begins with it; in the Gateway API up to a slash, so
   * that `/cart` takes `/cart/1` and not `/carts`.
   */
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

/** One of several Services that share the requests of a route, such as two versions of one application. */
export interface WeightedDestination extends RouteDestination {
  /** Its share of the requests, in per cent; the shares of one route are 100 together. */
  readonly weight: number;
}

/** What all routes have. */
export interface RouteMatches {
  /** Name of the route, for logs and traces of Envoy. */
  readonly name: string;
  /** Paths that the route takes: one of them is enough. */
  readonly matches: readonly PathMatch[];
  /** For which hosts of the ingress the route is. @default - for all of them */
  readonly hosts?: readonly DnsName[];
}

/** A route that sends all of its requests to one Service. */
export interface SingleRoute extends RouteMatches {
  /** Where the requests go. */
  readonly destination: RouteDestination;
  /** Not beside `destination`. @default - none */
  readonly destinations?: undefined;
}

/** A route that shares its requests out. */
export interface WeightedRoute extends RouteMatches {
  /** Not beside `destinations`. @default - none */
  readonly destination?: undefined;
  /** Where the requests go, each with its share. */
  readonly destinations: readonly WeightedDestination[];
}

/** What becomes of a request at the edge. The first route that takes a request has it. */
export type HttpRoute = SingleRoute | WeightedRoute;

// path-absolute of RFC 3986 section 3.3, as text: no query, no fragment, no spaces
const PATH = /^\/[A-Za-z0-9._~!$&'()*+,;=:@%/-]{0,1023}$/;

const SERVICE = text(SERVICE_NAME, 'the name of a Service, without its namespace', 'productpage');
const ALL = 100;

const PROPERTIES = record<HttpRoute>({
  name: dnsLabel('productpage'),
  matches: listOf(
    record<PathMatch>({
      type: oneOf(['exact', 'prefix']),
      path: text(PATH, 'a path of at most 1024 characters with its leading slash', '/productpage'),
    }),
    { min: 1 },
  ),
  hosts: optional(listOf(instanceOf(DnsName, "DnsName.of('shop.example.com')"), { min: 1 })),
  destination: optional(record<RouteDestination>({ service: SERVICE, port: port() })),
  destinations: optional(
    listOf(
      record<WeightedDestination>({ service: SERVICE, port: port(), weight: integer(0, ALL) }),
      {
        min: 1,
        max: 16,
      },
    ),
  ),
});

/** Check of one route. */
export const httpRouteCheck: Check = {
  isOptional: false,
  violations: (value) => {
    const violations = PROPERTIES.violations(value);
    return violations.length > 0 ? violations : destinationViolations(value as HttpRoute);
  },
};

/** Exactly one of the two, also where TypeScript did not look. */
function destinationViolations({
  destination,
  destinations,
}: {
  readonly destination?: RouteDestination;
  readonly destinations?: readonly WeightedDestination[];
}): ReturnType<Check['violations']> {
  if (destination === undefined && destinations === undefined) {
    return [
      {
        at: 'destination',
        code: 'PropertyMissing',
        rule: "must be given, or 'destinations' with weights",
        got: undefined,
        fix: "write destination: { service: 'productpage', port: 9080 }",
      },
    ];
  }
  if (destinations === undefined) {
    return [];
  }
  if (destination !== undefined) {
    return [
      {
        at: 'destinations',
        code: 'PropertyMalformed',
        rule: "must be left out where 'destination' is given",
        got: destination,
        fix: "leave 'destination' out, and write its share among 'destinations'",
      },
    ];
  }
  return weightViolations(destinations);
}

function weightViolations(
  destinations: readonly WeightedDestination[],
): ReturnType<Check['violations']> {
  const sum = destinations.reduce((total, { weight }) => total + weight, 0);
  const names = destinations.map(({ service, port }) => `${service}:${port}`);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  return [
    ...(sum === ALL
      ? []
      : [
          {
            at: 'destinations',
            code: 'PropertyOutOfRange' as const,
            rule: `must have weights that are ${ALL} together`,
            got: sum,
            fix: `write weights whose sum is ${ALL}, such as 90 and 10`,
          },
        ]),
    ...(twice === undefined
      ? []
      : [
          {
            at: 'destinations',
            code: 'NamesClash' as const,
            rule: 'must have each Service and port once',
            got: twice,
            fix: `write ${twice} once, with the sum of its weights`,
          },
        ]),
  ];
}
