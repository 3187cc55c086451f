import * as fs from 'node:fs';
import { componentsOfThisRun } from '../../mesh-under-test/stage-setup';
import { MeshUnderTest } from '../../mesh-under-test/mesh-under-test';
import { triedEnvironment } from '../../mesh-under-test/tried-environment';
import { LIVE_CASES } from './cases';
const { components, folder } = componentsOfThisRun();
const mesh = new MeshUnderTest(
  components,
  triedEnvironment(components),
  process.env['UP'] === undefined ? fs.mkdtempSync('/tmp/mtw6/f-') : folder,
);
if (process.env['UP'] !== undefined)
  beforeAll(async () => {
    await components.up();
    await mesh.bringUp('95-workloads');
  }, 600000);
const only = process.env['ONLY'];
for (const each of LIVE_CASES.filter(
  ({ id }) => only === undefined || only.split(',').some((o) => id.includes(o)),
)) {
  test(
    each.id,
    async () => {
      const start = Date.now();
      const seen = await each
        .watch(mesh)
        .catch((error: unknown) => ({ verdict: 'ERROR', said: String(error) }));
      fs.appendFileSync(
        '/tmp/w5/live.out',
        `${each.id} [${(Date.now() - start) / 1000}s] ${seen.verdict}: ${seen.said}\n`,
      );
      expect(seen.verdict).not.toBe('ERROR');
    },
    180000,
  );
}
