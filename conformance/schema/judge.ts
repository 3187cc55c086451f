import * as fs from 'node:fs';
import * as path from 'node:path';
import { stringify } from 'yaml';
import type { Components } from '../components/components';
import { succeeded } from '../components/execute';
import { eventually } from '../mesh-under-test/eventually';
import type { MeshUnderTest } from '../mesh-under-test/mesh-under-test';
import { generated } from './istio';
import { yamlOf } from '../mesh-under-test/manifests';

/** What the judge said of some documents. */
export interface Verdicts {
  /** One line for each document that is taken. */
  readonly taken: readonly string[];
  readonly refusals: readonly string[];
  readonly warnings: readonly string[];
}

/** Taken only where its kind and its namespace are known. */
const PROBE = stringify({
  apiVersion: 'security.istio.io/v1',
  kind: 'PeerAuthentication',
  metadata: { name: 'default', namespace: 'istio-system' },
  spec: { mtls: { mode: 'STRICT' } },
});

/** Lets the API server's own validators judge every document of a text. */
export async function judged(
  components: Components,
  folder: string,
  documents: string,
): Promise<Verdicts> {
  fs.mkdirSync(folder, { recursive: true });
  const file = path.join(folder, 'judged.yaml');
  fs.writeFileSync(file, documents);
  const { code, stdout, stderr } = await components.run('judge', [file]);
  const lines = stdout.split('\n');
  const refusals = lines.filter((line) => line.startsWith('FAIL '));
  if ((code === 0) !== (refusals.length === 0) || stderr !== '') {
    throw new Error(`judge: exit code ${code}\n${stdout}${stderr}`);
  }
  return {
    taken: lines.filter((line) => line.startsWith('ok ')),
    refusals,
    warnings: lines.filter((line) => /^warn(ing:)? /i.test(line)),
  };
}

/**
 * An API server judges by a dry run, which needs the kinds and the namespaces: where the judge does not
 * know them by itself, they are applied first.
 *
 * @returns whether they were, so that somebody has to take them down
 */
export async function prepareJudge(
  components: Components,
  folder: string,
  meshes: readonly MeshUnderTest[],
): Promise<boolean> {
  const knows = await judged(components, folder, PROBE);
  if (knows.refusals.length === 0) {
    return false;
  }
  process.stderr.write('   the API server judges: kinds and namespaces are applied first\n');
  await components.up();
  for (const mesh of meshes) {
    for (const layer of ['00-namespaces', '10-crds', '20-cert-manager'] as const) {
      succeeded(layer, await mesh.apply(layer));
    }
    const { objects } = await generated(components, mesh.istioOperator);
    const kinds = objects.filter(({ kind }) => kind === 'CustomResourceDefinition');
    const text = yamlOf(kinds);
    succeeded('the kinds of Istio', await mesh.applied(text));
    await eventually(
      'the webhook of cert-manager answers',
      async () => {
        const roots = await judged(components, folder, await mesh.built('30-roots'));
        return roots.refusals.length === 0 || roots.refusals.join('\n');
      },
      300,
    );
  }
  return true;
}
