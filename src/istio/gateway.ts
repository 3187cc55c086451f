import { refuseAny } from '../trust/mesh-trust-error';
import type { Placement } from '../trust/placement';
import type { Resources } from '../trust/resources';
import { SpiffeId } from '../trust/spiffe-id';
import type { TrustDomain } from '../trust/trust-domain';
import { gatewayFindings } from './gateway-findings';
import type { GatewayPort } from './gateway-port';

/** What a gateway is like. */
export interface GatewayProps extends Placement {
  /** Name of its Deployment and Service. @default - `istio-ingressgateway` or `istio-egressgateway` */
  readonly name?: string;
  /** Namespace that it runs in; the Secrets that it serves TLS from are there, too. @default 'istio-system' */
  readonly namespace?: string;
  /** How its Service is reached. @default - LoadBalancer for ingress, ClusterIP for egress */
  readonly serviceType?: 'ClusterIP' | 'NodePort' | 'LoadBalancer';
  /** Annotations of its Service, for the cloud's load balancer. @default - none */
  readonly serviceAnnotations?: Readonly<Record<string, string>>;
  /**
   * Whether the Service keeps the client's address: `Local` does.
   *
   * @default - `Cluster`, what Kubernetes does
   */
  readonly externalTrafficPolicy?: 'Cluster' | 'Local';
  /** Ports that it opens; an ingress gateway has that of its health besides. @default - 80 and 443 */
  readonly ports?: readonly GatewayPort[];
  /**
   * At least so many Pods; from two on a PodDisruptionBudget keeps all but one while nodes are drained.
   *
   * @default - one, what Istio has
   */
  readonly minReplicas?: number;
  /** At most so many Pods. @default - five, what Istio has, or `minReplicas` where that is more */
  readonly maxReplicas?: number;
  /** What the proxy asks for and may use. @default - 100m and 128Mi requested, 2 and 1Gi at most */
  readonly resources?: Resources;
  /** Who is ended first when a node is full. @default - none */
  readonly priorityClassName?: string;
}

/** Which way a gateway lets traffic. */
export type GatewayKind = 'ingress' | 'egress';

/**
 * A gateway of the mesh, with its identity from SPIRE: a proxy that is not beside an application, but
 * at the edge. It is installed with the control plane, and its Pods open SPIRE's socket.
 */
export class Gateway {
  /**
   * A gateway through which requests come into the mesh.
   *
   * @throws PropertyUnknown, PropertyWrongType, PropertyMalformed, PropertyOutOfRange, PortsClash
   */
  public static ingress(props: GatewayProps = {}): Gateway {
    return Gateway.of('ingress', props);
  }

  /**
   * A gateway through which requests leave the mesh.
   *
   * @throws PropertyUnknown, PropertyWrongType, PropertyMalformed, PropertyOutOfRange, PortsClash
   */
  public static egress(props: GatewayProps = {}): Gateway {
    return Gateway.of('egress', props);
  }

  private static of(kind: GatewayKind, props: GatewayProps): Gateway {
    refuseAny(gatewayFindings(`Gateway.${kind}`, props));
    return new Gateway(kind, props);
  }

  /** Name of its Deployment and Service. */
  public readonly name: string;
  /** Namespace that it runs in. */
  public readonly namespace: string;

  private constructor(
    /** Which way it lets traffic. */
    public readonly kind: GatewayKind,
    /** What it is like. */
    public readonly props: GatewayProps,
  ) {
    this.name = props.name ?? this.defaultName;
    this.namespace = props.namespace ?? 'istio-system';
  }

  /** The name that Istio gives to the gateway of this kind: the one whose labels the chart has. */
  public get hasDefaultName(): boolean {
    return this.name === this.defaultName;
  }

  /** Labels of its Pods, by which a Gateway object and an identity select it. */
  public get podLabels(): Readonly<Record<string, string>> {
    return {
      app: this.name,
      istio: this.hasDefaultName ? `${this.kind}gateway` : this.name,
    };
  }

  /** Name of its ServiceAccount, the end of its SPIFFE ID. */
  public get serviceAccount(): string {
    return `${this.name}-service-account`;
  }

  /** Its identity, as whoever it calls sees it. */
  public identityIn(trustDomain: TrustDomain): SpiffeId {
    return SpiffeId.forServiceAccount(trustDomain, this.namespace, this.serviceAccount);
  }

  private get defaultName(): string {
    return `istio-${this.kind}gateway`;
  }
}
