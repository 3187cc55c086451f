import { CertManager } from '../../src/cert-manager/cert-manager';
import { prerequisitesOf } from '../../src/delivery/prerequisites';
import type { Environment } from '../../src/stack/environment';
import type { KubernetesObject } from '../../src/stack/rendered-environment';
import type { Components, Workload } from '../components/components';
import { succeeded } from '../components/execute';
import { type GoProgram, goProgram } from '../components/go-program';
import { got, kubectl, secretTexts } from '../components/kubectl';
import { yamlOf } from '../mesh-under-test/manifests';
import { eventually } from '../mesh-under-test/eventually';
import { deployment, type MeshUnderTest } from '../mesh-under-test/mesh-under-test';
import { type Chart, NAMESPACE, objectsOfChart } from './charts';

const CERT_MANAGER = 'github.com/cert-manager';

/** Something of cert-manager's that runs beside it. */
interface Beside {
  readonly program: GoProgram;
  /** Folder of its chart, in the module of the program. */
  readonly chart: string;
  readonly workload: Workload;
  /** A kind about which its webhook is asked. */
  readonly kind: string;
}

const APPROVER_POLICY: Beside = {
  program: {
    name: 'approver-policy',
    module: `${CERT_MANAGER}/approver-policy`,
    version: 'v0.28.0',
    package: `${CERT_MANAGER}/approver-policy/cmd`,
  },
  chart: 'deploy/charts/approver-policy',
  workload: deployment(NAMESPACE, 'cert-manager-approver-policy'),
  kind: 'CertificateRequestPolicy',
};

const TRUST_MANAGER: Beside = {
  program: {
    name: 'trust-manager',
    module: `${CERT_MANAGER}/trust-manager`,
    version: 'v0.25.0',
    package: `${CERT_MANAGER}/trust-manager/cmd/trust-manager`,
  },
  chart: 'deploy/charts/trust-manager',
  workload: deployment(NAMESPACE, 'trust-manager'),
  kind: 'Bundle',
};

/** Components in the chart of cert-manager; its webhook is run by whoever runs the API server. */
const OF_THE_CONTROLLER = ['cert-manager', 'controller'];

interface Webhooks {
  readonly metadata: { readonly annotations: Readonly<Record<string, string>> };
  readonly webhooks: readonly object[];
}

/** Builds everything that this stage needs beside the other components. */
export async function builtPrograms(): Promise<void> {
  await goProgram(APPROVER_POLICY.program);
  await goProgram(TRUST_MANAGER.program);
}

/** What of a release of cert-manager is about its controller: its account, what that may do, and its Deployment. */
export async function controllerOfRelease({
  props,
}: Environment): Promise<readonly KubernetesObject[]> {
  const version = (props.certManager ?? CertManager.release()).version.toString();
  const module = `${CERT_MANAGER}/cert-manager`;
  const chart: Chart = { module, version: `v${version}`, folder: 'deploy/charts/cert-manager' };
  const objects = await objectsOfChart(chart, []);
  return objects.filter(({ metadata: { labels } }) =>
    OF_THE_CONTROLLER.includes(labels?.['app.kubernetes.io/component'] ?? ''),
  );
}

/** Installs approver-policy by its chart, as the environment says. */
export function installApproverPolicy(mesh: MeshUnderTest): Promise<void> {
  return installed(mesh, APPROVER_POLICY, []);
}

/** Installs trust-manager by its chart, as the environment says; without the CAs of Debian, which are in an image. */
export function installTrustManager(mesh: MeshUnderTest): Promise<void> {
  return installed(mesh, TRUST_MANAGER, ['defaultPackage.enabled=false']);
}

/** The values that PREREQUISITES.md names for the chart of this program. */
function valuesFor(environment: Environment, program: string): readonly string[] {
  const found = prerequisitesOf(environment.render()).find(({ name }) => name.startsWith(program));
  const [purpose = ''] = found?.purposes ?? [];
  return [...purpose.matchAll(/[\w.]+=[\w.-]+/g)].map(([value]) => value);
}

async function installed(
  mesh: MeshUnderTest,
  { program, chart: folder, workload, kind }: Beside,
  others: readonly string[],
): Promise<void> {
  const { components, environment } = mesh;
  const values = [...valuesFor(environment, program.name), ...others];
  process.stderr.write(`   ${program.name} ${program.version} ${values.join(' ')}\n`);
  const objects = await objectsOfChart({ ...program, folder }, values);
  await taken(mesh, objects, (each) => each.kind === 'CustomResourceDefinition');
  // Its webhook is told of when it answers.
  const isWebhook = (object: KubernetesObject): boolean =>
    object.kind === 'ValidatingWebhookConfiguration';
  await taken(mesh, objects, (each) => !isWebhook(each));
  if (objects.some((each) => each.kind === 'Certificate')) {
    const certificate = ['-n', NAMESPACE, 'certificate', '--all'];
    await kubectl(components, 'wait', '--for=condition=Ready', '--timeout=60s', ...certificate);
  }
  const programs = { [workload.name]: await goProgram(program) };
  succeeded(workload.name, await components.start(workload, { programs }));
  await taken(mesh, objects, isWebhook);
  for (const { metadata } of objects.filter(isWebhook)) {
    await withCaBundle(components, metadata.name);
  }
  await answers(mesh, kind);
}

/** Waits until a webhook answers about an object of this kind, of which the environment has one. */
async function answers(mesh: MeshUnderTest, kind: string): Promise<void> {
  const object = mesh.layers
    .flatMap((layer) => mesh.objectsOf(layer))
    .find((each) => each.kind === kind);
  await eventually(`the webhook of ${kind} answers`, async () => {
    const asked = ['apply', '--server-side', '--dry-run=server', '-f', '-'];
    const input = yamlOf(object === undefined ? [] : [object]);
    const { code, stderr } = await mesh.components.run('kubectl', asked, { input });
    return code === 0 || stderr;
  });
}

async function taken(
  mesh: MeshUnderTest,
  objects: readonly KubernetesObject[],
  which: (object: KubernetesObject) => boolean,
): Promise<void> {
  succeeded('the chart', await mesh.applied(yamlOf(objects.filter(which))));
}

/** What the cainjector of cert-manager does, which is no program here. */
async function withCaBundle(components: Components, name: string): Promise<void> {
  const kind = 'validatingwebhookconfiguration';
  const { metadata, webhooks } = await got<Webhooks>(components, kind, name);
  const from = metadata.annotations['cert-manager.io/inject-ca-from-secret'] ?? '';
  const [namespace = '', secret = ''] = from.split('/');
  let ca = '';
  await eventually(`${from} has a CA`, async () => {
    ca = (await secretTexts(components, namespace, secret))('ca.crt');
    return ca !== '' || 'no ca.crt';
  });
  const value = Buffer.from(ca).toString('base64');
  const patch = webhooks.map((_, index) => ({
    op: 'add',
    path: `/webhooks/${index}/clientConfig/caBundle`,
    value,
  }));
  await kubectl(components, 'patch', kind, name, '--type=json', `--patch=${JSON.stringify(patch)}`);
}
