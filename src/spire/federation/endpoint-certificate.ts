import type { AcmeIssuer } from '../../cert-manager/acme/acme-issuer';
import type { IIssuer } from '../../cert-manager/issuer/issuer';
import { refuse, refuseAny } from '../../trust/mesh-trust-error';
import { DNS_SUBDOMAIN } from '../../trust/names';
import { checkProps, objectWith, text, type PropertyTable } from '../../trust/props';

const ISSUED: PropertyTable<{ issuer: IIssuer }> = {
  issuer: objectWith(['kind', 'name', 'group', 'signsCas'], "AcmeIssuer.cluster('letsencrypt')"),
};
const EXISTING: PropertyTable<{ secretName: string }> = {
  secretName: text(DNS_SUBDOMAIN, 'the name of a Secret', 'spire-bundle-endpoint'),
};

/**
 * The certificate that a bundle endpoint of the profile https_web shows. The servers of the other
 * trust domains verify it against the roots of their system, as browsers do.
 */
export class EndpointCertificate {
  /** Name of the Certificate that is made, and of its Secret. */
  public static readonly NAME = 'spire-bundle-endpoint';

  /**
   * A certificate that cert-manager gets from an ACME server. The name leads to the SPIRE servers and
   * not to a gateway of the mesh, so that DNS-01 alone proves it.
   *
   * @throws PropertyWrongType
   */
  public static issuedBy(issuer: AcmeIssuer): EndpointCertificate {
    refuseAny(checkProps('EndpointCertificate.issuedBy', { issuer }, ISSUED));
    // Seen as any issuer, since a caller without TypeScript may hand over a CA of the cluster.
    const { signsCas, kind, name } = issuer as IIssuer;
    if (signsCas) {
      refuse({
        code: 'PropertyWrongType',
        path: 'EndpointCertificate.issuedBy',
        problem: `'issuer' must be of an ACME server, whose root the other side knows, got ${kind} ${name}, which signs CAs`,
        fix: `write AcmeIssuer.cluster('letsencrypt'), or the profile that needs no such root: BundleEndpoint.httpsSpiffe({ … })`,
      });
    }
    return new EndpointCertificate(EndpointCertificate.NAME, issuer);
  }

  /**
   * A certificate that lies in a Secret of the server's namespace already, with `tls.crt` and `tls.key`.
   *
   * @throws PropertyWrongType, PropertyMalformed
   */
  public static existing(secretName: string): EndpointCertificate {
    refuseAny(checkProps('EndpointCertificate.existing', { secretName }, EXISTING));
    return new EndpointCertificate(secretName, undefined);
  }

  private constructor(
    /** Name of the Secret, in the namespace of the server. */
    public readonly secretName: string,
    /** Who signs it; nobody for one that exists. */
    public readonly issuer: IIssuer | undefined,
  ) {}

  /** Name of the Secret, for findings. */
  public toString(): string {
    return this.secretName;
  }
}
