import type { HelmRelease } from '../../src/istio/helm/helm-release';
import type { AnyEnvironmentProps } from '../../src/stack/environment-props';
import type { Outcome } from '../components/execute';
import type { MeshUnderTest } from './mesh-under-test';

/** Installs or upgrades one release, as the head of its file says it. */
export async function installRelease(
  mesh: MeshUnderTest<AnyEnvironmentProps>,
  release: HelmRelease,
  ...more: readonly string[]
): Promise<Outcome> {
  const { components } = mesh;
  const { name, namespace } = release;
  return components.run('helm', [
    ...['upgrade', '--install', name, ...(await components.helmChart(release))],
    ...['--namespace', namespace, '--values', mesh.file('helm', name, 'values.yaml'), ...more],
  ]);
}
