/**
 * Whether a certificate of cert-manager gets a new private key when it is renewed. Always written
 * out: the default changed from `Never` to `Always` in cert-manager 1.18.
 *
 * @see https://cert-manager.io/docs/releases/release-notes/release-notes-1.18/
 */
export class RotationPolicy {
  /** The key is kept: what was signed before the renewal verifies after it. Right for a root. */
  public static readonly NEVER = new RotationPolicy('Never');
  /** Every renewal makes a new key. Right for what hangs below a root that all trust. */
  public static readonly ALWAYS = new RotationPolicy('Always');

  private constructor(private readonly value: 'Never' | 'Always') {}

  /** Whether the key stays the same over a renewal. */
  public get keepsKey(): boolean {
    return this.value === 'Never';
  }

  /** `privateKey.rotationPolicy` of a Certificate. */
  public toString(): 'Never' | 'Always' {
    return this.value;
  }
}
