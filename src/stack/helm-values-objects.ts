import type { KubernetesObject, RenderedEnvironment } from './rendered-environment';

/** Kind of a file of values where it is looked at like an object: Kubernetes has none of this name. */
export const HELM_VALUES = 'HelmValues';

/** Files of values as objects, for rules that look into everything that is written. */
export function helmValuesObjects({ helm }: RenderedEnvironment): readonly KubernetesObject[] {
  return helm.map(({ name, namespace, chart, values, appliedLabel }) => ({
    apiVersion: 'helm/v1',
    kind: HELM_VALUES,
    metadata: { name, namespace },
    chart,
    values,
    appliedLabel,
  }));
}
