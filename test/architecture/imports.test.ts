import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { barrels, defaultExports, filesTooLong, namesWithoutMeaning } from './file-rules';
import { importCycles } from './import-cycles';
import { IMPORT_TABLE, importsOutsideTable } from './import-table';
import { readSource, type SourceFile } from './source-file';

const ROOT = join(__dirname, '..', '..');

const sources = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => `src/${name.replaceAll('\\', '/')}`)
  .sort()
  .map((path) => readSource(path, readFileSync(join(ROOT, path), 'utf8')));

/** Files in memory: path and text. */
function files(texts: Readonly<Record<string, string>>): SourceFile[] {
  return Object.entries(texts).map(([path, text]) => readSource(path, text));
}

describe('src/', () => {
  test('is there', () => {
    expect(sources.length).toBeGreaterThan(20);
  });

  test('imports only what the table of the design allows', () => {
    expect(importsOutsideTable(sources)).toEqual([]);
  });

  test('has no cycle of imports', () => {
    expect(importCycles(sources)).toEqual([]);
  });

  test('has no barrel but the public API, which re-exports only', () => {
    expect(barrels(sources)).toEqual([]);
  });

  test('has no file or folder named after nothing', () => {
    expect(namesWithoutMeaning(sources)).toEqual([]);
  });

  test('has no file of more than 300 lines but the public API', () => {
    expect(filesTooLong(sources)).toEqual([]);
  });

  test('has no default export', () => {
    expect(defaultExports(sources)).toEqual([]);
  });
});

describe('the check of the import table', () => {
  const trust = '../trust/ttl';

  function verdict(path: string, text: string): string[] {
    return importsOutsideTable(files({ [path]: text }));
  }

  test.each([
    ['src/trust/ttl.ts', `import { refuse } from './mesh-trust-error';`],
    ['src/spire/server.ts', `import { Ttl } from '${trust}';`],
    ['src/spire/server.ts', `import type { Issuer } from '../cert-manager/issuer';`],
    ['src/spire/server.ts', `import { type Issuer } from '../cert-manager/issuer';`],
    ['src/spire/server.ts', `import * as spire from '../../imports/spire.spiffe.io';`],
    ['src/spire/server.ts', `import { Construct } from 'constructs';`],
    ['src/spire/rules/nested.ts', `import { Ttl } from '../../trust/ttl';`],
    ['src/stack/mesh-trust.ts', `import { SpireServer } from '../spire/spire-server';`],
    ['src/environments/dev.ts', `import { MeshTrust } from '../index';`],
    ['src/main.ts', `import { dev } from './environments/dev';`],
    ['src/index.ts', `export { Ttl } from './trust/ttl';`],
  ])('allows %s: %s', (path, text) => {
    expect(verdict(path, text)).toEqual([]);
  });

  test.each([
    ['src/trust/ttl.ts', `import { Chart } from 'cdk8s';`],
    ['src/trust/ttl.ts', `import type { Server } from '../spire/server';`],
    ['src/cert-manager/issuer.ts', `import type { Server } from '../spire/server';`],
    ['src/spire/server.ts', `import { Issuer } from '../cert-manager/issuer';`],
    ['src/spire/server.ts', `import { Issuer, type Root } from '../cert-manager/issuer';`],
    ['src/spire/server.ts', `import '../cert-manager/issuer';`],
    ['src/spire/server.ts', `import issuer from '../cert-manager/issuer';`],
    ['src/spire/server.ts', `import * as issuer from '../cert-manager/issuer';`],
    ['src/spire/server.ts', `const issuer = require('../cert-manager/issuer');`],
    ['src/spire/server.ts', `import issuer = require('../cert-manager/issuer');`],
    ['src/spire/server.ts', `void import('../cert-manager/issuer');`],
    ['src/spire/server.ts', `let gateway: import('../istio/gateway').Gateway;`],
    ['src/samples/bookinfo.ts', `import { Ingress } from '../ingress/ingress';`],
    ['src/samples/bookinfo.ts', `import * as istio from '../../imports/networking.istio.io';`],
    ['src/stack/mesh-trust.ts', `import * as istio from '../../imports/networking.istio.io';`],
    ['src/stack/mesh-trust.ts', `import { write } from '../delivery/write';`],
    ['src/environments/dev.ts', `import { Ttl } from '${trust}';`],
    ['src/environments/dev.ts', `import { App } from 'cdk8s';`],
    ['src/cli/synth.ts', `import { Ttl } from '${trust}';`],
    ['src/index.ts', `export { dev } from './environments/dev';`],
    ['src/trust/ttl.ts', `import { find } from '../support/manifests';`],
    ['src/unknown/part.ts', ''],
  ])('refuses %s: %s', (path, text) => {
    expect(verdict(path, text)).toEqual([expect.stringContaining(path)]);
  });

  test('lets only the listed parts use imports/', () => {
    const users = [...IMPORT_TABLE].filter(([, { all }]) => all.includes('imports'));
    expect(users.map(([part]) => part)).toEqual([
      'cert-manager',
      'spire',
      'istio',
      'ingress',
      'delivery',
    ]);
  });
});

