import { MeshTrustError } from '../trust/mesh-trust-error';

/** Exit codes of the commands: in order, refused, called in a wrong way. */
export const EXIT = { inOrder: 0, refused: 1, usage: 2 } as const;

/**
 * Runs something that ends with an exit code, and says plainly what is refused, without a stack trace.
 *
 * @returns that exit code, or the one for a refusal; anything but a refusal is a defect of ours, and is thrown on
 */
export function explained(act: () => number, error: (line: string) => void): number {
  try {
    return act();
  } catch (caught) {
    if (caught instanceof MeshTrustError) {
      error(caught.message);
      return EXIT.refused;
    }
    throw caught;
  }
}
