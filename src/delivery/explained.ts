import { relative } from 'node:path';
import { cwd } from 'node:process';
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
      error(withPlace(caught));
      return EXIT.refused;
    }
    throw caught;
  }
}

/** Frames of our own sources, with the path as somebody in this folder would write it. */
const FRAME = /^\s+at .*?\(?([^\s()]+):(\d+):\d+\)?$/gm;

/** A value that is refused while a file is read knows only its factory; where it was called is in the trace. */
function withPlace({ message, stack = '', subject }: MeshTrustError): string {
  const callers = [...stack.matchAll(FRAME)]
    .map(([, file = '', line = '']) => `${relative(cwd(), file)}:${line}`)
    .filter((place) => !/node_modules|^node:|src\/trust\//.test(place));
  const [caller] = callers;
  return subject !== undefined || caller === undefined ? message : `${message}\n  at ${caller}`;
}
