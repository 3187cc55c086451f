import * as path from 'node:path';
import { certificateIn, certificatesIn, secondsOf } from '../certificates/certificate';
import { verifies } from '../certificates/verify';
import { succeeded } from '../components/execute';
import { goProgram } from '../components/go-program';
import { secretTexts } from '../components/kubectl';
import { yamlOf } from '../mesh-under-test/manifests';
import { MeshUnderTest } from '../mesh-under-test/mesh-under-test';
import { componentsOfThisRun, logsOf } from '../mesh-under-test/stage-setup';
import { TrustChain } from '../../src/trust/trust-chain';
import { Asking } from './asking';
import { AwsApi } from './aws-api';
import { expectSpireBelow } from './expect-below';
import { issuerFor, meshBelowAws, ROOT_DAYS, runController } from './mesh-below-aws';
import { AWS_PCA_ISSUER } from './programs';

const LONGEST_BUILD = 3_600_000;
const LONGEST_BRINGING_UP = 600_000;
/** AWS Private CA lets what it signs begin an hour ago. */
const BACKDATED_SECONDS = 3600;
const ABSENT =
  'arn:aws:acm-pca:eu-west-1:123456789012:certificate-authority/12ac02bc-d425-49f7-ab78-570a44972772';

const { components, folder } = componentsOfThisRun();
let root: string;
let mesh: MeshUnderTest;

beforeAll(async () => {
  // Where nothing runs beside the components, nothing is built for it.
  expect(components.nodeAddress).not.toBe('');
  await goProgram(AWS_PCA_ISSUER);
  await AwsApi.prepare();
}, LONGEST_BUILD);
beforeAll(async () => {
  await components.up();
  const aws = await AwsApi.start(components);
  const ca = await aws.privateCa('aws root', ROOT_DAYS);
  root = ca.root;
  mesh = new MeshUnderTest(components, meshBelowAws(components), path.join(folder, 'aws'));
  for (const layer of ['00-namespaces', '10-crds', '20-cert-manager'] as const) {
    succeeded(layer, await mesh.apply(layer));
  }
  await mesh.certManagerReady();
  await runController(components, aws);
  const issuers = [...issuerFor(ca.arn), ...issuerFor(ABSENT, 'absent')];
  succeeded('the issuers', await mesh.applied(yamlOf(issuers)));
  for (const layer of ['40-istiod-ca', '50-spire-server'] as const) {
    succeeded(layer, await mesh.apply(layer));
    await mesh.settle(layer);
  }
}, LONGEST_BRINGING_UP);
afterAll(() => components.down(logsOf('aws-issuer')));

describe('an issuer of AWS Private CA, of which its owner says that it signs CAs', () => {
  it('gives istiod a CA below its root, for as long as the model says', async () => {
    const texts = await secretTexts(components, 'istio-system', 'cacerts');
    const [istiod, ...more] = certificatesIn(texts('tls.crt'));
    expect(await verifies(texts('tls.crt'), root)).toBe(true);
    expect(certificateIn(texts('ca.crt')).pem).toBe(certificateIn(root).pem);
    expect(more).toEqual([]);
    expect(istiod).toMatchObject({ isCa: true, pathLength: 0 });
    const model = mesh.environment.chain.authorities.find(({ id }) => id === TrustChain.ISTIOD);
    const lives = istiod === undefined ? 0 : secondsOf(istiod) - BACKDATED_SECONDS;
    expect(Math.abs(lives - (model?.duration.inSeconds ?? 0))).toBeLessThanOrEqual(15);
  });

  it('gives SPIRE one, with the trust domain in it', async () => {
    await expectSpireBelow(mesh, root, BACKDATED_SECONDS);
  });

  it('signs nothing where its CA is not there', async () => {
    const issuerRef = {
      name: 'absent',
      kind: 'AWSPCAClusterIssuer',
      group: 'awspca.cert-manager.io',
    };
    const asking = await Asking.again(mesh, '40-istiod-ca', 'cacerts', 'nobodys', { issuerRef });
    expect(await asking.refused('ResourceNotFoundException')).toContain(ABSENT);
  });
});
