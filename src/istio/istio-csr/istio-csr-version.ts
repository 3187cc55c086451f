import { ComponentVersion } from '../../trust/component-version';

/**
 * A release of istio-csr.
 *
 * @see https://github.com/cert-manager/istio-csr/releases
 */
export class IstioCsrVersion extends ComponentVersion {
  /** 0.17, the default. */
  public static readonly V0_17 = new IstioCsrVersion('0.17.0');

  /** Of what it is a version. */
  public readonly component = 'istio-csr';
}
