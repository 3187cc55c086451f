import { Lifetime } from '../../../trust/lifetime';
import { refuseAny } from '../../../trust/mesh-trust-error';
import { pathLength } from '../../../trust/path-length';
import { checkProps, instanceOf, oneOf, optional, type PropertyTable } from '../../../trust/props';
import { Subject } from '../../../trust/subject';
import type { Anchor, Authority } from '../../../trust/trust-chain';
import { Ttl } from '../../../trust/ttl';

/** What the owner of a CA outside the cluster knows of it. */
export interface UpstreamCaProps {
  /** Its distinguished name, for pictures and findings. */
  readonly subject: Subject;
  /** How long its certificate lives and when that is renewed. */
  readonly lifetime: Lifetime;
  /** Whether its owner keeps the key at renewal, or makes a new one. */
  readonly keyAtRenewal: 'kept' | 'new';
  /** How many CAs its certificate allows below it. @default - no limit */
  readonly maxPathLength?: number;
  /** The longest that it signs. @default - what its own certificate leaves, with Vault 768h */
  readonly signsAtMost?: Ttl;
}

/** One check for each fact of a CA outside the cluster. */
export const UPSTREAM_CA_PROPERTIES: PropertyTable<UpstreamCaProps> = {
  subject: instanceOf(Subject, "Subject.of('Example Issuing CA')"),
  lifetime: instanceOf(Lifetime, 'Lifetime.of(Ttl.days(3650))'),
  keyAtRenewal: oneOf(['kept', 'new']),
  maxPathLength: optional(pathLength()),
  signsAtMost: optional(instanceOf(Ttl, 'Ttl.hours(768)')),
};

/** What a plugin knows of the CA by which it signs. */
export interface UpstreamCaPlace {
  /** Where in the model it stands, for findings. */
  readonly path: string;
  /** Where its key lies. */
  readonly keyIn: string;
  /** The longest that is signed where the owner says nothing. @default - no limit */
  readonly signsAtMost?: Ttl;
}

/** `id` of who signs the CA of SPIRE from outside the cluster. */
export const UPSTREAM_AUTHORITY = 'upstream';

/** Who verifies against a CA above that of SPIRE. */
export const VERIFIED_BY = ['workloads and gateways of the mesh', 'SPIRE agents'] as const;

/**
 * A CA outside the cluster that signs that of SPIRE. Nothing of it is emitted, and none of it can be
 * read before the server runs: what its owner states here is held against the chain.
 */
export class UpstreamCa {
  /**
   * One whose certificates end at the root at which those of istiod's CA end, too: it is that root, or
   * below it, or both are below a third.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyOutOfRange, PropertyMalformed
   */
  public static belowRootOfMesh(props: UpstreamCaProps): UpstreamCa {
    refuseAny(checkProps('UpstreamCa.belowRootOfMesh', props, UPSTREAM_CA_PROPERTIES));
    return new UpstreamCa(props, 'the root of the mesh');
  }

  /**
   * One below a root of its own, which istiod knows nothing of: proxies with SVIDs and proxies outside
   * SPIRE do not accept each other, which `separateRootBecause` of SPIRE has to accept.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyOutOfRange, PropertyMalformed
   */
  public static belowRootOfItsOwn(props: UpstreamCaProps): UpstreamCa {
    refuseAny(checkProps('UpstreamCa.belowRootOfItsOwn', props, UPSTREAM_CA_PROPERTIES));
    return new UpstreamCa(props, 'a root of its own');
  }

  private constructor(
    private readonly facts: UpstreamCaProps,
    private readonly anchor: Anchor,
  ) {}

  /** Its place in the chain, above the CA of SPIRE. */
  public authority({ path, keyIn, signsAtMost }: UpstreamCaPlace): Authority {
    const { subject, lifetime, keyAtRenewal, maxPathLength } = this.facts;
    const longest = this.facts.signsAtMost ?? signsAtMost;
    return {
      kind: 'authority',
      id: UPSTREAM_AUTHORITY,
      title: subject.commonName,
      anchor: this.anchor,
      path,
      lifetimeProperty: 'ca.lifetime',
      duration: lifetime.duration,
      leftAtRenewal: lifetime.leftAtRenewal,
      keyAtRenewal,
      ...(maxPathLength === undefined ? {} : { maxPathLength }),
      ...(longest === undefined ? {} : { signsAtMost: longest }),
      keyIn,
      verifiedBy: VERIFIED_BY,
      bundleIn: ['the bundle of SPIRE'],
    };
  }
}
