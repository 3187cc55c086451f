import { DnsName } from '../trust/dns-name';
import { ImageSource } from '../trust/image-source';
import type { Image } from '../trust/image';
import { refuseAny, type Finding } from '../trust/mesh-trust-error';
import { dnsLabel } from '../trust/name-checks';
import { DNS_SUBDOMAIN } from '../trust/names';
import { checkProps, instanceOf, optional, text, type PropertyTable } from '../trust/props';
import { TrustDomain } from '../trust/trust-domain';
import { WorkloadSocket } from '../trust/workload-socket';
import { SPIRE_GATES } from '../trust/gates/spire-gates';
import { Federation } from './federation/federation';
import type { FederationMember } from './federation/federation-member';
import { SpireVersion } from './spire-version';

/** What server, controller manager, agent and CSI driver of one SPIRE must agree on. */
export interface SpireInstallationProps {
  /** The trust domain that SPIRE vouches for. */
  readonly trustDomain: TrustDomain;
  /** Name of the cluster in agent IDs and in the configuration of k8s_psat. */
  readonly clusterName: string;
  /** DNS domain of the cluster. @default 'cluster.local' */
  readonly clusterDomain?: string;
  /** Release of server and agent. @default SpireVersion.V1_15 */
  readonly version?: SpireVersion;
  /** Namespace of the server, Pod Security level restricted. @default 'spire-server' */
  readonly serverNamespace?: string;
  /** Namespace of agent and CSI driver, Pod Security level privileged. @default 'spire-system' */
  readonly agentNamespace?: string;
  /** Where the agent serves the Workload API. @default WorkloadSocket.failClosed() */
  readonly socket?: WorkloadSocket;
  /** Where images come from. @default ImageSource.upstream() */
  readonly images?: ImageSource;
  /** The federation that the trust domain is a member of. @default - none: no other trust domain is known */
  readonly federation?: Federation;
}

/** One check for each property of an installation. */
export const SPIRE_INSTALLATION_PROPERTIES: PropertyTable<SpireInstallationProps> = {
  trustDomain: instanceOf(TrustDomain, "TrustDomain.of('mesh.example.com')"),
  clusterName: dnsLabel('eu-1'),
  clusterDomain: optional(text(DNS_SUBDOMAIN, 'a DNS domain', 'cluster.local')),
  version: optional(instanceOf(SpireVersion, 'SpireVersion.V1_15')),
  serverNamespace: optional(dnsLabel('spire-server')),
  agentNamespace: optional(dnsLabel('spire-system')),
  socket: optional(instanceOf(WorkloadSocket, 'WorkloadSocket.failClosed()')),
  images: optional(instanceOf(ImageSource, "ImageSource.mirror('registry.example.com')")),
  federation: optional(instanceOf(Federation, 'Federation.between(east, west)')),
};

/** Everything that is wrong with the properties of an installation. */
export function spireInstallationFindings(path: string, props: SpireInstallationProps): Finding[] {
  const findings = checkProps(path, props, SPIRE_INSTALLATION_PROPERTIES);
  if (findings.length > 0) {
    return findings;
  }
  return [...namespaceFindings(path, props), ...membershipFindings(path, props)];
}

function namespaceFindings(path: string, props: SpireInstallationProps): Finding[] {
  const { serverNamespace = 'spire-server', agentNamespace = 'spire-system' } = props;
  if (serverNamespace !== agentNamespace) {
    return [];
  }
  return [
    {
      code: 'NamesClash',
      path,
      problem: `'agentNamespace' must differ from 'serverNamespace', since their Pod Security levels do, got ${agentNamespace}`,
      fix: `write agentNamespace: 'spire-system'`,
    },
  ];
}

function membershipFindings(
  path: string,
  { trustDomain, federation }: SpireInstallationProps,
): Finding[] {
  return federation === undefined || federation.memberOf(trustDomain) !== undefined
    ? []
    : [
        {
          code: 'NoMemberOfFederation',
          path,
          problem: `'federation' must have ${trustDomain} as a member, got one of ${federation}`,
          fix: `add FederationMember.of({ trustDomain, … }) of ${trustDomain} to Federation.between, or write the federation that it is in`,
        },
      ];
}

