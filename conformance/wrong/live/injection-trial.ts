import { parse, stringify } from 'yaml';
import type { KubernetesObject } from '../../../src/stack/rendered-environment';
import { deployment, type MeshUnderTest } from '../../mesh-under-test/mesh-under-test';
import { succeeded } from '../../components/execute';
import type { PodSpec } from './pod-template';
import { answered, got } from './trial';

const NAMESPACE = 'bookinfo';
const TEMPLATES = 'inject.istio.io/templates';

/** The application that makes a mistake. */
export const APPLICATION = deployment(NAMESPACE, 'wrong-app');

interface Template {
  readonly metadata: {
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
  };
  readonly spec: PodSpec;
}

interface InjectorConfig {
  readonly templates: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}

/** A Pod as a workload of the mesh makes it, that asks for these templates of the injector. */
export async function podWith(mesh: MeshUnderTest, templates: string): Promise<KubernetesObject> {
  const { metadata, spec } = await templateOf(mesh);
  const annotations = { ...metadata.annotations, [TEMPLATES]: templates };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: APPLICATION.name,
      namespace: NAMESPACE,
      labels: metadata.labels,
      annotations,
    },
    spec,
  };
}

/** A workload of the mesh beside the right ones, with these annotations of its Pods, in this namespace. */
export async function applicationWith(
  mesh: MeshUnderTest,
  annotations: Readonly<Record<string, string>>,
  { namespace, name } = APPLICATION,
): Promise<KubernetesObject> {
  const { metadata, spec } = await templateOf(mesh);
  const labels = { ...metadata.labels, app: name, 'app.kubernetes.io/name': name };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace },
    spec: {
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels, annotations: { ...metadata.annotations, ...annotations } },
        spec,
      },
    },
  };
}

/** The annotation by which a Pod asks for this template besides that of sidecars. */
export function asking(template: string): Readonly<Record<string, string>> {
  return { [TEMPLATES]: `sidecar,${template}` };
}

/** Gives the injector one more template, made from the text of the generated one, for as long as this takes. */
export async function withTemplate<T>(
  mesh: MeshUnderTest,
  name: string,
  change: (spire: string) => string,
  watch: () => Promise<T>,
): Promise<T> {
  const before = await got(mesh, '-n', 'istio-system', 'configmap', 'istio-sidecar-injector');
  const data = before['data'] as Readonly<Record<string, string>>;
  const config = parse(data['config'] ?? '') as InjectorConfig;
  const right = config.templates['spire'] ?? '';
  const wrong = change(right);
  if (wrong === right) {
    throw new Error('the template is as it was');
  }
  const templates = { ...config.templates, [name]: wrong };
  try {
    await replaced(mesh, {
      ...before,
      data: { ...data, config: stringify({ ...config, templates }, { lineWidth: 0 }) },
    });
    const pod = await podWith(mesh, `sidecar,${name}`);
    await answered('istiod has the template', async () => {
      const asked = ['create', '--dry-run=server', '-f', '-'];
      const { stderr } = await mesh.components.run('kubectl', asked, { input: stringify(pod) });
      return stderr.includes(`requested template "${name}" not found`) ? undefined : true;
    });
    return await watch();
  } finally {
    await replaced(mesh, before);
  }
}

async function templateOf(mesh: MeshUnderTest): Promise<Template> {
  const { namespace, name } = deployment(NAMESPACE, 'details-v1');
  const { spec } = await got<{ readonly spec: { readonly template: Template } }>(
    mesh,
    ...['-n', namespace, 'deployment', name],
  );
  return spec.template;
}

async function replaced(mesh: MeshUnderTest, object: KubernetesObject): Promise<void> {
  const { name, namespace, labels } = object.metadata;
  const input = stringify({ ...object, metadata: { name, namespace, labels } });
  succeeded('replace', await mesh.components.run('kubectl', ['replace', '-f', '-'], { input }));
}
