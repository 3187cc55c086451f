import type { Construct } from 'constructs';

import type { HttpRoute } from '../ingress/http-route';
import type { ServerTls } from '../ingress/server-tls';
import { DnsName } from '../trust/dns-name';
import { refuseAny, type Finding } from '../trust/mesh-trust-error';
import { dnsLabel } from '../trust/name-checks';
import {
  checkProps,
  instanceOf,
  listOf,
  objectWith,
  optional,
  type PropertyTable,
} from '../trust/props';
import { Bookinfo } from './bookinfo';
import { Helloworld, percentOfV2Check } from './helloworld';
import { clientNamespaceFindings, HttpbinWithClients } from './httpbin-with-clients';
import type { SampleParts, SampleSurroundings } from './sample-parts';
import type { SidecarTlsRequest } from './tls-termination';

/** How Bookinfo is set up. */
export interface BookinfoOptions {
  /** Namespace of Bookinfo. @default 'bookinfo' */
  readonly namespace?: string;
  /** Hosts under which the ingress gateway serves it. @default - any host */
  readonly hosts?: readonly DnsName[];
}

/** How helloworld is set up. */
export interface HelloworldOptions {
  /** Namespace of helloworld. @default 'helloworld' */
  readonly namespace?: string;
  /**
   * Hosts under which the ingress gateway serves it over plain HTTP.
   *
   * @default - none: it has no way in but that of a Site with one of its routes
   */
  readonly hosts?: readonly DnsName[];
  /** How many per cent of the requests for these hosts `v2` gets; `v1` gets the rest. @default 50 */
  readonly percentOfV2?: number;
}

/** How httpbin is set up. */
export interface HttpbinOptions {
  /** Namespace of httpbin and of its client in the mesh. @default 'httpbin' */
  readonly namespace?: string;
  /** Namespace of its client outside the mesh. @default 'httpbin-clients' */
  readonly clientNamespace?: string;
  /**
   * With which certificate its sidecar ends the TLS of callers outside the mesh, and whether they show
   * one; its Secrets are in the namespace of httpbin.
   *
   * @default - it does not: only callers of the mesh reach it
   */
  readonly tls?: ServerTls;
}

const HOSTS = optional(listOf(instanceOf(DnsName, "DnsName.of('shop.example.com')"), { min: 1 }));

/** One check for each option of Bookinfo. */
export const BOOKINFO_OPTIONS: PropertyTable<BookinfoOptions> = {
  namespace: optional(dnsLabel('bookinfo')),
  hosts: HOSTS,
};

/** One check for each option of helloworld. */
export const HELLOWORLD_OPTIONS: PropertyTable<HelloworldOptions> = {
  namespace: optional(dnsLabel('helloworld')),
  hosts: HOSTS,
  percentOfV2: optional(percentOfV2Check),
};

/** One check for each option of httpbin. */
export const HTTPBIN_OPTIONS: PropertyTable<HttpbinOptions> = {
  namespace: optional(dnsLabel('httpbin')),
  clientNamespace: optional(dnsLabel('httpbin-clients')),
  tls: optional(
    objectWith(['mode', 'certificate', 'minimumVersion'], 'ServerTls.simple(certificate)'),
  ),
};

/**
 * An application that shows that the mesh works: its workloads get identities, and it has a way in. An
 * environment names the samples that it has.
 */
export class Sample {
  /**
   * Bookinfo, the sample of Istio's documentation, with its own namespace and its way in.
   *
   * @throws PropertyUnknown, PropertyWrongType, PropertyMalformed, PropertyOutOfRange
   */
  public static bookinfo(options: BookinfoOptions = {}): Sample {
    refuseAny(checkProps('Sample.bookinfo', options, BOOKINFO_OPTIONS));
    const { namespace = 'bookinfo', hosts } = options;
    return new Sample({
      name: 'bookinfo',
      namespace,
      serviceAccounts: Bookinfo.SERVICE_ACCOUNTS,
      hosts,
      routes: Bookinfo.ROUTES,
      define: (scope, { injection, images }) =>
        new Bookinfo(scope, namespace, { namespace, injection, images }),
    });
  }

