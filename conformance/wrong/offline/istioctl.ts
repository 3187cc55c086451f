import * as fs from 'node:fs';
import * as path from 'node:path';
import type { KubernetesObject } from '../../../src/stack/rendered-environment';
import { succeeded, type Outcome } from '../../components/execute';
import type { MeshUnderTest } from '../../mesh-under-test/mesh-under-test';
import type { Seen, WrongCase } from '../wrong-case';
import { inFolder } from './folder';
import { objectsIn } from '../../mesh-under-test/manifests';

const ISTIOCTL = 'istioctl 1.31';

/** What istioctl thinks of an IstioOperator, and what it makes of it. */
interface Verdict {
  readonly validate: Outcome;
  readonly generate: Outcome;
}

type Installed = Omit<WrongCase, 'judgedBy' | 'watch'>;

/** The `spec` of an IstioOperator, which `istioctl validate` or `manifest generate` refuses. */
export function refusedByIstioctl(mistake: Installed): WrongCase {
  return {
    ...mistake,
    judgedBy: ISTIOCTL,
    watch: async (mesh): Promise<Seen> => {
      const { validate, generate } = await asked(mesh, mistake.plain);
      if (generate.code === 0) {
        throw new Error(`${mistake.id} was taken: look for what comes of it`);
      }
      const said = wordsOf(generate);
      const before = validate.code === 0 ? '`istioctl validate` takes it; then: ' : '';
      return { verdict: 'refused', said: before + said };
    },
  };
}

/** The `spec` of an IstioOperator that istioctl takes: what is seen in what it makes of it. */
export function renderedByIstioctl(
  mistake: Installed,
  look: (objects: readonly KubernetesObject[]) => Seen,
): WrongCase {
  return {
    ...mistake,
    judgedBy: ISTIOCTL,
    watch: async (mesh) => {
      const { validate, generate } = await asked(mesh, mistake.plain);
      succeeded('istioctl validate', validate);
      const text = succeeded('istioctl manifest generate', generate);
      if (generate.stderr !== '') {
        throw new Error(`istioctl says something: ${generate.stderr}`);
      }
      return look(objectsIn(text));
    },
  };
}

/** The `spec` of an IstioOperator, line by line. */
export function operator(...spec: readonly string[]): string {
  return ['spec:', ...spec.map((line) => `  ${line}`)].join('\n');
}

/** The objects of a kind and a name. */
export function named(
  objects: readonly KubernetesObject[],
  kind: string,
  name: string,
): readonly KubernetesObject[] {
  return objects.filter((object) => object.kind === kind && object.metadata.name === name);
}

function asked(mesh: MeshUnderTest, spec: string): Promise<Verdict> {
  return inFolder(async (folder) => {
    const file = path.join(folder, 'istio-operator.yaml');
    fs.writeFileSync(file, `apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\n${spec}\n`);
    const run = (...args: readonly string[]): Promise<Outcome> =>
      mesh.components.run('istioctl', [...args, '-f', file]);
    return { validate: await run('validate'), generate: await run('manifest', 'generate') };
  });
}

/** The first error: istioctl says it once for every place that it reads it from. */
function wordsOf({ stderr }: Outcome): string {
  const words = stderr
    .replace(/^Error: /, '')
    .replace(/\d+ errors? occurred:\s*\* /g, '')
    .replace(/\s+/g, ' ')
    .trim();
  const middle = words.length / 2;
  const [half] = [words.slice(0, middle - 1)];
  return words.endsWith(`, ${half}`) ? half : words;
}
