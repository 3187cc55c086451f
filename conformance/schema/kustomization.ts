import type { KubernetesObject, RenderedLayer } from '../../src/stack/rendered-environment';
import type { Components } from '../components/components';
import { objectsIn } from '../mesh-under-test/manifests';

/** What is known of a layer before kustomize builds it. */
export interface ExpectedLayer {
  /** Its own objects, and those that stand for what it fetches. */
  readonly ids: readonly string[];
  /** Addresses of which nothing is known before, since they are fetched. */
  readonly fetched: readonly string[];
}

/** An object in a word: group and version, kind, namespace, name. */
export function idOf({ apiVersion, kind, metadata }: KubernetesObject): string {
  return `${apiVersion} ${kind} ${metadata.namespace ?? ''}/${metadata.name}`;
}

/** What has to be in a layer, and says for each of its addresses who answers it. */
export function expectedLayer(
  components: Components,
  { objects, remoteResources }: RenderedLayer,
): ExpectedLayer {
  const answers = remoteResources.map((address) => {
    const standIn = components.standInFor(address);
    const answered = standIn === undefined ? undefined : objectsIn(standIn);
    const names = answered?.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
    const by = names === undefined ? 'fetched' : `answered by ${names.join(', ')}`;
    process.stderr.write(`   ${address}: ${by}\n`);
    return answered?.map(idOf);
  });
  return {
    ids: [...answers.flatMap((answered) => answered ?? []), ...objects.map(idOf)],
    fetched: remoteResources.filter((_, index) => answers[index] === undefined),
  };
}
