import { DnsName } from '../trust/dns-name';
import type { Finding } from '../trust/mesh-trust-error';
import { dnsLabel } from '../trust/name-checks';
import { instanceOf, listOf, optional, type PropertyTable } from '../trust/props';
import { httpRouteCheck, type HttpRoute } from './http-route';
import { PlainHttp } from './plain-http';
import { routeFindings, routeHostFindings } from './route-findings';
import { ServerTls } from './server-tls';

/** What every way into the mesh over HTTPS is made of, whichever API says it. */
export interface TlsIngressProps {
  /** Name of the Gateway and of its routes: stable, since whoever changes it replaces them. */
  readonly name: string;
  /** Namespace of the Services that requests are sent to, and of the routes. */
  readonly namespace: string;
  /** How the TLS of clients ends, with which certificate. */
  readonly tls: ServerTls;
  /** For which hosts requests are taken. @default - every name of the certificate */
  readonly hosts?: readonly DnsName[];
  /** What becomes of plain HTTP. @default PlainHttp.redirect() */
  readonly plainHttp?: PlainHttp;
  /** What becomes of the requests; the first route that takes one has it. */
  readonly routes: readonly HttpRoute[];
}

/** One check for each of these properties. */
export const TLS_INGRESS_PROPERTIES: PropertyTable<TlsIngressProps> = {
  name: dnsLabel('shop'),
  namespace: dnsLabel('shop'),
  tls: instanceOf(ServerTls, 'ServerTls.simple(certificate)'),
  hosts: optional(
    listOf(instanceOf(DnsName, "DnsName.of('shop.example.com')"), { min: 1, max: 100 }),
  ),
  plainHttp: optional(instanceOf(PlainHttp, 'PlainHttp.redirect()')),
  routes: listOf(httpRouteCheck, { min: 1 }),
};

/** The hosts of an ingress, sorted. */
export function hostsOf({ hosts, tls }: TlsIngressProps): readonly string[] {
  return (hosts ?? tls.certificate.hosts).map(String).sort();
}

/** What is wrong with these properties taken together. */
export function tlsIngressFindings(path: string, props: TlsIngressProps): Finding[] {
  return [
    ...hostFindings(path, props),
    ...routeFindings(path, props.routes),
    ...routeHostFindings(path, props.routes, hostsOf(props)),
  ];
}

/** A certificate is requested in the namespace of the gateway, where an Issuer of another signs nothing. */
export function issuerFindings(
  path: string,
  { tls }: TlsIngressProps,
  gatewayNamespace: string,
): Finding[] {
  const issuer = tls.certificate.request?.issuer;
  if (issuer?.namespace === undefined || issuer.namespace === gatewayNamespace) {
    return [];
  }
  return [
    {
      code: 'IssuerOutOfReach',
      path,
      problem: `'tls' must have a certificate that is signed in ${gatewayNamespace}, where the gateway looks for its Secret, got ${issuer.kind} ${issuer.name} of ${issuer.namespace}`,
      fix: `write a ClusterIssuer, or an Issuer of ${gatewayNamespace}`,
    },
  ];
}

function hostFindings(path: string, { hosts = [], tls }: TlsIngressProps): Finding[] {
  const { certificate } = tls;
  const names = hosts.map(String);
  const twice = new Set(names.filter((name, index) => names.indexOf(name) !== index));
  return [
    ...[...twice].map((name) => ({
      code: 'NamesClash' as const,
      path,
      problem: `'hosts' must list each host once, got ${name} twice`,
      fix: `leave one ${name} out`,
    })),
    ...hosts
      .filter((host) => !certificate.covers(host))
      .map((host) => ({
        code: 'HostNotInCertificate' as const,
        path,
        problem: `'hosts' must be names of the certificate ${certificate.secretName} (${certificate.hosts.join(', ')}), got ${host}`,
        fix: `add it to the hosts of the certificate: DnsName.of('${host}'), or leave 'hosts' out`,
      })),
  ];
}
