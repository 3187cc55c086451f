import { CaIssuer } from '../../../src/cert-manager/issuer/ca-issuer';
import { CertManager } from '../../../src/cert-manager/cert-manager';
import { CertManagerVersion } from '../../../src/cert-manager/cert-manager-version';
import { ExternalIssuerKind } from '../../../src/cert-manager/issuer/external-issuer-kind';
import { ExternalIssuer } from '../../../src/cert-manager/issuer/external-issuer';
import { VaultCa } from '../../../src/cert-manager/issuer/vault-ca';
import { VaultIssuerAuth } from '../../../src/cert-manager/issuer/vault-issuer-auth';
import { OfflineRoot } from '../../../src/cert-manager/root/offline-root';
import type { RootContext } from '../../../src/cert-manager/root/root';
import { TrustRoot } from '../../../src/cert-manager/root/trust-root';
import { KeyAlgorithm } from '../../../src/trust/key-algorithm';
import { Lifetime } from '../../../src/trust/lifetime';
import { NameConstraints } from '../../../src/trust/name-constraints';
import { SecretRef } from '../../../src/trust/secret-ref';
import { Subject } from '../../../src/trust/subject';
import { Ttl } from '../../../src/trust/ttl';
import { refusalOf } from '../../support/refusals';

const LIFETIME = Lifetime.of(Ttl.hours(21600));
const MESH = NameConstraints.of({ permittedUriDomains: ['mesh.example.com'] });
const CONTEXT: RootContext = {
  path: '30-roots/RootCa',
  certManager: CertManager.release(),
  bundleIn: ['ConfigMap istio-ca-root-cert'],
  verifiedBy: ['istiod', 'SPIRE server'],
};

describe('a self-signed root', () => {
  test('needs a lifetime and nothing else', () => {
    expect(TrustRoot.selfSigned({ lifetime: LIFETIME }).selfSignedRoot).toMatchObject({
      name: 'mesh-root',
      issuerName: 'mesh-root-selfsigned',
      subject: Subject.of('mesh-root'),
      lifetime: LIFETIME,
      key: KeyAlgorithm.ECDSA_P256,
    });
  });

  test('has the values that it is given', () => {
    const subject = Subject.of('certmanager-ca', { organizations: ['cert-manager'] });
    const { selfSignedRoot } = TrustRoot.selfSigned({
      name: 'selfsigned-ca',
      issuerName: 'selfsigned',
      subject,
      lifetime: LIFETIME,
      key: KeyAlgorithm.RSA_4096,
    });
    expect(selfSignedRoot).toMatchObject({
      name: 'selfsigned-ca',
      issuerName: 'selfsigned',
      subject,
      key: KeyAlgorithm.RSA_4096,
    });
  });

  test('is signed with by the ClusterIssuer of its name', () => {
    const { issuer } = TrustRoot.selfSigned({ name: 'root-a', lifetime: LIFETIME });
    expect(issuer).toMatchObject({ kind: 'ClusterIssuer', name: 'root-a', signsCas: true });
  });

  test('is a root of the chain, with a key that is kept and no path length', () => {
    const authority = TrustRoot.selfSigned({ lifetime: LIFETIME }).authority(CONTEXT);
    expect(authority).toEqual({
      kind: 'authority',
      id: 'root',
      title: 'mesh-root',
      path: '30-roots/RootCa',
      lifetimeProperty: 'duration',
      duration: Ttl.hours(21600),
      leftAtRenewal: Ttl.hours(7200),
      keyIn: 'Secret cert-manager/mesh-root',
      keyAtRenewal: 'kept',
      bundleIn: ['ConfigMap istio-ca-root-cert'],
      verifiedBy: ['istiod', 'SPIRE server'],
      requestedIn: 'cert-manager',
      servedBy: {
        kind: 'ClusterIssuer',
        name: 'mesh-root',
        secretNamespace: 'cert-manager',
        secretExpectedIn: 'cert-manager',
      },
    });
  });

  test('has its Secret where that cert-manager looks for it', () => {
    const certManager = CertManager.alreadyInstalled({
      version: CertManagerVersion.V1_21,
      clusterResourceNamespace: 'pki',
    });
    const authority = TrustRoot.selfSigned({ lifetime: LIFETIME }).authority({
      ...CONTEXT,
      certManager,
    });
    expect(authority).toMatchObject({
      keyIn: 'Secret pki/mesh-root',
      requestedIn: 'pki',
      servedBy: { secretNamespace: 'pki', secretExpectedIn: 'pki' },
    });
  });

  test('fails with every wrong property at once', () => {
    const props = { name: 'Root', lifetime: LIFETIME, rotationPolicy: 'Always' };
    expect(refusalOf(() => TrustRoot.selfSigned(props))).toMatchObject([
      { code: 'PropertyMalformed', path: 'TrustRoot.selfSigned' },
      { code: 'PropertyUnknown', path: 'TrustRoot.selfSigned' },
    ]);
  });
});

