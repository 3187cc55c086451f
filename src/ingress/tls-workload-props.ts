import type { TlsOnSidecarIngress } from '../istio/tls-on-sidecar-ingress';
import { dnsLabel } from '../trust/name-checks';
import { LABEL_KEY, LABEL_VALUE, SERVICE_NAME } from '../trust/names';
import {
  instanceOf,
  listOf,
  mapOf,
  objectWith,
  oneOf,
  optional,
  port,
  text,
  type PropertyTable,
} from '../trust/props';
import { ServerTls } from './server-tls';
import {
  meshListenerCheck,
  tlsListenerCheck,
  type MeshListener,
  type TlsListener,
} from './sidecar-listener';

/** A workload whose sidecars end the TLS of callers outside the mesh. */
export interface TlsWorkloadProps {
  /** Name of the Service and of the other objects. */
  readonly name: string;
  /** Namespace of the workload, its Service and its certificates. */
  readonly namespace: string;
  /** Labels by which its Pods are known: `podLabels` of what makes them. */
  readonly workloadLabels: Readonly<Record<string, string>>;
  /**
   * With which certificate TLS ends, and whether callers show one; its Secrets are in the namespace of
   * the workload. Sidecars know SIMPLE and MUTUAL.
   */
  readonly tls: ServerTls;
  /** Port on which the application listens, at 127.0.0.1 or at every address. */
  readonly applicationPort: number;
  /** The port for callers outside the mesh. @default - 8443 of the Service, 9080 of the Pod, HTTPS */
  readonly tlsListener?: TlsListener;
  /**
   * The ports for callers of the mesh: there are no others, since those of a Sidecar take the place of
   * the ones that Services have.
   *
   * @default - 8080 of the Service, 9081 of the Pod, HTTP
   */
  readonly meshListeners?: readonly MeshListener[];
  /** How its Service is reached. @default 'ClusterIP' */
  readonly serviceType?: 'ClusterIP' | 'NodePort' | 'LoadBalancer';
}

/** The same, with the proof that its sidecars do so. */
export interface SidecarTlsProps extends TlsWorkloadProps {
  /** That the control plane has sidecars terminate TLS. */
  readonly controlPlane: TlsOnSidecarIngress;
}

/** One check for each property of a workload. */
export const TLS_WORKLOAD_PROPERTIES: PropertyTable<TlsWorkloadProps> = {
  name: text(SERVICE_NAME, 'the name of a Service', 'httpbin'),
  namespace: dnsLabel('httpbin'),
  workloadLabels: mapOf(
    LABEL_KEY,
    'label keys',
    text(LABEL_VALUE, 'a label value of at most 63 characters', 'httpbin'),
  ),
  tls: instanceOf(ServerTls, 'ServerTls.simple(certificate)'),
  applicationPort: port(),
  tlsListener: optional(tlsListenerCheck),
  meshListeners: optional(listOf(meshListenerCheck, { max: 50 })),
  serviceType: optional(oneOf(['ClusterIP', 'NodePort', 'LoadBalancer'])),
};

/** One check for each property of TLS at sidecars. */
export const SIDECAR_TLS_PROPERTIES: PropertyTable<SidecarTlsProps> = {
  ...TLS_WORKLOAD_PROPERTIES,
  controlPlane: objectWith(['version'], 'TlsOnSidecarIngress.of(controlPlaneProps)'),
};

/** A port for callers outside the mesh, where none is given. */
export const TLS_LISTENER: TlsListener = { port: 8443, listenerPort: 9080 };
/** A port for callers of the mesh, where none is given. */
export const MESH_LISTENERS: readonly MeshListener[] = [{ port: 8080, listenerPort: 9081 }];
