import { refuse } from './mesh-trust-error';
import { DATA_KEY, DNS_SUBDOMAIN } from './names';

/**
 * One key of a Secret that exists beforehand, in the namespace of whoever reads it. The value is
 * never a property of anything: only where it lies.
 */
export class SecretRef {
  /**
   * The key of the Secret, for instance `SecretRef.of('spire-datastore', 'connection-string')`.
   *
   * @throws NameMalformed
   */
  public static of(name: string, key: string): SecretRef {
    if (typeof name !== 'string' || !DNS_SUBDOMAIN.test(name)) {
      refuse({
        code: 'NameMalformed',
        path: 'SecretRef.of',
        problem: `'name' must be the name of a Secret (lowercase letters, digits, '-' and '.'), got ${JSON.stringify(name)}`,
        fix: `write the name as kubectl shows it: SecretRef.of('spire-datastore', 'connection-string')`,
      });
    }
    if (typeof key !== 'string' || !DATA_KEY.test(key)) {
      refuse({
        code: 'NameMalformed',
        path: 'SecretRef.of',
        problem: `'key' must be a key of a Secret (letters, digits, '-', '_' and '.'), got ${JSON.stringify(key)}`,
        fix: `write the key under 'data' of the Secret: SecretRef.of('${name}', 'connection-string')`,
      });
    }
    return new SecretRef(name, key);
  }

  private constructor(
    /** `metadata.name` of the Secret. */
    public readonly name: string,
    /** Key under its `data`. */
    public readonly key: string,
  ) {}

  /** Name and key, for findings. */
  public toString(): string {
    return `${this.name}/${this.key}`;
  }
}
