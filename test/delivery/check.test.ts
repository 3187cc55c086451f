import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkOutput } from '../../src/delivery/check';
import { synthesize } from '../../src/delivery/synthesize';
import { smallEnvironment } from '../support/environments';
import { containing } from '../support/containing';
import { filesIn, inTemporaryFolder } from '../support/output-folders';
import { refusalOf } from '../support/refusals';

const environments = [smallEnvironment('dev'), smallEnvironment('prod')];
const MANIFESTS = 'dev/50-spire-server/manifests.k8s.yaml';

function inOutput(act: (outdir: string) => void): void {
  inTemporaryFolder((folder) => {
    const outdir = join(folder, 'dist');
    synthesize(environments, { outdir });
    act(outdir);
  });
}

describe('checkOutput', () => {
  test('OutputDrift is silent on what was just synthesized, and nothing is written', () => {
    inOutput((outdir) => {
      const before = filesIn(outdir);
      expect(checkOutput(environments, outdir)).toBe(12);
      expect(filesIn(outdir)).toEqual(before);
    });
  });

  test('OutputDrift fires with the first difference of every file', () => {
    inOutput((outdir) => {
      const file = join(outdir, MANIFESTS);
      writeFileSync(file, readFileSync(file, 'utf8').replace('key: value', 'key: other'));
      appendFileSync(join(outdir, 'prod/kustomization.yaml'), '# by hand\n');
      expect(refusalOf(() => checkOutput(environments, outdir))).toMatchObject([
        {
          code: 'OutputDrift',
          path: MANIFESTS,
          problem: `'${MANIFESTS}' must be as synthesized: line 9 should be "  key: value", got "  key: other"`,
        },
        { path: 'prod/kustomization.yaml', problem: containing('got "# by hand"') },
      ]);
    });
  });

  test('finds a change of line ends, which an editor does not show', () => {
    inOutput((outdir) => {
      const file = join(outdir, MANIFESTS);
      writeFileSync(file, readFileSync(file, 'utf8').replaceAll('\n', '\r\n'));
      expect(refusalOf(() => checkOutput(environments, outdir))[0]?.problem).toContain('\\r"');
    });
  });

  test('finds missing files and files too many', () => {
    inOutput((outdir) => {
      rmSync(join(outdir, MANIFESTS));
      mkdirSync(join(outdir, 'old'));
      writeFileSync(join(outdir, 'old', 'kustomization.yaml'), '');
      writeFileSync(join(outdir, 'dev', '.hidden'), '');
      expect(refusalOf(() => checkOutput(environments, outdir))).toMatchObject([
        { path: MANIFESTS, problem: containing('got no such file') },
        { path: 'dev/.hidden', problem: containing('nothing synthesizes') },
        { path: 'old/kustomization.yaml' },
      ]);
    });
  });

  test('looks at nothing but these environments when others are kept', () => {
    inOutput((outdir) => {
      rmSync(join(outdir, 'prod/kustomization.yaml'));
      const [dev] = environments;
      expect(checkOutput(dev === undefined ? [] : [dev], outdir, { others: 'kept' })).toBe(6);
      writeFileSync(join(outdir, 'dev', 'stray'), '');
      const act = () => checkOutput(dev === undefined ? [] : [dev], outdir, { others: 'kept' });
      expect(refusalOf(act)).toMatchObject([{ path: 'dev/stray' }]);
    });
  });

  test('OutputEmpty fires on an output without files, and on one that is not there', () => {
    inTemporaryFolder((folder) => {
      for (const outdir of [folder, join(folder, 'missing')]) {
        expect(refusalOf(() => checkOutput(environments, outdir))).toMatchObject([
          { code: 'OutputEmpty', path: outdir },
        ]);
      }
    });
  });
});
