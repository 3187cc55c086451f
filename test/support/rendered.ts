import type { EnvironmentProps } from '../../src/stack/environment-props';
import { Environment } from '../../src/stack/environment';
import type {
  KubernetesObject,
  LayerName,
  RenderedEnvironment,
} from '../../src/stack/rendered-environment';
import { MINIMAL_ENVIRONMENT } from '../stack/subjects';

/** The smallest environment, with these properties besides. */
export function environmentWith(changed: Partial<EnvironmentProps> = {}): Environment {
  return new Environment('tried', { ...MINIMAL_ENVIRONMENT, ...changed });
}

/** Every object that is written, in layers or for istioctl. */
export function allObjects({ layers, istioctl }: RenderedEnvironment): readonly KubernetesObject[] {
  return [...layers.flatMap(({ objects }) => objects), ...istioctl];
}

/** The one object of this kind and name. */
export function objectOf(
  rendered: RenderedEnvironment,
  kind: string,
  name: string,
  namespace?: string,
): KubernetesObject {
  const found = allObjects(rendered).filter(
    ({ kind: its, metadata }) =>
      its === kind &&
      metadata.name === name &&
      (namespace === undefined || metadata.namespace === namespace),
  );
  const [only] = found;
  if (only === undefined || found.length > 1) {
    throw new Error(`${found.length} of ${kind}/${name}`);
  }
  return only;
}

/** Kind and name of everything in a layer, sorted. */
export function namesIn(rendered: RenderedEnvironment, layer: LayerName): readonly string[] {
  const objects = rendered.layers.find(({ name }) => name === layer)?.objects ?? [];
  return objects.map(({ kind, metadata }) => `${kind}/${metadata.name}`).sort();
}

/** A JSON text of a ConfigMap, read. */
export function jsonIn(configMap: KubernetesObject, key: string): unknown {
  const data = Object(configMap['data']) as Readonly<Record<string, string>>;
  return JSON.parse(data[key] ?? 'null');
}
