import { AcmeAccount } from '../cert-manager/acme/acme-account';
import { Approval } from '../cert-manager/approval/approval';
import { CertManager } from '../cert-manager/cert-manager';
import { EmittedIssuer } from '../cert-manager/issuer/emitted-issuer';
import { RootBundle } from '../cert-manager/bundle/root-bundle';
import { TrustRoot } from '../cert-manager/root/trust-root';
import { ExternalService } from '../ingress/external-service';
import { GatewayApi } from '../ingress/gateway-api';
import { Site } from '../ingress/site';
import { Authorization } from '../istio/authorization/authorization';
import type { IstioCa } from '../istio/ca/istio-ca';
import { NoSpire } from '../spire/no-spire';
import { ISTIO_CONTROL_PLANE_PROPERTIES } from '../istio/control-plane/istio-control-plane-properties';
import type { IstioControlPlaneProps } from '../istio/control-plane/istio-control-plane-props';
import { Sample } from '../samples/sample';
import type { Federation } from '../spire/federation/federation';
import {
  SPIFFE_CSI_DRIVER_PROPERTIES,
  type SpiffeCsiDriverProps,
} from '../spire/csi-driver/spiffe-csi-driver-props';
import { SPIRE_AGENT_PROPERTIES, type SpireAgentProps } from '../spire/agent/spire-agent-props';
import {
  SPIRE_INSTALLATION_PROPERTIES,
  type SpireInstallationProps,
} from '../spire/spire-installation';
import { SPIRE_SERVER_PROPERTIES, type SpireServerProps } from '../spire/server/spire-server-props';
import type { UpstreamAuthority } from '../spire/server/upstream-authority';
import { ImageSource } from '../trust/image-source';
import { dnsLabel } from '../trust/name-checks';
import { DNS_LABEL } from '../trust/names';
import { instanceOf, listOf, optional, record, text, type PropertyTable } from '../trust/props';
import { TrustDomain } from '../trust/trust-domain';

/** What an environment says about SPIRE; the rest is derived from the environment. */
export interface SpireOptions
  extends
    Omit<SpireServerProps, 'installation' | 'upstream'>,
    Pick<SpireInstallationProps, 'version' | 'serverNamespace' | 'agentNamespace' | 'socket'> {
  /** Who signs the CA of SPIRE. @default UpstreamAuthority.certManager(), with the issuer of the root */
  readonly upstream?: UpstreamAuthority;
  /** The agent on every node. @default - its own defaults */
  readonly agent?: Omit<SpireAgentProps, 'installation' | 'disableContainerSelectors'>;
  /** The CSI driver on every node. @default - its own defaults */
  readonly csiDriver?: Omit<SpiffeCsiDriverProps, 'installation'>;
}

/** What an environment says about Istio, but for its CA; the rest is derived from the environment. */
type CommonIstioOptions = Omit<
  IstioControlPlaneProps,
  | 'trustDomain'
  | 'clusterName'
  | 'clusterDomain'
  | 'socket'
  | 'workloadCa'
  | 'images'
  | 'ca'
  | 'federatedTrustDomains'
>;

/** What an environment says about Istio; the rest is derived from the environment. */
export interface IstioOptions extends CommonIstioOptions {
  /** Where istiod gets the key by which it signs; SPIRE signs for workloads. */
  readonly ca: IstioCa<'istiod'>;
}

/** What an environment without SPIRE says about Istio. */
export interface IstioWithoutSpireOptions extends CommonIstioOptions {
  /** Who signs for istiod, workloads and gateways. */
  readonly ca: IstioCa;
}

/** Everything that an environment says, whoever signs for its workloads. */
export interface MeshProps {
  /** Name of the trust root; every SPIFFE ID begins with it. */
  readonly trustDomain: TrustDomain;
  /** Name of the cluster, a DNS label: part of the IDs of agents, and Istio's name for it. */
  readonly clusterName: string;
  /** DNS domain of the cluster. @default 'cluster.local' */
  readonly clusterDomain?: string;
  /** Where images come from. @default ImageSource.upstream() */
  readonly images?: ImageSource;
  /** The cert-manager that signs. @default CertManager.release() */
  readonly certManager?: CertManager;
  /** Who approves requests for certificates. @default Approval.certManager() */
  readonly approval?: Approval;
  /** The roots for whoever verifies without being in the mesh. @default - none: SPIRE and istiod bring them to workloads */
  readonly bundle?: RootBundle;
  /** Namespaces of the mesh: they are made, and their Pods get a sidecar with an identity of the mesh, unless they name other templates. @default - only those of the samples */
  readonly namespaces?: readonly string[];
  /** Applications that show that it works. @default - none */
  readonly samples?: readonly Sample[];
  /** Accounts at ACME servers, which certify names for callers outside the mesh. @default - none */
  readonly acme?: readonly AcmeAccount[];
  /** Other signers outside the cluster, for the leaves of gateways and sidecars: Vault, Venafi. @default - none */
  readonly issuers?: readonly EmittedIssuer[];
  /** What every ingress gateway with port 443 serves over HTTPS. @default - nothing */
  readonly sites?: readonly Site[];
  /** How the CRDs of the Gateway API come into the cluster where a site or a solver uses it. @default GatewayApi.release() */
  readonly gatewayApi?: GatewayApi;
  /** Servers outside the mesh to which the egress gateway speaks TLS. @default - none */
  readonly egress?: readonly ExternalService[];
  /** Who may call whom. @default - whoever is in the mesh calls everybody there */
  readonly authorization?: readonly Authorization[];
}

