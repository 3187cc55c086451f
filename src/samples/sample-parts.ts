import type { Construct } from 'constructs';

import type { HttpRoute } from '../ingress/http-route';
import type { DnsName } from '../trust/dns-name';
import type { ImageSource } from '../trust/image-source';
import type { PodInjection } from './sample-props';
import type { SidecarTlsRequest, TlsTermination } from './tls-termination';

/** What a sample takes from the environment that has it. */
export interface SampleSurroundings {
  /** The injection templates of its Pods. */
  readonly injection: PodInjection;
  /** Where its images come from. @default ImageSource.upstream() */
  readonly images?: ImageSource;
  /** What ends TLS as its `sidecarTls` asks. @default - nothing does */
  readonly tls?: TlsTermination;
}

/** What one sample says of itself. */
export interface SampleParts {
  /** Its name. */
  readonly name: string;
  /** Namespace of its workloads, with injection on. */
  readonly namespace: string;
  /** Namespaces of its callers outside the mesh. @default - none */
  readonly outsideNamespaces?: readonly string[];
  /** The ServiceAccounts of its workloads in the mesh. */
  readonly serviceAccounts: readonly string[];
  /** Hosts under which the ingress gateway serves it. @default - any host */
  readonly hosts?: readonly DnsName[];
  /** What the ingress gateway lets through over plain HTTP. */
  readonly routes: readonly HttpRoute[];
  /** The TLS that it wants to end at a sidecar. @default - none */
  readonly sidecarTls?: SidecarTlsRequest;
  /** Defines its workloads. */
  readonly define: (scope: Construct, surroundings: SampleSurroundings) => void;
}
