/** What a child process says when it is done. */
export interface Report {
  /** How long the work took, without starting the process and loading its modules. */
  readonly milliseconds: number;
}

/** Does the work and prints how long it took. */
export function report(work: () => void): void {
  const before = process.hrtime.bigint();
  work();
  const milliseconds = Number(process.hrtime.bigint() - before) / 1e6;
  console.log(JSON.stringify({ milliseconds } satisfies Report));
}
