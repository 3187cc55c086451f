import type { HelmRelease } from '../../src/istio/helm/helm-release';
import type { SpireVersion } from '../../src/spire/spire-version';
import type { AcmeServer } from './acme-server';
import type { ExecuteOptions, Outcome } from './execute';

/** Something that makes Pods. */
export interface Workload {
  readonly namespace: string;
  readonly kind: 'daemonset' | 'deployment' | 'statefulset';
  readonly name: string;
}

/** The programs that judge; each is in reach of the API server. */
export type Program =
  'curl' | 'helm' | 'istioctl' | 'judge' | 'kubectl' | 'openssl' | 'spire-agent' | 'spire-server';

/** How a workload is run. */
export interface StartOptions {
  /**
   * Folder of the node that its volumes of a SPIFFE CSI driver show; a cluster has the drivers themselves.
   *
   * @default '/run/spire/agent-sockets'
   */
  readonly socketFolder?: string;
  /** Programs of its containers, by the names of these; a cluster has their images. @default - none */
  readonly programs?: Readonly<Record<string, string>>;
}

/**
 * Where the real components come from. Stages know nothing else about it, so that plain processes and
 * a cluster give the same verdicts.
 */
export interface Components {
  /** For the report. */
  readonly title: string;
  /** The version of SPIRE that runs there; nothing when images of any version can be fetched. */
  readonly spireVersion?: SpireVersion;
  /** Whether a controller manager makes registration entries of ClusterSPIFFEIDs there. */
  readonly hasControllerManager: boolean;

  /**
   * Builds or looks for everything that it needs.
   *
   * @throws Unavailable with the one sentence that says what to install
   */
  prepare(): Promise<void>;
  /** Brings up an API server that holds nothing of an environment yet. */
  up(): Promise<void>;
  /** Ends everything that was started since `up`, and keeps what it logged in this folder; a second cluster, too. */
  down(logs: string): Promise<void>;
  /** Brings up a second cluster. Of each the other reaches what it publishes, and nothing else. */
  second(): Promise<Components>;
  /** Gives a Service of type LoadBalancer an address, at which the other cluster reaches it. */
  publish(namespace: string, service: string): Promise<string>;

  /** Runs a program. */
  run(program: Program, args: readonly string[], options?: ExecuteOptions): Promise<Outcome>;
  /** Manifests that stand for a remote resource of a kustomization; nothing where it is fetched. */
  standInFor(address: string): string | undefined;
  /** Installs Istio as this file with an IstioOperator says. */
  installIstio(file: string): Promise<Outcome>;
  /**
   * What names the chart of a release to Helm, which is there afterwards.
   *
   * @throws Unavailable when there is no Helm, and none can be built
   */
  helmChart(release: HelmRelease): Promise<readonly string[]>;
  /**
   * Runs the controller of cert-manager as its Deployment says: with its flags, and with what its own
   * ServiceAccount may do.
   */
  runCertManager(): Promise<void>;
  /** Tells cert-manager of the Gateway API, as whoever keeps it does: the CRDs are there. */
  enableGatewayApi(): Promise<void>;
  /** Address of the node, at which Pods and the API server find what runs beside them. */
  readonly nodeAddress: string;
  /** Runs a program of this machine beside the API server until `down`; its log is kept under the name. */
  beside(
    name: string,
    program: string,
    args: readonly string[],
    env?: Readonly<Record<string, string>>,
  ): Promise<void>;
  /** Brings up an ACME server to which every name is at the ingress gateway, which runs already. */
  acmeServer(): Promise<AcmeServer>;
  /** Runs the newest Pod of a workload, and waits until it runs; says why when it does not. */
  start(workload: Workload, options?: StartOptions): Promise<Outcome>;
  /** Runs a command in a container of a workload that runs. */
  exec(
    workload: Workload,
    container: string,
    command: readonly string[],
    options?: ExecuteOptions,
  ): Promise<Outcome>;
  /** Asks the admin interface of the proxy of a workload: `/certs`, `/config_dump`. */
  proxyAdmin(workload: Workload, path: string): Promise<Outcome>;
  /** Asks the SPIRE server of a workload: `entry show`, `bundle show`. */
  spireServer(
    workload: Workload,
    args: readonly string[],
    options?: ExecuteOptions,
  ): Promise<Outcome>;
  /** What a container of a workload has logged. */
  log(workload: Workload, container: string): Promise<string>;
  /** Brings changed Secrets and ConfigMaps into the volumes of a workload, as the kubelet does in time. */
  refreshVolumes(workload: Workload): Promise<void>;
}

/** There is nothing to judge with: the message says in one sentence what to install. */
export class Unavailable extends Error {}
