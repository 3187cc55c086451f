import { importing } from '../written';
import type { WrongCase } from '../wrong-case';
import { caCertificate, certificate, ISSUER } from './ca-certificate';
import { applied } from './judge';
import { CA_WITHOUT_SUBJECT, NOT_A_CA } from './openssl-cases';

const topic = 'Certificates and secrets';
const judgedBy = 'webhook of cert-manager 1.21';
function istioCa(lines: string, ...names: readonly string[]): string {
  return [
    importing(['IstioCa', 'Lifetime', 'Ttl', ...names]),
    '',
    'export const ca = IstioCa.certManager({',
    '  lifetime: Lifetime.of(Ttl.days(30)),',
    `  ${lines},`,
    '});',
  ].join('\n');
}

/** Certificates and issuers that cert-manager is asked about. */
export const CERTIFICATE_CASES: readonly WrongCase[] = [
  applied({
    id: 'issuer-kind-misspelt',
    topic,
    mistake: 'The kind of the issuer is misspelt.',
    written: istioCa("issuer: CaIssuer.clusterIsuer('mesh-root')", 'CaIssuer'),
    plain: certificate(
      'isCA: true',
      'commonName: istiod.istio-system.svc',
      'issuerRef: { name: mesh-root, kind: ClusterIsuer, group: cert-manager.io }',
    ),
    judgedBy,
  }),
  applied({
    id: 'certificate-key-misspelt',
    topic,
    mistake: 'A field of a Certificate is misspelt.',
    written: istioCa("subjct: Subject.of('istiod')", 'Subject'),
    plain: certificate(
      'isCA: true',
      'comonName: istiod',
      'dnsNames: [istiod.istio-system.svc]',
      ISSUER,
    ),
  }),
  applied({
    id: 'common-name-too-long',
    topic,
    mistake: 'The common name of a CA has 65 characters.',
    written: istioCa(`subject: Subject.of('${'x'.repeat(65)}')`, 'Subject'),
    plain: certificate('isCA: true', `commonName: ${'x'.repeat(65)}`, ISSUER),
    judgedBy,
  }),
  applied({
    id: 'ca-without-any-name',
    topic,
    mistake: 'A CA has no name at all.',
    written: istioCa('subject: Subject.of()', 'Subject'),
    plain: certificate('isCA: true', ISSUER),
    judgedBy,
  }),
  CA_WITHOUT_SUBJECT,
  NOT_A_CA,
  applied({
    id: 'key-too-small',
    topic,
    mistake: 'The key of a CA has 512 bits.',
    written: istioCa('key: KeyAlgorithm.RSA_512', 'KeyAlgorithm'),
    plain: certificate(
      'isCA: true',
      'commonName: istiod.istio-system.svc',
      'privateKey: { algorithm: RSA, size: 512, rotationPolicy: Always }',
      ISSUER,
    ),
    judgedBy,
  }),
  applied({
    id: 'rotation-policy-made-up',
    topic,
    mistake: 'A CA is to change its key sometimes.',
    written: istioCa('rotationPolicy: RotationPolicy.SOMETIMES', 'RotationPolicy'),
    plain: certificate(
      'isCA: true',
      'commonName: istiod.istio-system.svc',
      'privateKey: { algorithm: ECDSA, size: 256, rotationPolicy: Sometimes }',
      ISSUER,
    ),
    judgedBy,
  }),
  applied({
    id: 'usage-misspelt',
    topic,
    mistake: 'The usages of a CA are written by hand, one of them wrong.',
    written: caCertificate("usages: ['cert-sign']"),
    plain: certificate(
      'isCA: true',
      'commonName: istiod.istio-system.svc',
      'usages: [cert-sign]',
      ISSUER,
    ),
  }),
];
