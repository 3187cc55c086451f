import type { HelmRelease } from '../../src/istio/helm/helm-release';
import type { AnyEnvironmentProps } from '../../src/stack/environment-props';
import type { Outcome } from '../components/execute';
import type { MeshUnderTest } from './mesh-under-test';

/** Runs Helm for one release, as the head of its file says it. */
export async function installRelease(
  mesh: MeshUnderTest<AnyEnvironmentProps>,
  release: HelmRelease,
): Promise<Outcome> {
  const { components } = mesh;
  const { name, namespace, appliedLabel } = release;
  const told = [name, ...(await components.helmChart(release)), '--namespace', namespace];
  const values = ['--values', mesh.file('helm', name, 'values.yaml')];
  if (appliedLabel === undefined) {
    return components.run('helm', ['upgrade', '--install', ...told, ...values]);
  }
  const made = await components.run('helm', ['template', ...told, ...values]);
  const apply = ['apply', '--server-side', '--selector', appliedLabel, '-f', '-'];
  return made.code === 0 ? components.run('kubectl', apply, { input: made.stdout }) : made;
}
