import { stringify } from 'yaml';
import type { Components, Workload } from '../components/components';
import type { Outcome } from '../components/execute';
import { deployment } from '../mesh-under-test/mesh-under-test';
import { STAND_IN_VOLUME, standInFields, standInScript } from '../mesh-under-test/stand-ins';

const PORT = 9080;
const IMAGE = 'docker.io/curlimages/curl:8.16.0';
/** The container that asks. */
const CLIENT = 'client';

/** A Pod beside those of an environment: one container asks with curl, another answers. */
export interface Client {
  readonly namespace: string;
  readonly name: string;
  /** Injection templates of its sidecar. @default - none is asked for: what the namespace gives */
  readonly templates?: string;
  /** How long its Pod is waited for. @default 300 */
  readonly rolloutSeconds?: number;
}

/** The manifests of these clients, each with a ServiceAccount and a Service of its own name. */
export function clientManifests(clients: readonly Client[]): string {
  const namespaces = [...new Set(clients.map(({ namespace }) => namespace))];
  return [...namespaces.map(standInScript), ...clients.flatMap(objectsOf)]
    .map((object) => stringify(object))
    .join('---\n');
}

/** The workload that a client is. */
export function workloadOf({ namespace, name }: Client): Workload {
  return deployment(namespace, name);
}

/** Where a client answers, in plain HTTP. */
export function addressOf({ namespace, name }: Client): string {
  return `http://${name}.${namespace}.svc:${PORT}/`;
}

/** What curl says when a client asks. */
export function ask(
  components: Components,
  client: Client,
  ...args: readonly string[]
): Promise<Outcome> {
  const command = ['curl', '--silent', '--show-error', '--max-time', '10', ...args];
  return components.exec(workloadOf(client), CLIENT, command);
}

function objectsOf({
  namespace,
  name,
  templates,
  rolloutSeconds = 300,
}: Client): readonly object[] {
  const metadata = { name, namespace };
  const annotations =
    templates === undefined ? {} : { annotations: { 'inject.istio.io/templates': templates } };
  const containers = [
    { name: CLIENT, image: IMAGE, command: ['sleep', 'infinity'] },
    {
      name: 'server',
      ...standInFields({ name, port: PORT }),
      ports: [{ name: 'http', containerPort: PORT }],
    },
  ];
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: { selector: { app: name }, ports: [{ name: 'http', port: PORT, targetPort: 'http' }] },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata,
      spec: {
        progressDeadlineSeconds: rolloutSeconds,
        selector: { matchLabels: { app: name } },
        template: {
          metadata: { labels: { app: name }, ...annotations },
          spec: { serviceAccountName: name, containers, volumes: [STAND_IN_VOLUME] },
        },
      },
    },
  ];
}
