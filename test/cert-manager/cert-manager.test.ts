import { CertManager } from '../../src/cert-manager/cert-manager';
import { CertManagerVersion } from '../../src/cert-manager/cert-manager-version';
import type { KustomizePatch } from '../../src/stack/rendered-environment';
import { refusalOf } from '../support/refusals';

test('a release is the pinned static manifest of cert-manager 1.21.1', () => {
  const certManager = CertManager.release();
  expect(certManager.remoteResources).toEqual([
    'https://github.com/cert-manager/cert-manager/releases/download/v1.21.1/cert-manager.yaml',
  ]);
  expect(certManager.version).toBe(CertManagerVersion.V1_21);
  expect(certManager.namespace).toBe('cert-manager');
  expect(certManager.clusterResourceNamespace).toBe('cert-manager');
});

test('another release is one word', () => {
  const { remoteResources } = CertManager.release({ version: CertManagerVersion.V1_19 });
  expect(remoteResources).toEqual([
    'https://github.com/cert-manager/cert-manager/releases/download/v1.19.6/cert-manager.yaml',
  ]);
});

test('the namespace of a release is restricted, in the form that a kustomization patches', () => {
  const patches: readonly KustomizePatch[] = CertManager.release().namespacePatches;
  expect(patches).toEqual([
    {
      target: { version: 'v1', kind: 'Namespace', name: 'cert-manager' },
      patch: {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: {
          name: 'cert-manager',
          labels: {
            'pod-security.kubernetes.io/enforce': 'restricted',
            'pod-security.kubernetes.io/audit': 'restricted',
            'pod-security.kubernetes.io/warn': 'restricted',
          },
        },
      },
    },
  ]);
});

test('nothing is emitted of a cert-manager that is there', () => {
  const certManager = CertManager.alreadyInstalled({ version: CertManagerVersion.V1_18 });
  expect(certManager.remoteResources).toEqual([]);
  expect(certManager.namespacePatches).toEqual([]);
  expect(certManager.namespace).toBe('cert-manager');
  expect(certManager.clusterResourceNamespace).toBe('cert-manager');
});

test('the cluster resource namespace follows the namespace unless it is said', () => {
  const version = CertManagerVersion.V1_18;
  expect(CertManager.alreadyInstalled({ version, namespace: 'pki' }).clusterResourceNamespace).toBe(
    'pki',
  );
  expect(
    CertManager.alreadyInstalled({
      version,
      namespace: 'pki',
      clusterResourceNamespace: 'pki-secrets',
    }),
  ).toMatchObject({ namespace: 'pki', clusterResourceNamespace: 'pki-secrets' });
});

test('fails for a namespace that the API server refuses', () => {
  const [finding] = refusalOf(() =>
    CertManager.alreadyInstalled({ version: CertManagerVersion.V1_18, namespace: 'PKI' }),
  );
  expect(finding).toMatchObject({
    code: 'PropertyMalformed',
    path: 'CertManager.alreadyInstalled',
    problem: `'namespace' must be a DNS label of at most 63 characters, got "PKI"`,
  });
});
