import { ExternalIssuerKind } from '../../../src/cert-manager/issuer/external-issuer-kind';
import { ExternalIssuer } from '../../../src/cert-manager/issuer/external-issuer';
import { issuerReferenceTo } from '../../../src/cert-manager/issuer/issuer';
import { refusalOf } from '../../support/refusals';

const { AWS_PCA, GOOGLE_CAS, STEP } = ExternalIssuerKind;
const ONLY_CLUSTER = ExternalIssuerKind.of({ group: 'ca.example.com', clusterKind: 'ExampleCa' });

test.each([
  [AWS_PCA, 'awspca.cert-manager.io', 'AWSPCAClusterIssuer', 'AWSPCAIssuer'],
  [GOOGLE_CAS, 'cas-issuer.jetstack.io', 'GoogleCASClusterIssuer', 'GoogleCASIssuer'],
  [STEP, 'certmanager.step.sm', 'StepClusterIssuer', 'StepIssuer'],
])('%s is named by its group and kind', (type, group, clusterKind, namespacedKind) => {
  expect(issuerReferenceTo(ExternalIssuer.cluster(type, 'one'))).toEqual({
    name: 'one',
    kind: clusterKind,
    group,
  });
  const namespaced = ExternalIssuer.namespaced(type, 'there', 'one');
  expect(issuerReferenceTo(namespaced)).toEqual({ name: 'one', kind: namespacedKind, group });
  expect(namespaced.namespace).toBe('there');
  expect(namespaced.toString()).toBe(`${namespacedKind} there/one`);
});

test('it signs leaves alone until its owner says otherwise', () => {
  const issuer = ExternalIssuer.cluster(ONLY_CLUSTER, 'one');
  expect(issuer.signsCas).toBe(false);
  expect(issuer.thatSignsCas()).toMatchObject({
    group: 'ca.example.com',
    kind: 'ExampleCa',
    name: 'one',
    signsCas: true,
  });
  expect(issuer.toString()).toBe('ExampleCa one');
});

test('one without a kind for a namespace serves none', () => {
  expect(refusalOf(() => ExternalIssuer.namespaced(ONLY_CLUSTER, 'there', 'one'))).toEqual([
    {
      code: 'PropertyMalformed',
      path: 'ExternalIssuer.namespaced',
      problem: "'type' must be one with a kind for a namespace, got ca.example.com",
      fix: 'give it one: ExternalIssuerKind.of({ group, namespacedKind })',
    },
  ]);
  const onlyNamespaced = ExternalIssuerKind.of({ group: 'ca.example.com', namespacedKind: 'Ca' });
  expect(refusalOf(() => ExternalIssuer.cluster(onlyNamespaced, 'one'))).toMatchObject([
    { code: 'PropertyMalformed', path: 'ExternalIssuer.cluster' },
  ]);
});

test('a kind is at least one, of another group than that of cert-manager', () => {
  expect(refusalOf(() => ExternalIssuerKind.of({ group: 'ca.example.com' }))).toMatchObject([
    { code: 'PropertyMissing', path: 'ExternalIssuerKind.of' },
  ]);
  expect(
    refusalOf(() => ExternalIssuerKind.of({ group: 'cert-manager.io', clusterKind: 'CaIssuer' })),
  ).toMatchObject([{ code: 'PropertyMalformed', path: 'ExternalIssuerKind.of' }]);
});
