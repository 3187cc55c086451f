import { ComponentVersion } from '../trust/component-version';

/**
 * A release of the Gateway API. Those before 1.4 have no names for the rules of an HTTPRoute in their
 * standard channel.
 *
 * @see https://gateway-api.sigs.k8s.io/geps/gep-995/
 */
export class GatewayApiVersion extends ComponentVersion {
  /** 1.4. */
  public static readonly V1_4 = new GatewayApiVersion('1.4.1');
  /** 1.5, with which Istio 1.30 is built: the first that refuses an older one in its place. */
  public static readonly V1_5 = new GatewayApiVersion('1.5.1');
  /** 1.6, the default. */
  public static readonly V1_6 = new GatewayApiVersion('1.6.1');

  /** Of what it is a version. */
  public readonly component = 'Gateway API';
}
