import { createHash } from 'node:crypto';
import { k8s } from 'cdk8s-plus-27';
import { Image } from '../../trust/image';
import { Resources } from '../../trust/resources';
import { exceptionsFromHardening } from '../../trust/hardening-exceptions';
import { ROOT_WITHOUT_CAPABILITIES } from '../hardening';
import { kubernetesResources } from '../kubernetes-resources';
import { orderedTolerations } from '../ordered-tolerations';
import { healthAddress } from './spire-agent-config';
import { AGENT_PATHS } from './spire-agent-paths';
import { DEFAULT_AGENT_HEALTH_PORT } from './spire-agent-ports';
import type { SpireAgentProps } from './spire-agent-props';
import { spireAgentVolumes } from './spire-agent-volumes';
import { SpireInstallation } from '../spire-installation';
import { Telemetry } from '../telemetry';

const DEFAULT_RESOURCES = Resources.of(
  { cpu: '50m', memory: '128Mi', 'ephemeral-storage': '32Mi' },
  { cpu: '1', memory: '512Mi', 'ephemeral-storage': '128Mi' },
);

/** Why a SPIRE agent is less hardened than other Pods, as annotations of its DaemonSet. */
export function spireAgentExceptions(props: SpireAgentProps): Readonly<Record<string, string>> {
  const { network = 'host', kubeletVerification } = props;
  const skipped = kubeletVerification?.skippedBecause;
  return exceptionsFromHardening(
    {
      'container-security-context-user-group-id':
        'The folder of the socket belongs to root on the node; every capability is dropped.',
    },
    {
      'host-path':
        'Workloads of the node reach the Workload API by a socket in a folder of the node.',
      'host-pid': 'A workload is attested by its process ID, which is that of the node.',
      ...(network === 'host'
        ? { 'host-network': 'The kubelet is reached by the name of the node, without leaving it.' }
        : {}),
      ...(skipped === undefined ? {} : { 'skip-kubelet-verification': skipped }),
    },
  );
}

/** The Pods of the DaemonSet; they are replaced whenever `config` changes. */
export function spireAgentPod(
  props: SpireAgentProps,
  labels: Readonly<Record<string, string>>,
  config: string,
): k8s.PodTemplateSpec {
  const { network = 'host', tolerations = [{ operator: 'Exists' }] } = props;
  return {
    metadata: {
      labels: { ...labels },
      annotations: {
        'mesh-trust/config-sha256': createHash('sha256').update(config).digest('hex'),
      },
    },
    spec: {
      serviceAccountName: SpireInstallation.AGENT,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      hostPid: true,
      ...(network === 'host' ? { hostNetwork: true, dnsPolicy: 'ClusterFirstWithHostNet' } : {}),
      priorityClassName: 'system-node-critical',
      nodeSelector: props.nodeSelector,
      tolerations: orderedTolerations(tolerations),
      securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
      containers: [agentContainer(props)],
      volumes: spireAgentVolumes(props).map(({ volume }) => volume),
    },
  };
}

function agentContainer(props: SpireAgentProps): k8s.Container {
  const { installation, healthPort = DEFAULT_AGENT_HEALTH_PORT } = props;
  const { resources = DEFAULT_RESOURCES, telemetry = Telemetry.prometheus() } = props;
  const image = Image.of('ghcr.io/spiffe/spire-agent', installation.version.toString());
  return {
    name: SpireInstallation.AGENT,
    image: installation.resolve(image),
    imagePullPolicy: 'Always',
    args: ['-config', `${AGENT_PATHS.config}/agent.conf`],
    env: [{ name: 'MY_NODE_NAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } }],
    ports: [
      { name: 'health', containerPort: healthPort, protocol: 'TCP' },
      ...(telemetry.port === undefined
        ? []
        : [{ name: 'metrics', containerPort: telemetry.port, protocol: 'TCP' }]),
    ],
    // Attestation waits for the server: five minutes pass before the kubelet starts the agent anew.
    startupProbe: { ...probe(props, '/live'), periodSeconds: 5, failureThreshold: 60 },
    livenessProbe: { ...probe(props, '/live'), periodSeconds: 30 },
    readinessProbe: { ...probe(props, '/ready'), periodSeconds: 10 },
    resources: kubernetesResources(resources),
    securityContext: ROOT_WITHOUT_CAPABILITIES,
    terminationMessagePolicy: 'FallbackToLogsOnError',
    volumeMounts: spireAgentVolumes(props).map(({ volume, mount }) => ({
      name: volume.name,
      ...mount,
    })),
  };
}

function probe(props: SpireAgentProps, path: string): k8s.Probe {
  const host = healthAddress(props);
  return {
    httpGet: {
      ...(host === '127.0.0.1' ? { host } : {}),
      path,
      port: k8s.IntOrString.fromString('health'),
    },
    timeoutSeconds: 5,
  };
}
