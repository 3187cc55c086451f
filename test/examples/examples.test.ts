import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { environment as bookinfo } from '../../examples/istio-spire-cert-manager/main';
import { environment as hello } from '../../examples/lets-encrypt-ingress/main';
import { environment as httpbin } from '../../examples/sidecar-tls-termination/main';
import { environments as clusters } from '../../examples/two-clusters/main';
import { checkOutput } from '../../src/delivery/check';
import type { Environment } from '../../src/stack/environment';

const FOLDER = join(__dirname, '..', '..', 'examples');
const EXAMPLES: readonly (readonly [folder: string, environments: readonly Environment[]])[] = [
  ['istio-spire-cert-manager', [bookinfo]],
  ['lets-encrypt-ingress', [hello]],
  ['sidecar-tls-termination', [httpbin]],
  ['two-clusters', clusters],
];

describe('the examples', () => {
  it('are all that there are', () => {
    expect(readdirSync(FOLDER).sort()).toEqual(EXAMPLES.map(([folder]) => folder));
  });

  it.each(EXAMPLES)('%s has the output that its environments give', (folder, environments) => {
    expect(checkOutput(environments, join(FOLDER, folder, 'dist'))).toBeGreaterThan(10);
  });

  it.each(EXAMPLES)('%s is at most sixty lines, and says how to run them', (folder) => {
    const lines = readFileSync(join(FOLDER, folder, 'main.ts'), 'utf8')
      .trimEnd()
      .split('\n');
    expect(lines.length).toBeLessThanOrEqual(60);
    const readme = readFileSync(join(FOLDER, folder, 'README.md'), 'utf8');
    expect(readme).toContain(`npx ts-node examples/${folder}/main.ts`);
  });
});
