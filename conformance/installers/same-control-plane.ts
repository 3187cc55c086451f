import * as fs from 'node:fs';
import * as path from 'node:path';
import { stringify } from 'yaml';
import type { HelmRelease } from '../../src/istio/helm/helm-release';
import { succeeded } from '../components/execute';
import { objectsIn } from '../mesh-under-test/manifests';
import type { MeshUnderTest } from '../mesh-under-test/mesh-under-test';
import { OLD } from './environments';

/** The operator has Helm inside, and lays `spec.values` over the chart: the objects are those of Helm's own values. */
export function sameControlPlane({
  helm,
  sail,
  folder,
}: {
  readonly helm: MeshUnderTest;
  readonly sail: MeshUnderTest;
  readonly folder: string;
}): void {
  const { components } = helm;
  const file = path.join(folder, 'sail-values.yaml');

  test('values that make of the chart what those of Helm make of it', async () => {
    const istio = sail.objectsOf('80-istio').find(({ kind }) => kind === 'Istio');
    const { values } = istio?.['spec'] as { readonly values: object };
    // The operator makes of the name the revision.
    fs.writeFileSync(file, stringify({ ...values, revision: istio?.metadata.name }));
    const release = helm.releases.find(({ name }) => name === `istiod-${OLD}`);
    if (release === undefined) {
      throw new Error('there is no release of istiod');
    }
    const byHelm = await madeOf(release, helm.file('helm', release.name, 'values.yaml'));

    expect(await madeOf(release, file)).toEqual(byHelm);
    expect(byHelm.map(({ kind }) => kind)).toContain('Deployment');
  });

  async function madeOf(
    release: HelmRelease,
    values: string,
  ): Promise<ReturnType<typeof objectsIn>> {
    const { name, namespace } = release;
    const made = await components.run('helm', [
      ...['template', name, ...(await components.helmChart(release))],
      ...['--namespace', namespace, '--values', values],
    ]);
    return objectsIn(succeeded(`helm template ${name}`, made));
  }
}
