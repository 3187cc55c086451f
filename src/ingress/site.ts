import type { Construct } from 'constructs';

import type { ComponentVersion } from '../trust/component-version';
import { refuseAny, type Finding } from '../trust/mesh-trust-error';
import { checkProps, instanceOf, optional, type PropertyTable } from '../trust/props';
import {
  GatewayApiIngress,
  gatewayApiIngressFindings,
  type GatewayApiIngressProps,
} from './gateway-api-ingress';
import { gatewayApiLimitFindings } from './gateway-api-limits';
import { HttpsIngress, httpsIngressFindings, type HttpsIngressProps } from './https-ingress';
import { IngressApi } from './ingress-api';
import {
  hostsOf,
  TLS_INGRESS_PROPERTIES,
  tlsIngressFindings,
  type TlsIngressProps,
} from './tls-ingress';

/** What a site is made of. */
export interface SiteProps extends TlsIngressProps {
  /** In which API it is written. @default IngressApi.ISTIO */
  readonly api?: IngressApi;
}

/** The ingress gateway that serves a site: a Gateway of the control plane is one. */
export interface SiteGateway {
  /** Name of its Service. */
  readonly name: string;
  /** Namespace of its Pods, its Service and its certificates. */
  readonly namespace: string;
  /** Labels of its Pods. */
  readonly podLabels: Readonly<Record<string, string>>;
  /**
   * Whether it has the name that Istio gives to its kind. Objects at any other gateway carry the
   * gateway's name behind that of the site, so that several gateways serve one site.
   *
   * @default true
   */
  readonly hasDefaultName?: boolean;
  /** The version of istiod. @default - one that has everything */
  readonly istioVersion?: ComponentVersion;
}

/** One check for each property of a site. */
export const SITE_PROPERTIES: PropertyTable<SiteProps> = {
  ...TLS_INGRESS_PROPERTIES,
  api: optional(instanceOf(IngressApi, 'IngressApi.ISTIO')),
};

/**
 * A domain that the mesh serves over HTTPS, as a value: its hosts, its certificate, and what becomes of
 * requests. An environment lists its sites; each has objects of its own, so that a new one changes
 * nothing of the others.
 */
export class Site {
  /**
   * A site with these properties.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyMalformed, PropertyOutOfRange
   * @throws HostNotInCertificate for a host that is no name of the certificate
   * @throws NamesClash for what is listed twice: hosts, names of routes, paths
   */
  public static of(props: SiteProps): Site {
    const path = 'Site.of';
    const findings = checkProps(path, props, SITE_PROPERTIES);
    refuseAny(
      findings.length > 0
        ? findings
        : [
            ...tlsIngressFindings(path, props),
            ...(props.api === IngressApi.GATEWAY_API ? gatewayApiLimitFindings(path, props) : []),
          ],
    );
    const { api = IngressApi.ISTIO, ...ingress } = props;
    return new Site(api, ingress);
  }

  private constructor(
    /** In which API it is written. */
    public readonly api: IngressApi,
    /** What it is made of. */
    public readonly ingress: TlsIngressProps,
  ) {}

  /** Its name, that of its objects. */
  public get name(): string {
    return this.ingress.name;
  }

  /** The hosts that it serves, sorted. */
  public get hosts(): readonly string[] {
    return hostsOf(this.ingress);
  }

  /** Everything that keeps this gateway from serving it. */
  public findingsAt(path: string, gateway: SiteGateway): Finding[] {
    return this.api === IngressApi.GATEWAY_API
      ? gatewayApiIngressFindings(path, this.gatewayApiProps(gateway))
      : httpsIngressFindings(path, this.istioProps(gateway));
  }

  /**
   * Defines its objects at this gateway; its certificate is not among them.
   *
   * @throws IssuerOutOfReach, FeatureNeedsVersion
   */
  public defineAt(scope: Construct, id: string, gateway: SiteGateway): Construct {
    return this.api === IngressApi.GATEWAY_API
      ? new GatewayApiIngress(scope, id, this.gatewayApiProps(gateway))
      : new HttpsIngress(scope, id, this.istioProps(gateway));
  }

  /** Its name, for findings. */
  public toString(): string {
    return this.name;
  }

  private istioProps(gateway: SiteGateway): HttpsIngressProps {
    return {
      ...this.ingress,
      name: this.nameAt(gateway),
      gatewayNamespace: gateway.namespace,
      gatewaySelector: gateway.podLabels,
      istioVersion: gateway.istioVersion,
    };
  }

  private gatewayApiProps(gateway: SiteGateway): GatewayApiIngressProps {
    return {
      ...this.ingress,
      name: this.nameAt(gateway),
      gatewayNamespace: gateway.namespace,
      gatewayService: gateway.name,
    };
  }

  private nameAt({ name, hasDefaultName = true }: SiteGateway): string {
    return hasDefaultName ? this.name : `${this.name}-${name}`;
  }
}
