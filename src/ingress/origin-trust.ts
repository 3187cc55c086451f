import { refuse, refuseAny } from '../trust/mesh-trust-error';
import { DNS_SUBDOMAIN } from '../trust/names';
import { checkProps, text } from '../trust/props';

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

  /**
   * A Secret in the namespace of the gateway, with the roots under `ca.crt`: for servers of a private CA.
   *
   * @throws PropertyWrongType, PropertyMalformed
   */
  public static secret(secretName: string): OriginTrust {
    const check = text(DNS_SUBDOMAIN, 'the name of a Secret', 'partner-ca');
    refuseAny(checkProps('OriginTrust.secret', { secretName }, { secretName: check }));
    return new OriginTrust(undefined, secretName);
  }

  private constructor(
    /** `caCertificates` of a DestinationRule; none where a Secret has them. */
    public readonly caCertificates: string | undefined,
    /** `credentialName` of a DestinationRule, where a Secret has the roots. */
    public readonly credentialName?: string,
  ) {}

  /** What is trusted, for findings. */
  public toString(): string {
    return this.credentialName ?? String(this.caCertificates);
  }
}