describe('an existing root', () => {
  const issuer = CaIssuer.cluster('corporate');

  test('emits nothing', () => {
    const root = TrustRoot.existing({ issuer, lifetime: LIFETIME, keyAtRenewal: 'kept' });
    expect(root.selfSignedRoot).toBeUndefined();
    expect(root.issuer).toBe(issuer);
  });

  test('stands in the chain with what its owner says', () => {
    const root = TrustRoot.existing({
      issuer,
      lifetime: LIFETIME,
      keyAtRenewal: 'new',
      maxPathLength: 1,
      subject: Subject.of('Corporate CA'),
      secretNamespace: 'pki',
    });
    expect(root.authority(CONTEXT)).toEqual({
      kind: 'authority',
      id: 'root',
      title: 'Corporate CA',
      path: '30-roots/RootCa',
      lifetimeProperty: 'lifetime',
      duration: Ttl.hours(21600),
      leftAtRenewal: Ttl.hours(7200),
      keyIn: 'behind ClusterIssuer corporate',
      keyAtRenewal: 'new',
      maxPathLength: 1,
      bundleIn: ['ConfigMap istio-ca-root-cert'],
      verifiedBy: ['istiod', 'SPIRE server'],
      servedBy: {
        kind: 'ClusterIssuer',
        name: 'corporate',
        secretNamespace: 'pki',
        secretExpectedIn: 'cert-manager',
      },
    });
  });

  test('has the Secret of an Issuer in its namespace', () => {
    const root = TrustRoot.existing({
      issuer: CaIssuer.namespaced('spire-server', 'corporate'),
      lifetime: LIFETIME,
      keyAtRenewal: 'kept',
    });
    expect(root.authority(CONTEXT).servedBy).toEqual({
      kind: 'Issuer',
      name: 'corporate',
      namespace: 'spire-server',
      secretNamespace: 'spire-server',
      secretExpectedIn: 'spire-server',
    });
  });

  test('has no Secret in the chain when the issuer is external', () => {
    const root = TrustRoot.existing({
      issuer: {
        kind: 'AWSPCAClusterIssuer',
        name: 'pca',
        group: 'awspca.cert-manager.io',
        signsCas: true,
      },
      lifetime: LIFETIME,
      keyAtRenewal: 'kept',
    });
    const authority = root.authority(CONTEXT);
    expect(authority).toMatchObject({ title: 'pca', keyIn: 'behind AWSPCAClusterIssuer pca' });
    expect(authority).not.toHaveProperty('servedBy');
    expect(authority).not.toHaveProperty('maxPathLength');
  });
});

describe('a root in a Secret', () => {
  const stated = { secretName: 'corporate-ca', lifetime: LIFETIME } as const;

  test('is signed with by a ClusterIssuer that is made here', () => {
    const root = TrustRoot.inSecret({ ...stated, keyAtRenewal: 'kept' });
    expect(root.isEmitted).toBe(true);
    expect(root.selfSignedRoot).toBeUndefined();
    expect(root.secretRoot).toMatchObject({ secretName: 'corporate-ca' });
    expect(root.issuer).toMatchObject({ kind: 'ClusterIssuer', name: 'corporate-ca' });
    expect(root.offlineRoot).toBeUndefined();
  });

  test('is a root of the chain, with what its owner says', () => {
    const root = TrustRoot.inSecret({
      ...stated,
      name: 'corporate',
      keyAtRenewal: 'kept',
      maxPathLength: 1,
      nameConstraints: MESH,
    });
    expect(root.authority(CONTEXT)).toEqual({
      kind: 'authority',
      id: 'root',
      title: 'corporate',
      path: '30-roots/RootCa',
      lifetimeProperty: 'lifetime',
      duration: Ttl.hours(21600),
      leftAtRenewal: Ttl.hours(7200),
      keyIn: 'Secret cert-manager/corporate-ca',
      keyAtRenewal: 'kept',
      maxPathLength: 1,
      nameConstraints: MESH,
      bundleIn: ['ConfigMap istio-ca-root-cert'],
      verifiedBy: ['istiod', 'SPIRE server'],
      servedBy: {
        kind: 'ClusterIssuer',
        name: 'corporate',
        secretNamespace: 'cert-manager',
        secretExpectedIn: 'cert-manager',
      },
    });
  });
});

