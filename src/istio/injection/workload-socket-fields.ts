import { WorkloadSocket } from '../../trust/workload-socket';

/** The volume by which the CSI driver brings the socket into a Pod; the driver insists on `readOnly`. */
export function workloadSocketVolume(): {
  readonly name: string;
  readonly csi: { readonly driver: string; readonly readOnly: true };
} {
  return {
    name: WorkloadSocket.VOLUME_NAME,
    csi: { driver: WorkloadSocket.CSI_DRIVER, readOnly: true },
  };
}

/** Its mount at Istio's own path, where it becomes one with the mount that is there. */
export function workloadSocketMount(): {
  readonly name: string;
  readonly mountPath: string;
  readonly readOnly: true;
} {
  return {
    name: WorkloadSocket.VOLUME_NAME,
    mountPath: WorkloadSocket.ISTIO_MOUNT_PATH,
    readOnly: true,
  };
}

/** What tells the proxy's agent a file name that is not Istio's: then it refuses to start without the socket. */
export function workloadSocketEnv(
  socket: WorkloadSocket,
): readonly { readonly name: string; readonly value: string }[] {
  return socket.isFailClosed ? [{ name: 'WORKLOAD_IDENTITY_SOCKET_FILE', value: socket.file }] : [];
}
