import * as path from 'node:path';
import type { Environment } from '../../src/stack/environment';
import { certificatesIn } from '../certificates/certificate';
import { verifies } from '../certificates/verify';
import { succeeded } from '../components/execute';
import { yamlOf } from '../mesh-under-test/manifests';
import { MeshUnderTest } from '../mesh-under-test/mesh-under-test';
import { componentsOfThisRun, logsOf } from '../mesh-under-test/stage-setup';
import { AwsApi } from './aws-api';
import { livesAsInTheModel } from './ca-of-model';
import { OpensslCa } from './openssl';
import { AWS_ACCESS_KEY, spireBelowAwsPca, spireBelowAwsSecret } from './spire-below-aws';
import { type Minted, minted, refusalOf, startAnew } from './spire-signed';

const LONGEST_BRINGING_UP = 600_000;
/** AWS Private CA lets what it signs begin an hour ago. */
const BACKDATED_SECONDS = 3600;

const { components, folder } = componentsOfThisRun();
let aws: AwsApi;

beforeAll(async () => {
  // Where nothing runs beside the components, nothing is built for it.
  expect(components.nodeAddress).not.toBe('');
  await AwsApi.prepare();
  await components.up();
  aws = await AwsApi.start(components);
}, LONGEST_BRINGING_UP);
afterAll(() => components.down(logsOf('aws-upstreams')));

describe('SPIRE below AWS Private CA', () => {
  let root: string;
  let mesh: MeshUnderTest;
  let seen: Minted;
  beforeAll(async () => {
    const ca = await aws.privateCa('aws root', 3650);
    root = ca.root;
    mesh = await started('pca', spireBelowAwsPca(components, ca.arn));
    seen = await minted(mesh);
  }, LONGEST_BRINGING_UP);

  it('signs SVIDs that verify by the root of the service, which is all that it trusts', async () => {
    expect(seen.roots.map(({ pem }) => pem)).toEqual(certificatesIn(root).map(({ pem }) => pem));
    expect(await verifies(seen.chain, root)).toBe(true);
  });

  it('has a CA that allows none below it, and ends when the model says', () => {
    const [svid, ca, ...more] = certificatesIn(seen.chain);
    expect(more).toEqual([]);
    expect(svid).toMatchObject({ isCa: false, authorityKeyId: ca?.subjectKeyId });
    expect(ca).toMatchObject({ isCa: true, pathLength: 0 });
    expect(livesAsInTheModel(mesh, ca, BACKDATED_SECONDS)).toBe(true);
  });
});

describe('SPIRE below a CA in AWS Secrets Manager', () => {
  let arns: Parameters<typeof spireBelowAwsSecret>[1];
  let above: OpensslCa;
  let mesh: MeshUnderTest;
  let seen: Minted;
  beforeAll(async () => {
    above = await OpensslCa.make(path.join(folder, 'ca'), 'aws-root');
    const { certificate, key } = await above.intermediate('issuing-ca');
    arns = {
      certFileArn: await aws.secret('spire/cert', certificate),
      keyFileArn: await aws.secret('spire/key', key),
      bundleFileArn: await aws.secret('spire/roots', above.certificate),
    };
    mesh = await started('secret', spireBelowAwsSecret(components, arns));
    seen = await minted(mesh);
  }, LONGEST_BRINGING_UP);

  it('signs SVIDs that verify by the root in the bundle, which is all that it trusts', async () => {
    expect(seen.roots.map(({ subject }) => subject)).toEqual(['CN=aws-root']);
    expect(await verifies(seen.chain, above.certificate)).toBe(true);
  });

  it('shows the CA of the secret, and has one that lives as long as the model says', () => {
    const [svid, ca, upstream, ...more] = certificatesIn(seen.chain);
    expect(more).toEqual([]);
    expect(svid).toMatchObject({ isCa: false, authorityKeyId: ca?.subjectKeyId });
    expect(ca).toMatchObject({ isCa: true, authorityKeyId: upstream?.subjectKeyId });
    expect(upstream).toMatchObject({ isCa: true, subject: 'CN=issuing-ca' });
    expect(livesAsInTheModel(mesh, ca, 0)).toBe(true);
  });

  it('refuses a bundle that has not the root of the certificate', async () => {
    const other = await OpensslCa.make(path.join(folder, 'other'), 'other-root');
    const bundleFileArn = await aws.secret('spire/other', other.certificate);
    const environment = spireBelowAwsSecret(components, { ...arns, bundleFileArn });
    expect(
      await refusalOf(
        meshOf('other-secret', environment),
        /Failed to configure plugin/,
        endpoint(),
      ),
    ).toContain('could not be validated with the provided bundle');
  });
});

describe('a CA of AWS Private CA that is not there', () => {
  it('is what the server ends with', async () => {
    const arn =
      'arn:aws:acm-pca:eu-west-1:123456789012:certificate-authority/12ac02bc-d425-49f7-ab78-570a44972772';
    const mesh = meshOf('absent', spireBelowAwsPca(components, arn));
    expect(await refusalOf(mesh, /DescribeCertificateAuthority/, endpoint())).toContain(
      'ResourceNotFoundException',
    );
  });
});

function endpoint(): Readonly<Record<string, string>> {
  return { AWS_ENDPOINT_URL: aws.url };
}

function meshOf(name: string, environment: Environment): MeshUnderTest {
  return new MeshUnderTest(components, environment, path.join(folder, name));
}

async function started(name: string, environment: Environment): Promise<MeshUnderTest> {
  const mesh = meshOf(name, environment);
  for (const layer of ['00-namespaces', '10-crds'] as const) {
    succeeded(layer, await mesh.apply(layer));
  }
  succeeded('the access key', await mesh.applied(yamlOf([AWS_ACCESS_KEY])));
  await startAnew(mesh, endpoint());
  return mesh;
}
