import { Construct } from 'constructs';

import * as networking from '../../imports/networking.istio.io';
import { refuseAny, type Finding } from '../trust/mesh-trust-error';
import { checkProps } from '../trust/props';
import { OriginationHops } from './origination-hops';
import {
  portsOf,
  TLS_ORIGINATION_PROPERTIES,
  type TlsOriginationProps,
} from './tls-origination-props';

/** Everything that is wrong with the properties. */
export function tlsOriginationFindings(path: string, props: TlsOriginationProps): Finding[] {
  const findings = checkProps(path, props, TLS_ORIGINATION_PROPERTIES);
  return findings.length > 0
    ? findings
    : [...hostFindings(path, props), ...portFindings(path, props), ...gatewayFindings(path, props)];
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
   * @throws PortsClash for calls on the port on which the server speaks TLS
   */
  public constructor(scope: Construct, id: string, props: TlsOriginationProps) {
    refuseAny(tlsOriginationFindings(`${scope.node.path}/${id}`, props));
    super(scope, id);
    const parts = new OriginationHops(props);
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

/** A ServiceEntry has each port once, with one protocol. */
function portFindings(path: string, props: TlsOriginationProps): Finding[] {
  const { plainPort, tlsPort } = portsOf(props);
  return plainPort !== tlsPort
    ? []
    : [
        {
          code: 'PortsClash',
          path,
          problem: `'plainPort' must differ from 'tlsPort', on which the server speaks TLS, got ${plainPort}`,
          fix: `write another port for calls: plainPort: ${tlsPort === 80 ? 8080 : 80}`,
        },
      ];
}

/** An empty selector would take the calls at every gateway of the mesh. */
function gatewayFindings(path: string, { gateway }: TlsOriginationProps): Finding[] {
  return Object.keys(gateway.podLabels).length > 0
    ? []
    : [
        {
          code: 'PropertyOutOfRange',
          path,
          problem: `'gateway.podLabels' must have at least one label, since none selects every gateway of the mesh, got {}`,
          fix: `write the labels of the gateway's Pods: podLabels: { istio: 'egressgateway' }`,
        },
      ];
}
