import type { Construct } from 'constructs';

import type { TlsOnSidecarIngress } from '../istio/tls-on-sidecar-ingress';
import { refuseAny } from '../trust/mesh-trust-error';
import type { GatewayCertificate } from './gateway-certificate';
import { SidecarTls } from './sidecar-tls';
import { SidecarTlsFiles } from './sidecar-tls-files';
import { tlsWorkloadFindings } from './sidecar-tls-findings';
import { MESH_LISTENERS, TLS_LISTENER, type TlsWorkloadProps } from './tls-workload-props';

/**
 * A workload whose sidecars end the TLS of callers outside the mesh, as a value: an environment lists them,
 * and brings the control plane with which they do so.
 */
export class TlsWorkload {
  /**
   * A workload with these properties.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyMalformed, PropertyOutOfRange
   * @throws PortsClash for ports of the Pod or the Service that are taken
   * @throws IssuerOutOfReach for a certificate of an Issuer of another namespace
   */
  public static of(props: TlsWorkloadProps): TlsWorkload {
    refuseAny(tlsWorkloadFindings('TlsWorkload.of', props));
    return new TlsWorkload(props);
  }

  private constructor(
    /** What it is made of. */
    public readonly props: TlsWorkloadProps,
  ) {}

  /** Its name, that of its Service. */
  public get name(): string {
    return this.props.name;
  }

  /** Namespace of its Pods and of their certificates. */
  public get namespace(): string {
    return this.props.namespace;
  }

  /** The certificate that callers see, to be made in `namespace` where it has a `request`. */
  public get certificate(): GatewayCertificate {
    return this.props.tls.certificate;
  }

  /** Labels that its Pods must have. */
  public get podLabels(): Readonly<Record<string, string>> {
    return this.props.workloadLabels;
  }

  /** Annotations that its Pods must have: they mount certificate and key into the proxy. */
  public get podAnnotations(): Readonly<Record<string, string>> {
    return SidecarTlsFiles.of(this.props.tls).podAnnotations;
  }

  /** Ports of the Pods on which its sidecars take requests, with TLS and without. */
  public get workloadPorts(): readonly number[] {
    const { tlsListener = TLS_LISTENER, meshListeners = MESH_LISTENERS } = this.props;
    return [tlsListener, ...meshListeners].map(({ listenerPort }) => listenerPort);
  }

  /** Defines its objects, but for certificate and Pods. */
  public defineAt(scope: Construct, id: string, controlPlane: TlsOnSidecarIngress): SidecarTls {
    return new SidecarTls(scope, id, { ...this.props, controlPlane });
  }

  /** Its name, for findings. */
  public toString(): string {
    return this.name;
  }
}
