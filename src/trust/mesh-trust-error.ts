import type { RuleCode } from './rules/catalogue';

/** One thing that is wrong: which rule, where, what was got, and what to write instead. */
export interface Finding {
  /** Stable code of the rule, an entry of `docs/reference/rules.md`. */
  readonly code: RuleCode;
  /** Where it was found: a construct path such as `50-spire-server/SpireServer`, or the factory that was called. */
  readonly path: string;
  /** The property, the rule it breaks and the value got. */
  readonly problem: string;
  /** What to write instead. */
  readonly fix: string;
}

/**
 * The one error of this package. It carries every finding of what was tried, so that one run shows
 * everything that has to change; nothing is written when it is thrown.
 */
export class MeshTrustError extends Error {
  public override readonly name = 'MeshTrustError';

  public constructor(
    /** Everything that is wrong, at least one. */
    public readonly findings: readonly [Finding, ...Finding[]],
    /** What was refused as a whole, for instance the name of an environment. */
    public readonly subject?: string,
  ) {
    super(describe(findings, subject));
  }

  /** Code of the first finding. */
  public get code(): RuleCode {
    return this.findings[0].code;
  }
}

/**
 * Refuses one value.
 *
 * @throws MeshTrustError always
 */
export function refuse(finding: Finding): never {
  throw new MeshTrustError([finding]);
}

/**
 * Refuses when there is anything to refuse; returns silently otherwise.
 *
 * @throws MeshTrustError with all of `findings`, when there is one
 */
export function refuseAny(findings: readonly Finding[], subject?: string): void {
  const [first, ...rest] = findings;
  if (first !== undefined) {
    throw new MeshTrustError([first, ...rest], subject);
  }
}

function describe(findings: readonly Finding[], subject: string | undefined): string {
  const count = findings.length === 1 ? '1 finding' : `${findings.length} findings`;
  const title = subject === undefined ? [] : [`${subject}: ${count}, nothing written`, ''];
  const width = Math.max(...findings.map((finding) => finding.code.length));
  const blocks = findings.map((finding) =>
    [
      `${finding.code.padEnd(width)}   ${finding.path}`,
      `  ${finding.problem}`,
      `  ${finding.fix}`,
    ].join('\n'),
  );
  return [...title, ...blocks].join('\n');
}
