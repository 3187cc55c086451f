import * as sail from '../../../imports/sailoperator.io';
import {
  chartValues,
  nodeAgentGlobalValues,
  type ChartGlobalValues,
  type ChartPilotValues,
} from '../control-plane/chart-values';
import type { ControlPlaneModel } from '../control-plane/control-plane-model';
import type { SaidInjectorValues, SaidMeshConfig } from '../control-plane/said-values';

/** The values of an Istio object: those of the chart `istiod`, in the types of the operator's CRD. */
export function sailValues(model: ControlPlaneModel): sail.IstioSpecValues {
  const { global, pilot, sidecarInjectorWebhook, meshConfig } = chartValues(model);
  return {
    global: globalOf(global),
    pilot: pilotOf(pilot),
    sidecarInjectorWebhook: sidecarInjectorWebhook && injectorOf(sidecarInjectorWebhook),
    meshConfig: meshConfigOf(meshConfig),
  };
}

/** The values of the IstioCNI object: those of the chart `cni`. */
export function sailNodeAgentValues(model: ControlPlaneModel): sail.IstioCniSpecValues {
  return { global: nodeAgentGlobalValues(model), cni: model.nodeAgent?.values };
}

function globalOf({
  proxy: { resources, ...proxy },
  proxy_init: proxyInit,
  certSigners,
  ...others
}: ChartGlobalValues): sail.IstioSpecValuesGlobal {
  return {
    ...others,
    certSigners: certSigners && [...certSigners],
    proxy: {
      ...proxy,
      resources: resources && {
        requests: quantities(resources.requests, (amount) =>
          sail.IstioSpecValuesGlobalProxyResourcesRequests.fromString(amount),
        ),
        limits: quantities(resources.limits, (amount) =>
          sail.IstioSpecValuesGlobalProxyResourcesLimits.fromString(amount),
        ),
      },
    },
    proxyInit,
  };
}

function pilotOf({
  resources,
  tolerations,
  ...others
}: ChartPilotValues): sail.IstioSpecValuesPilot {
  return {
    ...others,
    tolerations: tolerations && [...tolerations],
    resources: resources && {
      requests: quantities(resources.requests, (amount) =>
        sail.IstioSpecValuesPilotResourcesRequests.fromString(amount),
      ),
      limits: quantities(resources.limits, (amount) =>
        sail.IstioSpecValuesPilotResourcesLimits.fromString(amount),
      ),
    },
  };
}

function injectorOf({
  defaultTemplates,
  templates,
}: SaidInjectorValues): sail.IstioSpecValuesSidecarInjectorWebhook {
  return { defaultTemplates: [...defaultTemplates], templates };
}

function meshConfigOf({
  accessLogEncoding,
  caCertificates,
  defaultConfig,
  meshMTLS,
  outboundTrafficPolicy,
  trustDomainAliases,
  ...others
}: SaidMeshConfig): sail.IstioSpecValuesMeshConfig {
  return {
    ...others,
    trustDomainAliases: trustDomainAliases && [...trustDomainAliases],
    caCertificates: caCertificates?.map(({ certSigners, trustDomains, ...data }) => ({
      ...data,
      certSigners: certSigners && [...certSigners],
      trustDomains: trustDomains && [...trustDomains],
    })),
    defaultConfig: defaultConfig && {
      proxyMetadata: defaultConfig.proxyMetadata,
      holdApplicationUntilProxyStarts: defaultConfig.holdApplicationUntilProxyStarts,
    },
    accessLogEncoding: accessLogEncoding && ACCESS_LOG_ENCODING[accessLogEncoding],
    outboundTrafficPolicy: outboundTrafficPolicy && {
      mode: OUTBOUND_MODE[outboundTrafficPolicy.mode],
    },
    meshMtls: meshMTLS?.minProtocolVersion && {
      minProtocolVersion: MIN_TLS_VERSION[meshMTLS.minProtocolVersion],
    },
  };
}

const ACCESS_LOG_ENCODING = sail.IstioSpecValuesMeshConfigAccessLogEncoding;
const OUTBOUND_MODE = {
  ALLOW_ANY: sail.IstioSpecValuesMeshConfigOutboundTrafficPolicyMode.ALLOW_UNDERSCORE_ANY,
  REGISTRY_ONLY: sail.IstioSpecValuesMeshConfigOutboundTrafficPolicyMode.REGISTRY_UNDERSCORE_ONLY,
};
const MIN_TLS_VERSION = {
  TLS_AUTO: sail.IstioSpecValuesMeshConfigMeshMtlsMinProtocolVersion.TLS_UNDERSCORE_AUTO,
  TLSV1_2: sail.IstioSpecValuesMeshConfigMeshMtlsMinProtocolVersion.TLSV1_UNDERSCORE_2,
  TLSV1_3: sail.IstioSpecValuesMeshConfigMeshMtlsMinProtocolVersion.TLSV1_UNDERSCORE_3,
};

function quantities<T>(
  amounts: object | undefined,
  of: (amount: string) => T,
): Record<string, T> | undefined {
  return (
    amounts &&
    Object.fromEntries(Object.entries(amounts).map(([name, amount]) => [name, of(String(amount))]))
  );
}
