import { parseArgs } from 'node:util';
import { checkOutput } from '../delivery/check';
import type { Renderable } from '../delivery/renderable';
import { synthesize } from '../delivery/synthesize';
import { EXIT, explained } from '../delivery/explained';
import { select } from './selection';

/** What the command reads and writes beside its arguments. */
export interface SynthIo {
  /** Reads the environments that there are. */
  readonly environments: () => readonly Renderable[];
  /** Takes a line for standard output. */
  readonly out: (line: string) => void;
  /** Takes a line for standard error. */
  readonly error: (line: string) => void;
}

const USAGE = `Usage: npm run synth -- [options]

Writes the manifests of all environments, or of none when anything is refused.

  --environment NAME   only this one, and leave the others as they are; may be repeated
  --outdir DIR         where to write, or what to compare (default: dist)
  --check              write nothing, and compare with what is there
  --help               this text

Exit code: 0 in order, 1 refused or different, 2 called in a wrong way.`;

interface Arguments {
  readonly environment: readonly string[];
  readonly outdir: string;
  readonly check: boolean;
  readonly help: boolean;
}

/**
 * The command `npm run synth`.
 *
 * @returns its exit code
 */
export function runSynth(argv: readonly string[], io: SynthIo): number {
  const asked = parsed(argv);
  if (typeof asked === 'string') {
    io.error(`${asked}\n\n${USAGE}`);
    return EXIT.usage;
  }
  if (asked.help) {
    io.out(USAGE);
    return EXIT.inOrder;
  }
  return explained(() => {
    const selection = select(io.environments(), asked.environment);
    if ('unknown' in selection) {
      selection.unknown.forEach(io.error);
      return EXIT.usage;
    }
    const act = asked.check ? check : write;
    act(selection.environments, asked, io);
    return EXIT.inOrder;
  }, io.error);
}

function write(environments: readonly Renderable[], asked: Arguments, io: SynthIo): void {
  const { outdir } = asked;
  const written = synthesize(environments, { outdir, others: othersOf(asked), ...progress(io) });
  io.out(`${written.length} files written to ${outdir}`);
}

function check(environments: readonly Renderable[], asked: Arguments, io: SynthIo): void {
  const { outdir } = asked;
  const compared = checkOutput(environments, outdir, { others: othersOf(asked), ...progress(io) });
  io.out(`${compared} files in ${outdir} are as synthesized`);
}

function othersOf({ environment }: Arguments): 'removed' | 'kept' {
  return environment.length === 0 ? 'removed' : 'kept';
}

function progress(io: SynthIo): { onRendered: (environment: string, files: number) => void } {
  return {
    onRendered: (environment, files) => {
      io.error(`${environment}: ${files} files`);
    },
  };
}

/** The arguments, or what is wrong with them. */
function parsed(argv: readonly string[]): Arguments | string {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        environment: { type: 'string', multiple: true, default: [] },
        outdir: { type: 'string', default: 'dist' },
        check: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    return values.outdir === '' ? "Option '--outdir' must name a folder" : values;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
