import { refuse } from './mesh-trust-error';

// name  = [ "*." ] label *( "." label ), at most 253 characters
// label = let-dig [ *61( let-dig / "-" ) let-dig ]; RFC 1123 section 2.1
const DNS_NAME =
  /^(?=.{1,253}$)(\*\.)?[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?(\.[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)*$/;

/** A DNS name, as it stands in a certificate, a Gateway or a Service; its first label may be `*`. */
export class DnsName {
  /**
   * The name that this text writes.
   *
   * @throws DnsNameMalformed
   */
  public static of(name: string): DnsName {
    if (typeof name !== 'string' || !DNS_NAME.test(name)) {
      refuse({
        code: 'DnsNameMalformed',
        path: 'DnsName.of',
        problem: `a DNS name must be lowercase labels of at most 63 characters, 253 in all, got ${JSON.stringify(name)}`,
        fix: `write it without scheme, port or final dot: DnsName.of('shop.example.com')`,
      });
    }
    return new DnsName(name);
  }

  /** The name of a Service within its cluster: `<service>.<namespace>.svc`. @throws DnsNameMalformed */
  public static ofService(service: string, namespace: string): DnsName {
    return DnsName.of(`${service}.${namespace}.svc`);
  }

  private constructor(private readonly name: string) {}

  /** Whether it stands for every name one label below. */
  public get isWildcard(): boolean {
    return this.name.startsWith('*.');
  }

  /** The bare name. */
  public toString(): string {
    return this.name;
  }
}
