import { Construct } from 'constructs';

import * as networking from '../../imports/networking.istio.io';
import { refuseAny, type Finding } from '../trust/mesh-trust-error';
import { dnsLabel } from '../trust/name-checks';
import { LABEL_KEY, LABEL_VALUE } from '../trust/names';
import { checkProps, instanceOf, listOf, mapOf, text, type PropertyTable } from '../trust/props';
import { httpRouteCheck, type HttpRoute } from './http-route';
import { IngressHosts } from './ingress-hosts';
import { routeFindings, routeHostFindings, selectorFindings } from './route-findings';
import { virtualServiceHttp } from './virtual-service-http';

/** What an ingress over plain HTTP is made of. */
export interface HttpIngressProps {
  /** Name of the Gateway and of the VirtualService. */
  readonly name: string;
  /** Namespace of both: that of the Services that requests are sent to. */
  readonly namespace: string;
  /** Labels of the Pods of the ingress gateway, in whichever namespace they run. */
  readonly gatewaySelector: Readonly<Record<string, string>>;
  /** For which hosts requests are taken. */
  readonly hosts: IngressHosts;
  /** What becomes of the requests; the first route that takes one has it. */
  readonly routes: readonly HttpRoute[];
}

/** One check for each property of an ingress. */
export const HTTP_INGRESS_PROPERTIES: PropertyTable<HttpIngressProps> = {
  name: dnsLabel('bookinfo'),
  namespace: dnsLabel('bookinfo'),
  gatewaySelector: mapOf(
    LABEL_KEY,
    'label keys',
    text(LABEL_VALUE, 'a label value of at most 63 characters', 'ingressgateway'),
  ),
  hosts: instanceOf(IngressHosts, 'IngressHosts.any()'),
  routes: listOf(httpRouteCheck, { min: 1 }),
};

/** Everything that is wrong with the properties of an ingress. */
export function httpIngressFindings(path: string, props: HttpIngressProps): Finding[] {
  const findings = checkProps(path, props, HTTP_INGRESS_PROPERTIES);
  return findings.length > 0
    ? findings
    : [
        ...selectorFindings(path, props.gatewaySelector),
        ...routeFindings(path, props.routes),
        ...routeHostFindings(path, props.routes, props.hosts.names),
      ];
}

/**
 * The way into the mesh over plain HTTP: a Gateway that opens port 80 on the ingress gateway's Pods, and
 * a VirtualService that sends what arrives there to Services. The way on from the gateway is mutual TLS:
 * the gateway presents its own identity.
 *
 * Port 80 is that of the gateway's Service; istiod translates it into the port of the Pods.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/gateway/
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/
 */
export class HttpIngress extends Construct {
  /**
   * Defines the Gateway and the VirtualService.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyMalformed, PropertyOutOfRange
   * @throws NamesClash for two routes of one name, and for a path that two routes take
   */
  public constructor(scope: Construct, id: string, props: HttpIngressProps) {
    refuseAny(httpIngressFindings(`${scope.node.path}/${id}`, props));
    super(scope, id);
    const { name, namespace } = props;
    const hosts = [...props.hosts.names];
    const metadata = {
      name,
      namespace,
      labels: { 'app.kubernetes.io/name': name, 'app.kubernetes.io/part-of': 'mesh-trust' },
    };
    new networking.Gateway(this, 'Gateway', {
      metadata,
      spec: {
        selector: { ...props.gatewaySelector },
        servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts }],
      },
    });
    new networking.VirtualService(this, 'VirtualService', {
      metadata,
      spec: {
        hosts,
        gateways: [name],
        http: props.routes.map((route) => virtualServiceHttp(route)),
      },
    });
  }
}
