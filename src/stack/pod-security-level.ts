/**
 * What the API server lets the Pods of a namespace do.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export class PodSecurityLevel {
  /** Hardened: no root, no capabilities, no host. */
  public static readonly RESTRICTED = new PodSecurityLevel('restricted');
  /** Without the known escalations. */
  public static readonly BASELINE = new PodSecurityLevel('baseline');
  /** Everything: for what manages the node. */
  public static readonly PRIVILEGED = new PodSecurityLevel('privileged');

  private constructor(private readonly level: string) {}

  /** The labels of a namespace that is held to this level. */
  public get labels(): Readonly<Record<string, string>> {
    return {
      'pod-security.kubernetes.io/enforce': this.level,
      'pod-security.kubernetes.io/audit': this.level,
      'pod-security.kubernetes.io/warn': this.level,
    };
  }

  /** As it stands in the label. */
  public toString(): string {
    return this.level;
  }
}
