import { refuse, refuseAny } from './mesh-trust-error';
import { checkProps, type Check } from './props';

const FILE_NAME = /^(?!\.{1,2}$)[A-Za-z0-9._-]{1,64}$/;
const FOLDER = /^(\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9._-]+)+$/;

const DEFAULT_FOLDER = '/run/spire/agent-sockets';

/** Where a socket is on the node. */
export interface WorkloadSocketOptions {
  /** Absolute path of its folder. @default '/run/spire/agent-sockets' */
  readonly folder?: string;
  /** Bare name of its file, other than Istio's `socket`. @default 'spire-agent.sock' */
  readonly file?: string;
}

/** Folder and file have a rule of their own. */
const anything: Check = { violations: () => [], isOptional: true };

/**
 * The socket at which a SPIRE agent serves the Workload API and SDS to its node: made by the agent,
 * carried into Pods by the CSI driver, opened by Istio's agent. One object says where it is.
 *
 * @see https://github.com/istio/istio/blob/1.30.3/pkg/security/security.go
 */
export class WorkloadSocket {
  /** The volume name that Istio's own templates use for it. */
  public static readonly VOLUME_NAME = 'workload-socket';
  /** Where Istio looks for it within a Pod. */
  public static readonly ISTIO_MOUNT_PATH = '/var/run/secrets/workload-spiffe-uds';
  /** The file name that Istio looks for unless told otherwise. */
  public static readonly ISTIO_DEFAULT_FILE = 'socket';
  /** Name of the SPIFFE CSI driver, fixed by its image. */
  public static readonly CSI_DRIVER = 'csi.spiffe.io';

  /**
   * The socket under Istio's default name. A proxy that does not find it has istiod sign instead, and
   * then waits for a socket of its own, which it cannot make in the read-only volume: prefer
   * `failClosed`, whose proxy says at once what is missing.
   *
   * @throws SocketMalformed
   * @throws PropertyUnknown, PropertyWrongType for options
   */
  public static istioDefault(options: Pick<WorkloadSocketOptions, 'folder'> = {}): WorkloadSocket {
    refuseAny(checkProps('WorkloadSocket.istioDefault', options, { folder: anything }));
    const { folder = DEFAULT_FOLDER } = options;
    return WorkloadSocket.in(folder, WorkloadSocket.ISTIO_DEFAULT_FILE);
  }

  /**
   * The socket under another name, which Istio is told: a proxy that does not find it refuses to
   * start and says so, and is started again until the agent is there.
   *
   * @throws SocketMalformed
   * @throws PropertyUnknown, PropertyWrongType for options
   */
  public static failClosed(options: WorkloadSocketOptions = {}): WorkloadSocket {
    refuseAny(
      checkProps('WorkloadSocket.failClosed', options, { folder: anything, file: anything }),
    );
    const { folder = DEFAULT_FOLDER, file = 'spire-agent.sock' } = options;
    if (file === WorkloadSocket.ISTIO_DEFAULT_FILE) {
      refuse({
        code: 'SocketMalformed',
        path: 'WorkloadSocket.failClosed',
        problem: `'file' must differ from Istio's default name, at which Istio turns to istiod, got '${file}'`,
        fix: `write another name, such as 'spire-agent.sock', or WorkloadSocket.istioDefault()`,
      });
    }
    return WorkloadSocket.in(folder, file);
  }

  private static in(folder: string, file: string): WorkloadSocket {
    if (typeof folder !== 'string' || !FOLDER.test(folder)) {
      refuse({
        code: 'SocketMalformed',
        path: 'WorkloadSocket',
        problem: `'folder' must be an absolute path of the node without '..' or a final slash, got ${JSON.stringify(folder)}`,
        fix: `write '/run/spire/agent-sockets'`,
      });
    }
    if (typeof file !== 'string' || !FILE_NAME.test(file)) {
      refuse({
        code: 'SocketMalformed',
        path: 'WorkloadSocket',
        problem: `'file' must be a bare file name of at most 64 characters, got ${JSON.stringify(file)}`,
        fix: `write 'spire-agent.sock'`,
      });
    }
    return new WorkloadSocket(folder, file);
  }

  private constructor(
    /** Folder of the node, a hostPath of the agent and of the CSI driver. */
    public readonly folder: string,
    /** File name, both on the node and in Pods. */
    public readonly file: string,
  ) {}

  /** Whether Istio has to be told the name, and then refuses to start without the socket. */
  public get isFailClosed(): boolean {
    return this.file !== WorkloadSocket.ISTIO_DEFAULT_FILE;
  }

  /** Path of the socket on the node. */
  public toString(): string {
    return `${this.folder}/${this.file}`;
  }
}
