import {
  CaCertificate,
  type CaCertificateProps,
} from '../../../src/cert-manager/certificate/ca-certificate';
import { CaIssuer } from '../../../src/cert-manager/issuer/ca-issuer';
import { DnsName } from '../../../src/trust/dns-name';
import { KeyAlgorithm } from '../../../src/trust/key-algorithm';
import { Lifetime } from '../../../src/trust/lifetime';
import { RotationPolicy } from '../../../src/trust/rotation-policy';
import { Subject } from '../../../src/trust/subject';
import { Ttl } from '../../../src/trust/ttl';
import { emptyChart, find, manifestsOf, type Manifest } from '../../support/manifests';
import { refusalOf } from '../../support/refusals';

function synthesized(props: CaCertificateProps): Manifest {
  const chart = emptyChart();
  new CaCertificate(chart, 'Cacerts', props);
  return find(manifestsOf(chart), 'Certificate', props.name);
}

const CLASSIC: CaCertificateProps = {
  name: 'cacerts',
  namespace: 'istio-system',
  subject: Subject.of('istiod.istio-system.svc'),
  dnsNames: [DnsName.ofService('istiod', 'istio-system')],
  lifetime: Lifetime.of(Ttl.hours(1440)).renewBefore(Ttl.hours(360)),
  rotationPolicy: RotationPolicy.ALWAYS,
  issuer: CaIssuer.cluster('selfsigned-ca'),
};

test('the cacerts of the set-up of 2022, with what is a default there written out', () => {
  expect(synthesized(CLASSIC)).toEqual({
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: {
      name: 'cacerts',
      namespace: 'istio-system',
      labels: {
        'app.kubernetes.io/name': 'ca-certificate',
        'app.kubernetes.io/part-of': 'mesh-trust',
      },
    },
    spec: {
      isCA: true,
      secretName: 'cacerts',
      commonName: 'istiod.istio-system.svc',
      dnsNames: ['istiod.istio-system.svc'],
      duration: '1440h',
      renewBefore: '360h',
      privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' },
      usages: ['digital signature', 'key encipherment', 'cert sign'],
      issuerRef: { name: 'selfsigned-ca', kind: 'ClusterIssuer', group: 'cert-manager.io' },
      revisionHistoryLimit: 1,
    },
  });
});

test('every property has its place', () => {
  const { metadata, spec } = synthesized({
    name: 'east',
    namespace: 'istio-east',
    secretName: 'cacerts',
    subject: Subject.of('istiod', { organizations: ['Example'] }),
    dnsNames: [DnsName.of('istiod.istio-east.svc'), DnsName.of('istiod-east.example.com')],
    lifetime: Lifetime.of(Ttl.days(30)).renewBeforePercentage(50),
    key: KeyAlgorithm.RSA_4096,
    rotationPolicy: RotationPolicy.NEVER,
    issuer: CaIssuer.namespaced('istio-east', 'intermediate'),
  });
  expect(metadata).toMatchObject({ name: 'east', namespace: 'istio-east' });
  expect(spec).toMatchObject({
    secretName: 'cacerts',
    commonName: 'istiod',
    subject: { organizations: ['Example'] },
    duration: '720h',
    renewBeforePercentage: 50,
    privateKey: { algorithm: 'RSA', size: 4096, rotationPolicy: 'Never' },
    issuerRef: { name: 'intermediate', kind: 'Issuer', group: 'cert-manager.io' },
  });
});

test('the order in which DNS names are given is not in the output', () => {
  const dnsNames = ['b.example.com', 'a.example.com'].map((name) => DnsName.of(name));
  expect(synthesized({ ...CLASSIC, dnsNames })).toEqual(
    synthesized({ ...CLASSIC, dnsNames: [...dnsNames].reverse() }),
  );
});

test('a CA without DNS names writes none', () => {
  expect(synthesized({ ...CLASSIC, dnsNames: [] })['spec']).not.toHaveProperty('dnsNames');
});

test('the construct names its Secret', () => {
  expect(new CaCertificate(emptyChart(), 'Cacerts', CLASSIC).secretName).toBe('cacerts');
});

test('fails without a rotation policy, whose default changed in cert-manager 1.18', () => {
  const props: unknown = { ...CLASSIC, rotationPolicy: undefined };
  expect(
    refusalOf(() => new CaCertificate(emptyChart(), 'Cacerts', props as CaCertificateProps)),
  ).toMatchObject([
    {
      code: 'PropertyMissing',
      path: 'test/Cacerts',
      problem: "'rotationPolicy' must be given, got nothing",
      fix: 'write RotationPolicy.ALWAYS',
    },
  ]);
});
