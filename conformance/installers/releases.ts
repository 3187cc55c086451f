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
