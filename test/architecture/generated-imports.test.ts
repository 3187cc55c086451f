import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { CRD_FILES, ImportRefused, regenerateImports } from '../../scripts/import';

const IMPORTS = join(__dirname, '..', '..', 'imports');
const modules = readdirSync(IMPORTS).sort();

function firstLineOf(module: string): string | undefined {
  return readFileSync(join(IMPORTS, module), 'utf8').split('\n', 1)[0];
}

describe('imports/', () => {
  test('has the API groups of cert-manager and what approves and distributes beside it, SPIRE, Istio, Sail and the Gateway API, and nothing else', () => {
    expect(modules).toEqual([
      'acme.cert-manager.io.ts',
      'cert-manager.io.ts',
      'extensions.istio.io.ts',
      'gateway.networking.k8s.io.ts',
      'networking.istio.io.ts',
      'policy.cert-manager.io.ts',
      'sailoperator.io.ts',
      'security.istio.io.ts',
      'spire.spiffe.io.ts',
      'telemetry.istio.io.ts',
      'trust.cert-manager.io.ts',
    ]);
  });

  test.each([
    ['cert-manager.io.ts', 'cert-manager/cert-manager v1.21.1'],
    ['gateway.networking.k8s.io.ts', 'kubernetes-sigs/gateway-api v1.6.1'],
    ['networking.istio.io.ts', 'istio/istio 1.30.3'],
    ['policy.cert-manager.io.ts', 'cert-manager/approver-policy v0.27.0'],
    ['sailoperator.io.ts', 'istio-ecosystem/sail-operator 1.30.3'],
    ['spire.spiffe.io.ts', 'spiffe/spire-controller-manager v0.6.6'],
    ['trust.cert-manager.io.ts', 'cert-manager/trust-manager v0.24.0'],
  ])('%s says that it is generated, and from %s', (module, origin) => {
    expect(firstLineOf(module)).toBe(
      `// Generated from ${origin} by "npm run import": do not edit.`,
    );
  });

  test.each(modules)('%s says from which version it is', (module) => {
    expect(firstLineOf(module)).toMatch(
      /^\/\/ Generated from \S+\/\S+ v?\d+\.\d+\.\d+ by "npm run import": do not edit\.$/,
    );
  });
});

describe('npm run import', () => {
  const folders: string[] = [];

  function folder(files: Readonly<Record<string, string>> = {}): string {
    const path = mkdtempSync(join(tmpdir(), 'mesh-trust-imports-test-'));
    folders.push(path);
    for (const [name, text] of Object.entries(files)) {
      writeFileSync(join(path, name), text);
    }
    return path;
  }

  function crd(group: string, firstLine: string): string {
    const schema = `{ type: object, properties: { spec: { type: object } } }`;
    return `${firstLine}
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: things.${group} }
spec:
  group: ${group}
  names: { kind: Thing, plural: things }
  scope: Namespaced
  versions: [{ name: v1, served: true, storage: true, schema: { openAPIV3Schema: ${schema} } }]
`;
  }

  function crdFiles(firstLine: string): Record<string, string> {
    return Object.fromEntries(
      CRD_FILES.map((file) => [file, crd(file.replace('.yaml', ''), firstLine)]),
    );
  }

  afterAll(() => {
    for (const path of folders) {
      rmSync(path, { recursive: true });
    }
  });

  test('writes a module for each API group and removes what no file gives any more', () => {
    const output = folder({ 'old.example.com.ts': '', 'README.md': '' });
    expect(regenerateImports(folder(crdFiles('# some/project v1.2.3: CRDs')), output)).toEqual([
      'wrote cert-manager.io.ts from some/project v1.2.3',
      'wrote gateway.networking.k8s.io.ts from some/project v1.2.3',
      'wrote istio.io.ts from some/project v1.2.3',
      'wrote policy.cert-manager.io.ts from some/project v1.2.3',
      'wrote sailoperator.io.ts from some/project v1.2.3',
      'wrote spire.spiffe.io.ts from some/project v1.2.3',
      'wrote trust.cert-manager.io.ts from some/project v1.2.3',
      'removed old.example.com.ts, which none of the files gives',
    ]);
    expect(readdirSync(output).sort()).toEqual([
      'README.md',
      'cert-manager.io.ts',
      'gateway.networking.k8s.io.ts',
      'istio.io.ts',
      'policy.cert-manager.io.ts',
      'sailoperator.io.ts',
      'spire.spiffe.io.ts',
      'trust.cert-manager.io.ts',
    ]);
    const text = readFileSync(join(output, 'istio.io.ts'), 'utf8');
    expect(text).toMatch(/^\/\/ Generated from some\/project v1\.2\.3 by "npm run import"/);
    expect(text).toContain('export class Thing extends ApiObject');
  }, 60_000);

  test('refuses a directory without the files, names them and shows the usage', () => {
    const output = folder({ 'kept.ts': '' });
    const directory = folder({ 'istio.io.yaml': '' });
    const act = (): unknown => regenerateImports(directory, output);
    expect(act).toThrow(ImportRefused);
    expect(act).toThrow(
      `${directory} lacks cert-manager.io.yaml, gateway.networking.k8s.io.yaml, policy.cert-manager.io.yaml, sailoperator.io.yaml, spire.spiffe.io.yaml, trust.cert-manager.io.yaml\nusage:`,
    );
    expect(readdirSync(output)).toEqual(['kept.ts']);
  });

  test('refuses a file that does not say from which version it is, and changes nothing', () => {
    const output = folder({ 'kept.ts': '' });
    const act = (): unknown => regenerateImports(folder(crdFiles('# CRDs')), output);
    expect(act).toThrow('must begin with a line such as "# istio/istio 1.30.3: …", got "# CRDs"');
    expect(readdirSync(output)).toEqual(['kept.ts']);
  });
});
