import { CertManager } from '../../../src/cert-manager/cert-manager';
import { CertManagerVersion } from '../../../src/cert-manager/cert-manager-version';
import { EmittedClusterIssuer } from '../../../src/cert-manager/issuer/emitted-cluster-issuer';
import { ServerCa } from '../../../src/cert-manager/issuer/server-ca';
import { VaultIssuerAuth } from '../../../src/cert-manager/issuer/vault-issuer-auth';
import { VaultPki, type VaultPkiProps } from '../../../src/cert-manager/issuer/vault-pki';
import { SecretRef } from '../../../src/trust/secret-ref';
import { emptyChart, find, manifestsOf, type Manifest } from '../../support/manifests';
import { refusalOf } from '../../support/refusals';
import { ACME_ROOT_PEM } from '../subjects';

const MINIMAL: VaultPkiProps = {
  name: 'vault',
  server: 'https://vault.example.com:8200',
  path: 'pki/sign/edge',
  auth: VaultIssuerAuth.token(SecretRef.of('vault-token', 'token')),
};

function synthesized(
  changed: Partial<VaultPkiProps> = {},
  certManager = CertManager.release(),
): readonly Manifest[] {
  const chart = emptyChart();
  const signer = VaultPki.of({ ...MINIMAL, ...changed });
  new EmittedClusterIssuer(chart, 'Issuer', { signer, certManager });
  return manifestsOf(chart);
}

function issuerWith(changed: Partial<VaultPkiProps> = {}): Manifest {
  return find(synthesized(changed), 'ClusterIssuer', 'vault');
}

test('a role of Vault, to which cert-manager logs in by a token', () => {
  expect(synthesized()).toEqual([
    {
      apiVersion: 'cert-manager.io/v1',
      kind: 'ClusterIssuer',
      metadata: {
        name: 'vault',
        labels: {
          'app.kubernetes.io/name': 'emitted-issuer',
          'app.kubernetes.io/part-of': 'mesh-trust',
        },
        annotations: {
          'mesh-trust/prerequisites':
            'Installation/vault.example.com,Secret/cert-manager/vault-token',
        },
      },
      spec: {
        vault: {
          server: 'https://vault.example.com:8200',
          path: 'pki/sign/edge',
          auth: { tokenSecretRef: { name: 'vault-token', key: 'token' } },
        },
      },
    },
  ]);
});

test('every property has its place, and every Secret is named in the cluster resource namespace', () => {
  const certManager = CertManager.alreadyInstalled({
    version: CertManagerVersion.V1_21,
    clusterResourceNamespace: 'pki',
  });
  const [issuer] = synthesized(
    {
      namespace: 'platform/eu',
      serverName: 'vault.internal',
      serverCa: ServerCa.inSecret(SecretRef.of('vault-ca', 'ca.crt')),
      clientCertificateSecretName: 'vault-mtls',
    },
    certManager,
  );
  expect(issuer?.['spec']).toMatchObject({
    vault: {
      namespace: 'platform/eu',
      serverName: 'vault.internal',
      caBundleSecretRef: { name: 'vault-ca', key: 'ca.crt' },
      clientCertSecretRef: { name: 'vault-mtls', key: 'tls.crt' },
      clientKeySecretRef: { name: 'vault-mtls', key: 'tls.key' },
    },
  });
  expect(issuer?.metadata['annotations']).toEqual({
    'mesh-trust/prerequisites':
      'Installation/vault.example.com,Secret/pki/vault-ca,Secret/pki/vault-mtls,Secret/pki/vault-token',
  });
});

test('a CA that is written into the issuer is base64 of PEM, and no prerequisite', () => {
  const issuer = issuerWith({ serverCa: ServerCa.inline(ACME_ROOT_PEM) });
  expect(issuer['spec']).toMatchObject({
    vault: { caBundle: Buffer.from(ACME_ROOT_PEM).toString('base64') },
  });
  expect(issuer.metadata['annotations']).toEqual({
    'mesh-trust/prerequisites': 'Installation/vault.example.com,Secret/cert-manager/vault-token',
  });
});

