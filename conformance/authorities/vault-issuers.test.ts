import * as path from 'node:path';
import { TrustChain } from '../../src/trust/trust-chain';
import { certificateIn, certificatesIn, secondsOf } from '../certificates/certificate';
import { verifies } from '../certificates/verify';
import { succeeded } from '../components/execute';
import { goProgram } from '../components/go-program';
import { kubectl, secretTexts } from '../components/kubectl';
import { yamlOf } from '../mesh-under-test/manifests';
import { MeshUnderTest } from '../mesh-under-test/mesh-under-test';
import { componentsOfThisRun, logsOf } from '../mesh-under-test/stage-setup';
import { Asking, issuerSays } from './asking';
import { AwsApi } from './aws-api';
import {
  CERT_MANAGER,
  EDGE_LIFETIME,
  edgeBelowVault,
  IAM_PRINCIPALS,
  ISSUERS,
  OTHER_CA,
  OTHER_ROLE,
  ROLE,
  secretsOfIssuers,
} from './edge-below-vault';
import { expectSpireBelow } from './expect-below';
import { CERT_MANAGER_OF_CAS, meshBelowVault } from './mesh-below-vault';
import { OpensslCa } from './openssl';
import { VAULT, VAULT_ISSUER } from './programs';
import { enableAwsLogin, enableLogins, engineBelow, engineWithRoot, letIn } from './vault-owner';
import { VaultServer } from './vault-server';

const LONGEST_BUILD = 3_600_000;
const LONGEST_BRINGING_UP = 400_000;
/** Vault lets what it signs begin thirty seconds ago. */
const BACKDATED_SECONDS = 30;
const HOUR = 3600;
const GATEWAYS = 'istio-system';

const { components, folder } = componentsOfThisRun();
let ca: OpensslCa;
let vault: VaultServer;
let root: string;
let mesh: MeshUnderTest;

beforeAll(async () => {
  // Where nothing runs beside the components, nothing is built for it.
  expect(components.nodeAddress).not.toBe('');
  await goProgram(VAULT);
  await goProgram(VAULT_ISSUER);
  await AwsApi.prepare();
}, LONGEST_BUILD);
beforeAll(async () => {
  await components.up();
  ca = await OpensslCa.make(path.join(folder, 'edge'), 'vault-server-ca');
  const other = await OpensslCa.make(path.join(folder, 'other'), 'other-ca');
  vault = await VaultServer.start(components, folder, ca);
  root = await engineWithRoot(vault, 'pki');
  await vault.write('pki/roles/edge', ROLE);
  await enableLogins(vault, components);
  const aws = await AwsApi.start(components);
  await enableAwsLogin(vault, aws.url, CERT_MANAGER.name, IAM_PRINCIPALS);
  mesh = new MeshUnderTest(
    components,
    edgeBelowVault(vault, other.certificate),
    path.join(folder, 'e'),
  );
  for (const layer of ['00-namespaces', '20-cert-manager'] as const) {
    succeeded(layer, await mesh.apply(layer));
  }
  const credentials = await letIn(vault, ca, CERT_MANAGER);
  succeeded('secrets', await mesh.applied(yamlOf(secretsOfIssuers(credentials, ca.certificate))));
  await components.beside('vault-issuer', await goProgram(VAULT_ISSUER), [], {
    AWS_ACCESS_KEY_ID: 'nobody',
    AWS_SECRET_ACCESS_KEY: 'nobody',
    AWS_ENDPOINT_URL: aws.url,
  });
  succeeded('issuers', await mesh.apply('30-roots'));
}, LONGEST_BRINGING_UP);
afterAll(() => components.down(logsOf('vault-issuers')));

describe('Vault signs for gateways', () => {
  it.each(ISSUERS)('and cert-manager, which has %s, gets what the model says', async (name) => {
    await (await asked(name, name)).answered();
    const texts = await secretTexts(components, GATEWAYS, name);
    const [leaf, ...more] = certificatesIn(texts('tls.crt'));
    expect(await verifies(texts('tls.crt'), root)).toBe(true);
    expect(certificateIn(texts('ca.crt')).pem).toBe(certificateIn(root).pem);
    expect(more).toEqual([]);
    expect(leaf).toMatchObject({ isCa: false, dnsNames: [`${name}.example.com`] });
    expect(lifeOf(leaf)).toBe(EDGE_LIFETIME.duration.inSeconds);
  });
});

