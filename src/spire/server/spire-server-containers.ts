import { k8s } from 'cdk8s-plus-27';
import { Image } from '../../trust/image';
import { ControllerManager } from '../controller-manager/controller-manager';
import {
  CONTROLLER_MANAGER,
  CONTROLLER_MANAGER_SOCKET_FOLDER,
} from '../controller-manager/controller-manager-config';
import { Datastore } from './datastore';
import { BundleEndpoint } from '../federation/bundle-endpoint';
import { RESTRICTED_CONTAINER } from '../hardening';
import { kubernetesResources } from '../kubernetes-resources';
import { SpireInstallation } from '../spire-installation';
import { BUNDLE_CERTIFICATE_FOLDER, SERVER_SOCKET_FOLDER } from './spire-server-config';
import { SERVER_PORTS } from './spire-server-ports';
import type { SpireServerSettings } from './spire-server-settings';
import {
  UPSTREAM_FOLDER,
  UPSTREAM_SOCKET_FOLDER,
  type UpstreamNeeds,
} from './upstream/upstream-plugin';

/** Names of the volumes that the two containers of the server mount. */
export const SERVER_VOLUMES = {
  config: 'server-config',
  controllerManagerConfig: 'controller-manager-config',
  data: 'server-data',
  socket: 'server-socket',
  temporary: 'server-tmp',
  controllerManagerTemporary: 'controller-manager-tmp',
  token: 'api-token',
  upstream: 'upstream',
  upstreamSocket: 'upstream-workload-api',
  bundleCertificate: 'bundle-certificate',
} as const;

/** File of the configuration of the server, and key of its ConfigMap. */
export const SERVER_CONFIG_FILE = 'server.conf';

const CONFIG_FOLDER = '/run/spire/config';

/** Where clients of the API server look for their token; only these two containers have it. */
const TOKEN_MOUNT: k8s.VolumeMount = {
  name: SERVER_VOLUMES.token,
  mountPath: '/var/run/secrets/kubernetes.io/serviceaccount',
  readOnly: true,
};

/** The server itself. */
export function serverContainer(settings: SpireServerSettings): k8s.Container {
  const { installation, telemetry, resources, datastore, upstream } = settings;
  const image = Image.of('ghcr.io/spiffe/spire-server', installation.version.toString());
  return {
    name: SpireInstallation.SERVER,
    image: installation.resolve(image),
    imagePullPolicy: 'Always',
    args: ['-config', `${CONFIG_FOLDER}/${SERVER_CONFIG_FILE}`, '-expandEnv'],
    env: environmentOf(datastore, upstream.needs),
    ports: [
      containerPort('grpc', SERVER_PORTS.grpc),
      containerPort('health', SERVER_PORTS.health),
      ...(telemetry.port === undefined ? [] : [containerPort('metrics', telemetry.port)]),
      ...(installation.member === undefined
        ? []
        : [containerPort('https-bundle', BundleEndpoint.SERVER_PORT)]),
    ],
    // The server waits up to 75 seconds for the upstream to sign its CA before it answers anything.
    startupProbe: { ...probe('/live', 'health'), periodSeconds: 5, failureThreshold: 36 },
    livenessProbe: { ...probe('/live', 'health'), periodSeconds: 30, failureThreshold: 3 },
    readinessProbe: { ...probe('/ready', 'health'), periodSeconds: 5 },
    resources: kubernetesResources(resources),
    securityContext: RESTRICTED_CONTAINER,
    terminationMessagePolicy: 'FallbackToLogsOnError',
    volumeMounts: [
      { name: SERVER_VOLUMES.config, mountPath: CONFIG_FOLDER, readOnly: true },
      { name: SERVER_VOLUMES.data, mountPath: Datastore.DATA_FOLDER },
      { name: SERVER_VOLUMES.temporary, mountPath: '/tmp' },
      { name: SERVER_VOLUMES.socket, mountPath: SERVER_SOCKET_FOLDER },
      ...bundleCertificateMounts(installation),
      TOKEN_MOUNT,
      ...upstreamMounts(upstream.needs),
    ],
  };
}

