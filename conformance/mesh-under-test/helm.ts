import type { HelmRelease } from '../../src/istio/helm/helm-release';
import type { AnyEnvironmentProps } from '../../src/stack/environment-props';
import { type Outcome, succeeded } from '../components/execute';
import { deployment, type MeshUnderTest } from './mesh-under-test';

/** Runs Helm for each release in turn, and what a release of istiod brought before the next one. */
export async function installReleases(
  mesh: MeshUnderTest<AnyEnvironmentProps>,
  releases: readonly HelmRelease[],
): Promise<void> {
  for (const release of releases) {
    process.stderr.write(`   helm ${release.name}\n`);
    succeeded(`helm ${release.name}`, await installRelease(mesh, release));
    if (release.chart === 'istiod') {
      const istiod = deployment(release.namespace, release.name);
      succeeded(release.name, await mesh.components.start(istiod));
    }
  }
}

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
