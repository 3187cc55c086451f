import { DnsName } from '../trust/dns-name';
import { dnsLabel } from '../trust/name-checks';
import { DNS_SUBDOMAIN } from '../trust/names';
import { instanceOf, objectWith, optional, port, text, type PropertyTable } from '../trust/props';
import { OriginatedTls } from './originated-tls';

/** The egress gateway through which calls leave: a Gateway of the control plane is one. */
export interface EgressGateway {
  /** Name of its Service. */
  readonly name: string;
  /** Namespace of its Pods and of its client certificates. */
  readonly namespace: string;
  /** Labels of its Pods. */
  readonly podLabels: Readonly<Record<string, string>>;
}

/** A server outside the mesh, and how it is called. */
export interface TlsOriginationProps {
  /** Name of the objects, a DNS label. */
  readonly name: string;
  /** Its host name, which workloads call over plain HTTP. */
  readonly host: DnsName;
  /** Port that workloads call. @default 80 */
  readonly plainPort?: number;
  /** Port on which it speaks TLS. @default 443 */
  readonly tlsPort?: number;
  /** How the gateway speaks TLS to it. */
  readonly tls: OriginatedTls;
  /** Through which gateway calls leave. */
  readonly gateway: EgressGateway;
  /** DNS domain of the cluster. @default 'cluster.local' */
  readonly clusterDomain?: string;
}

/** One check for each property. */
export const TLS_ORIGINATION_PROPERTIES: PropertyTable<TlsOriginationProps> = {
  name: dnsLabel('partner'),
  host: instanceOf(DnsName, "DnsName.of('api.partner.example')"),
  plainPort: optional(port()),
  tlsPort: optional(port()),
  tls: instanceOf(OriginatedTls, 'OriginatedTls.simple()'),
  gateway: objectWith(['name', 'namespace', 'podLabels'], 'Gateway.egress()'),
  clusterDomain: optional(text(DNS_SUBDOMAIN, 'a DNS domain', 'cluster.local')),
};

/** The port that workloads call, and that on which the server speaks TLS. */
export function portsOf({ plainPort = 80, tlsPort = 443 }: TlsOriginationProps): {
  readonly plainPort: number;
  readonly tlsPort: number;
} {
  return { plainPort, tlsPort };
}
