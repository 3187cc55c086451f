import { CertManager } from '../../../src/cert-manager/cert-manager';
import { CertManagerVersion } from '../../../src/cert-manager/cert-manager-version';
import { EmittedClusterIssuer } from '../../../src/cert-manager/issuer/emitted-cluster-issuer';
import { ServerCa } from '../../../src/cert-manager/issuer/server-ca';
import { VenafiPlatform } from '../../../src/cert-manager/issuer/venafi-platform';
import { VenafiZone } from '../../../src/cert-manager/issuer/venafi-zone';
import { SecretRef } from '../../../src/trust/secret-ref';
import { emptyChart, find, manifestsOf, type Manifest } from '../../support/manifests';
import { refusalOf } from '../../support/refusals';

const CLOUD = VenafiPlatform.cloud({ apiToken: SecretRef.of('venafi-cloud', 'api-key') });
const NGTS = VenafiPlatform.ngts({ tsgId: '1234567890', credentialsSecretName: 'ngts' });

function zoneAt(platform: VenafiPlatform): VenafiZone {
  return VenafiZone.of({ name: 'venafi', zone: String.raw`DevOps\Mesh`, platform });
}

function issuerAt(platform: VenafiPlatform, certManager = CertManager.release()): Manifest {
  const chart = emptyChart();
  new EmittedClusterIssuer(chart, 'Issuer', { signer: zoneAt(platform), certManager });
  return find(manifestsOf(chart), 'ClusterIssuer', 'venafi');
}

test.each<[string, VenafiPlatform, object, string]>([
  [
    'Self-Hosted',
    VenafiPlatform.tpp({
      url: 'https://tpp.example.com/vedsdk',
      credentialsSecretName: 'tpp',
      serverCa: ServerCa.inSecret(SecretRef.of('tpp-ca', 'ca.crt')),
    }),
    {
      tpp: {
        url: 'https://tpp.example.com/vedsdk',
        credentialsRef: { name: 'tpp' },
        caBundleSecretRef: { name: 'tpp-ca', key: 'ca.crt' },
      },
    },
    'Secret/cert-manager/tpp,Secret/cert-manager/tpp-ca',
  ],
  [
    'SaaS',
    CLOUD,
    { cloud: { apiTokenSecretRef: { name: 'venafi-cloud', key: 'api-key' } } },
    'Secret/cert-manager/venafi-cloud',
  ],
  [
    'NGTS',
    NGTS,
    { ngts: { tsgID: '1234567890', credentialsRef: { name: 'ngts' } } },
    'Secret/cert-manager/ngts',
  ],
])('a policy zone of %s, and nothing of another platform', (_, platform, expected, named) => {
  const issuer = issuerAt(platform);
  expect(issuer['spec']).toEqual({ venafi: { zone: String.raw`DevOps\Mesh`, ...expected } });
  expect(issuer.metadata['annotations']).toEqual({ 'mesh-trust/prerequisites': named });
});

test('a zone is asked by a reference that signs leaves alone', () => {
  expect(zoneAt(CLOUD).issuer).toMatchObject({
    kind: 'ClusterIssuer',
    name: 'venafi',
    signsCas: false,
  });
});

test('FeatureNeedsVersion fires for NGTS before 1.21', () => {
  const certManager = CertManager.release({ version: CertManagerVersion.V1_20 });
  expect(refusalOf(() => issuerAt(NGTS, certManager))).toMatchObject([
    {
      code: 'FeatureNeedsVersion',
      problem:
        "'ngts' of venafi must be left out before cert-manager 1.21, got cert-manager 1.20.3",
    },
  ]);
  expect(issuerAt(CLOUD, certManager)['kind']).toBe('ClusterIssuer');
});

test.each(['12a', '', '-1'])('%p is no tenant service group', (tsgId) => {
  expect(
    refusalOf(() => VenafiPlatform.ngts({ tsgId, credentialsSecretName: 'ngts' })),
  ).toMatchObject([{ code: 'PropertyMalformed', path: 'VenafiPlatform.ngts' }]);
});
