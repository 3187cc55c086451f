import { AcmeAccount, type AcmeAccountProps } from '../../../src/cert-manager/acme/acme-account';
import { AcmeClusterIssuer } from '../../../src/cert-manager/acme/acme-cluster-issuer';
import { AcmeDirectory } from '../../../src/cert-manager/acme/acme-directory';
import { AcmeSolver } from '../../../src/cert-manager/acme/acme-solver';
import { CertManager } from '../../../src/cert-manager/cert-manager';
import { CertManagerVersion } from '../../../src/cert-manager/cert-manager-version';
import { ExternalAccountBinding } from '../../../src/cert-manager/acme/external-account-binding';
import { DnsName } from '../../../src/trust/dns-name';
import { SecretRef } from '../../../src/trust/secret-ref';
import { emptyChart, find, manifestsOf, type Manifest } from '../../support/manifests';
import { refusalOf } from '../../support/refusals';
import { ACME_ROOT_PEM } from '../subjects';

const MINIMAL: AcmeAccountProps = {
  name: 'letsencrypt-staging',
  directory: AcmeDirectory.letsEncryptStaging(),
  solvers: [AcmeSolver.http01Ingress()],
};
const ALL: AcmeAccountProps = {
  name: 'corporate',
  directory: AcmeDirectory.of('https://ca.example.com:8443/acme/directory', {
    caBundle: ACME_ROOT_PEM,
  }),
  email: 'tls@example.com',
  accountKeySecretName: 'corporate-acme',
  externalAccountBinding: ExternalAccountBinding.of({
    keyId: 'kid-1',
    key: SecretRef.of('corporate-eab', 'hmac'),
  }),
  preferredChain: 'Example Root',
  profile: 'tlsserver',
  solvers: [
    AcmeSolver.http01Ingress(),
    AcmeSolver.dns01Cloudflare({
      apiToken: SecretRef.of('cloudflare', 'api-token'),
      dnsNames: [DnsName.of('*.example.com')],
    }),
  ],
};

function synthesized(props: AcmeAccountProps, certManager = CertManager.release()): Manifest {
  const chart = emptyChart();
  new AcmeClusterIssuer(chart, 'Issuer', { account: AcmeAccount.of(props), certManager });
  const manifests = manifestsOf(chart);
  expect(manifests).toHaveLength(1);
  return find(manifests, 'ClusterIssuer', props.name);
}

test("Let's Encrypt through Istio's ingress gateway, the account of the article in today's form", () => {
  expect(synthesized(MINIMAL)).toEqual({
    apiVersion: 'cert-manager.io/v1',
    kind: 'ClusterIssuer',
    metadata: {
      name: 'letsencrypt-staging',
      labels: {
        'app.kubernetes.io/name': 'acme-issuer',
        'app.kubernetes.io/part-of': 'mesh-trust',
      },
    },
    spec: {
      acme: {
        server: 'https://acme-staging-v02.api.letsencrypt.org/directory',
        privateKeySecretRef: { name: 'letsencrypt-staging-account-key' },
        solvers: [
          {
            http01: {
              ingress: {
                ingressClassName: 'istio',
                serviceType: 'ClusterIP',
                podTemplate: {
                  spec: {
                    securityContext: {
                      runAsNonRoot: true,
                      seccompProfile: { type: 'RuntimeDefault' },
                    },
                  },
                },
              },
            },
          },
        ],
      },
    },
  });
});

test('every property of an account has its place', () => {
  expect(synthesized(ALL)['spec']).toMatchObject({
    acme: {
      server: 'https://ca.example.com:8443/acme/directory',
      caBundle: Buffer.from(ACME_ROOT_PEM).toString('base64'),
      email: 'tls@example.com',
      privateKeySecretRef: { name: 'corporate-acme' },
      externalAccountBinding: {
        keyID: 'kid-1',
        keySecretRef: { name: 'corporate-eab', key: 'hmac' },
      },
      preferredChain: 'Example Root',
      profile: 'tlsserver',
      solvers: [
        { http01: { ingress: { ingressClassName: 'istio' } } },
        {
          dns01: { cloudflare: { apiTokenSecretRef: { name: 'cloudflare', key: 'api-token' } } },
          selector: { dnsNames: ['*.example.com'] },
        },
      ],
    },
  });
});

test('nothing is written that cert-manager deprecates or that skips a check', () => {
  const text = JSON.stringify(synthesized(ALL));
  expect(text).not.toMatch(/keyAlgorithm|skipTLSVerify|enableDurationFeature|"class"/);
});

test('what must be there beforehand is named, in the cluster resource namespace', () => {
  const certManager = CertManager.alreadyInstalled({
    version: CertManagerVersion.V1_20,
    clusterResourceNamespace: 'pki',
  });
  expect(synthesized(ALL, certManager).metadata['annotations']).toEqual({
    'mesh-trust/prerequisites': 'Secret/pki/cloudflare,Secret/pki/corporate-eab',
  });
  expect(synthesized(MINIMAL, certManager).metadata).not.toHaveProperty('annotations');
});

test('the construct gives the issuer that its account names', () => {
  const account = AcmeAccount.of(MINIMAL);
  const certManager = CertManager.release();
  const { issuer } = new AcmeClusterIssuer(emptyChart(), 'Issuer', { account, certManager });
  expect(issuer).toEqual(account.issuer);
});

test('fails for a profile with a cert-manager that does not know profiles', () => {
  const certManager = CertManager.release({ version: CertManagerVersion.V1_17 });
  expect(refusalOf(() => synthesized(ALL, certManager))).toEqual([
    {
      code: 'FeatureNeedsVersion',
      path: 'test/Issuer',
      problem:
        "'profile' of corporate must be left out before cert-manager 1.18, got cert-manager 1.17.4",
      fix: 'write CertManager.release({ version: CertManagerVersion.V1_21 }), or do without profile',
    },
  ]);
});
