import { refuse } from './mesh-trust-error';
import type { VersionGate } from './gates/version-gate';

/** No component has had so many. */
const MAX_PATCH = 999;

/**
 * A released version of a component. The gates of a part ask it whether something exists in it.
 */
export abstract class ComponentVersion {
  /** Of what it is a version: versions of two components are not interchangeable, also to the compiler. */
  public abstract readonly component: string;

  protected constructor(private readonly version: string) {}

  /** Whether this one has what begins, and perhaps ends, with some version. */
  public has({ since = '0', before }: VersionGate): boolean {
    return this.isAtLeast(since) && (before === undefined || !this.isAtLeast(before));
  }

  /** Whether this one is `version`, such as `1.12.4` or `1.27`, or newer. */
  public isAtLeast(version: string): boolean {
    const wanted = numbersOf(version);
    const own = numbersOf(this.version);
    const different = wanted.findIndex((number, index) => number !== (own[index] ?? 0));
    return different === -1 || (own[different] ?? 0) > (wanted[different] ?? 0);
  }

  /**
   * The version text of another patch of the same minor: what is known here of a release holds for its later
   * patches, and has not been looked at in earlier ones.
   *
   * @throws PropertyOutOfRange
   */
  protected withPatch(patch: number): string {
    const [major = 0, minor = 0, known = 0] = numbersOf(this.version);
    if (!Number.isInteger(patch) || patch < known || patch > MAX_PATCH) {
      refuse({
        code: 'PropertyOutOfRange',
        path: `${this.component} ${major}.${minor}`,
        problem: `'patch' must be a whole number from ${known}, the oldest that is known here, to ${MAX_PATCH}, got ${JSON.stringify(patch)}`,
        fix: `write .patch(${known}), or the number of a newer patch`,
      });
    }
    return `${major}.${minor}.${patch}`;
  }

  /** The version without a leading v: `1.30.3`. */
  public toString(): string {
    return this.version;
  }
}

function numbersOf(version: string): number[] {
  return version.split('.').map(Number);
}
