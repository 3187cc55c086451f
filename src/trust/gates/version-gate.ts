/** Something that not every release of a component has, and what follows where it is missing. */
export interface VersionGate {
  /** What it is, in the words of upstream. */
  readonly feature: string;
  /** The first release that has it, where there is an older one. @default - every release had it once */
  readonly since?: string;
  /** The first release that no longer has it. @default - it is still there */
  readonly before?: string;
  /** What is done in a release without it: refused, or written in another form. */
  readonly otherwise: string;
  /** Where upstream says so. */
  readonly see: string;
}
