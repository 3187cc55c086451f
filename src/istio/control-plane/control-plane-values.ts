import { WorkloadSocket } from '../../trust/workload-socket';
import { InjectionTemplate } from '../injection/injection-template';
import { DEFAULT_WORKLOAD_CERT_TTL } from './istio-chain';
import type { IstioControlPlaneProps } from './istio-control-plane-props';
import { istioImages } from './istio-images';
import { IstioVersion } from '../istio-version';
import type { SaidCniValues, SaidGlobalValues, SaidPilotValues, SaidValues } from './said-values';

const SECCOMP_PROFILE = { type: 'RuntimeDefault' } as const;
/** What Istio has where nobody says it. */
const DEFAULT_MAX_REPLICAS = 5;

/** Values of Istio's charts for this control plane, without those of gateways and of the node agent. */
export function controlPlaneValues(props: IstioControlPlaneProps): SaidValues {
  const template = injectionTemplateOf(props);
  return {
    global: globalValues(props),
    pilot: pilotValues(props),
    sidecarInjectorWebhook:
      template.text === undefined
        ? undefined
        : {
            // A Pod that names no templates has its identity from SPIRE like all others: with Istio's own
            // default it would get one of istiod, of the same form, which nobody notices.
            defaultTemplates: template.sidecarTemplates,
            templates: { [template.name]: template.text },
          },
  };
}

/** Values of the CNI node agent that somebody asks for. */
export function nodeAgentValues(props: IstioControlPlaneProps): SaidCniValues {
  return { image: istioImages(props).pinned('install-cni'), seccompProfile: SECCOMP_PROFILE };
}

/** The template that fits this control plane. */
export function injectionTemplateOf({
  version = IstioVersion.V1_30,
  workloadCa,
  socket = WorkloadSocket.failClosed(),
}: IstioControlPlaneProps): InjectionTemplate {
  return workloadCa === 'istio'
    ? InjectionTemplate.istio()
    : InjectionTemplate.spire({ version, socket });
}

function globalValues(props: IstioControlPlaneProps): SaidGlobalValues {
  const { variant, pinned } = istioImages(props);
  const proxyImage = pinned('proxyv2');
  return {
    multiCluster: { clusterName: props.clusterName },
    ...props.ca.settings.global,
    trustBundleName: props.trustBundleName,
    variant,
    logging: props.logLevel === undefined ? undefined : { level: `default:${props.logLevel}` },
    logAsJson: props.logFormat === 'json' ? true : undefined,
    proxy: {
      clusterDomain: props.clusterDomain === 'cluster.local' ? undefined : props.clusterDomain,
      image: proxyImage,
      logLevel: props.proxyLogLevel,
      resources:
        props.proxyResources === undefined
          ? undefined
          : { requests: props.proxyResources.requests, limits: props.proxyResources.limits },
      seccompProfile: SECCOMP_PROFILE,
    },
    proxy_init: proxyImage === undefined ? undefined : { image: proxyImage },
  };
}

function pilotValues(props: IstioControlPlaneProps): SaidPilotValues {
  const ttl = props.workloadCertTtl ?? DEFAULT_WORKLOAD_CERT_TTL;
  return {
    env: {
      DEFAULT_WORKLOAD_CERT_TTL: ttl.toString(),
      MAX_WORKLOAD_CERT_TTL: (props.maxWorkloadCertTtl ?? ttl).toString(),
      ...(props.nativeSidecars === undefined
        ? {}
        : { ENABLE_NATIVE_SIDECARS: props.nativeSidecars.toString() }),
      ...props.ca.settings.pilotEnv,
      ...Object.fromEntries((props.experiments ?? []).map((each) => [each.toString(), 'true'])),
    },
    image: istioImages(props).pinned('pilot'),
    seccompProfile: SECCOMP_PROFILE,
    ...replicaValues(props),
  };
}

function replicaValues({ minReplicas, maxReplicas }: IstioControlPlaneProps): SaidPilotValues {
  if (minReplicas === undefined && maxReplicas === undefined) {
    return {};
  }
  const autoscaleMin = minReplicas ?? 1;
  return {
    autoscaleEnabled: true,
    autoscaleMin,
    autoscaleMax: maxReplicas ?? Math.max(DEFAULT_MAX_REPLICAS, autoscaleMin),
  };
}
