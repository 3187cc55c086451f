import * as fs from 'node:fs';
import * as path from 'node:path';
import { stringify } from 'yaml';
import type { KubernetesObject } from '../../src/stack/rendered-environment';
import { type MeshUnderTest } from '../mesh-under-test/mesh-under-test';
import { analyzed, generated } from './istio';
import { judged } from './judge';
import { configurationHere, type SpireProgram, validated } from './spire-configuration';
import { objectsIn, yamlOf } from '../mesh-under-test/manifests';

/** What is made wrong, and what says so. */
export interface Control {
  readonly title: string;
  /** Makes one thing wrong, and gives what the validator says of it. */
  readonly ask: (mesh: MeshUnderTest, folder: string) => Promise<string>;
  readonly words: RegExp;
}

interface IstioOperatorSpec {
  readonly values: { readonly global: object };
}

/** That silence means something: each validator on one thing made wrong in what is otherwise right. */
export const CONTROLS: readonly Control[] = [
  {
    title: 'the judge refuses a field that is not in the schema',
    ask: (mesh, folder) =>
      refusalsOf(mesh, folder, { ...firstOf(mesh, '30-roots', 'Certificate'), sepc: {} }),
    words: /unknown field "sepc"|\.sepc: field not declared in schema/,
  },
  {
    title: 'the judge refuses what only the webhook of cert-manager looks at',
    ask: (mesh: MeshUnderTest, folder: string): Promise<string> => {
      const certificate = firstOf(mesh, '30-roots', 'Certificate');
      const spec = { ...(certificate['spec'] as object), renewBefore: '87600h' };
      return refusalsOf(mesh, folder, { ...certificate, spec });
    },
    words: /must be greater than renewBefore/,
  },
  {
    title: 'kustomize refuses an entry that nothing answers',
    ask: async ({ components }: MeshUnderTest, folder: string): Promise<string> => {
      const place = path.join(folder, 'kustomization');
      fs.mkdirSync(place, { recursive: true });
      fs.writeFileSync(
        path.join(place, 'kustomization.yaml'),
        stringify({ resources: ['absent.yaml'] }),
      );
      return (await components.run('kubectl', ['kustomize', place])).stderr;
    },
    words: /absent\.yaml/,
  },
  {
    title: 'istioctl validate refuses a value that it does not know',
    ask: async (mesh: MeshUnderTest, folder: string): Promise<string> => {
      const file = withUnknownValue(mesh, folder);
      return (await mesh.components.run('istioctl', ['validate', '-f', file])).stderr;
    },
    words: /unknown field "nonsense"/,
  },
  {
    title: 'istioctl manifest generate complains of a value that it does not know',
    ask: async (mesh: MeshUnderTest, folder: string): Promise<string> =>
      (await generated(mesh.components, withUnknownValue(mesh, folder))).stderr,
    words: /unknown field "nonsense"/,
  },
  {
    title: 'istioctl analyze finds a VirtualService whose Gateway is not there',
    ask: async (mesh: MeshUnderTest, folder: string): Promise<string> => {
      const whole = objectsIn(await mesh.builtWhole()).filter(({ kind }) => kind !== 'Gateway');
      const { objects } = await generated(mesh.components, mesh.istioOperator);
      return (await analyzed(mesh.components, [write(folder, ...whole, ...objects)])).join('\n');
    },
    words: /IST0101 Error .*Referenced gateway not found/,
  },
  {
    title: 'spire-server validate refuses a key that it does not know',
    ask: (mesh, folder) => withChanged(mesh, folder, 'spire-server', { default_svid_ttl: '1h' }),
    words: /unknown configuration detected/,
  },
  {
    title: 'spire-agent validate refuses a trust domain that is none',
    ask: (mesh, folder) => withChanged(mesh, folder, 'spire-agent', { trust_domain: 'two words' }),
    words: /trust_domain.*two words/,
  },
];

function firstOf(
  mesh: MeshUnderTest,
  layer: '30-roots' | '90-ingress',
  wanted: string,
): KubernetesObject {
  const found = mesh.objectsOf(layer).find(({ kind }) => kind === wanted);
  if (found === undefined) {
    throw new Error(`${layer} has no ${wanted}`);
  }
  return found;
}

function write(folder: string, ...objects: readonly object[]): string {
  fs.mkdirSync(folder, { recursive: true });
  const file = path.join(folder, 'wrong.yaml');
  fs.writeFileSync(file, yamlOf(objects));
  return file;
}

async function refusalsOf(mesh: MeshUnderTest, folder: string, object: object): Promise<string> {
  const { refusals } = await judged(mesh.components, folder, stringify(object));
  return refusals.join('\n');
}

function withUnknownValue(mesh: MeshUnderTest, folder: string): string {
  const [operator] = mesh.environment.render().istioctl;
  const { values, ...spec } = operator?.['spec'] as IstioOperatorSpec;
  const global = { ...values.global, nonsense: 'yes' };
  return write(folder, { ...operator, spec: { ...spec, values: { ...values, global } } });
}

/** What a program says of its configuration with these keys of its own section changed. */
async function withChanged(
  mesh: MeshUnderTest,
  folder: string,
  program: SpireProgram,
  keys: object,
): Promise<string> {
  const section = program === 'spire-server' ? 'server' : 'agent';
  const read = JSON.parse(await configurationHere(mesh, folder, program)) as Readonly<
    Record<string, object>
  >;
  const wrong = { ...read, [section]: { ...read[section], ...keys } };
  const { code, stdout, stderr } = await validated(mesh, folder, program, JSON.stringify(wrong));
  return code === 0 ? 'valid' : stdout + stderr;
}
