import * as path from 'node:path';
import { certificatesIn } from '../certificates/certificate';
import { verifies } from '../certificates/verify';
import { succeeded } from '../components/execute';
import { goProgram } from '../components/go-program';
import { yamlOf } from '../mesh-under-test/manifests';
import { MeshUnderTest } from '../mesh-under-test/mesh-under-test';
import { componentsOfThisRun, logsOf } from '../mesh-under-test/stage-setup';
import { chainOfWorkload } from '../upstreams/client';
import { expectSpireBelow } from './expect-below';
import { OpensslCa } from './openssl';
import { VAULT } from './programs';
import { secretOfSpire, SPIRE, SPIRE_LOGINS, spireBelowVault } from './spire-below-vault';
import { minted, refusalOf, startAnew } from './spire-signed';
import { type Credentials, enableLogins, engineBelow, engineWithRoot, letIn } from './vault-owner';
import { VaultServer } from './vault-server';

const LONGEST_BUILD = 3_600_000;
const LONGEST_BRINGING_UP = 600_000;
/** Vault lets what it signs begin thirty seconds ago. */
const BACKDATED_SECONDS = 30;
const LOGINS = Object.entries(SPIRE_LOGINS);
const [KUBERNETES, , , TOKEN] = Object.values(SPIRE_LOGINS);

const { components, folder } = componentsOfThisRun();
let vault: VaultServer;
let ca: OpensslCa;
let root: string;
let credentials: Credentials;
let made = 0;

beforeAll(async () => {
  // Where nothing runs beside the components, nothing is built for it.
  expect(components.nodeAddress).not.toBe('');
  await goProgram(VAULT);
}, LONGEST_BUILD);
beforeAll(async () => {
  await components.up();
  ca = await OpensslCa.make(path.join(folder, 'ca'), 'vault-server-ca');
  vault = await VaultServer.start(components, folder, ca);
  root = await engineWithRoot(vault, 'pki');
  await enableLogins(vault, components);
  credentials = await letIn(vault, ca, SPIRE);
  const mesh = below(KUBERNETES);
  for (const layer of ['00-namespaces', '10-crds'] as const) {
    succeeded(layer, await mesh.apply(layer));
  }
  await bring(credentials, ca.certificate);
}, LONGEST_BRINGING_UP);
afterAll(() => components.down(logsOf('vault-upstreams')));

describe.each(LOGINS)('SPIRE below Vault, logged in to by %s', (_, auth) => {
  it(
    'signs SVIDs that verify by the root of the engine, which is all that it trusts',
    async () => {
      const mesh = below(auth);
      await startAnew(mesh);
      await expectSpireBelow(mesh, root, BACKDATED_SECONDS);
    },
    LONGEST_BRINGING_UP,
  );
});

describe('Vault refuses', () => {
  afterEach(async () => {
    await vault.policy(SPIRE.name, SPIRE.policy);
    await bring(credentials, ca.certificate);
  });

  it('to sign without update at root/sign-intermediate', async () => {
    await vault.policy(SPIRE.name, { 'pki/root/sign-intermediate': ['read'] });
    expect(await refusalOf(below(KUBERNETES), /sign-intermediate/)).toContain('permission denied');
  });

  it('a ServiceAccount whose role is for another audience', async () => {
    await vault.write('auth/kubernetes/role/spire', { audience: 'another' });
    const said = await refusalOf(below(KUBERNETES), /auth\/kubernetes\/login/);
    await vault.write('auth/kubernetes/role/spire', { audience: SPIRE.audience });
    expect(said).toContain('invalid audience (aud) claim');
  });

  it('a token without the policy default, by which it is looked up', async () => {
    const token = await vault.tokenWith([SPIRE.name], { no_default_policy: true });
    await bring({ ...credentials, token }, ca.certificate);
    expect(await refusalOf(below(TOKEN), /lookup-self/)).toContain('permission denied');
  });

  it('nothing, where the server trusts another CA: it does not even ask', async () => {
    const other = await OpensslCa.make(path.join(folder, 'other'), 'other-ca');
    await bring(credentials, other.certificate);
    expect(await refusalOf(below(KUBERNETES), /x509: /)).toContain(
      'certificate signed by unknown authority',
    );
  });
});

describe('an engine whose CA is below a root outside Vault', () => {
  let outside: OpensslCa;
  beforeAll(async () => {
    outside = await OpensslCa.make(path.join(folder, 'outside'), 'outside-root');
    await Promise.all([
      engineBelow(vault, 'whole', outside, 'the certificate of the root'),
      engineBelow(vault, 'part', outside, 'its own certificate alone'),
    ]);
  }, LONGEST_BRINGING_UP);

  it.each([
    ['gives SPIRE that root, if its owner brought it with the CA', 'whole', 'CN=outside-root'],
    ['gives SPIRE its own CA as a root, if he did not', 'part', 'CN=part issuing CA'],
  ])(
    '%s',
    async (_, mount, root) => {
      await vault.policy(SPIRE.name, { [`${mount}/root/sign-intermediate`]: ['update'] });
      const mesh = below(KUBERNETES, mount);
      await startAnew(mesh);
      const { chain, roots } = await minted(mesh);
      expect(roots.map(({ subject }) => subject)).toEqual([root]);
      expect(certificatesIn(chain)).toHaveLength(mount === 'whole' ? 3 : 2);
      expect((await verifies(chain, outside.certificate)) === true).toBe(mount === 'whole');
    },
    LONGEST_BRINGING_UP,
  );
});

describe('a workload', () => {
  it(
    'gets the chain up to Vault from an agent',
    async () => {
      await vault.policy(SPIRE.name, SPIRE.policy);
      const mesh = below(KUBERNETES);
      await startAnew(mesh);
      succeeded('agent', await mesh.apply('60-spire-agent'));
      await mesh.settle('60-spire-agent');
      succeeded('registrations', await mesh.apply('70-identities'));
      expect(await verifies(await chainOfWorkload(mesh), root)).toBe(true);
    },
    LONGEST_BRINGING_UP,
  );
});

function below(auth = KUBERNETES, pkiMountPoint = 'pki'): MeshUnderTest {
  made += 1;
  const environment = spireBelowVault(components, vault, auth ?? failed(), pkiMountPoint);
  return new MeshUnderTest(components, environment, path.join(folder, `m${made}`));
}

function failed(): never {
  throw new Error('no such login');
}

async function bring(given: Credentials, caOfVault: string): Promise<void> {
  const secret = yamlOf([secretOfSpire(given, caOfVault)]);
  succeeded('the Secret', await components.run('kubectl', ['apply', '-f', '-'], { input: secret }));
}
