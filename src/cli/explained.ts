import { refusalIn } from '../delivery/refusal';

/** Exit codes of the commands: in order, refused, called in a wrong way. */
export const EXIT = { inOrder: 0, refused: 1, usage: 2 } as const;

/**
 * Runs something and says plainly what is refused, without a stack trace.
 *
 * @returns the exit code; anything but a refusal is a defect of ours, and is thrown on
 */
export function explained(act: () => void, error: (line: string) => void): number {
  try {
    act();
    return EXIT.inOrder;
  } catch (caught) {
    const refusal = refusalIn(caught);
    if (refusal === undefined) {
      throw caught;
    }
    error(refusal);
    return EXIT.refused;
  }
}
