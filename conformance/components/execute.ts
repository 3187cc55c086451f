import { spawn } from 'node:child_process';

/** How a program ended, and what it said. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** How a program is run. */
export interface ExecuteOptions {
  /** What it reads. @default - nothing */
  readonly input?: string;
  /** Variables beside those of this process. @default - none */
  readonly env?: Readonly<Record<string, string>>;
  /** When it is ended, at the latest. @default 120 */
  readonly timeoutSeconds?: number;
  /** Whether what it says is shown while it runs. @default false */
  readonly shown?: boolean;
}

/** Runs a program to its end; how it ended is for the caller to judge. */
export function execute(
  program: string,
  args: readonly string[],
  { input, env = {}, timeoutSeconds = 120, shown = false }: ExecuteOptions = {},
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      env: { ...process.env, ...env },
      timeout: timeoutSeconds * 1000,
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      if (shown) process.stderr.write(text);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
      if (shown) process.stderr.write(text);
    });
    child.on('error', reject);
    child.on('close', (code, signal) => {
      const ended = signal === null ? '' : `\n${program} was ended by ${signal}`;
      resolve({ code: code ?? 1, stdout, stderr: stderr + ended });
    });
    // A program that ends before it has read everything says so by its exit code.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input ?? '');
  });
}

/** What it wrote, if it ended well. */
export function succeeded(what: string, { code, stdout, stderr }: Outcome): string {
  if (code !== 0) {
    throw new Error(`${what}: exit code ${code}\n${stdout}${stderr}`);
  }
  return stdout;
}
