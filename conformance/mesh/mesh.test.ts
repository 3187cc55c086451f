import { componentsOfThisRun, logsOf } from '../mesh-under-test/stage-setup';
import { MeshUnderTest } from '../mesh-under-test/mesh-under-test';
import { triedEnvironment } from '../mesh-under-test/tried-environment';

const { components, folder } = componentsOfThisRun();
const mesh = new MeshUnderTest(components, triedEnvironment(components), folder);

beforeAll(async () => {
  await components.up();
  await mesh.bringUp('95-workloads');
});
afterAll(() => components.down(logsOf('mesh')));

test('the whole is up', async () => {
  const { stdout } = await components.run('kubectl', ['get', 'pods', '-A']);
  process.stderr.write(stdout);
  expect(stdout).toContain('productpage');
});
