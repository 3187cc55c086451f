import { refuse } from './mesh-trust-error';
import { TrustDomain } from './trust-domain';

// spiffe-id = "spiffe://" trust-domain *( "/" segment )
// segment   = 1*( ALPHA / DIGIT / "." / "-" / "_" ), neither "." nor ".."; SPIFFE-ID section 2.2
const SPIFFE_ID = /^spiffe:\/\/([a-z0-9._-]{1,255})((?:\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9._-]+)*)$/;
const MAX_BYTES = 2048;

/**
 * An identity of the mesh, the URI SAN of an SVID. Istio derives the peer of a connection from the
 * form `spiffe://<trust domain>/ns/<namespace>/sa/<service account>` alone.
 *
 * @see https://github.com/spiffe/spiffe/blob/main/standards/SPIFFE-ID.md
 */
export class SpiffeId {
  /**
   * The identity of a workload of the mesh: `spiffe://<td>/ns/<namespace>/sa/<service account>`.
   *
   * @throws SpiffeIdMalformed
   */
  public static forServiceAccount(
    trustDomain: TrustDomain,
    namespace: string,
    serviceAccount: string,
  ): SpiffeId {
    return SpiffeId.ofSegments(trustDomain, ['ns', namespace, 'sa', serviceAccount]);
  }

  /** The identity of the SPIRE servers of a trust domain: `spiffe://<td>/spire/server`. */
  public static forSpireServer(trustDomain: TrustDomain): SpiffeId {
    return SpiffeId.ofSegments(trustDomain, ['spire', 'server']);
  }

  /**
   * The identity of an agent attested with k8s_psat: `spiffe://<td>/spire/agent/k8s_psat/<cluster>/<node UID>`.
   *
   * @throws SpiffeIdMalformed
   */
  public static forSpireAgent(
    trustDomain: TrustDomain,
    clusterName: string,
    nodeUid: string,
  ): SpiffeId {
    return SpiffeId.ofSegments(trustDomain, ['spire', 'agent', 'k8s_psat', clusterName, nodeUid]);
  }

  /**
   * The identity that this text writes.
   *
   * @throws SpiffeIdMalformed
   */
  public static parse(text: string): SpiffeId {
    const match =
      typeof text === 'string' && Buffer.byteLength(text) <= MAX_BYTES
        ? SPIFFE_ID.exec(text)
        : null;
    const [, name, path] = match ?? [];
    if (name === undefined || path === undefined) {
      return refuse({
        code: 'SpiffeIdMalformed',
        path: 'SpiffeId.parse',
        problem: `a SPIFFE ID must be spiffe://<trust domain>/<segments of letters, digits, '.', '-' and '_'> of at most ${MAX_BYTES} bytes, got ${JSON.stringify(text)}`,
        fix: `write the form of the mesh: SpiffeId.forServiceAccount(trustDomain, 'shop', 'cart')`,
      });
    }
    return new SpiffeId(TrustDomain.of(name), path);
  }

  private static ofSegments(trustDomain: TrustDomain, segments: readonly unknown[]): SpiffeId {
    // A slash within a segment would make another identity of it.
    const escaped = segments.map((segment) =>
      typeof segment === 'string' ? segment.replaceAll('/', '%2F') : `<${typeof segment}>`,
    );
    return SpiffeId.parse(`spiffe://${trustDomain}/${escaped.join('/')}`);
  }

  private constructor(
    /** The trust domain that vouches for the identity. */
    public readonly trustDomain: TrustDomain,
    /** What follows the trust domain, with its leading slash; empty for the trust domain itself. */
    public readonly path: string,
  ) {}

  /** Whether the identity belongs to this trust domain. */
  public isIn(trustDomain: TrustDomain): boolean {
    return this.trustDomain.equals(trustDomain);
  }

  /** Whether both are the same identity. */
  public equals(other: SpiffeId): boolean {
    return this.toString() === other.toString();
  }

  /** The URI, as it stands in the SAN of the SVID. */
  public toString(): string {
    return `spiffe://${this.trustDomain}${this.path}`;
  }
}
