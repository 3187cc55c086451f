import type * as certmanager from '../../../imports/cert-manager.io';
import type { Finding } from '../../trust/mesh-trust-error';
import { dnsLabel } from '../../trust/name-checks';
import { DNS_SUBDOMAIN } from '../../trust/names';
import { optional, record, text, type PropertyTable } from '../../trust/props';
import {
  ACME_SELECTOR_PROPERTIES,
  acmeSelectorFindings,
  type AcmeSelectorOptions,
} from './acme-selector';

/** Properties of HTTP-01 through an Ingress. */
export interface Http01IngressProps extends AcmeSelectorOptions {
  /**
   * The IngressClass whose gateway serves the challenge: one of the controller
   * `istio.io/ingress-controller`.
   *
   * @default 'istio'
   */
  readonly ingressClass?: string;
}

/** The Gateway of the Gateway API through which a challenge is served. */
export interface AcmeGateway {
  /** Its name. */
  readonly name: string;
  /** Its namespace. */
  readonly namespace: string;
  /** Its listener of HTTP on port 80. @default - every listener that takes the name */
  readonly sectionName?: string;
}

/** Properties of HTTP-01 through a Gateway of the Gateway API. */
export interface Http01GatewayRouteProps extends AcmeSelectorOptions {
  /** Where the HTTPRoute of a challenge is bound; it must take routes of the Certificate's namespace. */
  readonly gateway: AcmeGateway;
}

/** One check for each property of HTTP-01 through an Ingress. */
export const HTTP01_INGRESS_PROPERTIES: PropertyTable<Http01IngressProps> = {
  ...ACME_SELECTOR_PROPERTIES,
  ingressClass: optional(text(DNS_SUBDOMAIN, 'the name of an IngressClass', 'istio')),
};

const GATEWAY: PropertyTable<AcmeGateway> = {
  name: text(DNS_SUBDOMAIN, 'the name of a Gateway', 'public'),
  namespace: dnsLabel('istio-ingress'),
  sectionName: optional(text(DNS_SUBDOMAIN, 'the name of a listener', 'http')),
};

/** One check for each property of HTTP-01 through a Gateway of the Gateway API. */
export const HTTP01_GATEWAY_ROUTE_PROPERTIES: PropertyTable<Http01GatewayRouteProps> = {
  ...ACME_SELECTOR_PROPERTIES,
  gateway: record(GATEWAY),
};

/** Everything that is wrong with the names of an HTTP-01 solver. */
export function http01Findings(path: string, options: AcmeSelectorOptions): Finding[] {
  const wildcards = options.dnsNames?.filter((name) => name.isWildcard) ?? [];
  return [
    ...acmeSelectorFindings(path, options),
    ...wildcards.map((name): Finding => ({
      code: 'WildcardNeedsDnsChallenge',
      path,
      problem: `'dnsNames' must have no wildcard, which HTTP-01 cannot prove, got ${name}`,
      fix: `give it to a solver of DNS-01: AcmeSolver.dns01Route53({ dnsNames: [DnsName.of('${name}')] })`,
    })),
  ];
}

/**
 * What the Pod Security level restricted asks for and a flag of cert-manager
 * (`--acme-http01-solver-run-as-non-root=false`) could take away. The rest is in every solver Pod:
 * no privilege escalation, all capabilities dropped, a read-only root file system, resources.
 *
 * @see https://github.com/cert-manager/cert-manager/blob/v1.21.1/pkg/issuer/acme/http/pod.go
 */
const POD_TEMPLATE = {
  spec: { securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } } },
};
/** cert-manager makes a NodePort otherwise, which opens a port of every node. */
const SERVICE_TYPE = 'ClusterIP';

/** `http01` of a solver through an Ingress. */
export function http01Ingress(
  ingressClass: string,
): certmanager.ClusterIssuerSpecAcmeSolversHttp01 {
  return {
    ingress: {
      ingressClassName: ingressClass,
      serviceType: SERVICE_TYPE,
      podTemplate: POD_TEMPLATE,
    },
  };
}

/** `http01` of a solver through a Gateway. */
export function http01GatewayRoute({
  name,
  namespace,
  sectionName,
}: AcmeGateway): certmanager.ClusterIssuerSpecAcmeSolversHttp01 {
  const group = 'gateway.networking.k8s.io';
  return {
    gatewayHttpRoute: {
      parentRefs: [{ group, kind: 'Gateway', name, namespace, sectionName }],
      serviceType: SERVICE_TYPE,
      podTemplate: POD_TEMPLATE,
    },
  };
}
