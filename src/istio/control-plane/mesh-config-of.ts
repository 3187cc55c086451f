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
    defaultConfig: {
      proxyMetadata: {
        SECRET_TTL: (props.workloadCertTtl ?? DEFAULT_WORKLOAD_CERT_TTL).toString(),
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

const ACCESS_LOG_ENCODING = { text: 'TEXT', json: 'JSON' } as const;