/** The controller manager beside it, which calls the server's own API through the socket that both mount. */
export function controllerManagerContainer(settings: SpireServerSettings): k8s.Container {
  const { installation, telemetry, controllerManager } = settings;
  const image = Image.of('ghcr.io/spiffe/spire-controller-manager', controllerManager.version);
  return {
    name: CONTROLLER_MANAGER,
    image: installation.resolve(image),
    imagePullPolicy: 'Always',
    args: [`--config=${CONFIG_FOLDER}/${ControllerManager.CONFIG_FILE}`],
    ports: [
      containerPort('https-webhook', SERVER_PORTS.webhook),
      containerPort('cm-health', SERVER_PORTS.controllerManagerHealth),
      ...(telemetry.port === undefined
        ? []
        : [containerPort('cm-metrics', SERVER_PORTS.controllerManagerMetrics)]),
    ],
    startupProbe: { ...probe('/healthz', 'cm-health'), periodSeconds: 5, failureThreshold: 36 },
    livenessProbe: { ...probe('/healthz', 'cm-health'), periodSeconds: 20, failureThreshold: 3 },
    readinessProbe: { ...probe('/readyz', 'cm-health'), periodSeconds: 10 },
    resources: kubernetesResources(controllerManager.resources),
    securityContext: RESTRICTED_CONTAINER,
    terminationMessagePolicy: 'FallbackToLogsOnError',
    volumeMounts: [
      { name: SERVER_VOLUMES.controllerManagerConfig, mountPath: CONFIG_FOLDER, readOnly: true },
      { name: SERVER_VOLUMES.controllerManagerTemporary, mountPath: '/tmp' },
      { name: SERVER_VOLUMES.socket, mountPath: CONTROLLER_MANAGER_SOCKET_FOLDER, readOnly: true },
      TOKEN_MOUNT,
    ],
  };
}

function environmentOf(
  { secret }: Datastore,
  { environment = [] }: UpstreamNeeds,
): k8s.EnvVar[] | undefined {
  const ofDatastore =
    secret === undefined
      ? []
      : [
          {
            name: Datastore.VARIABLE,
            valueFrom: { secretKeyRef: { name: secret.name, key: secret.key } },
          },
        ];
  const all = [...ofDatastore, ...environment];
  return all.length === 0 ? undefined : all;
}

/** Volumes by which the server reaches its upstream, mounted where its plugin looks for them. */
export function upstreamVolumes({ files = [], socketDriver }: UpstreamNeeds): k8s.Volume[] {
  return [
    ...(files.length === 0
      ? []
      : [
          { name: SERVER_VOLUMES.upstream, projected: { sources: [...files], defaultMode: 0o440 } },
        ]),
    ...(socketDriver === undefined
      ? []
      : [{ name: SERVER_VOLUMES.upstreamSocket, csi: { driver: socketDriver, readOnly: true } }]),
  ];
}

function upstreamMounts({ files = [], socketDriver }: UpstreamNeeds): k8s.VolumeMount[] {
  return [
    ...(files.length === 0
      ? []
      : [{ name: SERVER_VOLUMES.upstream, mountPath: UPSTREAM_FOLDER, readOnly: true }]),
    ...(socketDriver === undefined
      ? []
      : [
          {
            name: SERVER_VOLUMES.upstreamSocket,
            mountPath: UPSTREAM_SOCKET_FOLDER,
            readOnly: true,
          },
        ]),
  ];
}

function bundleCertificateMounts({ member }: SpireInstallation): k8s.VolumeMount[] {
  return member?.endpoint.certificate === undefined
    ? []
    : [
        {
          name: SERVER_VOLUMES.bundleCertificate,
          mountPath: BUNDLE_CERTIFICATE_FOLDER,
          readOnly: true,
        },
      ];
}

function containerPort(name: string, port: number): k8s.ContainerPort {
  return { name, containerPort: port, protocol: 'TCP' };
}

function probe(path: string, port: string): k8s.Probe {
  return { httpGet: { path, port: k8s.IntOrString.fromString(port) }, timeoutSeconds: 5 };
}
