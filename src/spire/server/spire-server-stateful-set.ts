import { createHash } from 'node:crypto';
import { k8s } from 'cdk8s-plus-27';
import { CONTROLLER_MANAGER } from '../controller-manager/controller-manager-config';
import { RESTRICTED_POD } from '../hardening';
import { orderedTolerations } from '../ordered-tolerations';
import { SpireInstallation } from '../spire-installation';
import {
  controllerManagerContainer,
  serverContainer,
  SERVER_VOLUMES,
  upstreamVolumes,
} from './spire-server-containers';
import { SERVER_LABELS, SERVER_SELECTOR } from './spire-server-ports';
import type { SpireServerSettings } from './spire-server-settings';

/** Name of the Service without address that gives each server a name of its own. */
export const SERVER_PODS = 'spire-server-pods';

/** The servers, each with a volume of its own; they are replaced whenever a file in `configTexts` changes. */
export function serverStatefulSet(
  settings: SpireServerSettings,
  configTexts: readonly string[],
): k8s.StatefulSetSpec {
  return {
    serviceName: SERVER_PODS,
    replicas: settings.replicas,
    selector: { matchLabels: SERVER_SELECTOR },
    updateStrategy: { type: 'RollingUpdate' },
    template: {
      metadata: {
        labels: SERVER_LABELS,
        annotations: { 'mesh-trust/config-sha256': sha256(configTexts) },
      },
      spec: podSpec(settings),
    },
    volumeClaimTemplates: [
      {
        metadata: { name: SERVER_VOLUMES.data, labels: SERVER_LABELS },
        spec: {
          accessModes: ['ReadWriteOnce'],
          storageClassName: settings.storage.storageClass,
          resources: { requests: { storage: k8s.Quantity.fromString(settings.storage.size) } },
        },
      },
    ],
  };
}

function podSpec(settings: SpireServerSettings): k8s.PodSpec {
  return {
    serviceAccountName: SpireInstallation.SERVER,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    priorityClassName: 'system-cluster-critical',
    securityContext: RESTRICTED_POD,
    nodeSelector: settings.nodeSelector,
    tolerations: settings.tolerations && orderedTolerations(settings.tolerations),
    ...(settings.replicas > 1 ? spread() : {}),
    containers: [serverContainer(settings), controllerManagerContainer(settings)],
    volumes: [
      ...volumes(),
      ...bundleCertificateVolumes(settings),
      ...upstreamVolumes(settings.upstream.needs),
    ],
  };
}

/** Servers on different nodes, and in different zones where there are some; a cluster that lacks them still gets its servers. */
function spread(): Pick<k8s.PodSpec, 'affinity' | 'topologySpreadConstraints'> {
  const labelSelector = { matchLabels: SERVER_SELECTOR };
  return {
    affinity: {
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          {
            weight: 100,
            podAffinityTerm: { topologyKey: 'kubernetes.io/hostname', labelSelector },
          },
        ],
      },
    },
    topologySpreadConstraints: [
      {
        maxSkew: 1,
        topologyKey: 'topology.kubernetes.io/zone',
        whenUnsatisfiable: 'ScheduleAnyway',
        labelSelector,
      },
    ],
  };
}

function volumes(): k8s.Volume[] {
  // What is in memory counts as memory of the container: the webhook's key is there and on no disk.
  const inMemory = { medium: 'Memory', sizeLimit: k8s.Quantity.fromString('16Mi') };
  return [
    { name: SERVER_VOLUMES.config, configMap: { name: SpireInstallation.SERVER } },
    { name: SERVER_VOLUMES.controllerManagerConfig, configMap: { name: CONTROLLER_MANAGER } },
    { name: SERVER_VOLUMES.socket, emptyDir: inMemory },
    {
      name: SERVER_VOLUMES.temporary,
      emptyDir: { sizeLimit: k8s.Quantity.fromString('64Mi') },
    },
    { name: SERVER_VOLUMES.controllerManagerTemporary, emptyDir: inMemory },
    { name: SERVER_VOLUMES.token, projected: { sources: tokenSources(), defaultMode: 0o440 } },
  ];
}

/** The key of the bundle endpoint is for the group of the Pod alone, as the key of the API token is. */
function bundleCertificateVolumes({ installation }: SpireServerSettings): k8s.Volume[] {
  const certificate = installation.member?.endpoint.certificate;
  return certificate === undefined
    ? []
    : [
        {
          name: SERVER_VOLUMES.bundleCertificate,
          secret: { secretName: certificate.secretName, defaultMode: 0o440 },
        },
      ];
}

/** What Kubernetes would mount by itself, here only where it is used. */
function tokenSources(): k8s.VolumeProjection[] {
  return [
    { serviceAccountToken: { path: 'token', expirationSeconds: 3600 } },
    { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
    {
      downwardApi: {
        items: [{ path: 'namespace', fieldRef: { fieldPath: 'metadata.namespace' } }],
      },
    },
  ];
}

function sha256(texts: readonly string[]): string {
  return createHash('sha256').update(texts.join('\0')).digest('hex');
}