  /**
   * helloworld in two versions, which share the requests of its hosts.
   *
   * @throws PropertyUnknown, PropertyWrongType, PropertyMalformed, PropertyOutOfRange
   * @throws PropertyMissing for shares of the requests for no hosts
   */
  public static helloworld(options: HelloworldOptions = {}): Sample {
    refuseAny(helloworldOptionFindings('Sample.helloworld', options));
    const { namespace = 'helloworld', hosts, percentOfV2 = 50 } = options;
    return new Sample({
      name: 'helloworld',
      namespace,
      serviceAccounts: Helloworld.SERVICE_ACCOUNTS,
      hosts,
      routes: hosts === undefined ? [] : [Helloworld.sharedRoute(percentOfV2)],
      define: (scope, { injection, images }) =>
        new Helloworld(scope, namespace, { namespace, injection, images }),
    });
  }

  /**
   * httpbin with a client in the mesh and one outside, whose TLS its own sidecar ends where it has a
   * certificate.
   *
   * @throws PropertyUnknown, PropertyWrongType, PropertyMalformed
   * @throws NamesClash when both clients would be in one namespace
   */
  public static httpbin(options: HttpbinOptions = {}): Sample {
    const path = 'Sample.httpbin';
    refuseAny(checkProps(path, options, HTTPBIN_OPTIONS));
    const { namespace = 'httpbin', clientNamespace = 'httpbin-clients', tls } = options;
    refuseAny(clientNamespaceFindings(path, namespace, clientNamespace));
    return new Sample({
      name: 'httpbin',
      namespace,
      outsideNamespaces: [clientNamespace],
      serviceAccounts: HttpbinWithClients.SERVICE_ACCOUNTS,
      routes: [],
      sidecarTls: tls && HttpbinWithClients.sidecarTls(tls, { namespace, clientNamespace }),
      define: (scope, surroundings) =>
        new HttpbinWithClients(scope, namespace, { namespace, clientNamespace, ...surroundings }),
    });
  }

  /** Name of the sample, of its Gateway and of its VirtualService. */
  public readonly name: string;
  /** Namespace of its workloads, with injection on. */
  public readonly namespace: string;
  /** Namespaces of those who call it from outside the mesh, with injection off. */
  public readonly outsideNamespaces: readonly string[];
  /** The ServiceAccounts of its workloads in the mesh, each the end of a SPIFFE ID. */
  public readonly serviceAccounts: readonly string[];
  /** Hosts under which the ingress gateway serves it; any host when there are none. */
  public readonly hosts: readonly DnsName[] | undefined;
  /** What the ingress gateway lets through over plain HTTP; nothing when there are none. */
  public readonly routes: readonly HttpRoute[];
  /** The TLS that it wants to end at a sidecar. */
  public readonly sidecarTls: SidecarTlsRequest | undefined;
  private readonly define: SampleParts['define'];

  private constructor(parts: SampleParts) {
    this.name = parts.name;
    this.namespace = parts.namespace;
    this.outsideNamespaces = parts.outsideNamespaces ?? [];
    this.serviceAccounts = parts.serviceAccounts;
    this.hosts = parts.hosts;
    this.routes = parts.routes;
    this.sidecarTls = parts.sidecarTls;
    this.define = parts.define;
  }

  /** Every namespace that it needs to itself. */
  public get namespaces(): readonly string[] {
    return [this.namespace, ...this.outsideNamespaces];
  }

  /** Defines its workloads and Services, but neither its namespaces nor its way in. */
  public defineIn(scope: Construct, surroundings: SampleSurroundings): void {
    this.define(scope, surroundings);
  }
}

function helloworldOptionFindings(path: string, options: HelloworldOptions): Finding[] {
  const findings = checkProps(path, options, HELLOWORLD_OPTIONS);
  return findings.length > 0 || options.percentOfV2 === undefined || options.hosts !== undefined
    ? findings
    : [
        {
          code: 'PropertyMissing',
          path,
          problem: `'hosts' must be given for shares of their requests, got undefined beside ${options.percentOfV2} per cent`,
          fix: "write hosts: [DnsName.of('hello.example.com')], or leave 'percentOfV2' out",
        },
      ];
}
