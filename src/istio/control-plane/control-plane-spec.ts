import { WorkloadSocket } from '../../trust/workload-socket';
import { controlPlaneValues } from './control-plane-values';
import { gatewayComponents } from '../gateway/gateway-component';
import type { GatewayKind } from '../gateway/gateway';
import { DEFAULT_WORKLOAD_CERT_TTL } from './istio-chain';
import type { IstioComponents, IstioGatewayComponent } from '../operator/istio-components';
import type { IstioControlPlaneProps } from './istio-control-plane-props';
import { istioImages } from './istio-images';
import type { IstioOperatorSpec } from '../operator/istio-operator-spec';
import type { MeshConfig } from '../operator/mesh-config';

/** The IstioOperator of this control plane. What Istio does by itself is left out, unless trust hangs on it. */
export function controlPlaneSpec(props: IstioControlPlaneProps): IstioOperatorSpec {
  const { hub, tag } = istioImages(props);
  return {
    profile: props.profile ?? 'default',
    hub,
    tag,
    revision: props.revision,
    meshConfig: meshConfigOf(props),
    components: componentsOf(props),
    values: controlPlaneValues(props),
  };
}

function meshConfigOf(props: IstioControlPlaneProps): MeshConfig {
  const { accessLog, outboundTrafficPolicy, minTlsVersion, trustDomainAliases = [] } = props;
  return {
    trustDomain: props.trustDomain.toString(),
    trustDomainAliases:
      trustDomainAliases.length === 0 ? undefined : trustDomainAliases.map(String).sort(),
    caCertificates: props.ca.settings.caCertificates,
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

const ACCESS_LOG_ENCODING = { text: 'TEXT', json: 'JSON' } as const;

function componentsOf(props: IstioControlPlaneProps): IstioComponents {
  const agentNamespace = props.trafficCapture?.agentNamespace;
  const isEmpty = props.profile === 'empty';
  return {
    base: isEmpty ? { enabled: true } : undefined,
    pilot: {
      enabled: isEmpty ? true : undefined,
      k8s: {
        env: props.ca.settings.istiodEnv,
        nodeSelector: props.nodeSelector,
        tolerations: props.tolerations,
        priorityClassName: props.priorityClassName ?? 'system-cluster-critical',
        resources:
          props.resources === undefined
            ? undefined
            : { requests: props.resources.requests, limits: props.resources.limits },
      },
    },
    cni: agentNamespace === undefined ? undefined : { enabled: true, namespace: agentNamespace },
    ingressGateways: gatewaysOf('ingress', props),
    egressGateways: gatewaysOf('egress', props),
  };
}

/** A gateway of the profile that nobody asked for is left out: it would come up without SPIRE's socket. */
function gatewaysOf(
  kind: GatewayKind,
  {
    gateways = [],
    profile = 'default',
    workloadCa,
    socket = WorkloadSocket.failClosed(),
  }: IstioControlPlaneProps,
): readonly IstioGatewayComponent[] | undefined {
  const components = gatewayComponents(kind, gateways, workloadCa === 'istio' ? undefined : socket);
  if (components.length > 0) {
    return components;
  }
  const profileHasOne =
    kind === 'ingress' ? profile !== 'minimal' && profile !== 'empty' : profile === 'demo';
  return profileHasOne ? [{ name: `istio-${kind}gateway`, enabled: false }] : undefined;
}
