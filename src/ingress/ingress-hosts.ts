import { DnsName } from '../trust/dns-name';
import { refuse, refuseAny } from '../trust/mesh-trust-error';
import { checkProps, instanceOf, listOf } from '../trust/props';

/** For which hosts the edge of the mesh takes requests: any, or a list. */
export class IngressHosts {
  /** Requests for every host, `*`: right where no name points at the gateway yet. */
  public static any(): IngressHosts {
    return new IngressHosts(['*']);
  }

  /**
   * Requests for these hosts alone.
   *
   * @throws PropertyWrongType, PropertyOutOfRange for an empty list
   * @throws NamesClash for a host that is listed twice
   */
  public static of(hosts: readonly DnsName[]): IngressHosts {
    const path = 'IngressHosts.of';
    const table = {
      hosts: listOf(instanceOf(DnsName, "DnsName.of('shop.example.com')"), { min: 1 }),
    };
    refuseAny(checkProps(path, { hosts }, table));
    const names = hosts.map(String).sort();
    const twice = names.find((name, index) => name === names[index + 1]);
    if (twice !== undefined) {
      refuse({
        code: 'NamesClash',
        path,
        problem: `'hosts' must list each host once, got ${twice} twice`,
        fix: `leave one out: IngressHosts.of([DnsName.of('${twice}')])`,
      });
    }
    return new IngressHosts(names);
  }

  private constructor(
    /** The hosts as a Gateway lists them, sorted. */
    public readonly names: readonly string[],
  ) {}

  /** The hosts, separated by commas. */
  public toString(): string {
    return this.names.join(', ');
  }
}
