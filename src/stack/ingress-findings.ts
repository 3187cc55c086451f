import { AcmeIssuer } from '../cert-manager/acme/acme-issuer';
import type { Site } from '../ingress/site';
import { sitesFindings } from '../ingress/site-findings';
import type { Gateway } from '../istio/gateway/gateway';
import type { Finding } from '../trust/mesh-trust-error';
import { servingGatewaysOf, siteGatewayOf, siteIdOf } from './edge-gateways';
import { gatewayPortFindings } from './gateway-port-findings';
import type { EnvironmentParts } from './environment-parts';
import type { AnyEnvironmentProps } from './environment-props';

/** Everything that keeps the ingress gateways from serving the sites and the samples. */
export function ingressFindings(
  environment: string,
  props: AnyEnvironmentProps,
  parts: EnvironmentParts,
): Finding[] {
  const { sites = [] } = props;
  const gateways = servingGatewaysOf(parts);
  return [
    ...noGatewayFindings(environment, props, gateways),
    ...sitesFindings(environment, sites),
    ...sampleHostFindings(environment, props),
    ...sites.flatMap((site) => clientCaFindings(environment, site)),
    ...gateways.flatMap((gateway) => [
      ...gatewayPortFindings(environment, gateway, portsOf(sites), "plain HTTP of 'sites'"),
      ...sites.flatMap((site) =>
        site.findingsAt(
          `${environment}/90-ingress/${siteIdOf(site, gateway)}`,
          siteGatewayOf(gateway, parts),
        ),
      ),
    ]),
  ];
}

function noGatewayFindings(
  environment: string,
  { sites = [] }: AnyEnvironmentProps,
  gateways: readonly Gateway[],
): Finding[] {
  return sites.length === 0 || gateways.length > 0
    ? []
    : [
        {
          code: 'PropertyMissing',
          path: environment,
          problem:
            "'istio.gateways' must have an ingress gateway with port 443, which serves 'sites', got none",
          fix: 'write gateways: [Gateway.ingress()]',
        },
      ];
}

/** A site that says nothing of plain HTTP sends it on to HTTPS. */
function portsOf(sites: readonly Site[]): readonly number[] {
  return sites.some(({ ingress }) => ingress.plainHttp?.isOpen !== false) ? [80] : [];
}

/** On port 80 Istio would answer with one of both, whichever is older. */
function sampleHostFindings(
  environment: string,
  { sites = [], samples = [] }: AnyEnvironmentProps,
): Finding[] {
  const ofSites = sites
    .filter(({ ingress }) => ingress.plainHttp?.isOpen !== false)
    .flatMap(({ hosts }) => hosts);
  const ofSamples = samples
    .filter(({ routes }) => routes.length > 0)
    .flatMap(({ hosts = [] }) => hosts.map(String));
  return [...new Set(ofSamples)]
    .filter((host) => ofSites.includes(host))
    .sort()
    .map((host) => ({
      code: 'NamesClash',
      path: environment,
      problem: `'samples' must have other hosts than 'sites', got ${host} in both`,
      fix: `leave ${host} out of the sample: the routes of the site lead to it`,
    }));
}

function clientCaFindings(environment: string, { name, ingress: { tls } }: Site): Finding[] {
  return tls.trustsCertificateIssuer && tls.certificate.request?.issuer instanceof AcmeIssuer
    ? [
        {
          code: 'PropertyMalformed',
          path: environment,
          problem: `'tls' of the site ${name} must have the CA of clients in a Secret of its own with an ACME issuer, which leaves ca.crt empty, got ${tls.mode} with ca.crt beside the certificate`,
          fix: `write ServerTls.${tls.mode === 'MUTUAL' ? 'mutual' : 'optionalMutual'}(certificate, ClientCa.inSecret(SecretRef.of('${tls.certificate}-cacert', 'ca.crt')))`,
        },
      ]
    : [];
}
