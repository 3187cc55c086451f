import { Construct } from 'constructs';

import * as networking from '../../imports/networking.istio.io';
import { ComponentVersion } from '../trust/component-version';
import { ISTIO_GATES } from '../trust/gates/istio-gates';
import { refuseAny, type Finding } from '../trust/mesh-trust-error';
import { dnsLabel } from '../trust/name-checks';
import { LABEL_KEY, LABEL_VALUE } from '../trust/names';
import { checkProps, instanceOf, mapOf, optional, text, type PropertyTable } from '../trust/props';
import { PlainHttp } from './plain-http';
import { selectorFindings } from './route-findings';
import type { ServerTls } from './server-tls';
import {
  hostsOf,
  issuerFindings,
  TLS_INGRESS_PROPERTIES,
  tlsIngressFindings,
  type TlsIngressProps,
} from './tls-ingress';
import { HTTPS_REDIRECT, virtualServiceHttp, type ServerPort } from './virtual-service-http';

/** What an ingress over HTTPS is made of, in the API of Istio. */
export interface HttpsIngressProps extends TlsIngressProps {
  /** Labels of the Pods of the ingress gateway. */
  readonly gatewaySelector: Readonly<Record<string, string>>;
  /** Namespace of these Pods: the one in which they look for the Secret of the certificate. */
  readonly gatewayNamespace: string;
  /** The version of istiod. @default - one that has everything, Istio 1.28 or newer */
  readonly istioVersion?: ComponentVersion;
}

/** One check for each property of an ingress. */
export const HTTPS_INGRESS_PROPERTIES: PropertyTable<HttpsIngressProps> = {
  ...TLS_INGRESS_PROPERTIES,
  gatewaySelector: mapOf(
    LABEL_KEY,
    'label keys',
    text(LABEL_VALUE, 'a label value of at most 63 characters', 'ingressgateway'),
  ),
  gatewayNamespace: dnsLabel('istio-system'),
  istioVersion: optional(instanceOf(ComponentVersion, 'IstioVersion.V1_30')),
};

/** Everything that is wrong with the properties of an ingress. */
export function httpsIngressFindings(path: string, props: HttpsIngressProps): Finding[] {
  const findings = checkProps(path, props, HTTPS_INGRESS_PROPERTIES);
  return findings.length > 0
    ? findings
    : [
        ...selectorFindings(path, props.gatewaySelector),
        ...tlsIngressFindings(path, props),
        ...issuerFindings(path, props, props.gatewayNamespace),
        ...clientCaFindings(path, props),
      ];
}

/**
 * The way into the mesh over HTTPS: a Gateway that ends the TLS of clients at the ingress gateway's Pods,
 * and a VirtualService that sends what arrives there to Services. The way on from the gateway is mutual
 * TLS of the mesh. The Certificate is not made here, since it belongs into the namespace of the Pods.
 *
 * Only VirtualServices of this namespace may take requests of these hosts.
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/ingress/secure-ingress/
 */
export class HttpsIngress extends Construct {
  /**
   * Defines the Gateway and the VirtualService.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyMalformed, PropertyOutOfRange
   * @throws HostNotInCertificate for a host that is no name of the certificate
   * @throws NamesClash for what is listed twice: hosts, names of routes, paths
   * @throws IssuerOutOfReach for a certificate of an Issuer of another namespace than the gateway's
   * @throws FeatureNeedsVersion for a CA of clients that Istio before 1.28 does not look for
   */
  public constructor(scope: Construct, id: string, props: HttpsIngressProps) {
    refuseAny(httpsIngressFindings(`${scope.node.path}/${id}`, props));
    super(scope, id);
    const { name, namespace, tls, routes, plainHttp = PlainHttp.redirect() } = props;
    const hosts = hostsOf(props);
    const metadata = {
      name,
      namespace,
      labels: { 'app.kubernetes.io/name': name, 'app.kubernetes.io/part-of': 'mesh-trust' },
    };
    new networking.Gateway(this, 'Gateway', {
      metadata,
      spec: {
        selector: { ...props.gatewaySelector },
        servers: serversOf(hosts, tls, plainHttp),
      },
    });
    const ports: readonly ServerPort[] = plainHttp.mode === 'serve' ? [443, 80] : [443];
    new networking.VirtualService(this, 'VirtualService', {
      metadata,
      spec: {
        hosts: [...hosts],
        gateways: [name],
        http: [
          ...(plainHttp.mode === 'redirect' ? [HTTPS_REDIRECT] : []),
          ...routes.map((route) => virtualServiceHttp(route, ports)),
        ],
      },
    });
  }
}

function serversOf(
  names: readonly string[],
  tls: ServerTls,
  plainHttp: PlainHttp,
): networking.GatewaySpecServers[] {
  // Without "./" a VirtualService of any namespace could take the requests of these hosts.
  const hosts = names.map((name) => `./${name}`);
  return [
    {
      port: { number: 443, name: 'https', protocol: 'HTTPS' },
      hosts,
      tls: {
        mode: MODES[tls.mode],
        credentialName: tls.certificate.secretName,
        caCertCredentialName: tls.caCertCredentialName,
        minProtocolVersion: VERSIONS[tls.minimumVersion.toString()],
      },
    },
    ...(plainHttp.isOpen ? [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts }] : []),
  ];
}

const MODES = {
  SIMPLE: networking.GatewaySpecServersTlsMode.SIMPLE,
  MUTUAL: networking.GatewaySpecServersTlsMode.MUTUAL,
  OPTIONAL_MUTUAL: networking.GatewaySpecServersTlsMode.OPTIONAL_UNDERSCORE_MUTUAL,
} as const;

const VERSIONS = {
  TLSV1_2: networking.GatewaySpecServersTlsMinProtocolVersion.TLSV1_UNDERSCORE_2,
  TLSV1_3: networking.GatewaySpecServersTlsMinProtocolVersion.TLSV1_UNDERSCORE_3,
} as const;

/** Before Istio 1.28 the field is dropped, and the CA beside the certificate would let clients in instead. */
function clientCaFindings(path: string, { tls, istioVersion }: HttpsIngressProps): Finding[] {
  if (
    tls.clientCa === undefined ||
    tls.caCertCredentialName === undefined ||
    istioVersion === undefined ||
    istioVersion.has(ISTIO_GATES.caCertCredentialName)
  ) {
    return [];
  }
  const { secretName } = tls.certificate;
  return [
    {
      code: 'FeatureNeedsVersion',
      path,
      problem: `'tls' must have the CA of clients in Secret ${secretName}-cacert before Istio 1.28, got ${tls.clientCa} with ${istioVersion}`,
      fix: `write ClientCa.inSecret(SecretRef.of('${secretName}-cacert', 'ca.crt')), or version: IstioVersion.V1_28 or newer`,
    },
  ];
}
