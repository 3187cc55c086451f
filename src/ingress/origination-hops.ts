import * as networking from '../../imports/networking.istio.io';
import { portsOf, type TlsOriginationProps } from './tls-origination-props';

/** Port of the gateway's Service on which it takes calls of the mesh, by mutual TLS. */
const GATEWAY_PORT = 443;
const { SIMPLE, MUTUAL } = networking.DestinationRuleSpecTrafficPolicyPortLevelSettingsTlsMode;

/** The two hops of a call, from the same facts: from the workload to the gateway, from there to the server. */
export class OriginationHops {
  private readonly host: string;
  private readonly gatewayHost: string;
  private readonly plainPort: number;
  private readonly tlsPort: number;

  /** The hops of calls that are described so. */
  public constructor(private readonly props: TlsOriginationProps) {
    const { gateway, clusterDomain = 'cluster.local' } = props;
    const { plainPort, tlsPort } = portsOf(props);
    this.host = props.host.toString();
    this.gatewayHost = `${gateway.name}.${gateway.namespace}.svc.${clusterDomain}`;
    this.plainPort = plainPort;
    this.tlsPort = tlsPort;
  }

  /** Metadata of every object. */
  public get metadata(): { name: string; namespace: string; labels: Record<string, string> } {
    const { name, gateway } = this.props;
    return {
      name,
      namespace: gateway.namespace,
      labels: { 'app.kubernetes.io/name': name, 'app.kubernetes.io/part-of': 'mesh-trust' },
    };
  }

  /** That the server is known to the mesh. */
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

  /** That the gateway takes calls to the server, by mutual TLS of the mesh. */
  public get gateway(): networking.GatewaySpec {
    return {
      selector: { ...this.props.gateway.podLabels },
      servers: [
        {
          // Without "./" a VirtualService of any namespace could take these calls.
          hosts: [`./${this.host}`],
          port: { number: GATEWAY_PORT, name: `https-${this.props.name}`, protocol: 'HTTPS' },
          tls: { mode: networking.GatewaySpecServersTlsMode.ISTIO_UNDERSCORE_MUTUAL },
        },
      ],
    };
  }

  /** Which way a call takes at each hop. */
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
          // In it the gateway would show the server the caller's SPIFFE ID, and its certificate of the mesh.
          headers: { request: { remove: ['x-forwarded-client-cert'] } },
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
              caCertificates: tls.trust?.caCertificates,
              credentialName: tls.credentialName,
            },
          },
        ],
      },
    };
  }
}
