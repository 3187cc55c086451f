import type { k8s } from 'cdk8s-plus-27';
import type { Finding } from '../../../trust/mesh-trust-error';
import type { Prerequisite } from '../../../trust/prerequisite';
import type { Authority } from '../../../trust/trust-chain';
import type { SpireInstallation } from '../../spire-installation';

/** Folder of the container of the server in which the files of its upstream lie. */
export const UPSTREAM_FOLDER = '/run/spire/upstream';
/** Folder of the container of the server in which the Workload API of another SPIRE is. */
export const UPSTREAM_SOCKET_FOLDER = '/run/spire/upstream-workload-api';

/** Where a server calls out to for its upstream. */
export interface UpstreamEgress {
  /** TCP port. */
  readonly port: number;
  /** The one range of addresses. @default - any address, since that of a server outside is not known */
  readonly cidr?: string;
}

/** Something that exists beforehand; a Secret is in the namespace of the server, which reads it. */
export type UpstreamPrerequisite = Omit<Prerequisite, 'namespace' | 'readBy'>;

/** What the server needs beside its configuration so that its upstream signs. */
export interface UpstreamNeeds {
  /** Variables of the container of the server. */
  readonly environment?: readonly k8s.EnvVar[];
  /** Files in `UPSTREAM_FOLDER`. */
  readonly files?: readonly k8s.VolumeProjection[];
  /** CSI driver that shows the Workload API of another SPIRE. */
  readonly socketDriver?: string;
  /** Annotations of the ServiceAccount, by which a platform knows it. */
  readonly serviceAccountAnnotations?: Readonly<Record<string, string>>;
  /** Where the server calls out to. */
  readonly egress?: readonly UpstreamEgress[];
  /** What exists beforehand. */
  readonly prerequisites?: readonly UpstreamPrerequisite[];
  /** Class of the controller manager of another SPIRE, for which the server is registered. */
  readonly registeredWith?: string;
}

/** A finding whose path is that of the server. */
export type PathlessFinding = Omit<Finding, 'path'>;

/** The server for which an upstream signs. */
export interface UpstreamServer {
  /** Where in the model it stands, for findings. */
  readonly path: string;
  /** What it shares with the rest of SPIRE. */
  readonly installation: SpireInstallation;
}

/** One UpstreamAuthority plugin of SPIRE, with everything that follows from it. */
export interface UpstreamPlugin {
  /** Name by which SPIRE knows it. */
  readonly name: string;
  /** What it needs in the cluster. */
  readonly needs: UpstreamNeeds;
  /** `plugin_data`, for a server of this installation. */
  data(installation: SpireInstallation): object | undefined;
  /** Everything that keeps it from signing for a server of this installation; left out where nothing does. */
  findings?(installation: SpireInstallation): readonly PathlessFinding[];
  /** Who signs the CA of SPIRE from outside the cluster; left out where an issuer of the model does. */
  authority?(server: UpstreamServer): Authority;
  /** How many CAs may follow below the CA of SPIRE, where the plugin limits that. */
  readonly maxPathLength?: number;
}

/** The needs of several together. */
export function together(...all: readonly UpstreamNeeds[]): UpstreamNeeds {
  return {
    environment: all.flatMap(({ environment = [] }) => environment),
    files: all.flatMap(({ files = [] }) => files),
    serviceAccountAnnotations: Object.assign(
      {},
      ...all.map(({ serviceAccountAnnotations }) => serviceAccountAnnotations ?? {}),
    ) as Readonly<Record<string, string>>,
    egress: all.flatMap(({ egress = [] }) => egress),
    prerequisites: all.flatMap(({ prerequisites = [] }) => prerequisites),
  };
}
