import { oneOf, optional, port, record, type Check } from '../trust/props';

/** A port of a workload on which its sidecar listens, and where what arrives there goes on to. */
interface SidecarPort {
  /** Port of the Service. */
  readonly port: number;
  /** Port of the Pod on which the sidecar listens: `targetPort` of the Service. */
  readonly listenerPort: number;
  /** Port on which the application listens. @default - `applicationPort` of the workload */
  readonly applicationPort?: number;
}

/** The port on which a sidecar ends the TLS of callers outside the mesh. */
export interface TlsListener extends SidecarPort {
  /** What comes out of the TLS: HTTP of `HTTPS`, anything of `TLS`. @default 'HTTPS' */
  readonly protocol?: 'HTTPS' | 'TLS';
}

/** A port on which a sidecar takes the mutual TLS of the mesh. */
export interface MeshListener extends SidecarPort {
  /** What the application speaks there. @default 'HTTP' */
  readonly protocol?: 'HTTP' | 'HTTP2' | 'GRPC' | 'TCP';
}

const PORTS = { port: port(), listenerPort: port(), applicationPort: optional(port()) };

/** Check of the port for callers outside the mesh. */
export const tlsListenerCheck: Check = record<TlsListener>({
  ...PORTS,
  protocol: optional(oneOf(['HTTPS', 'TLS'])),
});

/** Check of a port of the mesh. */
export const meshListenerCheck: Check = record<MeshListener>({
  ...PORTS,
  protocol: optional(oneOf(['HTTP', 'HTTP2', 'GRPC', 'TCP'])),
});
