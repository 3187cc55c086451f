import { Lifetime } from '../../trust/lifetime';
import { refuseAny } from '../../trust/mesh-trust-error';
import { pathLength } from '../../trust/path-length';
import { checkProps, instanceOf, oneOf, optional, type PropertyTable } from '../../trust/props';
import { Subject } from '../../trust/subject';

/** The facts of a root that is not that of the environment, as its owner states them. */
export interface OtherIstioCaRootProps {
  /** Its distinguished name, for pictures and findings. */
  readonly subject: Subject;
  /** How long its certificate lives and when that is renewed. */
  readonly lifetime: Lifetime;
  /** Whether its owner keeps the key at renewal, or makes a new one. */
  readonly keyAtRenewal: 'kept' | 'new';
  /** How many CAs its certificate allows below it. @default - no limit */
  readonly maxPathLength?: number;
}

/** One check for each fact of another root. */
export const OTHER_ISTIO_CA_ROOT_PROPERTIES: PropertyTable<OtherIstioCaRootProps> = {
  subject: instanceOf(Subject, "Subject.of('corporate-root')"),
  lifetime: instanceOf(Lifetime, 'Lifetime.of(Ttl.days(3650))'),
  keyAtRenewal: oneOf(['kept', 'new']),
  maxPathLength: optional(pathLength()),
};

/** Where a CA that exists hangs: the root that its Secret names, too. */
export class IstioCaRoot {
  /** The root of the environment, below which SPIRE is, too: both accept each other. */
  public static readonly OF_ENVIRONMENT = new IstioCaRoot('environment');
  /** The CA signs itself: it is its own root. */
  public static readonly ITSELF = new IstioCaRoot('itself');

  /**
   * A root that the model does not have otherwise.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyOutOfRange, PropertyMalformed
   */
  public static other(props: OtherIstioCaRootProps): IstioCaRoot {
    refuseAny(checkProps('IstioCaRoot.other', props, OTHER_ISTIO_CA_ROOT_PROPERTIES));
    return new IstioCaRoot('other', props);
  }

  private constructor(
    /** Which of the three. */
    public readonly kind: 'environment' | 'itself' | 'other',
    /** What its owner states of another root. */
    public readonly facts?: OtherIstioCaRootProps,
  ) {}
}
