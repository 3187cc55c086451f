import { MeshUnderTest } from '../mesh-under-test/mesh-under-test';
import { componentsOfThisRun, logsOf } from '../mesh-under-test/stage-setup';
import { authorization } from './authorization';
import { bringUp } from './bring-up';
import { certificatesOfTheGateway } from './certificates';
import { callsOutOfTheMesh } from './egress';
import { edgeEnvironment } from './environment';
import { tlsThatEndsAtASidecar } from './sidecar';

const BRING_UP_MS = 600_000;

const { components, folder } = componentsOfThisRun();
const mesh = new MeshUnderTest(components, edgeEnvironment(components), folder);

beforeAll(() => bringUp(mesh), BRING_UP_MS);
afterAll(() => components.down(logsOf('edge')), BRING_UP_MS);

describe('TLS that ends at a sidecar', () => {
  tlsThatEndsAtASidecar(mesh);
});
describe('calls out of the mesh', () => {
  callsOutOfTheMesh(mesh);
});
describe('authorization', () => {
  authorization(mesh);
});
describe('certificates of an ACME server at the ingress gateway', () => {
  certificatesOfTheGateway(mesh, folder);
});
