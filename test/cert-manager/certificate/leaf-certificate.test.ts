import { AcmeIssuer } from '../../../src/cert-manager/acme/acme-issuer';
import { CaIssuer } from '../../../src/cert-manager/issuer/ca-issuer';
import type { IIssuer } from '../../../src/cert-manager/issuer/issuer';
import {
  LeafCertificate,
  type LeafCertificateProps,
} from '../../../src/cert-manager/certificate/leaf-certificate';
import { VaultIssuer } from '../../../src/cert-manager/issuer/vault-issuer';
import { DnsName } from '../../../src/trust/dns-name';
import { KeyAlgorithm } from '../../../src/trust/key-algorithm';
import { Lifetime } from '../../../src/trust/lifetime';
import { Ttl } from '../../../src/trust/ttl';
import { emptyChart, find, manifestsOf, type Manifest } from '../../support/manifests';
import { refusalOf } from '../../support/refusals';

const SHARED: LeafCertificateProps = {
  name: 'istio-ingress-certs',
  namespace: 'istio-system',
  dnsNames: [DnsName.of('www.mydomain.com'), DnsName.of('mobile.mydomain.com')],
  usages: 'server',
  issuer: AcmeIssuer.cluster('letsencrypt'),
};
const OF_A_CA: LeafCertificateProps = { ...SHARED, issuer: CaIssuer.cluster('mesh-root') };

function synthesized(props: LeafCertificateProps): Manifest {
  const chart = emptyChart();
  new LeafCertificate(chart, 'Leaf', props);
  const manifests = manifestsOf(chart);
  expect(manifests).toHaveLength(1);
  return find(manifests, 'Certificate', props.name);
}

function refusal(props: LeafCertificateProps): ReturnType<typeof refusalOf> {
  return refusalOf(() => new LeafCertificate(emptyChart(), 'Leaf', props));
}

test('the shared certificate of the article on Let’s Encrypt, in today’s form', () => {
  expect(synthesized(SHARED)).toEqual({
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: {
      name: 'istio-ingress-certs',
      namespace: 'istio-system',
      labels: {
        'app.kubernetes.io/name': 'leaf-certificate',
        'app.kubernetes.io/part-of': 'mesh-trust',
      },
    },
    spec: {
      secretName: 'istio-ingress-certs',
      dnsNames: ['mobile.mydomain.com', 'www.mydomain.com'],
      renewBeforePercentage: 33,
      privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' },
      usages: ['digital signature', 'server auth'],
      issuerRef: { name: 'letsencrypt', kind: 'ClusterIssuer', group: 'cert-manager.io' },
      revisionHistoryLimit: 1,
    },
  });
});

test('every property has its place', () => {
  const { metadata, spec } = synthesized({
    name: 'caller',
    namespace: 'istio-egress',
    secretName: 'caller-tls',
    dnsNames: [DnsName.of('caller.example.com')],
    usages: 'client',
    issuer: VaultIssuer.namespaced('istio-egress', 'partner'),
    lifetime: Lifetime.of(Ttl.days(30)).renewBefore(Ttl.days(10)),
    key: KeyAlgorithm.RSA_3072,
    commonName: 'Caller of a partner',
  });
  expect(metadata).toMatchObject({ name: 'caller', namespace: 'istio-egress' });
  expect(spec).toEqual({
    secretName: 'caller-tls',
    commonName: 'Caller of a partner',
    dnsNames: ['caller.example.com'],
    duration: '720h',
    renewBefore: '240h',
    privateKey: { algorithm: 'RSA', size: 3072, rotationPolicy: 'Always' },
    usages: ['digital signature', 'key encipherment', 'client auth'],
    issuerRef: { name: 'partner', kind: 'Issuer', group: 'cert-manager.io' },
    revisionHistoryLimit: 1,
  });
});

test('it never signs anything', () => {
  const { spec } = synthesized({ ...OF_A_CA, usages: 'server and client' });
  expect(spec).not.toHaveProperty('isCA');
  expect(spec).toMatchObject({ usages: ['digital signature', 'server auth', 'client auth'] });
});

test('it lives 90 days where its issuer is asked for a lifetime', () => {
  expect(synthesized(OF_A_CA)['spec']).toMatchObject({ duration: '2160h', renewBefore: '720h' });
});