describe('what Vault and cert-manager say of what is wrong', () => {
  const [BY_TOKEN = '', , BY_ACCOUNT = ''] = ISSUERS;

  afterEach(async () => {
    await vault.policy(CERT_MANAGER.name, CERT_MANAGER.policy);
    await vault.write('pki/roles/edge', ROLE);
  });

  it('an issuer that trusts another CA', async () => {
    expect(await issuerSays(components, OTHER_CA, 'Ready=False')).toContain(
      'x509: certificate signed by unknown authority',
    );
  });

  it('a role that the policy does not name: the issuer is ready, its first request is not', async () => {
    expect(await issuerSays(components, OTHER_ROLE, 'Ready=True')).toContain('Vault verified');
    const said = await (await asked(OTHER_ROLE, OTHER_ROLE)).refused('Errors');
    expect(said).toContain('/v1/pki/sign/nobody');
    expect(said).toContain('permission denied');
  });

  it('a policy without update', async () => {
    await vault.policy(CERT_MANAGER.name, { 'pki/sign/edge': ['read', 'create'] });
    const said = await (await asked(BY_TOKEN, 'without-update')).refused('Errors');
    expect(said).toContain('permission denied');
  });

  it('a role that demands a common name, as a role does by itself', async () => {
    await vault.write('pki/roles/edge', { ...ROLE, require_cn: true });
    const said = await (await asked(BY_TOKEN, 'without-name')).refused('Errors');
    expect(said).toContain('the common_name field is required');
  });

  it('a role for keys of RSA, as a role is by itself', async () => {
    await vault.write('pki/roles/edge', { ...ROLE, key_type: 'rsa' });
    const said = await (await asked(BY_TOKEN, 'other-key')).refused('Errors');
    expect(said).toContain('role requires keys of type rsa');
  });

  it('a role that allows other names', async () => {
    await vault.write('pki/roles/edge', { ...ROLE, allowed_domains: ['example.net'] });
    const said = await (await asked(BY_TOKEN, 'other-names')).refused('Errors');
    expect(said).toContain('not allowed by this role');
  });

  it('a ServiceAccount whose token is for another audience', async () => {
    await vault.write('auth/kubernetes/role/edge', { audience: 'vault' });
    const said = await (await asked(BY_ACCOUNT, 'other-audience')).refused('Kubernetes auth');
    await vault.write('auth/kubernetes/role/edge', { audience: CERT_MANAGER.audience });
    expect(said).toContain('invalid audience');
  });

  it('nothing, where a role is asked for a CA: the certificate is none', async () => {
    const asking = await Asking.again(mesh, '90-ingress', BY_TOKEN, 'no-ca', { isCA: true });
    await asking.answered();
    expect(await certificateOf('no-ca')).toMatchObject({ isCa: false });
  });

  it('nothing, where the role gives less than is asked for: the certificate is cut', async () => {
    await vault.write('pki/roles/edge', { ...ROLE, max_ttl: '240h' });
    await (await asked(BY_TOKEN, 'cut')).answered();
    expect(lifeOf(await certificateOf('cut'))).toBe(240 * HOUR);
  });
});

