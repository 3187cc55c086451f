import { succeeded } from '../components/execute';
import { installRelease } from '../mesh-under-test/helm';
import type { MeshUnderTest } from '../mesh-under-test/mesh-under-test';
import { untilPodsEnd } from './until-pods-end';

/** Helm is run again: what components have written into its objects meanwhile does not keep it from that. */
export function releasesAgain(mesh: MeshUnderTest): void {
  test.each(mesh.releases)('$name can be installed again over itself', async (release) => {
    const { code, stdout, stderr } = await installRelease(mesh, release);

    expect(stderr).toBe('');
    expect(stdout).toContain(
      release.appliedLabel === undefined ? 'STATUS: deployed' : 'serverside-applied',
    );
    expect(code).toBe(0);
  });
}

/** Helm takes the gateways away. */
export async function uninstallGateways(mesh: MeshUnderTest): Promise<void> {
  const { components, gateways, releases } = mesh;
  await untilPodsEnd(components, gateways, async () => {
    for (const { name, namespace } of releases.filter(({ chart }) => chart === 'gateway')) {
      const asked = ['uninstall', name, '--namespace', namespace, '--wait'];
      succeeded(asked.join(' '), await components.run('helm', asked));
    }
  });
}
