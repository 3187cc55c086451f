import { DnsName } from '../../../trust/dns-name';
import { refuseAny } from '../../../trust/mesh-trust-error';
import { DNS_LABEL, DNS_SUBDOMAIN } from '../../../trust/names';
import {
  checkProps,
  instanceOf,
  oneOf,
  optional,
  port,
  text,
  type PropertyTable,
} from '../../../trust/props';
import type { Anchor, Authority } from '../../../trust/trust-chain';
import { TrustDomain } from '../../../trust/trust-domain';
import { Ttl } from '../../../trust/ttl';
import { WorkloadSocket } from '../../../trust/workload-socket';
import type { SpireInstallation } from '../../spire-installation';
import { UPSTREAM_AUTHORITY, VERIFIED_BY } from './upstream-ca';
import {
  UPSTREAM_SOCKET_FOLDER,
  type PathlessFinding,
  type UpstreamNeeds,
  type UpstreamPlugin,
  type UpstreamServer,
} from './upstream-plugin';

/** Another SPIRE of the same trust domain, which signs the CA of this one: SPIRE calls it nested. */
export interface SpireUpstreamProps {
  /** Name of its server. */
  readonly serverAddress: DnsName;
  /** Port of its server. @default 443 */
  readonly serverPort?: number;
  /** Its trust domain, which is that of the environment. */
  readonly trustDomain: TrustDomain;
  /** CSI driver by which its agent on the node shows the Workload API: another than that of this mesh. */
  readonly csiDriver: string;
  /** Name of the socket that the driver shows. @default 'spire-agent.sock' */
  readonly socketFile?: string;
  /** Lifetime of its CA. */
  readonly caTtl: Ttl;
  /** Where its certificates end. */
  readonly below: Anchor;
  /**
   * Class of its controller manager, when that looks after this cluster: a ClusterSPIFFEID registers the
   * server as downstream.
   *
   * @default - the server is registered there by hand, as downstream
   */
  readonly registeredWith?: string;
}

/** `plugin_data` of the UpstreamAuthority plugin `spire`. */
export interface SpirePluginData {
  /** Name of its server. */
  readonly server_address: string;
  /** Port of its server, as a text. */
  readonly server_port: string;
  /** Socket of its agent. */
  readonly workload_api_socket: string;
}

/** SPIRE signs with the next CA from the moment when this part of the old one is left, … */
const ACTIVATION_DIVISOR = 6;
/** … and never earlier than this before its end. */
const ACTIVATION_CAP = Ttl.days(7);

const ANCHORS: readonly Anchor[] = ['the root of the mesh', 'a root of its own'];

/** One check for each property. */
export const SPIRE_UPSTREAM_PROPERTIES: PropertyTable<SpireUpstreamProps> = {
  serverAddress: instanceOf(DnsName, "DnsName.of('spire-root.example.com')"),
  serverPort: optional(port()),
  trustDomain: instanceOf(TrustDomain, "TrustDomain.of('mesh.example.com')"),
  csiDriver: text(DNS_SUBDOMAIN, 'the name of a CSI driver', 'upstream.csi.spiffe.io'),
  socketFile: optional(text(/^(?!\.{1,2}$)[\w.-]{1,64}$/, 'a bare file name', 'spire-agent.sock')),
  caTtl: instanceOf(Ttl, 'Ttl.days(30)'),
  below: oneOf(ANCHORS),
  registeredWith: optional(text(DNS_LABEL, 'the class of a controller manager', 'spire-root-mesh')),
};

/**
 * Another SPIRE above this one. The server gets an SVID from the agent of the other SPIRE on its node,
 * and asks the other server for its CA with it; that one has to know it as `downstream`. What is signed
 * is cut to the end of the CA above, so that `caTtl` is held against what is left when that is retired.
 * A server above of SPIRE before 1.12 signs for as long as the registration says instead.
 *
 * @see https://github.com/spiffe/spire/blob/v1.15.3/doc/plugin_server_upstreamauthority_spire.md
 */
export class SpireUpstream implements UpstreamPlugin {
  /** @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyOutOfRange, PropertyMalformed */
  public static of(props: SpireUpstreamProps): SpireUpstream {
    refuseAny(checkProps('UpstreamAuthority.spire', props, SPIRE_UPSTREAM_PROPERTIES));
    return new SpireUpstream(props);
  }

  /** Name by which SPIRE knows it. */
  public readonly name = 'spire';

  private constructor(private readonly props: SpireUpstreamProps) {}

  /** The socket of the other agent, and the way to the other server. */
  public get needs(): UpstreamNeeds {
    const { csiDriver, registeredWith, serverPort = 443 } = this.props;
    return {
      socketDriver: csiDriver,
      egress: [{ port: serverPort }],
      prerequisites: [
        { kind: 'CSIDriver', name: csiDriver, purpose: 'the Workload API of the upstream SPIRE' },
      ],
      registeredWith,
    };
  }

  /** `plugin_data`. */
  public data(): SpirePluginData {
    const { serverAddress, serverPort = 443, socketFile = 'spire-agent.sock' } = this.props;
    return {
      server_address: serverAddress.toString(),
      server_port: serverPort.toString(),
      workload_api_socket: `${UPSTREAM_SOCKET_FOLDER}/${socketFile}`,
    };
  }

  /** Both are one trust domain, and two installations. */
  public findings({ trustDomain, className }: SpireInstallation): readonly PathlessFinding[] {
    const { csiDriver, registeredWith } = this.props;
    return [
      ...(this.props.trustDomain.equals(trustDomain)
        ? []
        : [
            {
              code: 'TrustDomainsDiffer' as const,
              problem: `'upstream.trustDomain' must be that of the environment (${trustDomain}), got ${this.props.trustDomain}`,
              fix: `nest below a SPIRE of ${trustDomain}, or write the trust domain of the upstream for all of them`,
            },
          ]),
      ...(csiDriver === WorkloadSocket.CSI_DRIVER
        ? [
            {
              code: 'NamesClash' as const,
              problem: `'upstream.csiDriver' must be that of the other SPIRE, got ${csiDriver}, whose agent waits for this server`,
              fix: "run the driver of the other SPIRE under another name: csiDriver: 'upstream.csi.spiffe.io'",
            },
          ]
        : []),
      ...(registeredWith === className
        ? [
            {
              code: 'NamesClash' as const,
              problem: `'upstream.registeredWith' must be the class of the controller manager of the other SPIRE, got ${registeredWith}, which is that of this one`,
              fix: "write the class of the other one: registeredWith: 'spire-root-mesh'",
            },
          ]
        : []),
    ];
  }

  /** The CA of the other SPIRE. */
  public authority({ path }: UpstreamServer): Authority {
    const { serverAddress, caTtl, below } = this.props;
    return {
      kind: 'authority',
      id: UPSTREAM_AUTHORITY,
      title: `SPIRE CA of ${serverAddress}`,
      anchor: below,
      path,
      lifetimeProperty: 'upstream.caTtl',
      duration: caTtl,
      leftAtRenewal: Ttl.min(caTtl.dividedBy(ACTIVATION_DIVISOR), ACTIVATION_CAP),
      keyAtRenewal: 'new',
      keyIn: 'the key manager of the other SPIRE',
      verifiedBy: VERIFIED_BY,
      bundleIn: ['the bundle of SPIRE'],
    };
  }
}
