import { X509Certificate } from 'node:crypto';
import { refuse } from '../../trust/mesh-trust-error';
import { shown } from '../../trust/shown';

/** One root in a bundle: a JSON Web Key with the certificate that it is from. */
interface BundleKey {
  readonly use: 'x509-svid';
  readonly kty: string;
  readonly crv?: string;
  readonly x?: string;
  readonly y?: string;
  readonly n?: string;
  readonly e?: string;
  readonly x5c: readonly [string];
}

// RFC 4648 section 4: what x5c of RFC 7517 section 4.7 consists of
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
// RFC 7518 sections 6.2.2, 6.3.2 and 6.4.1: what makes a key private
const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];
const SPIFFE_URI = /URI:spiffe:\/\/([^/,\s]+)/g;

/**
 * The roots of a trust domain, by which others verify its identities: what `spire-server bundle show
 * -format spiffe` prints there. It is public: keys and certificates of CAs, and no private key.
 *
 * Keys of JWT-SVIDs in it are passed over: SPIRE makes new ones every few hours, and fetches those
 * of others from their bundle endpoints.
 *
 * @see https://github.com/spiffe/spiffe/blob/main/standards/SPIFFE_Trust_Domain_and_Bundle.md#4-spiffe-bundle-format
 */
export class SpiffeBundle {
  /**
   * The bundle that this JSON text writes.
   *
   * @throws SpiffeBundleMalformed
   */
  public static parse(text: string): SpiffeBundle {
    const keys = keysOf(text)
      .filter((key) => key['use'] === 'x509-svid')
      .map(rootOf);
    if (keys.length === 0) {
      malformed('must have a key of X.509-SVIDs', text);
    }
    const byCertificate = new Map(keys.map((key) => [key.x5c[0], key]));
    return new SpiffeBundle([...byCertificate].sort(byName).map(([, key]) => key));
  }

  private constructor(private readonly keys: readonly BundleKey[]) {}

  /** The certificates of the roots, DER in base64, in a fixed order. */
  public get certificates(): readonly string[] {
    return this.keys.map(({ x5c }) => x5c[0]);
  }

  /** The trust domains that its certificates name: none, where the root is not SPIRE's own. */
  public get trustDomains(): readonly string[] {
    const names = this.certificates.flatMap((certificate) => {
      const { subjectAltName = '' } = new X509Certificate(Buffer.from(certificate, 'base64'));
      return [...subjectAltName.matchAll(SPIFFE_URI)].map(([, name = '']) => name);
    });
    return [...new Set(names)].sort();
  }

  /** Roots that both bundles have, DER in base64. */
  public sharedWith(other: SpiffeBundle): readonly string[] {
    return this.certificates.filter((certificate) => other.certificates.includes(certificate));
  }

  /** The JSON text of its roots, as `trustDomainBundle` takes it. */
  public toString(): string {
    return JSON.stringify({ keys: this.keys }, undefined, 2);
  }
}

function keysOf(text: string): readonly Readonly<Record<string, unknown>>[] {
  const { keys } = parsed(text);
  if (!Array.isArray(keys) || !keys.every(isRecord)) {
    return malformed("must have a list 'keys'", text);
  }
  const isPrivate = keys.some((key) => PRIVATE_MEMBERS.some((member) => member in key));
  return isPrivate ? malformed('must have no private key', 'one') : keys;
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    const read: unknown = typeof text === 'string' ? JSON.parse(text) : undefined;
    if (isRecord(read)) {
      return read;
    }
  } catch {
    // What is no JSON is refused as what is another JSON.
  }
  return malformed('must be a JSON object', text);
}

/** The key is taken from the certificate: readers refuse a bundle in which the two differ. */
function rootOf({ x5c }: Readonly<Record<string, unknown>>): BundleKey {
  const [certificate, ...others] = Array.isArray(x5c) ? (x5c as readonly unknown[]) : [];
  if (typeof certificate !== 'string' || others.length > 0 || !BASE64.test(certificate)) {
    return malformed("must have one certificate in base64 as 'x5c' of each such key", x5c);
  }
  const read = certificateOf(certificate);
  if (read?.ca !== true) {
    return malformed("must have the certificate of a CA as 'x5c' of each such key", certificate);
  }
  const { kty = '', crv, x, y, n, e } = read.publicKey.export({ format: 'jwk' });
  return { use: 'x509-svid', kty, crv, x, y, n, e, x5c: [certificate] };
}

function certificateOf(base64: string): X509Certificate | undefined {
  try {
    return new X509Certificate(Buffer.from(base64, 'base64'));
  } catch {
    return undefined;
  }
}

function malformed(rule: string, got: unknown): never {
  return refuse({
    code: 'SpiffeBundleMalformed',
    path: 'SpiffeBundle.parse',
    problem: `a SPIFFE bundle ${rule}, got ${shown(got)}`,
    fix: `take what 'spire-server bundle show -format spiffe' prints in the other trust domain`,
  });
}

function byName([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : 1;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
