import { refuse } from '../trust/mesh-trust-error';

// An absolute path of a file, of plain segments.
const FILE = /^(\/[A-Za-z0-9._-]+)+$/;

/**
 * Against what a gateway verifies a server outside the mesh. There is always one: TLS without it is
 * encryption for whoever answers.
 */
export class OriginTrust {
  /** The roots that the operating system of the proxy's image has: for servers with public certificates. */
  public static readonly SYSTEM = new OriginTrust('system');

  /**
   * A file of PEM certificates in the container of the proxy.
   *
   * @throws PropertyMalformed
   */
  public static file(path: string): OriginTrust {
    if (typeof path !== 'string' || !FILE.test(path)) {
      refuse({
        code: 'PropertyMalformed',
        path: 'OriginTrust.file',
        problem: `'path' must be the absolute path of a file in the container of the proxy, got ${JSON.stringify(path)}`,
        fix: `write OriginTrust.file('/etc/partner/ca.crt')`,
      });
    }
    return new OriginTrust(path);
  }

  private constructor(private readonly caCertificates: string) {}

  /** `caCertificates` of a DestinationRule. */
  public toString(): string {
    return this.caCertificates;
  }
}
