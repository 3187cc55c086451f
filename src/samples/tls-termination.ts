import type { TlsWorkloadProps } from '../ingress/tls-workload-props';
import type { Finding } from '../trust/mesh-trust-error';
import { checkProps, listOf, objectWith, optional, port, type Check } from '../trust/props';
import { annotationsCheck } from './sample-props';

/**
 * What ends the TLS of callers at the sidecar of a workload, and owns the Service in front of it: all
 * that the workload has to know of it.
 */
export interface TlsTermination {
  /** Annotations of the Pods, by which the sidecar gets key and certificate. */
  readonly podAnnotations: Readonly<Record<string, string>>;
  /** Ports on which the sidecar takes requests, with TLS and without: those that the Service leads to. */
  readonly workloadPorts: readonly number[];
}

/** What a sample wants to be given such a termination. */
export interface SidecarTlsRequest {
  /** The workload, with the certificate that its callers see. */
  readonly workload: TlsWorkloadProps;
  /** The caller outside the mesh, who presents a certificate of the same issuer. */
  readonly client: CertifiedClient;
}

/** A caller outside the mesh with a certificate from a Secret. */
export interface CertifiedClient {
  /** Its name, that of its ServiceAccount and Deployment. */
  readonly name: string;
  /** Namespace of the caller and of its Secret. */
  readonly namespace: string;
  /** Name of the Secret with `tls.crt`, `tls.key` and `ca.crt`. */
  readonly secretName: string;
}

/** Check that something ends TLS. */
export const tlsTerminationCheck: Check = optional(
  objectWith(
    ['podAnnotations', 'workloadPorts'],
    '{ podAnnotations: sidecarTls.podAnnotations, workloadPorts: [9080, 9081] }',
  ),
);

/** What is wrong with the annotations and ports of it. */
export function tlsTerminationFindings(
  path: string,
  { podAnnotations, workloadPorts }: TlsTermination,
): Finding[] {
  return checkProps(
    path,
    { 'tls.podAnnotations': podAnnotations, 'tls.workloadPorts': workloadPorts },
    {
      'tls.podAnnotations': annotationsCheck,
      'tls.workloadPorts': listOf(port(), { min: 1 }),
    },
  );
}
