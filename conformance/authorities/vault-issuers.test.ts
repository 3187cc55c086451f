import * as path from 'node:path';
import { certificateIn, certificatesIn, secondsOf } from '../certificates/certificate';
import { verifies } from '../certificates/verify';
import { succeeded } from '../components/execute';
import { goProgram } from '../components/go-program';
import { got, secretTexts } from '../components/kubectl';
import { eventually } from '../mesh-under-test/eventually';
import { yamlOf } from '../mesh-under-test/manifests';
import { MeshUnderTest } from '../mesh-under-test/mesh-under-test';
import { componentsOfThisRun, logsOf } from '../mesh-under-test/stage-setup';
import { AwsApi } from './aws-api';
import {
  CERT_MANAGER,
  EDGE_LIFETIME,
  IAM_PRINCIPALS,
  edgeBelowVault,
  ISSUERS,
  OTHER_CA,
  OTHER_ROLE,
  ROLE,
  secretsOfIssuers,
} from './edge-below-vault';
import { CERT_MANAGER_OF_CAS, meshBelowVault } from './mesh-below-vault';
import { OpensslCa } from './openssl';
import { VAULT, VAULT_ISSUER } from './programs';
import { minted } from './spire-signed';
import { enableAwsLogin, enableLogins, engineWithRoot, letIn } from './vault-owner';
import { VaultServer } from './vault-server';

const LONGEST_BUILD = 3_600_000;
const LONGEST_BRINGING_UP = 400_000;

const { components, folder } = componentsOfThisRun();

beforeAll(async () => {
  await goProgram(VAULT);
  await goProgram(VAULT_ISSUER);
  await AwsApi.prepare();
}, LONGEST_BUILD);

describe('Vault signs for cert-manager', () => {
  let mesh: MeshUnderTest;
  let vault: VaultServer;
  let root: string;
  beforeAll(async () => {
    await components.up();
    const ca = await OpensslCa.make(path.join(folder, 'edge'), 'vault-server-ca');
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
    succeeded('namespaces', await mesh.apply('00-namespaces'));
    const credentials = await letIn(vault, ca, CERT_MANAGER);
    succeeded('secrets', await mesh.applied(yamlOf(secretsOfIssuers(credentials, ca.certificate))));
    await components.beside('vault-issuer', await goProgram(VAULT_ISSUER), [], {
      AWS_ACCESS_KEY_ID: 'nobody',
      AWS_SECRET_ACCESS_KEY: 'nobody',
      AWS_ENDPOINT_URL: aws.url,
    });
    succeeded('issuers', await mesh.apply('30-roots'));
    const certificates = mesh.objectsOf('90-ingress').filter(({ kind }) => kind === 'Certificate');
    succeeded('certificates', await mesh.applied(yamlOf(certificates)));
  }, LONGEST_BRINGING_UP);
  afterAll(() => components.down(logsOf('vault-issuers')));

  it.each(ISSUERS)('and %s gets a certificate below its root', async (name) => {
    await eventually(
      `${name} is ready`,
      async () => {
        const seen = await conditionsOf(`certificate/${name}`);
        return (
          seen.startsWith('Ready=True') ||
          `${seen}\n${await conditionsOf(`clusterissuer/${name}`)}\n${await requestsOf(name)}`
        );
      },
      60,
    );
    const texts = await secretTexts(components, 'istio-system', name);
    expect(await verifies(texts('tls.crt'), root)).toBe(true);
    expect(certificateIn(texts('ca.crt')).pem).toBe(certificateIn(root).pem);
    const leaf = certificateIn(texts('tls.crt'));
    expect(leaf).toMatchObject({ isCa: false, dnsNames: [`${name}.example.com`] });
    expect(secondsOf(leaf)).toBe(EDGE_LIFETIME.duration.inSeconds);
    expect(certificatesIn(texts('tls.crt'))).toHaveLength(1);
  });

  it('x', async () => {
    await new Promise((resolve) => setTimeout(resolve, 5000));
    for (const each of [OTHER_CA, OTHER_ROLE, ...ISSUERS]) {
      console.log(
        each,
        await conditionsOf(`clusterissuer/${each}`),
        await conditionsOf(`certificate/${each}`),
        await requestsOf(each),
      );
    }
  });

  describe('and istiod and SPIRE', () => {
    let below: MeshUnderTest;
    beforeAll(async () => {
      const ca = await OpensslCa.make(path.join(folder, 'mesh-clients'), 'mesh-clients');
      await letIn(vault, ca, CERT_MANAGER_OF_CAS);
      below = new MeshUnderTest(
        components,
        meshBelowVault(components, vault, vault.caCertificate),
        path.join(folder, 'm'),
      );
      await below.bringUp('50-spire-server');
    }, LONGEST_BRINGING_UP);

    it('get CAs below its root', async () => {
      const texts = await secretTexts(components, 'istio-system', 'cacerts');
      const [istiod, ...more] = certificatesIn(texts('tls.crt'));
      console.log(
        istiod,
        more.length,
        certificateIn(texts('ca.crt')).subject,
        JSON.stringify(below.objectsOf('40-istiod-ca').find(({ kind }) => kind === 'Certificate')),
      );
      expect(await verifies(texts('tls.crt'), root)).toBe(true);
      expect(istiod).toMatchObject({ isCa: true });
      const { chain, roots } = await minted(below);
      console.log(
        certificatesIn(chain),
        roots.map(({ subject }) => subject),
      );
      expect(await verifies(chain, root)).toBe(true);
    });
  });
});

async function conditionsOf(object: string): Promise<string> {
  const { status } = await got<Status>(components, '-n', 'istio-system', object);
  return words(status);
}

interface Status {
  readonly metadata: { readonly name: string };
  readonly status?: {
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
      readonly message?: string;
    }[];
  };
}

function words(status: Status['status']): string {
  return (status?.conditions ?? [])
    .map(({ type, status: is, message }) => `${type}=${is}: ${message ?? ''}`)
    .join('\n');
}

async function requestsOf(certificate: string): Promise<string> {
  const { items } = await got<{ items: readonly Status[] }>(
    components,
    ...['-n', 'istio-system', 'certificaterequests'],
  );
  return items
    .filter(({ metadata }) => metadata.name.startsWith(certificate))
    .map(({ status }) => words(status))
    .join('\n');
}
