import { k8s } from 'cdk8s-plus-27';
import { Image } from '../../trust/image';
import { Resources } from '../../trust/resources';
import { WorkloadSocket } from '../../trust/workload-socket';
import { exceptionsFromHardening } from '../../trust/hardening-exceptions';
import { ROOT_WITHOUT_CAPABILITIES } from '../hardening';
import { kubernetesResources } from '../kubernetes-resources';
import { orderedTolerations } from '../ordered-tolerations';
import type { SpiffeCsiDriverProps } from './spiffe-csi-driver-props';

/** Name of the driver's DaemonSet, ServiceAccount and container. */
export const SPIFFE_CSI_DRIVER = 'spiffe-csi-driver';

const DRIVER_IMAGE = Image.of('ghcr.io/spiffe/spiffe-csi-driver', '0.2.12');
const REGISTRAR_IMAGE = Image.of(
  'registry.k8s.io/sig-storage/csi-node-driver-registrar',
  'v2.15.0',
);
const SOCKET_FOLDER = '/spiffe-csi';
const SOCKET = `${SOCKET_FOLDER}/csi.sock`;
const DEFAULT_KUBELET_PATH = '/var/lib/kubelet';
const DEFAULT_HEALTH_PORT = 9809;

const DEFAULT_RESOURCES = Resources.of(
  { cpu: '10m', memory: '32Mi', 'ephemeral-storage': '16Mi' },
  { cpu: '200m', memory: '128Mi', 'ephemeral-storage': '64Mi' },
);

/** Why the CSI driver is less hardened than other Pods, as annotations of its DaemonSet. */
export function spiffeCsiDriverExceptions(): Readonly<Record<string, string>> {
  return exceptionsFromHardening(
    {
      'container-security-context-privileged':
        'The driver mounts into Pods of the node: Kubernetes allows Bidirectional propagation to privileged containers alone.',
      'container-security-context-user-group-id':
        'Mounting needs root, and so do the folders of the kubelet, which belong to it.',
    },
    {
      'host-path':
        'The socket of the agent, the sockets of the kubelet and its Pods are folders of the node.',
    },
  );
}

/** The Pods of the driver's DaemonSet: the driver, and the registrar that tells the kubelet about it. */
export function spiffeCsiDriverPod(
  props: SpiffeCsiDriverProps,
  labels: Readonly<Record<string, string>>,
): k8s.PodTemplateSpec {
  const { tolerations = [{ operator: 'Exists' }] } = props;
  return {
    metadata: { labels: { ...labels } },
    spec: {
      serviceAccountName: SPIFFE_CSI_DRIVER,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      priorityClassName: 'system-node-critical',
      nodeSelector: props.nodeSelector,
      tolerations: orderedTolerations(tolerations),
      securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
      containers: [driverContainer(props), registrarContainer(props)],
      volumes: volumes(props),
    },
  };
}

/** Shows the agent's folder to Pods, so that whatever the agent puts there later is seen as well. */
function driverContainer(props: SpiffeCsiDriverProps): k8s.Container {
  const { installation, kubeletPath = DEFAULT_KUBELET_PATH, resources = DEFAULT_RESOURCES } = props;
  const { folder } = installation.socket;
  return {
    name: SPIFFE_CSI_DRIVER,
    image: installation.resolve(DRIVER_IMAGE),
    imagePullPolicy: 'Always',
    args: [
      ...['-workload-api-socket-dir', folder],
      ...['-plugin-name', WorkloadSocket.CSI_DRIVER],
      ...['-csi-socket-path', SOCKET],
    ],
    env: [{ name: 'MY_NODE_NAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } }],
    resources: kubernetesResources(resources),
    // A privileged container escalates by definition: the API server refuses to hear otherwise.
    securityContext: {
      capabilities: { drop: ['ALL'] },
      privileged: true,
      readOnlyRootFilesystem: true,
      runAsUser: 0,
      runAsGroup: 0,
    },
    terminationMessagePolicy: 'FallbackToLogsOnError',
    volumeMounts: [
      { name: 'workload-socket', mountPath: folder, readOnly: true },
      { name: 'csi-socket', mountPath: SOCKET_FOLDER },
      { name: 'pods', mountPath: `${kubeletPath}/pods`, mountPropagation: 'Bidirectional' },
    ],
  };
}

/** @see https://github.com/kubernetes-csi/node-driver-registrar */
function registrarContainer(props: SpiffeCsiDriverProps): k8s.Container {
  const { installation, kubeletPath = DEFAULT_KUBELET_PATH } = props;
  const { healthPort = DEFAULT_HEALTH_PORT, registrarResources = DEFAULT_RESOURCES } = props;
  return {
    name: 'node-driver-registrar',
    image: installation.resolve(REGISTRAR_IMAGE),
    imagePullPolicy: 'Always',
    args: [
      `--csi-address=${SOCKET}`,
      `--kubelet-registration-path=${pluginFolder(kubeletPath)}/csi.sock`,
      `--http-endpoint=:${healthPort}`,
    ],
    ports: [{ name: 'health', containerPort: healthPort, protocol: 'TCP' }],
    livenessProbe: {
      httpGet: { path: '/healthz', port: k8s.IntOrString.fromString('health') },
      initialDelaySeconds: 5,
      timeoutSeconds: 5,
    },
    resources: kubernetesResources(registrarResources),
    securityContext: ROOT_WITHOUT_CAPABILITIES,
    terminationMessagePolicy: 'FallbackToLogsOnError',
    volumeMounts: [
      { name: 'csi-socket', mountPath: SOCKET_FOLDER },
      { name: 'registration', mountPath: '/registration' },
    ],
  };
}

function volumes(props: SpiffeCsiDriverProps): k8s.Volume[] {
  const { installation, kubeletPath = DEFAULT_KUBELET_PATH } = props;
  return [
    {
      name: 'workload-socket',
      hostPath: { path: installation.socket.folder, type: 'DirectoryOrCreate' },
    },
    {
      name: 'csi-socket',
      hostPath: { path: pluginFolder(kubeletPath), type: 'DirectoryOrCreate' },
    },
    { name: 'pods', hostPath: { path: `${kubeletPath}/pods`, type: 'Directory' } },
    {
      name: 'registration',
      hostPath: { path: `${kubeletPath}/plugins_registry`, type: 'Directory' },
    },
  ];
}

function pluginFolder(kubeletPath: string): string {
  return `${kubeletPath}/plugins/${WorkloadSocket.CSI_DRIVER}`;
}
