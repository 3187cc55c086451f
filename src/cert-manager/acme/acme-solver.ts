import type * as certmanager from '../../../imports/cert-manager.io';
import type { GatedProperty } from '../gated-property';
import type { DnsName } from '../../trust/dns-name';
import { refuseAny, type Finding } from '../../trust/mesh-trust-error';
import { checkProps, type PropertyTable } from '../../trust/props';
import type { SecretRef } from '../../trust/secret-ref';
import { azureDns, AZURE_DNS_PROPERTIES, type AzureDnsProps } from './acme-azure-dns';
import { cloudDns, CLOUD_DNS_PROPERTIES, type CloudDnsProps } from './acme-cloud-dns';
import { cloudflare, CLOUDFLARE_PROPERTIES, type CloudflareProps } from './acme-cloudflare';
import { dns01Spec, type AcmeDns01Options, type AcmeDns01Provider } from './acme-dns01';
import {
  http01Findings,
  http01GatewayRoute,
  http01Ingress,
  HTTP01_GATEWAY_ROUTE_PROPERTIES,
  HTTP01_INGRESS_PROPERTIES,
  type AcmeGateway,
  type Http01GatewayRouteProps,
  type Http01IngressProps,
} from './acme-http01';
import { rfc2136, RFC2136_PROPERTIES, type Rfc2136Props } from './acme-rfc2136';
import { route53, route53Findings, ROUTE53_PROPERTIES, type Route53Props } from './acme-route53';
import { AcmeSelector, acmeSelectorFindings, type AcmeSelectorOptions } from './acme-selector';
import { webhook, WEBHOOK_PROPERTIES, type WebhookProps } from './acme-webhook';

/** What the factories know of a solver. */
interface SolverFacts {
  readonly spec: Omit<certmanager.ClusterIssuerSpecAcmeSolvers, 'selector'>;
  readonly credentials?: readonly SecretRef[];
  readonly serviceAccount?: string;
  readonly gates?: readonly GatedProperty[];
  readonly ingressClass?: string;
  readonly gateway?: AcmeGateway;
}

/**
 * How an account proves that a name is held: HTTP-01, by an answer under
 * `/.well-known/acme-challenge/` on port 80 of the name, or DNS-01, by a record of its zone, which
 * alone proves wildcards.
 *
 * @see https://cert-manager.io/docs/configuration/acme/#solving-challenges
 */
export class AcmeSolver {
  /**
   * HTTP-01 through an Ingress that cert-manager makes for each challenge and Istio's ingress
   * gateway serves. The IngressClass must be of the controller `istio.io/ingress-controller`.
   *
   * @throws PropertyUnknown, PropertyWrongType, PropertyOutOfRange, PropertyMalformed, WildcardNeedsDnsChallenge
   * @see https://cert-manager.io/docs/configuration/acme/http01/#configuring-the-http01-ingress-solver
   */
  public static http01Ingress(props: Http01IngressProps = {}): AcmeSolver {
    const path = 'AcmeSolver.http01Ingress';
    refuseAnyOf(path, props, HTTP01_INGRESS_PROPERTIES, http01Findings);
    const ingressClass = props.ingressClass ?? 'istio';
    return new AcmeSolver(props, { spec: { http01: http01Ingress(ingressClass) }, ingressClass });
  }

  /**
   * HTTP-01 through an HTTPRoute that cert-manager makes for each challenge, bound to a Gateway of
   * the Gateway API. A release of cert-manager gets `--enable-gateway-api`; an installed one must run with it.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyOutOfRange, PropertyMalformed
   * @throws WildcardNeedsDnsChallenge
   * @see https://cert-manager.io/docs/configuration/acme/http01/#configuring-the-http-01-gateway-api-solver
   */
  public static http01GatewayRoute(props: Http01GatewayRouteProps): AcmeSolver {
    const path = 'AcmeSolver.http01GatewayRoute';
    refuseAnyOf(path, props, HTTP01_GATEWAY_ROUTE_PROPERTIES, http01Findings);
    const { gateway } = props;
    return new AcmeSolver(props, { spec: { http01: http01GatewayRoute(gateway) }, gateway });
  }

  /**
   * DNS-01 through Amazon Route 53.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyOutOfRange, PropertyMalformed
   */
  public static dns01Route53(props: Route53Props = {}): AcmeSolver {
    refuseAnyOf('AcmeSolver.dns01Route53', props, ROUTE53_PROPERTIES, route53Findings);
    return AcmeSolver.dns01(props, route53(props));
  }

