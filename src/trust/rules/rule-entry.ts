/** What a rule is about: decides its chapter in `docs/reference/rules.md`. */
export type RuleKind = 'value' | 'property' | 'chain' | 'part' | 'version' | 'output';

/** An entry of the catalogue: what is held, and why. */
export interface RuleEntry {
  /** Chapter of the reference. */
  readonly kind: RuleKind;
  /** What must hold, in one sentence. */
  readonly holds: string;
  /** What happens in production when it does not. */
  readonly because: string;
  /** Where upstream says so. */
  readonly see: string;
}
