import { refuseAny } from '../../trust/mesh-trust-error';
import { dnsLabel } from '../../trust/name-checks';
import { checkProps, optional, type PropertyTable } from '../../trust/props';

/** Where the CNI node agent runs. */
export interface CniNodeAgentOptions {
  /**
   * Its namespace, Pod Security level privileged. That of istiod stays free of it.
   *
   * @default 'kube-system'
   */
  readonly namespace?: string;
}

/** One check for each option of the CNI node agent. */
export const CNI_NODE_AGENT_OPTIONS: PropertyTable<CniNodeAgentOptions> = {
  namespace: optional(dnsLabel('kube-system')),
};

/** Who sends the traffic of a Pod through its proxy. */
export class TrafficCapture {
  /**
   * An init container of each Pod. It needs NET_ADMIN and NET_RAW, so that namespaces of the mesh
   * cannot have the Pod Security level restricted or baseline.
   */
  public static initContainer(): TrafficCapture {
    return new TrafficCapture(undefined);
  }

  /**
   * An agent on each node, so that Pods of the mesh need no privilege.
   *
   * @throws PropertyUnknown, PropertyWrongType, PropertyMalformed
   * @see https://istio.io/latest/docs/setup/additional-setup/cni/
   */
  public static cniNodeAgent(options: CniNodeAgentOptions = {}): TrafficCapture {
    refuseAny(checkProps('TrafficCapture.cniNodeAgent', options, CNI_NODE_AGENT_OPTIONS));
    return new TrafficCapture(options.namespace ?? 'kube-system');
  }

  private constructor(
    /** Namespace of the agent, if there is one. */
    public readonly agentNamespace: string | undefined,
  ) {}
}