describe('the check of cycles', () => {
  test('finds a cycle, however long', () => {
    const cycle = files({
      'src/trust/a.ts': `import { b } from './b';`,
      'src/trust/b.ts': `export { c } from './c';`,
      'src/trust/c.ts': `import { a } from './a';`,
    });
    expect(importCycles(cycle)).toEqual(['src/trust/a → src/trust/b → src/trust/c → src/trust/a']);
  });

  test('finds a file that imports itself', () => {
    expect(importCycles(files({ 'src/a.ts': `import { a } from './a';` }))).toEqual([
      'src/a → src/a',
    ]);
  });

  test('finds a cycle that does not go through the first file', () => {
    const cycle = files({
      'src/a.ts': `import { b } from './b';`,
      'src/b.ts': `import { c } from './c';`,
      'src/c.ts': `import { b } from './b';`,
    });
    expect(importCycles(cycle)).toEqual(['src/b → src/c → src/b']);
  });

  test('leaves alone a way back that is a type only, and two ways to one file', () => {
    const graph = files({
      'src/a.ts': `import { b } from './b'; import { c } from './c';`,
      'src/b.ts': `import { c } from './c'; import type { A } from './a';`,
      'src/c.ts': `import { join } from 'node:path';`,
    });
    expect(importCycles(graph)).toEqual([]);
  });
});

describe('the checks of files', () => {
  test('find a barrel, by its name or by what it does', () => {
    const texts = {
      'src/spire/index.ts': 'export const a = 1;',
      'src/spire/all.ts': `export * from './server';`,
      'src/index.ts': `export { Ttl } from './trust/ttl';`,
      'src/spire/server.ts': 'export class SpireServer {}',
    };
    expect(barrels(files(texts))).toEqual([
      'src/spire/index.ts re-exports what src/spire has',
      'src/spire/all.ts re-exports what src/spire has',
    ]);
  });

  test('find code in the public API', () => {
    const text = `export { Ttl } from './trust/ttl'; export const answer = 42;`;
    expect(barrels(files({ 'src/index.ts': text }))).toEqual(['src/index.ts has code of its own']);
  });

  test('find names without meaning, and not those that merely contain them', () => {
    const texts = {
      'src/spire/utils/a.ts': '',
      'src/common/b.ts': '',
      'src/spire/helpers.ts': '',
      'src/spire/types.ts': '',
      'src/spire/key-types.ts': '',
    };
    expect(namesWithoutMeaning(files(texts))).toHaveLength(4);
    expect(namesWithoutMeaning(files({ 'src/spire/key-types.ts': '' }))).toEqual([]);
  });

  test('find the 301st line', () => {
    const lines = (count: number): string => '// line\n'.repeat(count);
    expect(filesTooLong(files({ 'src/a.ts': lines(300) }))).toEqual([]);
    expect(filesTooLong(files({ 'src/index.ts': lines(301) }))).toEqual([]);
    expect(filesTooLong(files({ 'src/a.ts': lines(301) }))).toEqual([
      'src/a.ts has 301 lines, at most 300 are allowed',
    ]);
    expect(filesTooLong(files({ 'src/index.ts': lines(301) }))).toEqual([]);
  });

  test.each([
    'export default class A {}',
    'export default function a() {}',
    'export default 1;',
    'const a = 1; export { a as default };',
    'const a = 1; export = a;',
  ])('find the default export of: %s', (text) => {
    expect(defaultExports(files({ 'src/a.ts': text }))).toHaveLength(1);
  });

  test('leave named exports alone', () => {
    const text = 'export class A {} export const b = 1; const c = 2; export { c };';
    expect(defaultExports(files({ 'src/a.ts': text }))).toEqual([]);
  });
});