test('the order in which names are given is not in the output', () => {
  const dnsNames = [...SHARED.dnsNames].reverse();
  expect(synthesized({ ...SHARED, dnsNames })).toEqual(synthesized(SHARED));
});

test('the construct names its Secret', () => {
  expect(new LeafCertificate(emptyChart(), 'Leaf', SHARED).secretName).toBe('istio-ingress-certs');
  const secretName = 'edge';
  expect(new LeafCertificate(emptyChart(), 'Leaf', { ...SHARED, secretName }).secretName).toBe(
    'edge',
  );
});

test('an external issuer is taken as its owner describes it', () => {
  const issuer: IIssuer = {
    kind: 'AWSPCAClusterIssuer',
    name: 'pca',
    group: 'awspca.cert-manager.io',
    signsCas: false,
  };
  expect(synthesized({ ...SHARED, issuer })['spec']).toMatchObject({
    issuerRef: { kind: 'AWSPCAClusterIssuer', name: 'pca', group: 'awspca.cert-manager.io' },
    duration: '2160h',
  });
});

describe('with an ACME issuer', () => {
  test('the share that is left at renewal is written, and no duration', () => {
    const { spec } = synthesized({ ...SHARED, renewBeforePercentage: 50 });
    expect(spec).toMatchObject({ renewBeforePercentage: 50 });
    expect(spec).not.toHaveProperty('duration');
    expect(spec).not.toHaveProperty('renewBefore');
  });

  test('LifetimeMisplaced fires for a lifetime, which cert-manager would ignore', () => {
    expect(refusal({ ...SHARED, lifetime: Lifetime.of(Ttl.days(30)) })).toEqual([
      {
        code: 'LifetimeMisplaced',
        path: 'test/Leaf',
        problem: "'lifetime' must be left out with an ACME issuer, which decides it, got 720h",
        fix: 'write renewBeforePercentage: 33, or leave both out',
      },
    ]);
  });

  test('LifetimeMisplaced fires for a share where the issuer is asked for a lifetime', () => {
    expect(refusal({ ...OF_A_CA, renewBeforePercentage: 40 })).toMatchObject([
      {
        code: 'LifetimeMisplaced',
        fix: 'write lifetime: Lifetime.of(Ttl.days(90)).renewBeforePercentage(40)',
      },
    ]);
  });

  test('LifetimeMisplaced is silent for each where it belongs', () => {
    const lifetime = Lifetime.of(Ttl.days(90)).renewBeforePercentage(40);
    expect(synthesized({ ...OF_A_CA, lifetime })['spec']).toMatchObject({
      duration: '2160h',
      renewBeforePercentage: 40,
    });
    expect(() => synthesized({ ...SHARED, renewBeforePercentage: 40 })).not.toThrow();
  });

  test('fails for a common name that is none of its names, which cert-manager refuses to order', () => {
    expect(refusal({ ...SHARED, commonName: 'mydomain.com' })).toMatchObject([
      {
        code: 'PropertyMalformed',
        problem: `'commonName' must be one of 'dnsNames' with an ACME issuer, got "mydomain.com"`,
      },
    ]);
    expect(synthesized({ ...SHARED, commonName: 'www.mydomain.com' })['spec']).toMatchObject({
      commonName: 'www.mydomain.com',
    });
  });
});

test('IssuerOutOfReach fires for an Issuer of another namespace', () => {
  expect(refusal({ ...SHARED, issuer: AcmeIssuer.namespaced('pki', 'edge') })).toEqual([
    {
      code: 'IssuerOutOfReach',
      path: 'test/Leaf',
      problem:
        "'issuer' must be in the namespace of the Certificate (istio-system), got Issuer pki/edge",
      fix: 'write a ClusterIssuer, or an Issuer in istio-system',
    },
  ]);
});

test('IssuerOutOfReach is silent for an Issuer of the same namespace', () => {
  const issuer = AcmeIssuer.namespaced('istio-system', 'edge');
  expect(synthesized({ ...SHARED, issuer })['spec']).toMatchObject({
    issuerRef: { kind: 'Issuer', name: 'edge' },
  });
});

test('NamesClash fires for a name that is there twice in one certificate', () => {
  const again = DnsName.of('www.mydomain.com');
  expect(refusal({ ...SHARED, dnsNames: [...SHARED.dnsNames, again] })).toMatchObject([
    {
      code: 'NamesClash',
      problem: "'dnsNames' must be different names, got www.mydomain.com twice",
    },
  ]);
});
