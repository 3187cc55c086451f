import { Lifetime } from '../../trust/lifetime';
import { refuseAny } from '../../trust/mesh-trust-error';
import { NameConstraints } from '../../trust/name-constraints';
import { pathLength } from '../../trust/path-length';
import { checkProps, instanceOf, optional, text, type PropertyTable } from '../../trust/props';
import { Subject } from '../../trust/subject';
import type { OutsideAuthority } from '../../trust/trust-chain';
import type { Ttl } from '../../trust/ttl';

/** What is known of a root whose key is in no cluster. */
export interface OfflineRootProps {
  /** Its distinguished name. */
  readonly subject: Subject;
  /** How long it lives, and what is left of it when its owner makes the next one. */
  readonly lifetime: Lifetime;
  /** Where its key is, in a few words. @default 'offline' */
  readonly keyIn?: string;
  /** How many CAs its certificate allows below it, the one in the cluster included. @default - no limit */
  readonly maxPathLength?: number;
  /** Which names its certificate allows below it. @default - all names */
  readonly nameConstraints?: NameConstraints;
}

/** Where a root stands in the model, and where those who verify find its certificate. */
export type OfflineRootContext = Pick<OutsideAuthority, 'path' | 'bundleIn'>;

/** One check for each property of an offline root. */
export const OFFLINE_ROOT_PROPERTIES: PropertyTable<OfflineRootProps> = {
  subject: instanceOf(Subject, "Subject.of('Example Root')"),
  lifetime: instanceOf(Lifetime, 'Lifetime.of(Ttl.days(7300)).renewBefore(Ttl.days(3650))'),
  keyIn: optional(text(/^[^\p{Cc}]{1,80}$/u, '1 to 80 characters', 'an HSM')),
  maxPathLength: optional(pathLength()),
  nameConstraints: optional(
    instanceOf(
      NameConstraints,
      "NameConstraints.of({ permittedUriDomains: ['mesh.example.com'] })",
    ),
  ),
};

/**
 * A root that signs by hand, and only the intermediate of the cluster: whoever takes the cluster over
 * has no key that others trust beyond that. Everybody verifies against its certificate, which goes
 * into the Secret of the intermediate behind that one's own.
 *
 * @see https://cert-manager.io/docs/configuration/ca/
 */
export class OfflineRoot {
  /** The `id` of an offline root in the chain. */
  public static readonly ID = 'offline-root';

  /**
   * The root with these facts.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyOutOfRange, PropertyMalformed
   */
  public static of(props: OfflineRootProps): OfflineRoot {
    refuseAny(checkProps('OfflineRoot.of', props, OFFLINE_ROOT_PROPERTIES));
    return new OfflineRoot(props);
  }

  private constructor(private readonly facts: OfflineRootProps) {}

  /** Its common name. */
  public get title(): string {
    return this.facts.subject.commonName;
  }

  /** The root in the chain, above an intermediate that lives this long. */
  public authority({ path, bundleIn }: OfflineRootContext, signsFor: Ttl): OutsideAuthority {
    const { lifetime, keyIn = 'offline', maxPathLength, nameConstraints } = this.facts;
    return {
      id: OfflineRoot.ID,
      title: this.title,
      path,
      signsFor,
      bundleIn,
      certificate: {
        duration: lifetime.duration,
        leftAtRenewal: lifetime.leftAtRenewal,
        keyIn,
        ...(maxPathLength === undefined ? {} : { maxPathLength }),
        ...(nameConstraints === undefined ? {} : { nameConstraints }),
      },
    };
  }

  /** Its common name, for findings. */
  public toString(): string {
    return this.title;
  }
}
