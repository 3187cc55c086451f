import type { HttpRoute } from '../ingress/http-route';
import { DnsName } from '../trust/dns-name';
import { refuseAny } from '../trust/mesh-trust-error';
import { dnsLabel } from '../trust/name-checks';
import { checkProps, instanceOf, listOf, optional, type PropertyTable } from '../trust/props';
import { Bookinfo } from './bookinfo';

/** How Bookinfo is set up. */
export interface BookinfoOptions {
  /** Namespace of Bookinfo. @default 'bookinfo' */
  readonly namespace?: string;
  /** Hosts under which the ingress gateway serves it. @default - any host */
  readonly hosts?: readonly DnsName[];
}

/** One check for each option of Bookinfo. */
export const BOOKINFO_OPTIONS: PropertyTable<BookinfoOptions> = {
  namespace: optional(dnsLabel('bookinfo')),
  hosts: optional(listOf(instanceOf(DnsName, "DnsName.of('bookinfo.example.com')"), { min: 1 })),
};

/**
 * An application that shows that the mesh works: its workloads get identities, its way in is the ingress
 * gateway. An environment names the samples that it has.
 */
export class Sample {
  /**
   * Bookinfo, the sample of Istio's documentation, with its own namespace and its way in.
   *
   * @throws PropertyUnknown, PropertyWrongType, PropertyMalformed, PropertyOutOfRange
   */
  public static bookinfo(options: BookinfoOptions = {}): Sample {
    refuseAny(checkProps('Sample.bookinfo', options, BOOKINFO_OPTIONS));
    return new Sample('bookinfo', options.namespace ?? 'bookinfo', options.hosts);
  }

  /** The ServiceAccounts of its workloads, each the end of a SPIFFE ID. */
  public readonly serviceAccounts: readonly string[] = Bookinfo.SERVICE_ACCOUNTS;
  /** What the ingress gateway lets through. */
  public readonly routes: readonly HttpRoute[] = Bookinfo.ROUTES;

  private constructor(
    /** Name of the sample, of its Gateway and of its VirtualService. */
    public readonly name: string,
    /** Namespace of the sample, with injection on. */
    public readonly namespace: string,
    /** Hosts under which the ingress gateway serves it; any host when there are none. */
    public readonly hosts: readonly DnsName[] | undefined,
  ) {}
}
