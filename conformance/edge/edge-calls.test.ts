import { MeshUnderTest } from '../mesh-under-test/mesh-under-test';
import { componentsOfThisRun, logsOf } from '../mesh-under-test/stage-setup';
import { authorization } from './calls-authorization';
import { bringUpCalls } from './calls-bring-up';
import { callsOutOfTheMesh } from './calls-egress';
import { callsEnvironment } from './calls-environment';
import { tlsThatEndsAtASidecar } from './calls-sidecar';

const BRING_UP_MS = 600_000;

const { components, folder } = componentsOfThisRun();
const mesh = new MeshUnderTest(components, callsEnvironment(components), folder);

beforeAll(() => bringUpCalls(mesh), BRING_UP_MS);
afterAll(() => components.down(logsOf('edge-calls')), BRING_UP_MS);

describe('TLS that ends at a sidecar', () => {
  tlsThatEndsAtASidecar(mesh);
});
describe('calls out of the mesh', () => {
  callsOutOfTheMesh(mesh);
});
describe('authorization', () => {
  authorization(mesh);
});
