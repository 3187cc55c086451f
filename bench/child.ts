import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Report } from './report';

/** What one run of a child process cost. */
export interface Cost {
  /** Milliseconds from start to end, as it was waited for. */
  readonly wall: number;
  /** Milliseconds of its work alone, where it reports them; otherwise as `wall`. */
  readonly work: number;
  /** Most memory that it held at once, in megabytes. */
  readonly megabytes: number;
}

const MEMORY = './bench/memory.js';

/** Runs a script of ours through ts-node; its last argument is an output folder that is gone afterwards. */
export function runScript(script: string, ...args: readonly string[]): Cost {
  return measured((outdir) => ['ts-node', join('bench', script), ...args, outdir]);
}

/** Runs `cdk8s synth` with an app of ours. */
export function runCdk8s(script: string): Cost {
  const app = `ts-node ${join('bench', script)}`;
  return measured((outdir) => ['cdk8s', 'synth', '--app', app, '--output', outdir]);
}

function measured(commandFor: (outdir: string) => readonly string[]): Cost {
  const folder = mkdtempSync(join(tmpdir(), 'mesh-trust-bench-'));
  const peak = join(folder, 'peak');
  try {
    const [program = '', ...args] = commandFor(join(folder, 'dist'));
    const before = process.hrtime.bigint();
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join('node_modules', '.bin', program), ...args],
      { encoding: 'utf8', env: environmentOf(peak) },
    );
    const wall = Number(process.hrtime.bigint() - before) / 1e6;
    if (status !== 0) {
      throw new Error(`${program} ${args.join(' ')} ended with ${status}\n${stderr}`);
    }
    return { wall, work: workOf(stdout) ?? wall, megabytes: peakIn(peak) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Every process of Node below writes its peak, and cdk8s does not ask the network for its newest version. */
function environmentOf(peak: string): NodeJS.ProcessEnv {
  return {
    ...process.env,
    PATH: `${join(process.cwd(), 'node_modules', '.bin')}:${process.env['PATH'] ?? ''}`,
    NODE_OPTIONS: `--require ${MEMORY}`,
    MESH_TRUST_PEAK: peak,
    CDK8S_CHECK_UPGRADE: 'false',
  };
}

function workOf(stdout: string): number | undefined {
  const last = stdout.trim().split('\n').at(-1) ?? '';
  return last.startsWith('{') ? (JSON.parse(last) as Report).milliseconds : undefined;
}

function peakIn(file: string): number {
  const kilobytes = readFileSync(file, 'utf8').trim().split('\n').map(Number);
  return Math.max(...kilobytes) / 1024;
}
