import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { filesIn } from '../support/output-folders';

const PROGRAM = `
const { Environment, IstioCa, Lifetime, synthesize, TrustDomain, TrustRoot, Ttl } = require('cdk8s-mesh-trust');

const shop = new Environment('shop', {
  trustDomain: TrustDomain.of('shop.example.com'),
  clusterName: 'eu-1',
  root: TrustRoot.selfSigned({ lifetime: Lifetime.of(Ttl.days(3650)).renewBefore(Ttl.days(730)) }),
  istio: {
    ca: IstioCa.certManager({ lifetime: Lifetime.of(Ttl.days(60)).renewBefore(Ttl.days(15)) }),
  },
  namespaces: ['shop'],
});

const written = synthesize([shop], { outdir: 'manifests' });
console.log(written.join('\\n'));
`;

const PEERS = ['cdk8s', 'cdk8s-plus-27', 'constructs'];

function npm(folder: string, ...args: readonly string[]): string {
  return execFileSync('npm', [...args, '--loglevel=error', '--no-audit', '--no-fund'], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

describe('the package', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mesh-trust-package-'));
  let packed: readonly string[] = [];
  let installed = '';

  // Packing compiles everything, which takes more than Jest's five seconds.
  beforeAll(() => {
    const [report] = JSON.parse(npm('.', 'pack', '--json', '--pack-destination', folder)) as [
      { readonly filename: string; readonly files: readonly { readonly path: string }[] },
    ];
    packed = report.files.map((file) => file.path);
    installed = join(folder, 'user');
    mkdirSync(installed);
    writeFileSync(join(installed, 'package.json'), '{ "private": true }');
    // The peers are those of this repository; of the rest `npm ci` has cached all but what a registry says of it.
    const tarball = join(folder, report.filename);
    npm(installed, 'install', '--prefer-offline', '--legacy-peer-deps', tarball);
    for (const peer of PEERS) {
      symlinkSync(join(process.cwd(), 'node_modules', peer), join(installed, 'node_modules', peer));
    }
  }, 120_000);

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  test('has JavaScript, declarations and their maps, with the sources that the maps name', () => {
    for (const file of [
      'index.js',
      'index.d.ts',
      'index.d.ts.map',
      'spire/server/spire-server.d.ts.map',
    ]) {
      expect(packed).toContain(`lib/src/${file}`);
    }
    expect(packed).toContain('lib/imports/cert-manager.io.js');
    expect(packed).toContain('src/index.ts');
    expect(packed).toContain('src/spire/server/spire-server.ts');
  });

  test('has no tests, no output and no settings of tools', () => {
    const outside = packed.filter((path) => !/^(lib|src|imports)\//.test(path)).sort();
    expect(outside).toEqual(['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json']);
    expect(packed.filter((path) => /(^|\/)(test|dist|bench)\//.test(path))).toEqual([]);
  });

  test('has everything that its declarations import', () => {
    const declarations = packed.filter((path) => path.endsWith('.d.ts'));
    const root = join(installed, 'node_modules', 'cdk8s-mesh-trust');
    const missing = declarations.flatMap((path) =>
      [...readFileSync(join(root, path), 'utf8').matchAll(/from '(\.[^']+)'/g)]
        .map(([, target]) => join(path, '..', `${target}.d.ts`))
        .filter((target) => !packed.includes(target)),
    );
    expect(missing).toEqual([]);
  });

  test('synthesizes an environment for somebody who installed it in an empty folder', () => {
    writeFileSync(join(installed, 'app.js'), PROGRAM);
    const options = { cwd: installed, encoding: 'utf8' } as const;
    const args = ['--preserve-symlinks', 'app.js'];
    const written = execFileSync(process.execPath, args, options).trim().split('\n');
    const manifests = filesIn(join(installed, 'manifests'));
    expect(Object.keys(manifests).sort()).toEqual([...written].sort());
    expect(manifests['shop/50-spire-server/manifests.k8s.yaml']).toContain('shop.example.com');
  });
});
