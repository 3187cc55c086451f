import * as path from 'node:path';
import { SpireVersion } from '../../src/spire/spire-version';
import type { KubernetesObject } from '../../src/stack/rendered-environment';
import {
  workloadSocketMount,
  workloadSocketVolume,
} from '../../src/istio/injection/workload-socket-fields';
import type { Workload } from '../components/components';
import { deployment } from '../mesh-under-test/mesh-under-test';

/** Name of the container that asks the agent: that of the program. */
export const ASKING = 'spire-agent';
/** Name of the container in which the answer is read. */
export const READING = 'reading';
/** Where the answer lies. */
export const ANSWER = '/answer';

/** A Pod that asks the Workload API for one thing, as `spire-agent api` does. */
export interface WorkloadApiClient {
  readonly name: string;
  readonly namespace: string;
  /** The file name of the socket. */
  readonly socket: string;
  /** `fetch x509 -write /answer`. */
  readonly asks: readonly string[];
  /** Labels by which registrations choose it. @default - none: nobody does */
  readonly labels?: Readonly<Record<string, string>>;
}

/** The Deployment. */
export function workloadOf({ namespace, name }: WorkloadApiClient): Workload {
  return deployment(namespace, name);
}

/** Its ServiceAccount, and the Deployment with the socket where Istio's own template mounts it. */
export function manifestsOf(client: WorkloadApiClient): readonly KubernetesObject[] {
  const { name, namespace, asks, labels = {} } = client;
  const mount = workloadSocketMount();
  const answer = { name: 'answer', mountPath: ANSWER };
  const socket = path.posix.join(mount.mountPath, client.socket);
  const metadata = { name, namespace };
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata,
      spec: {
        selector: { matchLabels: { app: name } },
        template: {
          metadata: { labels: { app: name, ...labels } },
          spec: {
            serviceAccountName: name,
            automountServiceAccountToken: false,
            securityContext: { runAsUser: 1000, runAsGroup: 1000, fsGroup: 1000 },
            containers: [
              {
                name: ASKING,
                image: `ghcr.io/spiffe/spire-agent:${SpireVersion.V1_15}`,
                command: ['/opt/spire/bin/spire-agent', 'api', ...asks, '-socketPath', socket],
                volumeMounts: [mount, answer],
              },
              {
                name: READING,
                image: 'docker.io/library/busybox:1.37',
                command: ['sleep', '3600'],
                volumeMounts: [answer],
              },
            ],
            volumes: [workloadSocketVolume(), { name: 'answer', emptyDir: {} }],
          },
        },
      },
    },
  ];
}