/** Where the server publishes the trust bundle, and where agents read it. */
export interface TrustBundle {
  /** Namespace of the ConfigMap: that of the agents, which mount it. */
  readonly namespace: string;
  /** Name of the ConfigMap. */
  readonly configMap: string;
  /** Its key, which is the file name in the agent. */
  readonly key: string;
  /** How the bundle is written: SPIFFE's JWKS, or PEM. */
  readonly format: 'spiffe' | 'pem';
  /** The plugin of the server that writes it. */
  readonly publishedBy: 'BundlePublisher k8s_configmap' | 'Notifier k8sbundle';
}

/**
 * The facts of one SPIRE, said once: server, controller manager, agent, CSI driver and registrations
 * derive what they must agree on from this object.
 */
export class SpireInstallation {
  /** Name of the StatefulSet, Service and ServiceAccount of the server. */
  public static readonly SERVER = 'spire-server';
  /** Name of the DaemonSet and ServiceAccount of the agent. */
  public static readonly AGENT = 'spire-agent';
  /** Port of the server's Service. */
  public static readonly SERVER_PORT = 443;
  /** Audience of the token by which an agent attests itself. */
  public static readonly PSAT_AUDIENCE = 'spire-server';

  /**
   * An installation with these facts.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyMalformed, NamesClash
   * @throws NoMemberOfFederation
   */
  public static of(props: SpireInstallationProps): SpireInstallation {
    refuseAny(spireInstallationFindings('SpireInstallation.of', props));
    return new SpireInstallation(props);
  }

  /** The trust domain that SPIRE vouches for. */
  public readonly trustDomain: TrustDomain;
  /** Name of the cluster in agent IDs and in the configuration of k8s_psat. */
  public readonly clusterName: string;
  /** DNS domain of the cluster. */
  public readonly clusterDomain: string;
  /** Release of server and agent. */
  public readonly version: SpireVersion;
  /** Namespace of the server. */
  public readonly serverNamespace: string;
  /** Namespace of agent and CSI driver. */
  public readonly agentNamespace: string;
  /** Where the agent serves the Workload API. */
  public readonly socket: WorkloadSocket;
  /** What the others of its federation know of it; nothing without one. */
  public readonly member: FederationMember | undefined;
  /** Those with whom it federates, in the order of their names; nobody without a federation. */
  public readonly federatesWith: readonly FederationMember[];
  private readonly images: ImageSource;

  private constructor(props: SpireInstallationProps) {
    this.trustDomain = props.trustDomain;
    this.clusterName = props.clusterName;
    this.clusterDomain = props.clusterDomain ?? 'cluster.local';
    this.version = props.version ?? SpireVersion.V1_15;
    this.serverNamespace = props.serverNamespace ?? 'spire-server';
    this.agentNamespace = props.agentNamespace ?? 'spire-system';
    this.socket = props.socket ?? WorkloadSocket.failClosed();
    this.member = props.federation?.memberOf(props.trustDomain);
    this.federatesWith = props.federation?.othersThan(props.trustDomain) ?? [];
    this.images = props.images ?? ImageSource.upstream();
  }

  /** Name under which agents reach the server. */
  public get serverAddress(): DnsName {
    return DnsName.ofService(SpireInstallation.SERVER, this.serverNamespace);
  }

  /** Class that the controller manager answers to, and that every registration carries. */
  public get className(): string {
    return `${this.serverNamespace}-mesh`;
  }

  /** Where the trust bundle is published: by the plugin that the version has. */
  public get trustBundle(): TrustBundle {
    const place = { namespace: this.agentNamespace, configMap: 'spire-bundle' };
    return this.version.has(SPIRE_GATES.bundlePublisher)
      ? {
          ...place,
          key: 'bundle.spiffe',
          format: 'spiffe',
          publishedBy: 'BundlePublisher k8s_configmap',
        }
      : { ...place, key: 'bundle.crt', format: 'pem', publishedBy: 'Notifier k8sbundle' };
  }

  /** The reference under which the kubelet fetches this image. */
  public resolve(image: Image): string {
    return this.images.resolve(image);
  }
}
