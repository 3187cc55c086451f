import { refuseAny } from '../../trust/mesh-trust-error';
import { checkProps, listOf, optional, text, type PropertyTable } from '../../trust/props';

/** Which further names a revision has. */
export interface RevisionTagsOptions {
  /** Names besides the one that the mesh follows, for namespaces that others label. @default - none */
  readonly others?: readonly string[];
}

// It stands in the name of a Service, behind "istiod-revision-tag-".
const TAG = /^[a-z0-9]([-a-z0-9]{0,41}[a-z0-9])?$/;
const tag = text(TAG, 'a DNS label of at most 43 characters', 'stable');

/** One check for each option of tags. */
export const REVISION_TAGS_OPTIONS: PropertyTable<RevisionTagsOptions> = {
  others: optional(listOf(tag)),
};

/**
 * Names that stand for a revision of the control plane, and that an upgrade moves to the next one:
 * namespaces and gateways say the name, and need no change when what it stands for changes.
 *
 * @see https://istio.io/latest/docs/setup/upgrade/canary/#stable-revision-labels
 */
export class RevisionTags {
  /** The tag of namespaces that ask with `istio-injection: enabled`. */
  public static readonly DEFAULT = 'default';

  /**
   * Namespaces of the mesh and gateways follow this name: `stable`, or `default`, for which namespaces
   * say `istio-injection: enabled`.
   *
   * @throws PropertyUnknown, PropertyWrongType, PropertyMalformed, PropertyOutOfRange
   */
  public static of(followed: string, options: RevisionTagsOptions = {}): RevisionTags {
    refuseAny([
      ...checkProps('RevisionTags.of', { followed }, { followed: tag }),
      ...checkProps('RevisionTags.of', options, REVISION_TAGS_OPTIONS),
    ]);
    return new RevisionTags(followed, options.others ?? []);
  }

  private constructor(
    /** The name that the mesh follows. */
    public readonly followed: string,
    /** Further names. */
    public readonly others: readonly string[],
  ) {}

  /** All names, in order. */
  public get names(): readonly string[] {
    return [this.followed, ...this.others].sort();
  }
}
