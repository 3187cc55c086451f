import { CaCertificate } from '../../src/cert-manager/ca-certificate';
import { CaIssuer } from '../../src/cert-manager/ca-issuer';
import { CertManager } from '../../src/cert-manager/cert-manager';
import { CertManagerVersion } from '../../src/cert-manager/cert-manager-version';
import { RootCa } from '../../src/cert-manager/root-ca';
import { SelfSignedRoot } from '../../src/cert-manager/self-signed-root';
import { TrustRoot } from '../../src/cert-manager/trust-root';
import { DnsName } from '../../src/trust/dns-name';
import { KeyAlgorithm } from '../../src/trust/key-algorithm';
import { Lifetime } from '../../src/trust/lifetime';
import { RotationPolicy } from '../../src/trust/rotation-policy';
import { Subject as DistinguishedName } from '../../src/trust/subject';
import { Ttl } from '../../src/trust/ttl';
import type { Subject } from '../support/bad-inputs';
import { emptyChart } from '../support/manifests';

const LIFETIME = Lifetime.of(Ttl.days(3650));

/** Everything of cert-manager that takes properties, with a valid value of each. */
export const certManagerSubjects: readonly Subject[] = [
  {
    name: 'CertManager.release',
    props: { version: CertManagerVersion.V1_20 },
    required: [],
    build: (props) => CertManager.release(props),
  },
  {
    name: 'CertManager.alreadyInstalled',
    props: {
      version: CertManagerVersion.V1_20,
      namespace: 'pki',
      clusterResourceNamespace: 'pki-secrets',
    },
    required: ['version'],
    build: (props) => CertManager.alreadyInstalled(props),
  },
  {
    name: 'TrustRoot.selfSigned',
    props: {
      name: 'root-a',
      issuerName: 'selfsigned',
      subject: DistinguishedName.of('Root A'),
      lifetime: LIFETIME,
      key: KeyAlgorithm.ECDSA_P384,
    },
    required: ['lifetime'],
    build: (props) => TrustRoot.selfSigned(props),
  },
  {
    name: 'TrustRoot.existing',
    props: {
      issuer: CaIssuer.cluster('corporate'),
      lifetime: LIFETIME,
      keyAtRenewal: 'kept',
      maxPathLength: 2,
      subject: DistinguishedName.of('Corporate CA'),
      secretNamespace: 'cert-manager',
    },
    required: ['issuer', 'lifetime', 'keyAtRenewal'],
    build: (props) => TrustRoot.existing(props),
  },
  {
    name: 'RootCa',
    props: {
      root: SelfSignedRoot.of({ lifetime: LIFETIME }),
      certManager: CertManager.release(),
    },
    required: ['root', 'certManager'],
    build: (props) => new RootCa(emptyChart(), 'RootCa', props),
  },
  {
    name: 'CaCertificate',
    props: {
      name: 'cacerts',
      namespace: 'istio-system',
      secretName: 'istiod-ca',
      subject: DistinguishedName.of('istiod.istio-system.svc'),
      dnsNames: [DnsName.ofService('istiod', 'istio-system')],
      lifetime: LIFETIME,
      key: KeyAlgorithm.RSA_2048,
      rotationPolicy: RotationPolicy.ALWAYS,
      issuer: CaIssuer.cluster('mesh-root'),
    },
    required: ['name', 'namespace', 'subject', 'dnsNames', 'lifetime', 'rotationPolicy', 'issuer'],
    build: (props) => new CaCertificate(emptyChart(), 'CaCertificate', props),
  },
];