describe('an intermediate', () => {
  const root = OfflineRoot.of({
    subject: Subject.of('Example Root'),
    lifetime: Lifetime.of(Ttl.days(7300)).renewBefore(Ttl.days(3650)),
    maxPathLength: 2,
    nameConstraints: MESH,
  });
  const intermediate = TrustRoot.offline({
    root,
    secretName: 'mesh-intermediate',
    subject: Subject.of('Example Intermediate'),
    lifetime: LIFETIME,
    keyAtRenewal: 'new',
  });

  test('in a Secret is signed by the offline root, and sent along with what it signs', () => {
    expect(intermediate.authority(CONTEXT)).toMatchObject({
      id: 'root',
      title: 'Example Intermediate',
      issuer: 'offline-root',
      keyIn: 'Secret cert-manager/mesh-intermediate',
      bundleIn: ['the chain of whatever it signed'],
    });
  });

  test('has its root outside, against which everybody verifies', () => {
    const { path, bundleIn } = CONTEXT;
    expect(intermediate.offlineRoot?.authority({ path, bundleIn }, Ttl.days(900))).toEqual({
      id: 'offline-root',
      title: 'Example Root',
      path: '30-roots/RootCa',
      signsFor: Ttl.days(900),
      bundleIn: ['ConfigMap istio-ca-root-cert'],
      certificate: {
        duration: Ttl.days(7300),
        leftAtRenewal: Ttl.days(3650),
        keyIn: 'offline',
        maxPathLength: 2,
        nameConstraints: MESH,
      },
    });
  });

  test('may be behind an issuer that exists', () => {
    const existing = TrustRoot.existing({
      issuer: ExternalIssuer.cluster(ExternalIssuerKind.AWS_PCA, 'private-ca').thatSignsCas(),
      lifetime: LIFETIME,
      keyAtRenewal: 'new',
      offlineRoot: root,
    });
    expect(existing.isEmitted).toBe(false);
    expect(existing.offlineRoot).toBe(root);
    expect(existing.authority(CONTEXT)).toMatchObject({
      issuer: 'offline-root',
      keyIn: 'behind AWSPCAClusterIssuer private-ca',
    });
  });
});

describe('a root in Vault', () => {
  const ca = VaultCa.of({
    name: 'mesh-root',
    server: 'https://vault.example.com:8200',
    path: 'pki/root/sign-intermediate',
    auth: VaultIssuerAuth.token(SecretRef.of('vault-token', 'token')),
  });

  test('is signed with by a ClusterIssuer that is made here, for CAs alone', () => {
    const root = TrustRoot.vault({ ca, lifetime: LIFETIME, keyAtRenewal: 'kept' });
    expect(root.issuer).toMatchObject({ name: 'mesh-root', signsCas: true, signsLeaves: false });
    expect(root.isEmitted).toBe(true);
    expect(root.vaultRoot?.ca).toBe(ca);
  });

  test('has its key in Vault, which signs for at most 768 hours unless its owner says otherwise', () => {
    const root = TrustRoot.vault({ ca, lifetime: LIFETIME, keyAtRenewal: 'kept' });
    expect(root.authority(CONTEXT)).toMatchObject({
      id: 'root',
      title: 'mesh-root',
      keyIn: 'Vault at vault.example.com, engine pki',
      signsAtMost: Ttl.hours(768),
      bundleIn: ['ConfigMap istio-ca-root-cert'],
    });
    expect(root.authority(CONTEXT)).not.toHaveProperty('servedBy');
  });

  test('has what its owner says of it', () => {
    const root = TrustRoot.vault({
      ca,
      lifetime: LIFETIME,
      keyAtRenewal: 'new',
      maxPathLength: 2,
      nameConstraints: MESH,
      subject: Subject.of('Example Issuing CA'),
      signsAtMost: Ttl.days(90),
      offlineRoot: OfflineRoot.of({ subject: Subject.of('Example Root'), lifetime: LIFETIME }),
    });
    expect(root.authority(CONTEXT)).toMatchObject({
      issuer: OfflineRoot.ID,
      title: 'Example Issuing CA',
      keyAtRenewal: 'new',
      maxPathLength: 2,
      nameConstraints: MESH,
      signsAtMost: Ttl.days(90),
      bundleIn: ['the chain of whatever it signed'],
    });
  });
});