describe('a login', () => {
  const aws = { role: 'edge', region: 'eu-west-1', headerValue: 'vault.example.com' };
  test.each<[string, VaultIssuerAuth, object, string]>([
    [
      'by AppRole, whose mount is the one that is below auth/ already',
      VaultIssuerAuth.appRole({
        roleId: 'edge',
        secretId: SecretRef.of('vault-approle', 'secret-id'),
      }),
      {
        appRole: {
          path: 'approle',
          roleId: 'edge',
          secretRef: { name: 'vault-approle', key: 'secret-id' },
        },
      },
      ',Secret/cert-manager/vault-approle',
    ],
    [
      'by a client certificate',
      VaultIssuerAuth.clientCertificate({ secretName: 'vault-client', role: 'edge' }),
      {
        clientCertificate: {
          secretName: 'vault-client',
          name: 'edge',
          mountPath: '/v1/auth/cert',
        },
      },
      ',Secret/cert-manager/vault-client',
    ],
    [
      'by what the Pod is to AWS',
      VaultIssuerAuth.awsAmbient(aws),
      {
        aws: {
          role: 'edge',
          region: 'eu-west-1',
          vaultHeaderValue: 'vault.example.com',
          mountPath: 'auth/aws',
        },
      },
      '',
    ],
  ])('%s', (_, auth, expected, prerequisites) => {
    const issuer = issuerWith({ auth });
    expect(issuer['spec']).toMatchObject({ vault: { auth: expected } });
    expect(issuer.metadata['annotations']).toEqual({
      'mesh-trust/prerequisites': `Installation/vault.example.com${prerequisites}`,
    });
  });

  const secretId = SecretRef.of('vault-approle', 'secret-id');
  const account = { role: 'edge', serviceAccountName: 'vault-issuer' };
  test.each<[VaultIssuerAuth, string]>([
    [VaultIssuerAuth.token(SecretRef.of('vault-token', 'token')), 'the token'],
    [
      VaultIssuerAuth.appRole({ roleId: 'edge', secretId, mount: 'teams/approle' }),
      'the role of auth/teams/approle whose RoleID is edge',
    ],
    [
      VaultIssuerAuth.kubernetes(account),
      'role edge of auth/kubernetes, bound to ServiceAccount vault-issuer and audience vault://vault,',
    ],
    [
      VaultIssuerAuth.kubernetes({ ...account, audiences: ['mesh'], mount: 'eu-1' }),
      'role edge of auth/eu-1, bound to ServiceAccount vault-issuer and audience mesh,',
    ],
    [VaultIssuerAuth.clientCertificate({ secretName: 'vault-client' }), 'a role of auth/cert'],
    [VaultIssuerAuth.awsAmbient(aws), 'role edge of auth/aws'],
  ])('is what Vault has to let in: %#', (auth, who) => {
    const [vault] = VaultPki.of({ ...MINIMAL, auth }).prerequisites;
    expect(vault).toMatchObject({
      kind: 'Installation',
      name: 'vault.example.com',
      purpose: `Vault that lets ${who} update pki/sign/edge`,
    });
  });

  test('at another mount is written as each method wants it', () => {
    const mount = 'teams/edge';
    const secretId = SecretRef.of('vault-approle', 'secret-id');
    const ofAppRole = VaultIssuerAuth.appRole({ roleId: 'edge', secretId, mount });
    expect(ofAppRole.spec.appRole).toMatchObject({ path: 'teams/edge' });
    const ofCluster = VaultIssuerAuth.kubernetes({
      role: 'edge',
      serviceAccountName: 'vault',
      mount,
    });
    expect(ofCluster.spec.kubernetes).toMatchObject({ mountPath: '/v1/auth/teams/edge' });
    const ofAws = VaultIssuerAuth.awsAmbient({ role: 'edge', mount });
    expect(ofAws.spec.aws).toMatchObject({ mountPath: 'auth/teams/edge' });
  });
});

describe('a login by a ServiceAccount', () => {
  const auth = VaultIssuerAuth.kubernetes({
    role: 'edge',
    serviceAccountName: 'vault-issuer',
    audiences: ['vault', 'eu-1'],
  });

  test('makes the account, and lets cert-manager ask for its token alone', () => {
    const manifests = synthesized({ auth });
    expect(find(manifests, 'ServiceAccount', 'vault-issuer')).toMatchObject({
      metadata: { namespace: 'cert-manager' },
      automountServiceAccountToken: false,
    });
    expect(find(manifests, 'Role', 'vault-issuer-token')).toMatchObject({
      metadata: { namespace: 'cert-manager' },
      rules: [
        {
          apiGroups: [''],
          resources: ['serviceaccounts/token'],
          resourceNames: ['vault-issuer'],
          verbs: ['create'],
        },
      ],
    });
    expect(find(manifests, 'RoleBinding', 'vault-issuer-token')).toMatchObject({
      roleRef: { kind: 'Role', name: 'vault-issuer-token' },
      subjects: [{ kind: 'ServiceAccount', name: 'cert-manager', namespace: 'cert-manager' }],
    });
    expect(find(manifests, 'ClusterIssuer', 'vault')).toMatchObject({
      spec: {
        vault: {
          auth: {
            kubernetes: {
              role: 'edge',
              mountPath: '/v1/auth/kubernetes',
              serviceAccountRef: { name: 'vault-issuer', audiences: ['eu-1', 'vault'] },
            },
          },
        },
      },
    });
  });

  test('is for the controller of a cert-manager that is there already, where that looks', () => {
    const certManager = CertManager.alreadyInstalled({
      version: CertManagerVersion.V1_21,
      namespace: 'pki',
      clusterResourceNamespace: 'pki-secrets',
      serviceAccountName: 'pki-controller',
    });
    const manifests = synthesized({ auth }, certManager);
    expect(find(manifests, 'ServiceAccount', 'vault-issuer').metadata).toMatchObject({
      namespace: 'pki-secrets',
      annotations: { 'mesh-trust/prerequisites': 'Namespace/pki-secrets' },
    });
    expect(find(manifests, 'RoleBinding', 'vault-issuer-token')).toMatchObject({
      metadata: {
        namespace: 'pki-secrets',
        annotations: { 'mesh-trust/prerequisites': 'ServiceAccount/pki/pki-controller' },
      },
      subjects: [{ kind: 'ServiceAccount', name: 'pki-controller', namespace: 'pki' }],
    });
  });

  test('is made for an IAM role, too', () => {
    const ofRole = VaultIssuerAuth.awsServiceAccount({
      role: 'edge',
      serviceAccountName: 'vault-issuer',
      iamRoleArn: 'arn:aws:iam::123456789012:role/vault',
    });
    const manifests = synthesized({ auth: ofRole });
    expect(find(manifests, 'Role', 'vault-issuer-token')['kind']).toBe('Role');
    expect(find(manifests, 'ClusterIssuer', 'vault')).toMatchObject({
      spec: {
        vault: {
          auth: {
            aws: {
              serviceAccountRef: { name: 'vault-issuer' },
              iamRoleArn: 'arn:aws:iam::123456789012:role/vault',
            },
          },
        },
      },
    });
  });
});

