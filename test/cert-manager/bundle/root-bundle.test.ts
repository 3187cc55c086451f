import { Approval } from '../../../src/cert-manager/approval/approval';
import { CertManager } from '../../../src/cert-manager/cert-manager';
import { CertManagerVersion } from '../../../src/cert-manager/cert-manager-version';
import { RootBundle, type RootBundleProps } from '../../../src/cert-manager/bundle/root-bundle';
import { RootCertificate } from '../../../src/cert-manager/bundle/root-certificate';
import { SelfSignedRoot } from '../../../src/cert-manager/root/self-signed-root';
import { TrustManagerBundle } from '../../../src/cert-manager/bundle/trust-manager-bundle';
import { Lifetime } from '../../../src/trust/lifetime';
import { SecretRef } from '../../../src/trust/secret-ref';
import { Ttl } from '../../../src/trust/ttl';
import { emptyChart, find, manifestsOf, type Manifest } from '../../support/manifests';
import { refusalOf } from '../../support/refusals';
import { ACME_ROOT_PEM } from '../subjects';

const ROOT = SelfSignedRoot.of({ lifetime: Lifetime.of(Ttl.days(3650)) });
const INSTALLED = CertManager.alreadyInstalled({
  version: CertManagerVersion.V1_21,
  namespace: 'pki',
  clusterResourceNamespace: 'roots',
  serviceAccountName: 'signer',
});
const CORPORATE = RootCertificate.inSecret(SecretRef.of('corporate', 'tls.crt'));

function synthesized(props: RootBundleProps, rootSecretName?: string): Manifest {
  const chart = emptyChart();
  const bundle = RootBundle.trustManager(props);
  new TrustManagerBundle(chart, 'Bundle', { bundle, rootSecretName });
  return find(manifestsOf(chart), 'Bundle', bundle.name);
}

describe('a bundle of roots', () => {
  it('takes the certificate of the root itself, for the namespaces of the environment', () => {
    const bundle = synthesized({}, 'mesh-root');
    expect(bundle.apiVersion).toBe('trust.cert-manager.io/v1alpha1');
    expect(bundle.metadata.name).toBe('mesh-root-ca');
    expect(bundle['spec']).toEqual({
      sources: [{ secret: { name: 'mesh-root', key: 'tls.crt' } }],
      target: {
        configMap: { key: 'ca.crt' },
        namespaceSelector: { matchLabels: { 'app.kubernetes.io/part-of': 'mesh-trust' } },
      },
    });
    expect(bundle.metadata).not.toHaveProperty('annotations');
  });

  it('has other roots beside it in one order, and names what they need', () => {
    const roots = [RootCertificate.pem(ACME_ROOT_PEM), CORPORATE];
    const all = {
      name: 'roots',
      key: 'roots.pem',
      namespaceLabels: { trust: 'mesh' },
      trustNamespace: 'pki',
      roots,
    };
    const bundle = synthesized(all, 'mesh-root');
    expect(bundle['spec']).toMatchObject({
      sources: [
        { secret: { name: 'mesh-root', key: 'tls.crt' } },
        { inLine: ACME_ROOT_PEM },
        { secret: { name: 'corporate', key: 'tls.crt' } },
      ],
      target: {
        configMap: { key: 'roots.pem' },
        namespaceSelector: { matchLabels: { trust: 'mesh' } },
      },
    });
    expect(bundle.metadata['annotations']).toEqual({
      'mesh-trust/prerequisites': 'Secret/pki/corporate',
    });
    expect(synthesized({ ...all, roots: [...roots].reverse() }, 'mesh-root')).toEqual(bundle);
  });

  it.each([
    ['istio-ca-root-cert', 'istiod'],
    ['kube-root-ca.crt', 'Kubernetes'],
  ])('fails for the name %s, whose ConfigMaps are of %s', (name, owner) => {
    expect(refusalOf(() => RootBundle.trustManager({ name }))).toEqual([
      {
        code: 'NamesClash',
        path: 'RootBundle.trustManager',
        problem: `'name' must be that of a ConfigMap which nobody else writes, got ${name}, which is that of ${owner}`,
        fix: "leave it out, or write another: name: 'mesh-root-ca'",
      },
    ]);
  });
});

describe('what a bundle needs', () => {
  it('BundleSourceOutOfReach fires where trust-manager reads from another namespace than that of the root', () => {
    expect(RootBundle.trustManager().findingsFor('dev', ROOT, INSTALLED)).toEqual([
      {
        code: 'BundleSourceOutOfReach',
        path: 'dev',
        problem:
          "'bundle.trustNamespace' must be roots, where the Secret of the root mesh-root is, got cert-manager",
        fix: "install trust-manager with app.trust.namespace=roots, and write trustNamespace: 'roots'",
      },
    ]);
  });

  it('BundleSourceOutOfReach is silent where both are one, and where no root is made', () => {
    const there = RootBundle.trustManager({ trustNamespace: 'roots' });
    expect(there.findingsFor('dev', ROOT, INSTALLED)).toEqual([]);
    expect(RootBundle.trustManager().findingsFor('dev', ROOT, CertManager.release())).toEqual([]);
    const corporate = RootBundle.trustManager({ roots: [CORPORATE] });
    expect(corporate.findingsFor('dev', undefined, INSTALLED)).toEqual([]);
  });

  it('is the certificate of a root that exists already', () => {
    expect(RootBundle.trustManager().findingsFor('dev', undefined, INSTALLED)).toMatchObject([
      {
        code: 'PropertyMissing',
        problem: "'bundle.roots' must have the certificate of a root that exists already, got none",
      },
    ]);
  });

  it('is trust-manager, told where to read, and with policies how its own request is approved', () => {
    const bundle = RootBundle.trustManager({ trustNamespace: 'roots' });
    const [plain] = bundle.prerequisitesWith(Approval.certManager(), INSTALLED);
    expect(plain).toMatchObject({
      kind: 'Installation',
      name: 'trust-manager 0.24.0',
      purpose: 'chart trust-manager with app.trust.namespace=roots',
      before: '30-roots',
    });
    const [approved] = bundle.prerequisitesWith(Approval.policies(), INSTALLED);
    expect(approved?.purpose).toBe(
      'chart trust-manager with app.trust.namespace=roots, app.webhook.tls.approverPolicy.enabled=true, app.webhook.tls.approverPolicy.certManagerNamespace=pki, app.webhook.tls.approverPolicy.certManagerServiceAccount=signer',
    );
  });

  it('says in the chain who gets it', () => {
    expect(RootBundle.trustManager().toString()).toBe(
      'ConfigMap mesh-root-ca in namespaces of app.kubernetes.io/part-of=mesh-trust',
    );
    expect(RootBundle.trustManager({ namespaceLabels: {} }).toString()).toBe(
      'ConfigMap mesh-root-ca in every namespace',
    );
  });
});
