import type { Renderable } from '../../src/delivery/renderable';
import type {
  KubernetesObject,
  LayerName,
  RenderedEnvironment,
  RenderedLayer,
} from '../../src/stack/rendered-environment';

/** A layer of an environment, made by hand. */
export function layer(
  name: LayerName,
  objects: readonly KubernetesObject[],
  more: Partial<Pick<RenderedLayer, 'remoteResources' | 'patches'>> = {},
): RenderedLayer {
  return { name, objects, remoteResources: [], patches: [], ...more };
}

/** An environment that renders to these layers. */
export function environment(
  name: string,
  layers: readonly RenderedLayer[],
  istioctl: readonly KubernetesObject[] = [],
): Renderable & { readonly render: () => RenderedEnvironment } {
  return {
    name,
    render: () => ({ name, layers, istioctl, helm: [], chain: { tree: '', mermaid: '' } }),
  };
}

/** A namespace. */
export function namespace(name: string): KubernetesObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
}

/** A ConfigMap in the namespace `demo`. */
export function configMap(
  name: string,
  data: Readonly<Record<string, string>> = { key: 'value' },
): KubernetesObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'demo' }, data };
}

/** A small environment in which everything is in order. */
export function smallEnvironment(
  name: string,
  objects: readonly KubernetesObject[] = [configMap('settings')],
): ReturnType<typeof environment> {
  return environment(name, [
    layer('00-namespaces', [namespace('demo')]),
    layer('50-spire-server', objects),
  ]);
}
