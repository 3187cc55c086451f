import { DEFAULT_WORKLOAD_CERT_TTL } from './istio-chain';
import type { IstioControlPlaneProps } from './istio-control-plane-props';
import type { SaidMeshConfig } from './said-values';

/** How the mesh behaves at run time, where trust hangs on it or somebody says it. */
export function meshConfigOf(props: IstioControlPlaneProps): SaidMeshConfig {
  const { accessLog, outboundTrafficPolicy, minTlsVersion, trustDomainAliases = [] } = props;
  return {
    trustDomain: props.trustDomain.toString(),
    trustDomainAliases:
      trustDomainAliases.length === 0 ? undefined : trustDomainAliases.map(String).sort(),
    caCertificates: caCertificatesOf(props),
    defaultConfig: {
      proxyMetadata: {
        SECRET_TTL: (props.workloadCertTtl ?? DEFAULT_WORKLOAD_CERT_TTL).toString(),
        ...props.ca.settings.proxyMetadata,
      },
      holdApplicationUntilProxyStarts: props.applicationStart === 'after-proxy' ? true : undefined,
    },
    accessLogFile: accessLog === undefined ? undefined : '/dev/stdout',
    accessLogEncoding: accessLog === undefined ? undefined : ACCESS_LOG_ENCODING[accessLog],
    outboundTrafficPolicy:
      outboundTrafficPolicy === undefined ? undefined : { mode: outboundTrafficPolicy.toString() },
    meshMTLS:
      minTlsVersion === undefined ? undefined : { minProtocolVersion: minTlsVersion.toString() },
  };
}

/** Roots that whoever signs for workloads has, and trust domains of the federation. */
function caCertificatesOf(props: IstioControlPlaneProps): SaidMeshConfig['caCertificates'] {
  const all = [
    ...(props.ca.settings.caCertificates ?? []),
    ...(federatedCertificates(props) ?? []),
  ];
  return all.length === 0 ? undefined : all;
}

/**
 * Of these istiod takes the names alone, which inbound listeners then let in: the roots come from SPIRE,
 * each for its own trust domain, while what istiod fetched it would trust for every name.
 */
function federatedCertificates({
  federatedTrustDomains = [],
}: IstioControlPlaneProps): SaidMeshConfig['caCertificates'] {
  return federatedTrustDomains.length === 0
    ? undefined
    : [{ trustDomains: [...new Set(federatedTrustDomains.map(String))].sort() }];
}

const ACCESS_LOG_ENCODING = { text: 'TEXT', json: 'JSON' } as const;