describe('refused are', () => {
  test.each<[string, Partial<VaultPkiProps>, string]>([
    ['a path that leads elsewhere', { path: 'pki/../sys/sign/edge' }, "'path'"],
    ['a path with an empty segment', { path: 'pki//sign/edge' }, "'path'"],
    ['a path from the top', { path: '/pki/sign/edge' }, "'path'"],
    ['an endpoint that signs whatever is asked', { path: 'pki/sign-verbatim/sign/' }, "'path'"],
    ['a namespace that leads elsewhere', { namespace: '..' }, "'namespace'"],
    ['a user in the address', { server: 'https://root@vault.example.com' }, "'server'"],
    ['an address that is none', { server: 'https://1.2.3.999' }, "'server'"],
    ['a query', { server: 'https://vault.example.com/?a=b' }, "'server'"],
  ])('%s', (_, changed, property) => {
    const findings = refusalOf(() => VaultPki.of({ ...MINIMAL, ...changed }));
    expect(findings).toMatchObject([{ code: 'PropertyMalformed', path: 'VaultPki.of' }]);
    expect(findings[0]?.problem).toContain(property);
  });

  test.each(['..', 'a/../b', './a', 'a/', '/v1/auth/kubernetes'])('a mount at %s', (mount) => {
    const props = { role: 'edge', serviceAccountName: 'vault', mount };
    expect(refusalOf(() => VaultIssuerAuth.kubernetes(props))).toMatchObject([
      { code: 'PropertyMalformed', path: 'VaultIssuerAuth.kubernetes' },
    ]);
  });

  test('a block in PEM that is no certificate', () => {
    const pem = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';
    expect(refusalOf(() => ServerCa.inline(pem))).toMatchObject([
      { code: 'PropertyMalformed', path: 'ServerCa.inline' },
    ]);
  });
});

test.each([
  'pki/sign/edge',
  'teams/edge/pki/sign/edge.role',
  'pki/issuer/2026-root/sign/edge',
] as const)('%s is a path that signs', (path) => {
  expect(issuerWith({ path })['spec']).toMatchObject({ vault: { path } });
});

describe('with an older cert-manager', () => {
  const V1_17 = CertManager.release({ version: CertManagerVersion.V1_17 });
  const V1_20 = CertManager.release({ version: CertManagerVersion.V1_20 });

  test('FeatureNeedsVersion fires for AWS before 1.21, and for serverName before 1.18', () => {
    expect(
      refusalOf(() => synthesized({ auth: VaultIssuerAuth.awsAmbient({ role: 'edge' }) }, V1_20)),
    ).toEqual([
      {
        code: 'FeatureNeedsVersion',
        path: 'test/Issuer',
        problem:
          "'auth.aws' of vault must be left out before cert-manager 1.21, got cert-manager 1.20.3",
        fix: 'write CertManager.release({ version: CertManagerVersion.V1_21 }), or do without auth.aws',
      },
    ]);
    expect(refusalOf(() => synthesized({ serverName: 'vault.internal' }, V1_17))).toMatchObject([
      { code: 'FeatureNeedsVersion' },
    ]);
  });

  test('everything else is taken by 1.16', () => {
    const V1_16 = CertManager.release({ version: CertManagerVersion.V1_16 });
    const auth = VaultIssuerAuth.clientCertificate({ secretName: 'vault-client' });
    expect(synthesized({ auth, clientCertificateSecretName: 'vault-mtls' }, V1_16)).toHaveLength(1);
  });
});
