import { Construct } from 'constructs';

import * as networking from '../../imports/networking.istio.io';
import { DnsName } from '../trust/dns-name';
import { refuseAny, type Finding } from '../trust/mesh-trust-error';
import { dnsLabel } from '../trust/name-checks';
import { DNS_SUBDOMAIN } from '../trust/names';
import {
  checkProps,
  instanceOf,
  objectWith,
  optional,
  port,
  text,
  type PropertyTable,
} from '../trust/props';
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

/** Port of the gateway's Service on which it takes calls of the mesh, by mutual TLS. */
const GATEWAY_PORT = 443;
const { SIMPLE, MUTUAL } = networking.DestinationRuleSpecTrafficPolicyPortLevelSettingsTlsMode;

/** Everything that is wrong with the properties. */
export function tlsOriginationFindings(path: string, props: TlsOriginationProps): Finding[] {
  const findings = checkProps(path, props, TLS_ORIGINATION_PROPERTIES);
  return findings.length > 0 ? findings : hostFindings(path, props);
}

/**
 * Calls to a server outside the mesh, encrypted where they leave it: a workload calls plain HTTP, its proxy
 * takes the call to the egress gateway under the identities of both, and the gateway speaks TLS to the
 * server, which it verifies. Emits a ServiceEntry, a Gateway, a VirtualService, and a DestinationRule for
 * each of the two hops, all in the namespace of the gateway.
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/egress/egress-gateway-tls-origination/
 */
export class TlsOrigination extends Construct {
  /**
   * Defines the five objects.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyMalformed, PropertyOutOfRange
   */
  public constructor(scope: Construct, id: string, props: TlsOriginationProps) {
    refuseAny(tlsOriginationFindings(`${scope.node.path}/${id}`, props));
    super(scope, id);
    const parts = new Hops(props);
    new networking.ServiceEntry(this, 'ServiceEntry', {
      metadata: parts.metadata,
      spec: parts.serviceEntry,
    });
    new networking.Gateway(this, 'Gateway', { metadata: parts.metadata, spec: parts.gateway });
    new networking.VirtualService(this, 'VirtualService', {
      metadata: parts.metadata,
      spec: parts.virtualService,
    });
    new networking.DestinationRule(this, 'ToGateway', {
      metadata: { ...parts.metadata, name: `${props.name}-to-gateway` },
      spec: parts.toGateway,
    });
    new networking.DestinationRule(this, 'ToServer', {
      metadata: { ...parts.metadata, name: `${props.name}-to-server` },
      spec: parts.toServer,
    });
  }
}

/** The two hops of a call, from the same facts: from the workload to the gateway, from there to the server. */
class Hops {
  private readonly host: string;
  private readonly gatewayHost: string;
  private readonly plainPort: number;
  private readonly tlsPort: number;

  public constructor(private readonly props: TlsOriginationProps) {
    const { gateway, clusterDomain = 'cluster.local', plainPort = 80, tlsPort = 443 } = props;
    this.host = props.host.toString();
    this.gatewayHost = `${gateway.name}.${gateway.namespace}.svc.${clusterDomain}`;
    this.plainPort = plainPort;
    this.tlsPort = tlsPort;
  }

  public get metadata(): { name: string; namespace: string; labels: Record<string, string> } {
    const { name, gateway } = this.props;
    return {
      name,
      namespace: gateway.namespace,
      labels: { 'app.kubernetes.io/name': name, 'app.kubernetes.io/part-of': 'mesh-trust' },
    };
  }

  public get serviceEntry(): networking.ServiceEntrySpec {
    return {
      hosts: [this.host],
      location: networking.ServiceEntrySpecLocation.MESH_UNDERSCORE_EXTERNAL,
      resolution: networking.ServiceEntrySpecResolution.DNS,
      ports: [
        { number: this.plainPort, name: 'http', protocol: 'HTTP' },
        { number: this.tlsPort, name: 'https', protocol: 'HTTPS' },
      ],
    };
  }

  public get gateway(): networking.GatewaySpec {
    return {
      selector: { ...this.props.gateway.podLabels },
      servers: [
        {
          hosts: [this.host],
          port: { number: GATEWAY_PORT, name: `https-${this.props.name}`, protocol: 'HTTPS' },
          tls: { mode: networking.GatewaySpecServersTlsMode.ISTIO_UNDERSCORE_MUTUAL },
        },
      ],
    };
  }

  public get virtualService(): networking.VirtualServiceSpec {
    const { name } = this.props;
    return {
      hosts: [this.host],
      gateways: ['mesh', name],
      http: [
        {
          name: 'to-gateway',
          match: [{ gateways: ['mesh'], port: this.plainPort }],
          route: [
            {
              destination: {
                host: this.gatewayHost,
                subset: name,
                port: { number: GATEWAY_PORT },
              },
            },
          ],
        },
        {
          name: 'to-server',
          match: [{ gateways: [name], port: GATEWAY_PORT }],
          route: [{ destination: { host: this.host, port: { number: this.tlsPort } } }],
        },
      ],
    };
  }

  /** Without any of them every certificate below the root would do. */
  private get serverNames(): string[] {
    const { subjectAltNames } = this.props.tls;
    return subjectAltNames.length === 0 ? [this.host] : subjectAltNames.map(String).sort();
  }

  /** The mesh's own mutual TLS, with the server's name as SNI: by it the gateway tells its servers apart. */
  public get toGateway(): networking.DestinationRuleSpec {
    const mode =
      networking.DestinationRuleSpecSubsetsTrafficPolicyPortLevelSettingsTlsMode
        .ISTIO_UNDERSCORE_MUTUAL;
    return {
      host: this.gatewayHost,
      subsets: [
        {
          name: this.props.name,
          trafficPolicy: {
            portLevelSettings: [{ port: { number: GATEWAY_PORT }, tls: { mode, sni: this.host } }],
          },
        },
      ],
    };
  }

  /** For the gateway alone: a workload that speaks TLS to the server itself is left as it is. */
  public get toServer(): networking.DestinationRuleSpec {
    const { tls, gateway } = this.props;
    return {
      host: this.host,
      workloadSelector: { matchLabels: { ...gateway.podLabels } },
      trafficPolicy: {
        portLevelSettings: [
          {
            port: { number: this.tlsPort },
            tls: {
              mode: tls.mode === 'SIMPLE' ? SIMPLE : MUTUAL,
              sni: this.host,
              subjectAltNames: this.serverNames,
              caCertificates: tls.trust?.toString(),
              credentialName: tls.credentialName,
            },
          },
        ],
      },
    };
  }
}

/** DNS resolves names, not patterns. */
function hostFindings(path: string, { host }: TlsOriginationProps): Finding[] {
  return host.isWildcard
    ? [
        {
          code: 'PropertyMalformed',
          path,
          problem: `'host' must be one name, which DNS resolves, got ${host}`,
          fix: `write the name that is called: DnsName.of('${host.toString().replace('*', 'api')}')`,
        },
      ]
    : [];
}
