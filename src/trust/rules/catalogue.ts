import { PART_AND_OUTPUT_RULES } from './catalogue-of-parts-and-output';
import { CHAIN_RULES } from './catalogue-of-the-chain';
import { VALUE_RULES } from './catalogue-of-values';

/**
 * Every rule that can refuse something, by its stable code. A code is never renamed or reused:
 * pipelines and runbooks quote it.
 */
export const RULES = { ...VALUE_RULES, ...CHAIN_RULES, ...PART_AND_OUTPUT_RULES };

/** Stable code of a rule. */
export type RuleCode = keyof typeof RULES;
