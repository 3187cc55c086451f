import { Construct } from 'constructs';

import type { HttpRoute } from '../ingress/http-route';
import { refuseAny, type Finding } from '../trust/mesh-trust-error';
import { checkProps, type PropertyTable } from '../trust/props';
import { defineApplication } from './application-objects';
import { BOOKINFO, BOOKINFO_PORT } from './bookinfo-microservices';
import { injectionFindings, samplePropertiesOf, type SampleProps } from './sample-props';

/** What Bookinfo is made of. */
export type BookinfoProps = SampleProps;

/** One check for each property of Bookinfo. */
export const BOOKINFO_PROPERTIES: PropertyTable<BookinfoProps> = samplePropertiesOf('bookinfo');

/** Everything that is wrong with the properties of Bookinfo. */
export function bookinfoFindings(path: string, props: BookinfoProps): Finding[] {
  const findings = checkProps(path, props, BOOKINFO_PROPERTIES);
  return findings.length > 0 ? findings : injectionFindings(path, props.injection);
}

/**
 * Istio's sample application, whose workloads take their identities from SPIRE:
 * `spiffe://<trust domain>/ns/<namespace>/sa/bookinfo-<microservice>`. Emits a ServiceAccount, a Service,
 * a NetworkPolicy and the Deployments of details, productpage, ratings and reviews.
 *
 * @see https://istio.io/latest/docs/examples/bookinfo/
 */
export class Bookinfo extends Construct {
  /** The ServiceAccounts of its workloads, each the end of a SPIFFE ID. */
  public static readonly SERVICE_ACCOUNTS: readonly string[] = BOOKINFO.microservices.map(
    (microservice) => microservice.serviceAccount,
  );

  /** What the edge of the mesh lets through: the pages, the assets and the API of productpage. */
  public static readonly ROUTES: readonly HttpRoute[] = [
    {
      name: 'productpage',
      matches: [
        { type: 'exact', path: '/productpage' },
        { type: 'prefix', path: '/static' },
        { type: 'exact', path: '/login' },
        { type: 'exact', path: '/logout' },
        { type: 'prefix', path: '/api/v1/products' },
      ],
      destination: { service: 'productpage', port: BOOKINFO_PORT },
    },
  ];

  /**
   * Defines all of Bookinfo but its way in, which is an HttpIngress of `Bookinfo.ROUTES`.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyMalformed
   */
  public constructor(scope: Construct, id: string, props: BookinfoProps) {
    refuseAny(bookinfoFindings(`${scope.node.path}/${id}`, props));
    super(scope, id);
    defineApplication(this, BOOKINFO, props);
  }
}
