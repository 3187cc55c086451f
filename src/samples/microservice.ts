import type { Image } from '../trust/image';
import type { Resources } from '../trust/resources';

/** One version of a microservice: a Deployment. */
export interface MicroserviceVersion {
  /** Label `version` and end of the Deployment's name. */
  readonly name: string;
  /** What it runs. */
  readonly image: Image;
}

/** A Service in front of a microservice. */
export interface MicroserviceService {
  /** Its name. */
  readonly name: string;
  /** Its port. @default - that of the Pods */
  readonly port?: number;
  /** The version that alone is behind it. @default - all versions */
  readonly version?: string;
}

/** A part of a sample: Pods of one identity. */
export interface Microservice {
  /** Label `app`, and name of its container. */
  readonly name: string;
  /** Name of its ServiceAccount: the end of its SPIFFE ID. */
  readonly serviceAccount: string;
  /** Its versions. */
  readonly versions: readonly MicroserviceVersion[];
  /** The Services in front of it. @default - one of its name, for all of its versions */
  readonly services?: readonly MicroserviceService[];
  /** Who calls it: other microservices, or anybody (the ingress gateway among them). */
  readonly callers: readonly string[] | 'anybody';
  /** Ports on which its Pods are called. @default - that of the application's containers */
  readonly calledPorts?: readonly number[];
  /** The user that it runs as. @default 65532, since the image runs under any user */
  readonly user?: number;
  /** The group that the files of its image belong to. @default 65532 */
  readonly group?: number;
  /** Why its root file system is written to. @default - it is read-only */
  readonly writesRootBecause?: string;
  /** Environment variables. @default - none */
  readonly environment?: Readonly<Record<string, string>>;
  /** Whether it writes below /tmp. */
  readonly writesTmp: boolean;
  /** Annotations of its Pods. @default - none */
  readonly podAnnotations?: Readonly<Record<string, string>>;
  /** What it asks for, and what it may use. */
  readonly resources: Resources;
}

/** A sample application: microservices of one port. */
export interface Application {
  /** Label `app.kubernetes.io/instance`. */
  readonly name: string;
  /** Port of its containers. */
  readonly port: number;
  /** Path under which its containers say that they are ready. */
  readonly readinessPath: string;
  /** What it is made of. */
  readonly microservices: readonly Microservice[];
}
