import { CertManager } from '../../../src/cert-manager/cert-manager';
import { CertManagerVersion } from '../../../src/cert-manager/cert-manager-version';
import { RootIssuer } from '../../../src/cert-manager/root/root-issuer';
import { SecretRoot, type SecretRootProps } from '../../../src/cert-manager/root/secret-root';
import { Lifetime } from '../../../src/trust/lifetime';
import { Ttl } from '../../../src/trust/ttl';
import { emptyChart, manifestsOf } from '../../support/manifests';

const PROPS: SecretRootProps = {
  secretName: 'corporate-ca',
  lifetime: Lifetime.of(Ttl.days(3650)),
  keyAtRenewal: 'kept',
};

function synthesized(
  changed: Partial<SecretRootProps> = {},
  certManager = CertManager.release(),
): unknown {
  const chart = emptyChart();
  const root = SecretRoot.of({ ...PROPS, ...changed });
  const { issuer } = new RootIssuer(chart, 'RootIssuer', { root, certManager });
  expect(issuer).toEqual(root.issuer);
  return manifestsOf(chart);
}

test('the ClusterIssuer alone is made, and its Secret is there beforehand', () => {
  expect(synthesized()).toEqual([
    {
      apiVersion: 'cert-manager.io/v1',
      kind: 'ClusterIssuer',
      metadata: {
        name: 'corporate-ca',
        labels: {
          'app.kubernetes.io/name': 'root-issuer',
          'app.kubernetes.io/part-of': 'mesh-trust',
        },
        annotations: { 'mesh-trust/prerequisites': 'Secret/cert-manager/corporate-ca' },
      },
      spec: { ca: { secretName: 'corporate-ca' } },
    },
  ]);
});

test('it may have a name of its own, and its Secret is where that cert-manager looks', () => {
  const certManager = CertManager.alreadyInstalled({
    version: CertManagerVersion.V1_21,
    clusterResourceNamespace: 'pki',
  });
  expect(synthesized({ name: 'mesh-root' }, certManager)).toMatchObject([
    {
      metadata: {
        name: 'mesh-root',
        annotations: { 'mesh-trust/prerequisites': 'Secret/pki/corporate-ca' },
      },
      spec: { ca: { secretName: 'corporate-ca' } },
    },
  ]);
});
