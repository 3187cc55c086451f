import * as fs from 'node:fs';
import * as path from 'node:path';
import { stringify } from 'yaml';
import { certificateIn } from '../certificates/certificate';
import { succeeded } from '../components/execute';
import { deployment } from '../mesh-under-test/mesh-under-test';
import { chainOf, idOf } from '../mesh-under-test/proxy';
import { signerOf } from '../mesh-under-test/signers';
import { podsOf, proxiesOf } from '../mesh/pods';
import type { Subjects } from '../mesh/subjects';

const NAME = 'untold';
const UP_MS = 300_000;

/** The values of the ingress gateway but for the annotation: what it is there for is seen by its absence. */
export function withoutTheTemplate({ mesh, signers }: Subjects, folder: string): void {
  const { components } = mesh;
  const untold = deployment('istio-system', NAME);

  beforeAll(async () => {
    const told = mesh.releases.find(({ name }) => name === 'istio-ingressgateway');
    if (told === undefined) {
      throw new Error('there is no release istio-ingressgateway');
    }
    const values = {
      ...told.values,
      labels: { app: NAME, istio: NAME },
      podAnnotations: { 'inject.istio.io/templates': 'gateway' },
      serviceAccount: { name: NAME },
    };
    const file = path.join(folder, 'untold.yaml');
    fs.writeFileSync(file, stringify(values));
    const asked = ['upgrade', '--install', NAME, ...(await components.helmChart(told))];
    const where = ['--namespace', untold.namespace, '--values', file];
    succeeded(NAME, await components.run('helm', [...asked, ...where]));
    await mesh.startAll([untold]);
  }, UP_MS);

  test('a gateway has a volume of its own in the place of the socket', async () => {
    const [pod] = await podsOf(mesh, untold);

    expect(pod && proxiesOf(pod)).toMatchObject({
      proxies: [{ socketFile: [] }],
      volumes: [{ name: 'workload-socket', emptyDir: {} }],
    });
  });

  test('its certificate has its ID, and is of istiod', async () => {
    const chain = await chainOf(components, untold);

    expect(certificateIn(chain).uris).toEqual([await idOf(mesh, untold)]);
    expect(await signerOf(chain, signers())).toBe('istiod');
  });
}
