import { refuse, refuseAny } from '../../trust/mesh-trust-error';
import { checkProps, optional, type PropertyTable } from '../../trust/props';
import { pemCertificates, refuseNoCertificates } from '../bundle/pem-certificates';

/** What is known of an ACME server beside its address. */
export interface AcmeDirectoryOptions {
  /**
   * Certificates, in PEM, by which cert-manager verifies the server itself: for an ACME server with
   * a root of its own.
   *
   * @default - the roots of the cert-manager image
   */
  readonly caBundle?: string;
}

/** A URL that is https to the compiler, too. */
export type HttpsUrl = `https://${string}`;

/** One check for each option of an ACME directory. */
export const ACME_DIRECTORY_PROPERTIES: PropertyTable<AcmeDirectoryOptions> = {
  caBundle: optional(pemCertificates()),
};

const LETS_ENCRYPT = 'https://acme-v02.api.letsencrypt.org/directory';
const LETS_ENCRYPT_STAGING = 'https://acme-staging-v02.api.letsencrypt.org/directory';
const STAGING_HOSTS = ['acme-staging-v02.api.letsencrypt.org', 'dv.acme-v02.test-api.pki.goog'];
/** Servers of the protocol before RFC 8555, which cert-manager does not speak; both are switched off. */
const V1_HOSTS = ['acme-v01.api.letsencrypt.org', 'acme-staging.api.letsencrypt.org'];

// https-URI = "https://" host [ ":" port ] path, of RFC 9110 section 4.2.2: no user, no query, no fragment
const HTTPS_URL =
  /^https:\/\/((?=[-a-z0-9.]{1,253}[:/])[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*)(:[1-9]\d{0,4})?\/[-A-Za-z0-9._~%/]{0,1024}$/;

/**
 * An ACME server: the address of its directory, from which a client learns everything else.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8555#section-7.1.1
 */
export class AcmeDirectory {
  /** Let's Encrypt, which everybody trusts, with limits on how much it issues in a week. */
  public static letsEncrypt(): AcmeDirectory {
    return new AcmeDirectory(LETS_ENCRYPT);
  }

  /** Let's Encrypt for trying things out: generous limits, and certificates that nobody trusts. */
  public static letsEncryptStaging(): AcmeDirectory {
    return new AcmeDirectory(LETS_ENCRYPT_STAGING);
  }

  /**
   * Any other ACME server, by the https URL of its directory.
   *
   * @throws PropertyMalformed for http, for what is no URL, and for ACME v1
   * @throws PropertyMalformed, PropertyUnknown, PropertyWrongType for options
   */
  public static of(url: HttpsUrl, options: AcmeDirectoryOptions = {}): AcmeDirectory {
    const host = typeof url === 'string' ? HTTPS_URL.exec(url)?.[1] : undefined;
    if (host === undefined || V1_HOSTS.includes(host) || !URL.canParse(url)) {
      refuse({
        code: 'PropertyMalformed',
        path: 'AcmeDirectory.of',
        problem: `'url' must be the https URL of an ACME v2 directory, got ${JSON.stringify(url)}`,
        fix: "write AcmeDirectory.letsEncrypt(), or AcmeDirectory.of('https://ca.example.com/acme/directory')",
      });
    }
    refuseAny(checkProps('AcmeDirectory.of', options, ACME_DIRECTORY_PROPERTIES));
    if (options.caBundle !== undefined) {
      refuseNoCertificates('AcmeDirectory.of', 'caBundle', options.caBundle);
    }
    return new AcmeDirectory(url, options.caBundle);
  }

  private constructor(
    /** URL of the directory. */
    public readonly server: string,
    /** What verifies the server itself, in PEM; the roots of the cert-manager image when there is none. */
    public readonly caBundle?: string,
  ) {}

  /** Whether its certificates are for trying things out: no browser trusts them. */
  public get isStaging(): boolean {
    return STAGING_HOSTS.includes(new URL(this.server).hostname);
  }

  /** Whether it is Let's Encrypt, staging included, of which more is known than of others. */
  public get isLetsEncrypt(): boolean {
    return [LETS_ENCRYPT, LETS_ENCRYPT_STAGING].includes(this.server);
  }

  /** The URL. */
  public toString(): string {
    return this.server;
  }
}
