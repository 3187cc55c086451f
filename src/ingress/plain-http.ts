/**
 * What a gateway does with plain HTTP for a host that it serves over TLS. Whatever is chosen, an ACME
 * server reaches the solver of its HTTP-01 challenge: no choice writes `httpsRedirect`, which would send
 * that request away, too.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRedirect
 */
export class PlainHttp {
  /** Requests are sent on to HTTPS with 301, but for the paths of ACME challenges. */
  public static redirect(): PlainHttp {
    return new PlainHttp('redirect');
  }

  /** Requests are answered as over HTTPS, but for the paths of ACME challenges. */
  public static serve(): PlainHttp {
    return new PlainHttp('serve');
  }

  /** Port 80 is not opened; a solver of HTTP-01 opens it for its challenge alone. */
  public static closed(): PlainHttp {
    return new PlainHttp('closed');
  }

  private constructor(
    /** Which of the three. */
    public readonly mode: 'redirect' | 'serve' | 'closed',
  ) {}

  /** Whether port 80 is open. */
  public get isOpen(): boolean {
    return this.mode !== 'closed';
  }

  /** Which of the three, for findings. */
  public toString(): string {
    return this.mode;
  }
}
