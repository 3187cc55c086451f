import { refuse } from '../../trust/mesh-trust-error';
import { DATA_KEY, DNS_SUBDOMAIN } from '../../trust/names';

/**
 * Where the certificates lie that a mesh trusts, in the namespace of whoever hands them out: one or,
 * while roots change, several in one PEM text.
 */
export class PinnedRoot {
  /**
   * A key of a ConfigMap, such as one that trust-manager fills.
   *
   * @throws NameMalformed
   */
  public static inConfigMap(name: string, key: string): PinnedRoot {
    return PinnedRoot.in('ConfigMap', name, key);
  }

  /**
   * A key of a Secret: only that key is mounted, and no private key beside it.
   *
   * @throws NameMalformed
   */
  public static inSecret(name: string, key: string): PinnedRoot {
    return PinnedRoot.in('Secret', name, key);
  }

  private static in(kind: 'ConfigMap' | 'Secret', name: string, key: string): PinnedRoot {
    const path = `PinnedRoot.in${kind}`;
    if (typeof name !== 'string' || !DNS_SUBDOMAIN.test(name)) {
      refuse({
        code: 'NameMalformed',
        path,
        problem: `'name' must be the name of a ${kind} (lowercase letters, digits, '-' and '.'), got ${JSON.stringify(name)}`,
        fix: `write the name as kubectl shows it: ${path}('mesh-root', 'ca.crt')`,
      });
    }
    if (typeof key !== 'string' || !DATA_KEY.test(key) || key === PRIVATE_KEY) {
      refuse({
        code: 'NameMalformed',
        path,
        problem: `'key' must be a key of a ${kind} with certificates (letters, digits, '-', '_' and '.'), got ${JSON.stringify(key)}`,
        fix: `write the key under 'data': ${path}('${name}', 'ca.crt')`,
      });
    }
    return new PinnedRoot(kind, name, key);
  }

  private constructor(
    /** Which of the two. */
    public readonly kind: 'ConfigMap' | 'Secret',
    /** `metadata.name`. */
    public readonly name: string,
    /** Key under its `data`. */
    public readonly key: string,
  ) {}

  /** Kind, name and key, for findings. */
  public toString(): string {
    return `${this.kind} ${this.name}, ${this.key}`;
  }
}

/** What lies beside the certificates in a Secret of type `kubernetes.io/tls`. */
const PRIVATE_KEY = 'tls.key';
