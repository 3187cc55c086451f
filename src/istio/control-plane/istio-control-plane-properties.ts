import { ImageSource } from '../../trust/image-source';
import { dnsLabel } from '../../trust/name-checks';
import { DNS_SUBDOMAIN } from '../../trust/names';
import { nodeSelectorCheck, tolerationsCheck } from '../../trust/placement';
import {
  instanceOf,
  integer,
  listOf,
  oneOf,
  optional,
  text,
  type PropertyTable,
} from '../../trust/props';
import { Resources } from '../../trust/resources';
import { TrustDomain } from '../../trust/trust-domain';
import { Ttl } from '../../trust/ttl';
import { WorkloadSocket } from '../../trust/workload-socket';
import { Gateway } from '../gateway/gateway';
import { IstioInstallation } from '../installation/istio-installation';
import { CanaryUpgrade } from './canary-upgrade';
import { IstioCa } from '../ca/istio-ca';
import type { IstioControlPlaneProps } from './istio-control-plane-props';
import { IstioExperiment } from './istio-experiment';
import { IstioVersion } from '../istio-version';
import { MeshTlsVersion } from './mesh-tls-version';
import { NativeSidecars } from './native-sidecars';
import { OutboundTrafficPolicy } from './outbound-traffic-policy';
import { revisionCheck } from './revision';
import { RevisionTags } from './revision-tags';
import { TrafficCapture } from './traffic-capture';

/** Profiles of ambient mode, which are known so that they can be refused with their reason. */
export const AMBIENT_PROFILES: readonly string[] = ['ambient', 'openshift-ambient'];

const trustDomain = instanceOf(TrustDomain, "TrustDomain.of('mesh.example.com')");
const resources = instanceOf(Resources, "Resources.of({ cpu: '500m' }, { memory: '2Gi' })");
const ttl = instanceOf(Ttl, 'Ttl.hours(24)');

/** One check for each property of the control plane. */
export const ISTIO_CONTROL_PLANE_PROPERTIES: PropertyTable<IstioControlPlaneProps> = {
  trustDomain,
  clusterName: dnsLabel('eu-1'),
  ca: instanceOf(IstioCa, 'IstioCa.certManager({ lifetime: Lifetime.of(Ttl.days(30)) })'),
  version: optional(instanceOf(IstioVersion, 'IstioVersion.V1_30')),
  clusterDomain: optional(text(DNS_SUBDOMAIN, 'a DNS domain', 'cluster.local')),
  workloadCa: optional(oneOf(['spire', 'istio'])),
  socket: optional(instanceOf(WorkloadSocket, 'WorkloadSocket.failClosed()')),
  trustBundleName: optional(text(DNS_SUBDOMAIN, 'the name of a ConfigMap', 'istio-ca-root-cert')),
  gateways: optional(listOf(instanceOf(Gateway, 'Gateway.ingress()'), { max: 100 })),
  profile: optional(
    oneOf([
      'default',
      'demo',
      'empty',
      'minimal',
      'openshift',
      'preview',
      'stable',
      ...AMBIENT_PROFILES,
    ]),
  ),
  installation: optional(instanceOf(IstioInstallation, 'IstioInstallation.helm()')),
  revision: optional(revisionCheck),
  revisionTags: optional(instanceOf(RevisionTags, "RevisionTags.of('stable')")),
  upgrade: optional(
    instanceOf(CanaryUpgrade, 'CanaryUpgrade.onTrial({ version: IstioVersion.V1_30 })'),
  ),
  nativeSidecars: optional(instanceOf(NativeSidecars, 'NativeSidecars.ALWAYS')),
  trafficCapture: optional(instanceOf(TrafficCapture, 'TrafficCapture.cniNodeAgent()')),
  workloadCertTtl: optional(ttl),
  maxWorkloadCertTtl: optional(ttl),
  trustDomainAliases: optional(listOf(trustDomain)),
  federatedTrustDomains: optional(listOf(trustDomain)),
  minTlsVersion: optional(instanceOf(MeshTlsVersion, 'MeshTlsVersion.V1_3')),
  outboundTrafficPolicy: optional(
    instanceOf(OutboundTrafficPolicy, 'OutboundTrafficPolicy.REGISTRY_ONLY'),
  ),
  experiments: optional(
    listOf(instanceOf(IstioExperiment, 'IstioExperiment.TLS_ON_SIDECAR_INGRESS')),
  ),
  applicationStart: optional(oneOf(['at-once', 'after-proxy'])),
  accessLog: optional(oneOf(['text', 'json'])),
  logFormat: optional(oneOf(['text', 'json'])),
  logLevel: optional(oneOf(['debug', 'info', 'warn', 'error'])),
  proxyLogLevel: optional(oneOf(['trace', 'debug', 'info', 'warning', 'error', 'critical', 'off'])),
  images: optional(instanceOf(ImageSource, "ImageSource.mirror('registry.example.com')")),
  imageVariant: optional(oneOf(['default', 'distroless', 'debug'])),
  minReplicas: optional(integer(1, 1000)),
  maxReplicas: optional(integer(1, 1000)),
  resources: optional(resources),
  priorityClassName: optional(text(DNS_SUBDOMAIN, 'a DNS subdomain', 'system-cluster-critical')),
  proxyResources: optional(resources),
  nodeSelector: optional(nodeSelectorCheck),
  tolerations: optional(tolerationsCheck),
};
