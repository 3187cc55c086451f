import { Construct } from 'constructs';

import * as gatewayapi from '../../imports/gateway.networking.k8s.io';
import { refuseAny, type Finding } from '../trust/mesh-trust-error';
import { dnsLabel } from '../trust/name-checks';
import { SERVICE_NAME } from '../trust/names';
import { checkProps, text, type PropertyTable } from '../trust/props';
import { allowedRoutesOf, gatewaySpecFor, type GatewayService } from './gateway-api-gateway';
import { gatewayApiLimitFindings } from './gateway-api-limits';
import type { HttpRoute } from './http-route';
import { HTTPS_REDIRECT_RULE, httpRouteRule } from './http-route-spec';
import { PlainHttp } from './plain-http';
import {
  hostsOf,
  issuerFindings,
  TLS_INGRESS_PROPERTIES,
  tlsIngressFindings,
  type TlsIngressProps,
} from './tls-ingress';

/** What an ingress over HTTPS is made of, in the Gateway API. */
export interface GatewayApiIngressProps extends TlsIngressProps, GatewayService {}

/** One check for each property of an ingress. */
export const GATEWAY_API_INGRESS_PROPERTIES: PropertyTable<GatewayApiIngressProps> = {
  ...TLS_INGRESS_PROPERTIES,
  gatewayNamespace: dnsLabel('istio-system'),
  gatewayService: text(SERVICE_NAME, 'the name of a Service', 'istio-ingressgateway'),
};

/** Everything that is wrong with the properties of an ingress. */
export function gatewayApiIngressFindings(path: string, props: GatewayApiIngressProps): Finding[] {
  const findings = checkProps(path, props, GATEWAY_API_INGRESS_PROPERTIES);
  return findings.length > 0
    ? findings
    : [
        ...tlsIngressFindings(path, props),
        ...issuerFindings(path, props, props.gatewayNamespace),
        ...gatewayApiLimitFindings(path, props),
      ];
}

/** A listener of the Gateway that routes attach to. */
type Scheme = 'https' | 'http';

/**
 * The way into the mesh over HTTPS in the Gateway API: a Gateway beside the ingress gateway's Pods, where
 * its certificate is, and HTTPRoutes beside the Services that they send requests to. Neither refers to
 * another namespace's Secret or Service, so that no ReferenceGrant is needed.
 *
 * The Gateway API ranks routes by itself: exact paths first, then the longest prefix, whatever their order.
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/ingress/gateway-api/
 */
export class GatewayApiIngress extends Construct {
  /**
   * Defines the Gateway, an HTTPRoute for all hosts, one for each route with hosts of its own, and one that
   * sends plain HTTP on to HTTPS.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyMalformed, PropertyOutOfRange
   * @throws HostNotInCertificate for a host that is no name of the certificate
   * @throws NamesClash for what is listed twice: hosts, names of routes, paths
   * @throws IssuerOutOfReach for a certificate of an Issuer of another namespace than the gateway's
   */
  public constructor(
    scope: Construct,
    id: string,
    private readonly props: GatewayApiIngressProps,
  ) {
    refuseAny(gatewayApiIngressFindings(`${scope.node.path}/${id}`, props));
    super(scope, id);
    const { plainHttp = PlainHttp.redirect() } = props;
    const hosts = hostsOf(props);
    this.addGateway(hosts, plainHttp);
    const schemes: readonly Scheme[] = plainHttp.mode === 'serve' ? ['https', 'http'] : ['https'];
    for (const [name, routesOfName] of routesByName(props)) {
      const [first] = routesOfName;
      const names = first?.hosts?.map(String).sort() ?? hosts;
      this.addRoute(name, names, schemes, routesOfName.map(httpRouteRule));
    }
    if (plainHttp.mode === 'redirect') {
      this.addRoute(`${props.name}-https-redirect`, hosts, ['http'], [HTTPS_REDIRECT_RULE]);
    }
  }

  private addGateway(hosts: readonly string[], plainHttp: PlainHttp): void {
    const { name, namespace, gatewayNamespace, tls } = this.props;
    const allowedRoutes = allowedRoutesOf([namespace]);
    const certificate: gatewayapi.GatewaySpecListenersTls = {
      mode: gatewayapi.GatewaySpecListenersTlsMode.TERMINATE,
      certificateRefs: [{ name: tls.certificate.secretName }],
      options:
        tls.mode === 'SIMPLE' ? undefined : { 'gateway.istio.io/tls-terminate-mode': tls.mode },
    };
    const https = hosts.map((hostname) => ({
      name: listenerOf('https', hostname),
      hostname,
      port: 443,
      protocol: 'HTTPS',
      tls: certificate,
      allowedRoutes,
    }));
    const http = hosts.map((hostname) => ({
      name: listenerOf('http', hostname),
      hostname,
      port: 80,
      protocol: 'HTTP',
      allowedRoutes,
    }));
    new gatewayapi.Gateway(this, 'Gateway', {
      metadata: { name, namespace: gatewayNamespace, labels: this.labels },
      spec: {
        ...gatewaySpecFor(this.props),
        listeners: [...https, ...(plainHttp.isOpen ? http : [])],
      },
    });
  }

  private addRoute(
    name: string,
    hosts: readonly string[],
    schemes: readonly Scheme[],
    rules: gatewayapi.HttpRouteSpecRules[],
  ): void {
    const { namespace, gatewayNamespace } = this.props;
    new gatewayapi.HttpRoute(this, `HttpRoute-${name}`, {
      metadata: { name, namespace, labels: this.labels },
      spec: {
        hostnames: [...hosts],
        parentRefs: schemes.flatMap((scheme) =>
          hosts.map((host) => ({
            name: this.props.name,
            namespace: gatewayNamespace,
            sectionName: listenerOf(scheme, host),
          })),
        ),
        rules,
      },
    });
  }

  private get labels(): Record<string, string> {
    return { 'app.kubernetes.io/name': this.props.name, 'app.kubernetes.io/part-of': 'mesh-trust' };
  }
}

/** The routes by the name of their HTTPRoute, which has one list of hosts. */
function routesByName({
  name,
  routes,
}: GatewayApiIngressProps): ReadonlyMap<string, readonly HttpRoute[]> {
  const forAll = routes.filter(({ hosts }) => hosts === undefined);
  const forSome = routes.filter(({ hosts }) => hosts !== undefined);
  return new Map<string, readonly HttpRoute[]>([
    ...(forAll.length === 0 ? [] : [[name, forAll] as const]),
    ...forSome.map((route) => [`${name}-${route.name}`, [route]] as const),
  ]);
}

/** Named after the host, so that no name changes when another host is added. */
function listenerOf(scheme: Scheme, host: string): string {
  return `${scheme}-${host.replace('*', 'wildcard')}`;
}
