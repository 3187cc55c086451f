import { refuse } from '../../trust/mesh-trust-error';
import { DNS_LABEL, DNS_SUBDOMAIN } from '../../trust/names';
import type { IIssuer } from './issuer';

/** An Issuer or a ClusterIssuer of cert-manager itself, which is in the cluster. */
export abstract class BuiltInIssuer implements IIssuer {
  /** API group of both kinds. */
  public readonly group = 'cert-manager.io';
  /** Whether it signs certificates of CAs. */
  public abstract readonly signsCas: boolean;

  /** @throws NameMalformed */
  protected constructor(
    /** Which of the two. */
    public readonly kind: 'Issuer' | 'ClusterIssuer',
    /** `metadata.name`. */
    public readonly name: string,
    /** Namespace of an Issuer; a ClusterIssuer has none. */
    public readonly namespace?: string,
  ) {
    const type = new.target.name;
    if (kind === 'ClusterIssuer') {
      checkName(`${type}.cluster`, 'name', name, DNS_SUBDOMAIN, `${type}.cluster('mesh-root')`);
      return;
    }
    const example = `${type}.namespaced('spire-server', 'mesh-root')`;
    checkName(`${type}.namespaced`, 'namespace', namespace, DNS_LABEL, example);
    checkName(`${type}.namespaced`, 'name', name, DNS_SUBDOMAIN, example);
  }

  /** Kind and name, with the namespace of an Issuer: `ClusterIssuer mesh-root`. */
  public toString(): string {
    return this.namespace === undefined
      ? `${this.kind} ${this.name}`
      : `${this.kind} ${this.namespace}/${this.name}`;
  }
}

function checkName(
  path: string,
  property: string,
  value: unknown,
  grammar: RegExp,
  example: string,
): void {
  if (typeof value !== 'string' || !grammar.test(value)) {
    refuse({
      code: 'NameMalformed',
      path,
      problem: `'${property}' must be a name as the API server takes it, got ${JSON.stringify(value)}`,
      fix: `write it as kubectl shows it: ${example}`,
    });
  }
}
