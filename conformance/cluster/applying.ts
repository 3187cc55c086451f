import { stringify } from 'yaml';
import type { KubernetesObject } from '../../src/stack/rendered-environment';
import { type Outcome, succeeded } from '../components/execute';
import { type MeshUnderTest } from '../mesh-under-test/mesh-under-test';
import { generated } from '../schema/istio';
import { ISTIO, type Step, type TooEarly, type WEBHOOK_REMOVED } from './steps';
import { objectsIn, yamlOf } from '../mesh-under-test/manifests';

const WEBHOOK = ['validatingwebhookconfiguration', 'spire-controller-manager-webhook'];

/** What a step applies. */
export async function objectsOfStep(
  mesh: MeshUnderTest,
  step: Exclude<Step, typeof WEBHOOK_REMOVED>,
): Promise<readonly KubernetesObject[]> {
  if (step === ISTIO) {
    return (await generated(mesh.components, mesh.istioOperator)).objects;
  }
  // As it is written, without stand-ins for applications: nothing runs in this stage.
  return objectsIn(await mesh.built(step));
}

/** Applies objects once, server-side and with strict fields. */
export function applied(
  mesh: MeshUnderTest,
  objects: readonly KubernetesObject[],
): Promise<Outcome> {
  return mesh.applied(yamlOf(objects));
}

/** What kubectl prints of objects that the API server took, one line for each. */
export function linesFor(objects: readonly KubernetesObject[]): readonly string[] {
  return objects.map(({ apiVersion, kind, metadata }) => {
    const [group = ''] = apiVersion.includes('/') ? apiVersion.split('/') : [];
    const type = [kind.toLowerCase(), group].filter((part) => part !== '').join('.');
    return `${type}/${metadata.name} serverside-applied`;
  });
}

/** Tries one object before its turn, without leaving anything behind. */
export async function tried(
  mesh: MeshUnderTest,
  { tried: step, kind }: Pick<TooEarly, 'tried' | 'kind'>,
): Promise<Outcome> {
  const object = (await objectsOfStep(mesh, step)).find((each) => each.kind === kind);
  if (object === undefined) {
    throw new Error(`${step} has no ${kind}`);
  }
  const asked = ['apply', '--server-side', '--validate=strict', '--dry-run=server', '-f', '-'];
  return mesh.components.run('kubectl', asked, { input: stringify(object) });
}

/** Removes the webhook that the controller manager would answer. */
export async function removeWebhook({ components }: MeshUnderTest): Promise<string> {
  process.stderr.write(
    '   no SPIRE server runs in this stage: the webhook of its controller manager is removed\n',
  );
  return succeeded('delete', await components.run('kubectl', ['delete', ...WEBHOOK]));
}

/** Waits until what a step brings is there: cert-manager, whose webhook the next layer needs. */
export async function settled(mesh: MeshUnderTest, step: Step): Promise<void> {
  if (step === '20-cert-manager') {
    await mesh.certManagerReady();
  }
}
