import { refuse } from './mesh-trust-error';

// trust-domain = 1*255( %x61-7A / DIGIT / "." / "-" / "_" ), SPIFFE-ID section 2.1
const TRUST_DOMAIN = /^[a-z0-9._-]{1,255}$/;

// label-value = alnum [ *61( alnum / "." / "-" / "_" ) alnum ]
const LABEL_VALUE = /^[a-z0-9]([a-z0-9._-]{0,61}[a-z0-9])?$/;

/**
 * The name of the trust root: every SPIFFE ID of a mesh begins with it. One object is handed to
 * SPIRE server, agent, controller manager and Istio, so that they cannot differ.
 *
 * @see https://github.com/spiffe/spiffe/blob/main/standards/SPIFFE-ID.md#21-trust-domain
 */
export class TrustDomain {
  /**
   * The trust domain of this name, for instance `mesh.example.com`.
   *
   * @throws TrustDomainMalformed
   */
  public static of(name: string): TrustDomain {
    if (typeof name !== 'string' || !TRUST_DOMAIN.test(name)) {
      refuse({
        code: 'TrustDomainMalformed',
        path: 'TrustDomain.of',
        problem: `a trust domain must have 1 to 255 of a-z, 0-9, '.', '-' and '_', got ${JSON.stringify(name)}`,
        fix: `write it in lowercase and without a scheme, port or path: TrustDomain.of('mesh.example.com')`,
      });
    }
    return new TrustDomain(name);
  }

  private constructor(private readonly name: string) {}

  /** Whether the name can be the value of a label: SPIRE's UpstreamAuthority "cert-manager" writes it into one. */
  public get isLabelValue(): boolean {
    return LABEL_VALUE.test(this.name);
  }

  /** Whether both name the same trust domain. */
  public equals(other: TrustDomain): boolean {
    return this.name === other.name;
  }

  /** The bare name, as `trust_domain` of SPIRE and `trustDomain` of Istio take it. */
  public toString(): string {
    return this.name;
  }
}
