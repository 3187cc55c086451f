import { CertManager } from '../../../src/cert-manager/cert-manager';
import { CertManagerVersion } from '../../../src/cert-manager/cert-manager-version';
import { RootCa, type RootCaProps } from '../../../src/cert-manager/root/root-ca';
import { SelfSignedRoot } from '../../../src/cert-manager/root/self-signed-root';
import { KeyAlgorithm } from '../../../src/trust/key-algorithm';
import { Lifetime } from '../../../src/trust/lifetime';
import { Subject } from '../../../src/trust/subject';
import { Ttl } from '../../../src/trust/ttl';
import { emptyChart, find, manifestsOf, type Manifest } from '../../support/manifests';
import { refusalOf } from '../../support/refusals';

function synthesized(props: RootCaProps): Manifest[] {
  const chart = emptyChart();
  new RootCa(chart, 'RootCa', props);
  return manifestsOf(chart);
}

const MINIMAL: RootCaProps = {
  root: SelfSignedRoot.of({ lifetime: Lifetime.of(Ttl.days(3650)) }),
  certManager: CertManager.release(),
};

const CLASSIC: RootCaProps = {
  root: SelfSignedRoot.of({
    name: 'selfsigned-ca',
    issuerName: 'selfsigned',
    subject: Subject.of('certmanager-ca', { organizations: ['cert-manager'] }),
    lifetime: Lifetime.of(Ttl.hours(21600)),
    key: KeyAlgorithm.RSA_2048,
  }),
  certManager: CertManager.release(),
};

test('a root is a self-signed Issuer, a Certificate and a ClusterIssuer, and nothing else', () => {
  const objects = synthesized(MINIMAL).map(({ kind, metadata }) => ({
    kind,
    namespace: metadata['namespace'],
    name: metadata.name,
  }));
  expect(objects).toHaveLength(3);
  expect(objects).toEqual(
    expect.arrayContaining([
      { kind: 'Issuer', namespace: 'cert-manager', name: 'mesh-root-selfsigned' },
      { kind: 'Certificate', namespace: 'cert-manager', name: 'mesh-root' },
      { kind: 'ClusterIssuer', namespace: undefined, name: 'mesh-root' },
    ]),
  );
});

test('the minimal root says every default of its certificate', () => {
  const { spec } = find(synthesized(MINIMAL), 'Certificate', 'mesh-root');
  expect(spec).toEqual({
    isCA: true,
    secretName: 'mesh-root',
    commonName: 'mesh-root',
    duration: '87600h',
    renewBefore: '29200h',
    privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Never' },
    usages: ['digital signature', 'cert sign', 'crl sign'],
    issuerRef: { name: 'mesh-root-selfsigned', kind: 'Issuer', group: 'cert-manager.io' },
    revisionHistoryLimit: 1,
  });
});

test('the root of the set-up of 2022 has its exact values', () => {
  const manifests = synthesized(CLASSIC);
  expect(find(manifests, 'Issuer', 'selfsigned')).toMatchObject({
    apiVersion: 'cert-manager.io/v1',
    metadata: { namespace: 'cert-manager' },
    spec: { selfSigned: {} },
  });
  expect(find(manifests, 'Certificate', 'selfsigned-ca')).toMatchObject({
    apiVersion: 'cert-manager.io/v1',
    metadata: { namespace: 'cert-manager' },
    spec: {
      isCA: true,
      duration: '21600h',
      secretName: 'selfsigned-ca',
      commonName: 'certmanager-ca',
      subject: { organizations: ['cert-manager'] },
      privateKey: { algorithm: 'RSA', size: 2048, rotationPolicy: 'Never' },
      issuerRef: { name: 'selfsigned', kind: 'Issuer', group: 'cert-manager.io' },
    },
  });
  expect(find(manifests, 'ClusterIssuer', 'selfsigned-ca')).toMatchObject({
    apiVersion: 'cert-manager.io/v1',
    spec: { ca: { secretName: 'selfsigned-ca' } },
  });
});

test('the Secret of the ClusterIssuer is made where that cert-manager looks for it', () => {
  const manifests = synthesized({
    ...MINIMAL,
    certManager: CertManager.alreadyInstalled({
      version: CertManagerVersion.V1_18,
      namespace: 'cert-manager',
      clusterResourceNamespace: 'pki',
    }),
  });
  const certificate = find(manifests, 'Certificate', 'mesh-root');
  const clusterIssuer = find(manifests, 'ClusterIssuer', 'mesh-root');
  expect(certificate).toMatchObject({ metadata: { namespace: 'pki' } });
  expect(find(manifests, 'Issuer', 'mesh-root-selfsigned')).toMatchObject({
    metadata: { namespace: 'pki' },
  });
  expect(clusterIssuer).toMatchObject({ spec: { ca: { secretName: 'mesh-root' } } });
});

test('a root with a share, countries and another key writes them', () => {
  const root = SelfSignedRoot.of({
    subject: Subject.of('Mesh Root', {
      organizations: ['Example', 'Another'],
      countries: ['NL', 'DE'],
    }),
    lifetime: Lifetime.of(Ttl.days(3650)).renewBeforePercentage(40),
    key: KeyAlgorithm.ECDSA_P384,
  });
  const { spec } = find(synthesized({ ...MINIMAL, root }), 'Certificate', 'mesh-root');
  expect(spec).toMatchObject({
    commonName: 'Mesh Root',
    subject: { organizations: ['Another', 'Example'], countries: ['DE', 'NL'] },
    duration: '87600h',
    renewBeforePercentage: 40,
    privateKey: { algorithm: 'ECDSA', size: 384, rotationPolicy: 'Never' },
  });
  expect(spec).not.toHaveProperty('renewBefore');
});

test('every object is labelled as part of the mesh', () => {
  for (const { metadata } of synthesized(MINIMAL)) {
    expect(metadata['labels']).toEqual({
      'app.kubernetes.io/name': 'root-ca',
      'app.kubernetes.io/part-of': 'mesh-trust',
    });
  }
});

test('the construct names the issuer that signs with its key', () => {
  const { issuer } = new RootCa(emptyChart(), 'RootCa', CLASSIC);
  expect(issuer.toString()).toBe('ClusterIssuer selfsigned-ca');
});

test('fails for values of a root that nobody checked', () => {
  const props: unknown = { ...MINIMAL, root: { lifetime: Lifetime.of(Ttl.days(3650)) } };
  expect(refusalOf(() => new RootCa(emptyChart(), 'RootCa', props as RootCaProps))).toMatchObject([
    {
      code: 'PropertyWrongType',
      path: 'test/RootCa',
      problem: expect.stringContaining("'root' must be a SelfSignedRoot") as string,
    },
  ]);
});