  /**
   * DNS-01 through Google Cloud DNS.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyOutOfRange, PropertyMalformed
   */
  public static dns01CloudDns(props: CloudDnsProps): AcmeSolver {
    refuseAnyOf('AcmeSolver.dns01CloudDns', props, CLOUD_DNS_PROPERTIES, acmeSelectorFindings);
    return AcmeSolver.dns01(props, cloudDns(props));
  }

  /**
   * DNS-01 through Azure DNS.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyOutOfRange, PropertyMalformed
   */
  public static dns01AzureDns(props: AzureDnsProps): AcmeSolver {
    refuseAnyOf('AcmeSolver.dns01AzureDns', props, AZURE_DNS_PROPERTIES, acmeSelectorFindings);
    return AcmeSolver.dns01(props, azureDns(props));
  }

  /**
   * DNS-01 through Cloudflare.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyOutOfRange, PropertyMalformed
   */
  public static dns01Cloudflare(props: CloudflareProps): AcmeSolver {
    refuseAnyOf('AcmeSolver.dns01Cloudflare', props, CLOUDFLARE_PROPERTIES, acmeSelectorFindings);
    return AcmeSolver.dns01(props, cloudflare(props));
  }

  /**
   * DNS-01 through dynamic updates, which BIND, Knot, PowerDNS and Windows take.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyOutOfRange, PropertyMalformed
   */
  public static dns01Rfc2136(props: Rfc2136Props): AcmeSolver {
    refuseAnyOf('AcmeSolver.dns01Rfc2136', props, RFC2136_PROPERTIES, acmeSelectorFindings);
    return AcmeSolver.dns01(props, rfc2136(props));
  }

  /**
   * DNS-01 through a webhook that somebody installed.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyOutOfRange, PropertyMalformed
   */
  public static dns01Webhook(props: WebhookProps): AcmeSolver {
    refuseAnyOf('AcmeSolver.dns01Webhook', props, WEBHOOK_PROPERTIES, acmeSelectorFindings);
    return AcmeSolver.dns01(props, webhook(props));
  }

  private static dns01(options: AcmeDns01Options, provider: AcmeDns01Provider): AcmeSolver {
    return new AcmeSolver(options, { ...provider, spec: { dns01: dns01Spec(options, provider) } });
  }

  /** By what it proves. */
  public readonly challenge: 'http01' | 'dns01';
  /** The IngressClass that it goes through, of a solver by Ingress. */
  public readonly ingressClass?: string;
  /** The Gateway that it goes through, of a solver by HTTPRoute. */
  public readonly gateway?: AcmeGateway;
  /** Where its credentials lie, in the cluster resource namespace of cert-manager. */
  public readonly credentials: readonly SecretRef[];
  /** Name of the ServiceAccount there as which cert-manager writes, of a solver that has one. */
  public readonly serviceAccount?: string;
  /** What of it not every release of cert-manager knows. */
  public readonly gates: readonly GatedProperty[];
  private readonly selector: AcmeSelector;

  private constructor(
    options: AcmeSelectorOptions,
    private readonly facts: SolverFacts,
  ) {
    this.selector = AcmeSelector.of(options);
    this.challenge = facts.spec.http01 === undefined ? 'dns01' : 'http01';
    this.ingressClass = facts.ingressClass;
    this.gateway = facts.gateway;
    this.credentials = facts.credentials ?? [];
    this.serviceAccount = facts.serviceAccount;
    this.gates = facts.gates ?? [];
  }

  /** Whether it can prove this name: it is for it, and HTTP-01 proves no wildcards. */
  public proves(name: DnsName): boolean {
    return !(name.isWildcard && this.challenge === 'http01') && this.selector.matches(name);
  }

  /** What must exist in the cluster resource namespace of cert-manager: `Secret/cloudflare`. */
  public get prerequisites(): readonly string[] {
    return [
      ...this.credentials.map(({ name }) => `Secret/${name}`),
      ...(this.serviceAccount === undefined ? [] : [`ServiceAccount/${this.serviceAccount}`]),
    ];
  }

  /** By what it is chosen among others: `dnsZones example.com`, or `no selector`. */
  public get criteria(): readonly string[] {
    return this.selector.criteria;
  }

  /** The solver as a ClusterIssuer writes it. */
  public get spec(): certmanager.ClusterIssuerSpecAcmeSolvers {
    return { ...this.facts.spec, selector: this.selector.spec };
  }
}

function refuseAnyOf<P extends AcmeSelectorOptions>(
  path: string,
  props: P,
  table: PropertyTable<P>,
  findingsOf: (path: string, props: P) => Finding[],
): void {
  refuseAny(checkProps(path, props, table));
  refuseAny(findingsOf(path, props));
}