describe('Vault signs for istiod and SPIRE', () => {
  let below: MeshUnderTest;
  beforeAll(async () => {
    await kubectl(components, '-n', GATEWAYS, 'delete', 'certificates', '--all');
    await letIn(vault, ca, CERT_MANAGER_OF_CAS);
    below = new MeshUnderTest(
      components,
      meshBelowVault(components, vault, vault.caCertificate),
      path.join(folder, 'm'),
    );
    for (const layer of ['00-namespaces', '10-crds', '30-roots'] as const) {
      succeeded(layer, await below.apply(layer));
    }
    for (const layer of ['40-istiod-ca', '50-spire-server'] as const) {
      succeeded(layer, await below.apply(layer));
      await below.settle(layer);
    }
  }, LONGEST_BRINGING_UP);

  it('and istiod has a CA below its root, for as long as the model says', async () => {
    const texts = await secretTexts(components, GATEWAYS, 'cacerts');
    const [istiod, ...more] = certificatesIn(texts('tls.crt'));
    expect(await verifies(texts('tls.crt'), root)).toBe(true);
    expect(certificateIn(texts('ca.crt')).pem).toBe(certificateIn(root).pem);
    expect(more).toEqual([]);
    expect(istiod).toMatchObject({ isCa: true, pathLength: undefined });
    expect(istiod?.keyUsages).toEqual(['cert sign', 'crl sign']);
    const { authorities } = below.environment.chain;
    const model = authorities.find(({ id }) => id === TrustChain.ISTIOD)?.duration;
    expect(lifeOf(istiod)).toBe(model?.inSeconds);
  });

  it('and SPIRE has one, with the trust domain in it', async () => {
    await expectSpireBelow(below, root, BACKDATED_SECONDS);
  });

  it('and takes of the subject nothing but the common name', async () => {
    const istiod = await certificateOf('cacerts');
    expect(istiod.subject).toMatch(/^CN=[^,]+$/);
  });

  it('and makes a CA of what was meant for a gateway', async () => {
    const issuerRef = { name: 'vault-root', kind: 'ClusterIssuer', group: 'cert-manager.io' };
    const [of = ''] = ISSUERS;
    await (await Asking.again(mesh, '90-ingress', of, 'gateway-ca', { issuerRef })).answered();
    expect(await certificateOf('gateway-ca')).toMatchObject({ isCa: true });
  });

  it('and answers with the root above an intermediate, where the engine has its certificate', async () => {
    const outside = await OpensslCa.make(path.join(folder, 'outside'), 'outside-root');
    await engineBelow(vault, 'whole', outside, 'the certificate of the root');
    const at = 'whole/root/sign-intermediate';
    await vault.policy(CERT_MANAGER_OF_CAS.name, { [at]: ['update'] });
    await signsAt(at);
    await (await Asking.again(below, '40-istiod-ca', 'cacerts', 'whole-ca')).answered();
    const texts = await secretTexts(components, GATEWAYS, 'whole-ca');
    expect(certificatesIn(texts('tls.crt'))).toHaveLength(2);
    expect(certificateIn(texts('ca.crt')).subject).toBe('CN=outside-root');
    expect(await verifies(texts('tls.crt'), outside.certificate)).toBe(true);
    await vault.policy(CERT_MANAGER_OF_CAS.name, CERT_MANAGER_OF_CAS.policy);
    await signsAt('pki/root/sign-intermediate');
  });

  it('and cuts what is asked for longer than its engine signs', async () => {
    await vault.write('sys/mounts/pki/tune', { max_lease_ttl: '768h' });
    await (await Asking.again(below, '40-istiod-ca', 'cacerts', 'cut-ca')).answered();
    expect(lifeOf(await certificateOf('cut-ca'))).toBe(768 * HOUR);
  });
});

function asked(of: string, name: string): Promise<Asking> {
  return Asking.again(mesh, '90-ingress', of, name);
}

/** Has the issuer of CAs ask at another path. */
async function signsAt(at: string): Promise<void> {
  const patch = JSON.stringify({ spec: { vault: { path: at } } });
  await kubectl(components, 'patch', 'clusterissuer', 'vault-root', '--type=merge', '-p', patch);
}

async function certificateOf(secret: string): Promise<ReturnType<typeof certificateIn>> {
  return certificateIn((await secretTexts(components, GATEWAYS, secret))('tls.crt'));
}

/** How long it lives from when it was asked for. */
function lifeOf(certificate: ReturnType<typeof certificateIn> | undefined): number {
  return certificate === undefined ? 0 : secondsOf(certificate) - BACKDATED_SECONDS;
}
