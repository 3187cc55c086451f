import type { Finding } from '../../trust/mesh-trust-error';
import { groupKindOf } from '../object-id';
import { field, list, textAt } from './fields';
import type { PlacedObject } from './placed-object';

/** The class of gateways of ambient mode, and that of gateways whose Deployment istiod makes when they have no address. */
const WAYPOINT_CLASS = 'istio-waypoint';
const ISTIO_CLASS = 'istio';
const MODE = 'istio.io/dataplane-mode';
const USE_WAYPOINT = 'istio.io/use-waypoint';

/** AmbientWithSpire and WaypointWithSpire: nothing asks for proxies that the socket of SPIRE cannot reach. */
export function ambientFindings(objects: readonly PlacedObject[]): Finding[] {
  return objects.flatMap((placed) => [
    ...labelFindings(placed, 'metadata'),
    ...labelFindings(placed, 'spec', 'template', 'metadata'),
    ...gatewayFindings(placed),
  ]);
}

function labelFindings({ path, object }: PlacedObject, ...at: readonly string[]): Finding[] {
  const place = [...at, 'labels'].join('.');
  const waypoint = textAt(object, ...at, 'labels', USE_WAYPOINT);
  return [
    ...(textAt(object, ...at, 'labels', MODE) === 'ambient'
      ? [
          {
            code: 'AmbientWithSpire' as const,
            path,
            problem: `'${place}' must not have ${MODE}: ambient, since ztunnel takes no certificates from SPIRE in any release of Istio so far, got it`,
            fix: "leave it out: Pods get sidecars by the labels of their namespace, 'namespaces' of the environment",
          },
        ]
      : []),
    ...(waypoint === undefined || waypoint === 'none'
      ? []
      : [
          {
            code: 'WaypointWithSpire' as const,
            path,
            problem: `'${place}' must not have ${USE_WAYPOINT}, since a waypoint takes no certificates from SPIRE before Istio 1.31, got ${waypoint}`,
            fix: 'leave it out: a sidecar of each Pod does the same',
          },
        ]),
  ];
}

function gatewayFindings({ path, object }: PlacedObject): Finding[] {
  if (groupKindOf(object) !== 'gateway.networking.k8s.io/Gateway') {
    return [];
  }
  const gatewayClass = textAt(object, 'spec', 'gatewayClassName');
  const isMade =
    gatewayClass === WAYPOINT_CLASS ||
    (gatewayClass === ISTIO_CLASS && list(field(object, 'spec'), 'addresses').length === 0);
  return isMade
    ? [
        {
          code: 'WaypointWithSpire',
          path,
          problem: `'spec' must be for Pods that exist, since those which istiod makes have a volume in the place of SPIRE's socket before Istio 1.31, got ${gatewayClass} without an address`,
          fix: 'write Gateway.ingress() in the control plane, and the address of its Service here',
        },
      ]
    : [];
}
