import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Renderable } from '../../src/delivery/renderable';
import { synthesize } from '../../src/delivery/synthesize';
import { refuse } from '../../src/trust/mesh-trust-error';
import { configMap, environment, layer, smallEnvironment } from '../support/environments';
import { filesIn, inTemporaryFolder } from '../support/output-folders';
import { refusalOf } from '../support/refusals';

const refused = {
  name: 'refused',
  render: () =>
    refuse({ code: 'TtlMalformed', path: '50-spire-server/SpireServer', problem: 'p', fix: 'f' }),
};

/** A small environment of the trust domain with its name, which federates with that of another. */
function sideOf(name: string, other?: string): Renderable {
  const small = smallEnvironment(name);
  const members = (other === undefined ? [] : [name, other]).map((trustDomain) => ({
    trustDomain,
    endpoint: `https://spire.${trustDomain}`,
    knownBy: 'known by a public CA',
    refreshHint: '5m',
    bundle: trustDomain,
  }));
  const federation = { path: `${name}/federation`, trustDomain: name, members };
  return { name, render: () => ({ ...small.render(), federation }) };
}

describe('synthesize', () => {
  test('writes every environment and returns the files in order', () => {
    inTemporaryFolder((folder) => {
      const outdir = join(folder, 'deep', 'dist');
      const written = synthesize([smallEnvironment('dev'), smallEnvironment('prod')], { outdir });
      expect(Object.keys(filesIn(outdir)).sort()).toEqual([...written].sort());
      expect(written).toContain('prod/50-spire-server/manifests.k8s.yaml');
      expect(readdirSync(join(folder, 'deep'))).toEqual(['dist']);
    });
  });

  test('removes what earlier runs left', () => {
    inTemporaryFolder((folder) => {
      const outdir = join(folder, 'dist');
      synthesize([smallEnvironment('dev'), smallEnvironment('old')], { outdir });
      writeFileSync(join(outdir, 'dev', 'stray.yaml'), 'x');
      synthesize([smallEnvironment('dev')], { outdir });
      expect(readdirSync(outdir)).toEqual(['dev']);
      expect(existsSync(join(outdir, 'dev', 'stray.yaml'))).toBe(false);
    });
  });

  test('leaves other environments as they are when asked to', () => {
    inTemporaryFolder((folder) => {
      const outdir = join(folder, 'dist');
      synthesize([smallEnvironment('dev'), smallEnvironment('other')], { outdir });
      writeFileSync(join(outdir, 'dev', 'stray.yaml'), 'x');
      synthesize([smallEnvironment('dev')], { outdir, others: 'kept' });
      expect(readdirSync(outdir).sort()).toEqual(['dev', 'other']);
      expect(existsSync(join(outdir, 'dev', 'stray.yaml'))).toBe(false);
    });
  });

  test('gives the same bytes twice', () => {
    inTemporaryFolder((folder) => {
      const outdirs = ['one', 'two'].map((name) => join(folder, name));
      outdirs.forEach((outdir) => synthesize([smallEnvironment('dev')], { outdir }));
      const [one, two] = outdirs.map(filesIn);
      expect(one).toEqual(two);
    });
  });

  test('reports the findings of all environments at once and writes nothing', () => {
    inTemporaryFolder((folder) => {
      const outdir = join(folder, 'dist');
      synthesize([smallEnvironment('dev')], { outdir });
      const before = filesIn(outdir);
      const twice = smallEnvironment('twice', [configMap('a'), configMap('a')]);
      const findings = refusalOf(() =>
        synthesize([smallEnvironment('dev', []), twice, refused], { outdir }),
      );
      expect(findings).toMatchObject([
        { code: 'ObjectDuplicate', path: 'twice/50-spire-server/ConfigMap/demo/a' },
        { code: 'TtlMalformed', path: 'refused/50-spire-server/SpireServer' },
      ]);
      expect(filesIn(outdir)).toEqual(before);
      expect(readdirSync(folder)).toEqual(['dist']);
    });
  });

  test('holds environments against each other, beside what is wrong with each, and writes nothing', () => {
    inTemporaryFolder((folder) => {
      const outdir = join(folder, 'dist');
      const findings = refusalOf(() =>
        synthesize([refused, sideOf('east', 'west'), sideOf('west')], { outdir }),
      );
      expect(findings).toMatchObject([
        { code: 'TtlMalformed', path: 'refused/50-spire-server/SpireServer' },
        { code: 'FederationOneSided', path: 'west/federation' },
      ]);
      expect(readdirSync(folder)).toEqual([]);
    });
  });

  test('does not hold an environment that is refused against others', () => {
    inTemporaryFolder((folder) => {
      const outdir = join(folder, 'dist');
      const findings = refusalOf(() => synthesize([sideOf('east', 'west'), refused], { outdir }));
      expect(findings).toMatchObject([{ code: 'TtlMalformed' }]);
    });
  });

  test('leaves nothing behind when an environment fails in another way', () => {
    inTemporaryFolder((folder) => {
      const broken = {
        name: 'broken',
        render: () => {
          throw new TypeError('a defect');
        },
      };
      expect(() => synthesize([broken], { outdir: join(folder, 'dist') })).toThrow('a defect');
      expect(readdirSync(folder)).toEqual([]);
    });
  });

  test('tells of each environment', () => {
    inTemporaryFolder((folder) => {
      const told: unknown[] = [];
      synthesize([smallEnvironment('dev')], {
        outdir: join(folder, 'dist'),
        onRendered: (name, files) => told.push([name, files]),
      });
      expect(told).toEqual([['dev', 6]]);
    });
  });

  test('tells of none once something is refused', () => {
    inTemporaryFolder((folder) => {
      const told: string[] = [];
      refusalOf(() =>
        synthesize([refused, smallEnvironment('dev')], {
          outdir: join(folder, 'dist'),
          onRendered: (name) => told.push(name),
        }),
      );
      expect(told).toEqual([]);
    });
  });

  test('writes into a folder that is there and empty', () => {
    inTemporaryFolder((folder) => {
      const outdir = join(folder, 'dist');
      mkdirSync(outdir);
      synthesize([smallEnvironment('dev')], { outdir });
      expect(readdirSync(outdir)).toEqual(['dev']);
    });
  });

  test('NamesClash fires on two environments of one name', () => {
    const findings = refusalOf(() =>
      synthesize([smallEnvironment('dev'), smallEnvironment('dev')]),
    );
    expect(findings).toMatchObject([{ code: 'NamesClash', path: 'environments' }]);
    expect(findings[0]?.problem).toContain("got 'dev' more than once");
  });

  test('refuses a name that is no folder', () => {
    const findings = refusalOf(() => synthesize([smallEnvironment('../dev')]));
    expect(findings).toMatchObject([{ code: 'PropertyMalformed' }]);
  });

  test('OutputEmpty fires on no environment, and on an environment without objects', () => {
    const empty = environment('empty', [layer('00-namespaces', [])]);
    expect(refusalOf(() => synthesize([]))).toMatchObject([{ code: 'OutputEmpty' }]);
    expect(refusalOf(() => synthesize([empty]))).toMatchObject([
      { code: 'OutputEmpty', path: 'empty' },
    ]);
  });

  test('OutputEmpty is silent on one object', () => {
    inTemporaryFolder((folder) => {
      const outdir = join(folder, 'dist');
      expect(synthesize([smallEnvironment('dev', [])], { outdir })).not.toEqual([]);
    });
  });

  test.each([
    [
      'a file',
      (outdir: string) => {
        writeFileSync(join(outdir, 'notes.txt'), 'mine');
      },
    ],
    [
      'a folder',
      (outdir: string) => {
        mkdirSync(join(outdir, 'notes'));
      },
    ],
  ])('OutputForeign fires on %s that was not synthesized, and leaves everything', (_, put) => {
    inTemporaryFolder((folder) => {
      const outdir = join(folder, 'dist');
      synthesize([smallEnvironment('dev')], { outdir });
      put(outdir);
      const before = filesIn(folder);
      const findings = refusalOf(() => synthesize([smallEnvironment('staging')], { outdir }));
      expect(findings).toMatchObject([{ code: 'OutputForeign', path: outdir }]);
      expect(findings[0]?.problem).toContain('got notes');
      expect(filesIn(folder)).toEqual(before);
    });
  });

  test('OutputForeign is silent on what is kept, and on what earlier runs wrote', () => {
    inTemporaryFolder((folder) => {
      const outdir = join(folder, 'dist');
      synthesize([smallEnvironment('dev')], { outdir });
      synthesize([smallEnvironment('staging')], { outdir });
      writeFileSync(join(outdir, 'notes.txt'), 'mine');
      synthesize([smallEnvironment('staging')], { outdir, others: 'kept' });
      expect(Object.keys(filesIn(outdir))).toContain('notes.txt');
    });
  });
});
