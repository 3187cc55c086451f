import { DnsName } from '../trust/dns-name';
import { refuseAny } from '../trust/mesh-trust-error';
import { DNS_SUBDOMAIN } from '../trust/names';
import { checkProps, instanceOf, listOf, optional, text, type PropertyTable } from '../trust/props';
import { OriginTrust } from './origin-trust';

/** What every TLS to a server outside the mesh may say. */
export interface OriginatedTlsOptions {
  /** Names of which the server's certificate must have one. @default - the host that is called */
  readonly subjectAltNames?: readonly DnsName[];
}

/** TLS in which only the server shows a certificate. */
export interface SimpleTlsOptions extends OriginatedTlsOptions {
  /** Against what the server is verified. @default OriginTrust.SYSTEM */
  readonly trust?: OriginTrust;
}

const NAMES = optional(
  listOf(instanceOf(DnsName, "DnsName.of('api.partner.example')"), { min: 1 }),
);

/** One check for each option of TLS in which only the server shows a certificate. */
export const SIMPLE_TLS_OPTIONS: PropertyTable<SimpleTlsOptions> = {
  trust: optional(instanceOf(OriginTrust, 'OriginTrust.SYSTEM')),
  subjectAltNames: NAMES,
};

/** One check for each option of TLS in which both sides show one. */
export const MUTUAL_TLS_OPTIONS: PropertyTable<OriginatedTlsOptions> = { subjectAltNames: NAMES };

/**
 * How an egress gateway speaks TLS to a server outside the mesh.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings
 */
export class OriginatedTls {
  /**
   * Only the server shows a certificate.
   *
   * @throws PropertyUnknown, PropertyWrongType, PropertyOutOfRange
   */
  public static simple(options: SimpleTlsOptions = {}): OriginatedTls {
    refuseAny(checkProps('OriginatedTls.simple', options, SIMPLE_TLS_OPTIONS));
    const { trust = OriginTrust.SYSTEM, subjectAltNames = [] } = options;
    return new OriginatedTls('SIMPLE', subjectAltNames, trust, trust.credentialName);
  }

  /**
   * The gateway shows a certificate, too: `tls.crt` and `tls.key` of a Secret in its own namespace, whose
   * `ca.crt` is that against which it verifies the server.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyMalformed, PropertyOutOfRange
   */
  public static mutual(secretName: string, options: OriginatedTlsOptions = {}): OriginatedTls {
    const path = 'OriginatedTls.mutual';
    refuseAny([
      ...checkProps(
        path,
        { secretName },
        { secretName: text(DNS_SUBDOMAIN, 'the name of a Secret', 'partner-client') },
      ),
      ...checkProps(path, options, MUTUAL_TLS_OPTIONS),
    ]);
    return new OriginatedTls('MUTUAL', options.subjectAltNames ?? [], undefined, secretName);
  }

  private constructor(
    /** `tls.mode` of a DestinationRule. */
    public readonly mode: 'SIMPLE' | 'MUTUAL',
    /** Names of which the server's certificate must have one; none for that of the host. */
    public readonly subjectAltNames: readonly DnsName[],
    /** Against what the server is verified; with MUTUAL it is in the Secret of the client certificate. */
    public readonly trust: OriginTrust | undefined,
    /** The Secret with the client certificate, or with the roots alone, in the namespace of the gateway. */
    public readonly credentialName?: string,
  ) {}

  /** Mode, and the Secret or what is trusted: for findings. */
  public toString(): string {
    return `${this.mode} with ${this.credentialName ?? String(this.trust)}`;
  }
}
