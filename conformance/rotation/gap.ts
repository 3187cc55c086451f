/** One verification, live or by openssl, and how it ended. */
export interface Verification {
  /** Seconds since 1970. */
  readonly at: number;
  /** What was verified, and by whom: gaps are those of one such pair. */
  readonly what: string;
  /** The words of who refused; nothing when it was accepted. */
  readonly refusal?: string;
}

/** What a prober has seen. */
export interface Gaps {
  readonly made: number;
  readonly failed: number;
  /** The longest time, in seconds, in which something was refused: from the last success before it to the first after. */
  readonly largestGap: number;
  /** The longest time, in seconds, in which nothing was tried of what was tried before and after. */
  readonly largestPause: number;
}

/**
 * The gaps in what a prober has seen.
 *
 * @throws Error when it has seen nothing: that says nothing of gaps
 */
export function gapsOf(verifications: readonly Verification[]): Gaps {
  if (verifications.length === 0) {
    throw new Error('a prober has made no verification');
  }
  const each = [...new Set(verifications.map(({ what }) => what))].map((what) =>
    verifications.filter((one) => one.what === what).sort((one, other) => one.at - other.at),
  );
  return {
    made: verifications.length,
    failed: verifications.filter(({ refusal }) => refusal !== undefined).length,
    largestGap: Math.max(...each.map(largestGap)),
    largestPause: Math.max(...each.map(largestPause)),
  };
}

/** One line for the report. */
export function gapLine(prober: string, { made, failed, largestGap, largestPause }: Gaps): string {
  return `${prober}: ${made} verifications, ${failed} failed, largest gap ${largestGap.toFixed(1)} s, at most ${largestPause.toFixed(1)} s apart`;
}

function largestGap(sorted: readonly Verification[]): number {
  let accepted = sorted[0]?.at ?? 0;
  let refused = false;
  let largest = 0;
  for (const { at, refusal } of sorted) {
    refused ||= refusal !== undefined;
    // At least an instant, since a refusal is never no gap.
    largest = refused ? Math.max(largest, at - accepted, 0.001) : largest;
    if (refusal === undefined) {
      accepted = at;
      refused = false;
    }
  }
  return largest;
}

function largestPause(sorted: readonly Verification[]): number {
  return Math.max(0, ...sorted.slice(1).map(({ at }, index) => at - (sorted[index]?.at ?? at)));
}
