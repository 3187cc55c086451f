import { succeeded } from '../components/execute';
import { kubectl, selectorOf } from '../components/kubectl';
import { eventually } from '../mesh-under-test/eventually';
import { installRelease } from '../mesh-under-test/helm';
import type { MeshUnderTest } from '../mesh-under-test/mesh-under-test';

/** Helm is run again: what components have written into its objects meanwhile does not keep it from that. */
export function releasesAgain(mesh: MeshUnderTest): void {
  test.each(mesh.releases)('$name can be installed again over itself', async (release) => {
    const { code, stdout, stderr } = await installRelease(mesh, release);

    expect(stderr).toBe('');
    expect(stdout).toContain('STATUS: deployed');
    expect(code).toBe(0);
  });
}

/** Helm takes the gateways away, and the last of their Pods ends. */
export async function uninstallGateways(mesh: MeshUnderTest): Promise<void> {
  const { components, gateways, releases } = mesh;
  const selectors = await Promise.all(gateways.map((gateway) => selectorOf(components, gateway)));
  for (const { name, namespace } of releases.filter(({ chart }) => chart === 'gateway')) {
    const asked = ['uninstall', name, '--namespace', namespace, '--wait'];
    succeeded(asked.join(' '), await components.run('helm', asked));
  }
  for (const selector of selectors) {
    await eventually(`no Pod of ${selector} is left`, async () => {
      const left = await kubectl(components, 'get', 'pods', '-A', '-l', selector, '-o', 'wide');
      return left === '' || left;
    });
  }
}
