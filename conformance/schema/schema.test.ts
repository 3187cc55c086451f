import * as fs from 'node:fs';
import * as path from 'node:path';
import type { SpireVersion } from '../../src/spire/spire-version';
import type { LayerName } from '../../src/stack/rendered-environment';
import { MeshUnderTest } from '../mesh-under-test/mesh-under-test';
import { componentsOfThisRun, logsOf } from '../mesh-under-test/stage-setup';
import { triedEnvironment } from '../mesh-under-test/tried-environment';
import {
  type Accepted,
  ACCEPTED_FINDINGS,
  ACCEPTED_REFUSALS,
  ACCEPTED_WARNINGS,
  stale,
  unlisted,
} from './accepted';
import { CONTROLS } from './controls';
import { analyzed, generated } from './istio';
import { judged, prepareJudge } from './judge';
import { expectedLayer, idOf } from './kustomization';
import { configurationHere, SPIRE_PROGRAMS, validated } from './spire-configuration';
import { subjectsOf, versionOfPrograms, withSpire } from './subjects';
import { objectsIn, yamlOf } from '../mesh-under-test/manifests';

const { components, folder } = componentsOfThisRun();
const subjects = subjectsOf(components).map(({ title, environment }, index) => {
  const own = path.join(folder, `subject-${index}`);
  return { title, environment, own, mesh: new MeshUnderTest(components, environment, own) };
});
const controlled = new MeshUnderTest(
  components,
  triedEnvironment(components),
  path.join(folder, 'controlled'),
);
const warnings: string[] = [];
const refusals: string[] = [];
const findings: string[] = [];
let version: SpireVersion;
let serverJudges = false;

beforeAll(async () => {
  version = await versionOfPrograms(components);
  const meshes = subjects.map(({ mesh }) => mesh);
  serverJudges = await prepareJudge(components, path.join(folder, 'judge'), meshes);
}, 600_000);
afterAll(async () => {
  if (serverJudges) {
    await components.down(logsOf('schema'));
  }
});

describe.each(subjects)('$title', ({ environment, mesh, own }) => {
  const { layers } = environment.render();
  const scratch = path.join(own, 'scratch');
  const layersBuilt = new Map<LayerName, Promise<string>>();
  const layerBuilt = (name: LayerName): Promise<string> => {
    const built = layersBuilt.get(name) ?? mesh.built(name);
    layersBuilt.set(name, built);
    return built;
  };
  let wholeBuilt: Promise<string> | undefined;
  const whole = (): Promise<string> => (wholeBuilt ??= mesh.builtWhole());

  test('every document of every layer is taken by the judge', async () => {
    const written = layers.filter(({ objects }) => objects.length > 0);
    const documents = written.map(({ name }) =>
      fs.readFileSync(mesh.file(name, 'manifests.k8s.yaml'), 'utf8'),
    );
    const verdicts = await judged(components, scratch, documents.join('---\n'));
    warnings.push(...verdicts.warnings);
    refusals.push(...verdicts.refusals);
    expect(unlisted(verdicts.refusals, ACCEPTED_REFUSALS)).toEqual([]);
    expect(unlisted(verdicts.warnings, ACCEPTED_WARNINGS)).toEqual([]);
    const misjudged = new Set(verdicts.refusals.map((line) => line.split(': ')[0]));
    const objects = written.flatMap((layer) => layer.objects);
    expect(verdicts.taken).toHaveLength(objects.length - misjudged.size);
  });

  test.each(layers)('$name: kustomize builds what the layer is', async (layer) => {
    const { ids, fetched } = expectedLayer(components, layer);
    const built = objectsIn(await layerBuilt(layer.name));
    const builtIds = built.map(idOf);
    expect(builtIds).toEqual(expect.arrayContaining([...ids]));
    expect(builtIds.length > ids.length).toBe(fetched.length > 0);
    for (const object of layer.objects) {
      expect(built).toContainEqual(object);
    }
    for (const patch of layer.patches.map((each) => each.patch).filter((each) => 'kind' in each)) {
      expect(built.find((object) => idOf(object) === idOf(patch))).toMatchObject(patch);
    }
  });

  test('kustomize builds the whole out of its layers', async () => {
    const each = await Promise.all(layers.map(({ name }) => layerBuilt(name)));
    const built = objectsIn(await whole());
    expect(built.map(idOf).sort()).toEqual(each.flatMap(objectsIn).map(idOf).sort());
  });

  test('istioctl validates the IstioOperator', async () => {
    const asked = ['validate', '-f', mesh.istioOperator];
    const { code, stdout, stderr } = await components.run('istioctl', asked);
    // It says so on standard error.
    expect({ code, said: (stdout + stderr).trim() }).toEqual({
      code: 0,
      said: `"${mesh.istioOperator}" is valid`,
    });
  });

  test('istioctl renders the IstioOperator without a complaint, and what it renders is taken by the judge', async () => {
    const { code, objects, stderr } = await generated(components, mesh.istioOperator);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(objects.map(({ metadata }) => metadata.name)).toEqual(
      expect.arrayContaining(['istiod', ...mesh.gateways.map(({ name }) => name)]),
    );
    const documents = yamlOf(objects);
    const verdicts = await judged(components, scratch, documents);
    warnings.push(...verdicts.warnings);
    expect(verdicts.refusals).toEqual([]);
    expect(unlisted(verdicts.warnings, ACCEPTED_WARNINGS)).toEqual([]);
    expect(verdicts.taken).toHaveLength(objects.length);
  });

  test('istioctl finds nothing to mend in the whole', async () => {
    const layersFile = path.join(own, 'layers.yaml');
    fs.writeFileSync(layersFile, await whole());
    const istioFile = path.join(own, 'istio.yaml');
    fs.writeFileSync(istioFile, (await generated(components, mesh.istioOperator)).rendered);
    const found = await analyzed(components, [layersFile, istioFile]);
    findings.push(...found);
    expect(unlisted(found, ACCEPTED_FINDINGS)).toEqual([]);
  });

  test.each(SPIRE_PROGRAMS)('%s validates its configuration', async (program) => {
    const place = path.join(own, 'spire');
    const sameVersion = withSpire(environment, version);
    process.stderr.write(`   ${environment.name} with SPIRE ${version}\n`);
    const spire = new MeshUnderTest(components, sameVersion, path.join(place, 'written'));
    const configuration = await configurationHere(spire, place, program);
    const { code, stdout, stderr } = await validated(spire, place, program, configuration);
    const said = stdout + stderr;
    expect({ code, said }).toEqual({
      code: 0,
      said: expect.stringContaining('configuration file is valid.') as string,
    });
    expect(said).not.toMatch(/"level":"(warning|error)"/);
  });
});

describe('what is made wrong is seen', () => {
  test.each(CONTROLS)('$title', async ({ ask, words }) => {
    expect(await ask(controlled, path.join(folder, 'wrong'))).toMatch(words);
  });
});

test('every accepted warning, refusal and finding is still there', () => {
  const said = (table: readonly Accepted[]): readonly Accepted[] =>
    table.filter(({ notByServer }) => !(serverJudges && notByServer));
  expect(stale(warnings, said(ACCEPTED_WARNINGS))).toEqual([]);
  expect(stale(refusals, said(ACCEPTED_REFUSALS))).toEqual([]);
  expect(stale(findings, ACCEPTED_FINDINGS)).toEqual([]);
});
