import { helmValuesObjects } from '../../stack/helm-values-objects';
import type { KubernetesObject, RenderedEnvironment } from '../../stack/rendered-environment';
import { objectPath } from '../object-id';

/** An object of an output and where it stands in it. */
export interface PlacedObject {
  /** `production/50-spire-server/StatefulSet/spire-server/spire-server`. */
  readonly path: string;
  /** The object. */
  readonly object: KubernetesObject;
}

/** Every object that an environment applies, with its place. */
export function placedObjects(environment: RenderedEnvironment): readonly PlacedObject[] {
  return environment.layers.flatMap((layer) =>
    layer.objects.map((object) => ({
      path: objectPath(environment.name, layer.name, object),
      object,
    })),
  );
}

/** What an environment writes beside them: patches, and inputs of istioctl and Helm. */
export function placedInputs(environment: RenderedEnvironment): readonly PlacedObject[] {
  const patches = environment.layers.flatMap((layer) =>
    layer.patches
      .map(({ patch }) => patch)
      .filter((patch) => 'metadata' in patch)
      .map((patch) => ({
        path: objectPath(environment.name, layer.name, patch),
        object: patch,
      })),
  );
  const inputs = environment.istioctl.map((object) => ({
    path: objectPath(environment.name, 'istioctl', object),
    object,
  }));
  const values = helmValuesObjects(environment).map((object) => ({
    path: objectPath(environment.name, 'helm', object),
    object,
  }));
  return [...patches, ...inputs, ...values];
}
