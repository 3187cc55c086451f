import { refuseAny } from '../../trust/mesh-trust-error';
import { SpiffeId } from '../../trust/spiffe-id';
import type { TrustDomain } from '../../trust/trust-domain';
import { gatewayFindings, type GatewayProps } from './gateway-props';

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
    return this.props.serviceAccount ?? `${this.name}-service-account`;
  }

  /** Its identity, as whoever it calls sees it. */
  public identityIn(trustDomain: TrustDomain): SpiffeId {
    return SpiffeId.forServiceAccount(trustDomain, this.namespace, this.serviceAccount);
  }

  private get defaultName(): string {
    return `istio-${this.kind}gateway`;
  }
}
