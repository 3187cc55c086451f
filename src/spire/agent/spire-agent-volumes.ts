import { k8s } from 'cdk8s-plus-27';
import { AGENT_PATHS } from './spire-agent-paths';
import type { SpireAgentProps } from './spire-agent-props';
import { SpireInstallation } from '../spire-installation';

/** A volume of the agent and where it is mounted. */
interface MountedVolume {
  readonly volume: k8s.Volume;
  readonly mount: Omit<k8s.VolumeMount, 'name'>;
}

/** Seconds that a token for the server or for the kubelet is good for; the kubelet replaces it before. */
const TOKEN_SECONDS = 3600;

/** The volumes of a SPIRE agent, each with its mount. Only the socket's folder and the agent's data are writable. */
export function spireAgentVolumes(props: SpireAgentProps): readonly MountedVolume[] {
  return [
    configVolume(),
    bundleVolume(props.installation),
    {
      volume: { name: 'data', emptyDir: { sizeLimit: k8s.Quantity.fromString('16Mi') } },
      mount: { mountPath: AGENT_PATHS.data },
    },
    socketVolume(props.installation),
    tokenVolume(),
    kubeletVolume(),
    ...kubeletCertificateVolumes(props),
  ];
}

function configVolume(): MountedVolume {
  return {
    volume: { name: 'config', configMap: { name: SpireInstallation.AGENT } },
    mount: { mountPath: AGENT_PATHS.config, readOnly: true },
  };
}

/** Names its key, so that the Pod waits until the server has published the bundle for the first time. */
function bundleVolume({ trustBundle }: SpireInstallation): MountedVolume {
  return {
    volume: {
      name: 'trust-bundle',
      configMap: {
        name: trustBundle.configMap,
        items: [{ key: trustBundle.key, path: trustBundle.key }],
      },
    },
    mount: { mountPath: AGENT_PATHS.bundle, readOnly: true },
  };
}

/** A folder of the node: it outlives the Pod, so that mounts in workloads stay good. The agent opens the socket to everybody. */
function socketVolume({ socket }: SpireInstallation): MountedVolume {
  return {
    volume: {
      name: 'workload-socket',
      hostPath: { path: socket.folder, type: 'DirectoryOrCreate' },
    },
    mount: { mountPath: socket.folder },
  };
}

function tokenVolume(): MountedVolume {
  return {
    volume: {
      name: 'spire-token',
      projected: {
        sources: [
          {
            serviceAccountToken: {
              audience: SpireInstallation.PSAT_AUDIENCE,
              expirationSeconds: TOKEN_SECONDS,
              path: SpireInstallation.AGENT,
            },
          },
        ],
      },
    },
    mount: { mountPath: AGENT_PATHS.tokens, readOnly: true },
  };
}

/** The kubelet has its callers' tokens reviewed by the API server, whose audience is the default. */
function kubeletVolume(): MountedVolume {
  return {
    volume: {
      name: 'kubelet-token',
      projected: {
        sources: [
          { serviceAccountToken: { expirationSeconds: TOKEN_SECONDS, path: 'token' } },
          {
            configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] },
          },
        ],
      },
    },
    mount: { mountPath: AGENT_PATHS.kubelet, readOnly: true },
  };
}

function kubeletCertificateVolumes({ kubeletVerification }: SpireAgentProps): MountedVolume[] {
  const path = kubeletVerification?.certificatePath;
  return path === undefined
    ? []
    : [
        {
          volume: { name: 'kubelet-certificate', hostPath: { path, type: 'File' } },
          mount: { mountPath: AGENT_PATHS.kubeletCertificate, readOnly: true },
        },
      ];
}
