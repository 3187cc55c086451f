/**
 * A released version of a component. The gates of a part ask it whether something exists in it.
 */
export abstract class ComponentVersion {
  /** Of what it is a version: versions of two components are not interchangeable, also to the compiler. */
  public abstract readonly component: string;

  protected constructor(private readonly version: string) {}

  /** Whether this one is `version`, such as `1.12.4` or `1.27`, or newer. */
  public isAtLeast(version: string): boolean {
    const wanted = numbersOf(version);
    const own = numbersOf(this.version);
    const different = wanted.findIndex((number, index) => number !== (own[index] ?? 0));
    return different === -1 || (own[different] ?? 0) > (wanted[different] ?? 0);
  }

  /** The version without a leading v: `1.30.3`. */
  public toString(): string {
    return this.version;
  }
}

function numbersOf(version: string): number[] {
  return version.split('.').map(Number);
}
