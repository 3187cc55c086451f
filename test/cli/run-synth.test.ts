import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runSynth } from '../../src/cli/run-synth';
import { configMap, smallEnvironment } from '../support/environments';
import { filesIn, inTemporaryFolder } from '../support/output-folders';

const environments = ['dev', 'staging', 'production'].map((name) => smallEnvironment(name));

interface Run {
  readonly code: number;
  readonly out: readonly string[];
  readonly error: readonly string[];
}

function run(argv: readonly string[], of = environments): Run {
  const out: string[] = [];
  const error: string[] = [];
  const code = runSynth(argv, {
    environments: () => of,
    out: (line) => out.push(line),
    error: (line) => error.push(line),
  });
  return { code, out, error };
}

describe('npm run synth', () => {
  test('writes all environments, with a line for each on standard error', () => {
    inTemporaryFolder((folder) => {
      const outdir = join(folder, 'dist');
      expect(run(['--outdir', outdir])).toEqual({
        code: 0,
        out: [`18 files written to ${outdir}`],
        error: ['dev: 6 files', 'staging: 6 files', 'production: 6 files'],
      });
    });
  });

  test('writes the environments that were asked for, and leaves the others', () => {
    inTemporaryFolder((folder) => {
      run(['--outdir', folder]);
      const before = filesIn(folder);
      rmSync(join(folder, 'dev'), { recursive: true });
      writeFileSync(join(folder, 'staging', 'stale.yaml'), '');
      const asked = ['--environment', 'dev', '--environment', 'staging'];
      expect(run([...asked, '--outdir', folder])).toMatchObject({ code: 0 });
      expect(filesIn(folder)).toEqual(before);
    });
  });

  test('checks, and names what differs', () => {
    inTemporaryFolder((folder) => {
      run(['--outdir', folder]);
      expect(run(['--check', '--outdir', folder])).toMatchObject({
        code: 0,
        out: [`18 files in ${folder} are as synthesized`],
      });
      rmSync(join(folder, 'dev', 'kustomization.yaml'));
      const { code, error } = run(['--check', '--outdir', folder]);
      expect(code).toBe(1);
      expect(error.at(-1)).toContain('OutputDrift   dev/kustomization.yaml');
      expect(existsSync(join(folder, 'dev', 'kustomization.yaml'))).toBe(false);
      expect(run(['--check', '--environment', 'staging', '--outdir', folder]).code).toBe(0);
    });
  });

  test('says plainly what is refused', () => {
    inTemporaryFolder((folder) => {
      const twice = smallEnvironment('dev', [configMap('a'), configMap('a')]);
      const { code, out, error } = run(['--outdir', join(folder, 'dist')], [twice]);
      expect({ code, out }).toEqual({ code: 1, out: [] });
      expect(error[0]).toMatch(/^dev: 1 finding, nothing written\n\nObjectDuplicate {3}dev/);
    });
  });

  test('does not take a defect for a refusal', () => {
    const broken = {
      ...smallEnvironment('dev'),
      render: () => {
        throw new TypeError('a defect');
      },
    };
    inTemporaryFolder((folder) => {
      expect(() => run(['--outdir', join(folder, 'dist')], [broken])).toThrow('a defect');
    });
  });

  test('names unknown environments with the nearest known one', () => {
    expect(run(['--environment', 'prodction', '--environment', 'xyzxyz'])).toEqual({
      code: 2,
      out: [],
      error: [
        "unknown environment 'prodction': did you mean 'production'? There is dev, staging, production.",
        "unknown environment 'xyzxyz'. There is dev, staging, production.",
      ],
    });
  });

  test.each([[['--wrong']], [['dev']], [['--outdir']], [['--outdir', '']], [['--check=yes']]])(
    'explains itself when called with %j',
    (argv) => {
      const { code, error } = run(argv);
      expect(code).toBe(2);
      expect(error[0]).toContain('Usage: npm run synth');
    },
  );

  test('explains itself when asked to', () => {
    expect(run(['--help'])).toMatchObject({ code: 0, error: [] });
    expect(run(['--help']).out[0]).toContain('--check');
  });
});