/** The trust of a mesh whose workloads and gateways are certified by SPIRE. */
export interface EnvironmentProps extends MeshProps {
  /** The federation of which the trust domain is a member. @default - none: no other trust domain is known */
  readonly federation?: Federation;
  /** Where trust begins. */
  readonly root: TrustRoot;
  /** SPIRE, which signs for every workload and gateway. @default - one server with SQLite below the root */
  readonly spire?: SpireOptions;
  /** Istio, and the CA of istiod. */
  readonly istio: IstioOptions;
}

/** The trust of a mesh without SPIRE: who signs for Istio signs for every workload and gateway. */
export interface EnvironmentWithoutSpireProps extends MeshProps {
  /** Where trust begins, unless that is with whoever signs for Istio. @default - none */
  readonly root?: TrustRoot;
  /** Istio, and who signs for it. */
  readonly istio: IstioWithoutSpireOptions;
}

/** The same, told from one with SPIRE. */
export interface IstioEnvironmentProps extends EnvironmentWithoutSpireProps {
  /** There is none: `Spire.none()`. */
  readonly spire: NoSpire;
}

/** Everything that an environment says: the trust of one mesh in one cluster. */
export type AnyEnvironmentProps = EnvironmentProps | IstioEnvironmentProps;

/** Whether SPIRE signs for the workloads of this environment. */
export function hasSpire(props: AnyEnvironmentProps): props is EnvironmentProps {
  return !(props.spire instanceof NoSpire);
}

/** One check for each option of the agent: what its part takes, without what is derived. */
function agentOptions(): PropertyTable<NonNullable<SpireOptions['agent']>> {
  const { installation, disableContainerSelectors, ...options } = SPIRE_AGENT_PROPERTIES;
  return options;
}

/** One check for each option of the CSI driver. */
function csiDriverOptions(): PropertyTable<NonNullable<SpireOptions['csiDriver']>> {
  const { installation, ...options } = SPIFFE_CSI_DRIVER_PROPERTIES;
  return options;
}

/** One check for each option of SPIRE. */
function spireOptions(): PropertyTable<SpireOptions> {
  const { installation, upstream, ...server } = SPIRE_SERVER_PROPERTIES;
  const { version, serverNamespace, agentNamespace, socket } = SPIRE_INSTALLATION_PROPERTIES;
  return {
    ...server,
    version,
    serverNamespace,
    agentNamespace,
    socket,
    upstream: optional(upstream),
    agent: optional(record(agentOptions())),
    csiDriver: optional(record(csiDriverOptions())),
  };
}

/** One check for each option of Istio. */
function istioOptions(): PropertyTable<IstioOptions> {
  const {
    trustDomain,
    clusterName,
    clusterDomain,
    socket,
    workloadCa,
    images,
    federatedTrustDomains,
    ...options
  } = ISTIO_CONTROL_PLANE_PROPERTIES;
  return options;
}

const ROOT = instanceOf(
  TrustRoot,
  'TrustRoot.selfSigned({ lifetime: Lifetime.of(Ttl.days(3650)) })',
);

/**
 * One check for each property of an environment, those of SPIRE and Istio included. What is derived is
 * in none of them: it would be overwritten without a word.
 */
export const ENVIRONMENT_PROPERTIES: PropertyTable<EnvironmentProps> = {
  trustDomain: instanceOf(TrustDomain, "TrustDomain.of('mesh.example.com')"),
  clusterName: dnsLabel('eu-1'),
  clusterDomain: SPIRE_INSTALLATION_PROPERTIES.clusterDomain,
  images: optional(instanceOf(ImageSource, "ImageSource.mirror('registry.example.com')")),
  federation: SPIRE_INSTALLATION_PROPERTIES.federation,
  certManager: optional(instanceOf(CertManager, 'CertManager.release()')),
  approval: optional(instanceOf(Approval, 'Approval.policies()')),
  root: ROOT,
  bundle: optional(instanceOf(RootBundle, 'RootBundle.trustManager()')),
  spire: optional(record(spireOptions())),
  istio: record(istioOptions()),
  namespaces: optional(listOf(text(DNS_LABEL, 'the name of a namespace', 'shop'))),
  samples: optional(listOf(instanceOf(Sample, 'Sample.bookinfo()'))),
  acme: optional(
    listOf(instanceOf(AcmeAccount, "AcmeAccount.of({ name: 'letsencrypt', directory, solvers })")),
  ),
  issuers: optional(
    listOf(instanceOf(EmittedIssuer, "VaultPki.of({ name: 'vault', server, path, auth })")),
  ),
  sites: optional(
    listOf(instanceOf(Site, "Site.of({ name: 'shop', namespace: 'shop', tls, routes })")),
  ),
  gatewayApi: optional(instanceOf(GatewayApi, 'GatewayApi.alreadyInstalled()')),
  egress: optional(
    listOf(instanceOf(ExternalService, "ExternalService.of({ name: 'partner', host, tls })")),
  ),
  authorization: optional(
    listOf(instanceOf(Authorization, "Authorization.denyByDefault({ namespace: 'shop' })")),
  ),
};

/**
 * The same for an environment without SPIRE, which may have no root of its own, and no federation: it is
 * the servers of SPIRE that federate.
 */
export const ISTIO_ENVIRONMENT_PROPERTIES: PropertyTable<IstioEnvironmentProps> = istioProperties();

function istioProperties(): PropertyTable<IstioEnvironmentProps> {
  const { federation, ...properties } = ENVIRONMENT_PROPERTIES;
  return { ...properties, root: optional(ROOT), spire: instanceOf(NoSpire, 'Spire.none()') };
}
