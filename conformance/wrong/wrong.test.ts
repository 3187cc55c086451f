import { MeshUnderTest } from '../mesh-under-test/mesh-under-test';
import { componentsOfThisRun, logsOf } from '../mesh-under-test/stage-setup';
import { triedEnvironment } from '../mesh-under-test/tried-environment';
import { WRONG_CASES } from './all-cases';
import { LIVE_CASES } from './live/cases';
import { record, recorded } from './observed';
import { OFFLINE_CASES } from './offline/cases';
import type { WrongCase } from './wrong-case';

const OBSERVES = process.env['MESH_TRUST_OBSERVE'] === 'yes';

const { components, folder } = componentsOfThisRun();
const mesh = new MeshUnderTest(components, triedEnvironment(components), folder);

afterAll(() => components.down(logsOf('wrong')));

// First, since a cluster has the kinds of cert-manager and Istio only once they are installed.
describe('in a mesh that runs', () => {
  beforeAll(async () => {
    await components.up();
    await mesh.bringUp('95-workloads');
  }, 600_000);

  LIVE_CASES.forEach(isSeenAsRecorded);
});

describe('before validators and programs that run alone', () => {
  OFFLINE_CASES.forEach(isSeenAsRecorded);
});

test('there is no record without a mistake', () => {
  const known = WRONG_CASES.map(({ id }) => id);
  expect(Object.keys(recorded()).filter((id) => !known.includes(id))).toEqual([]);
});

function isSeenAsRecorded(each: WrongCase): void {
  test(`${each.id}: ${each.mistake}`, async () => {
    const seen = await each.watch(mesh);
    if (OBSERVES) {
      record(each.id, seen, WRONG_CASES);
    }
    expect(seen).toEqual(recorded()[each.id]);
  });
}
