import { Construct } from 'constructs';
import * as certmanager from '../../../imports/cert-manager.io';
import { DnsName } from '../../trust/dns-name';
import { KeyAlgorithm } from '../../trust/key-algorithm';
import { Lifetime } from '../../trust/lifetime';
import { refuseAny, type Finding } from '../../trust/mesh-trust-error';
import { dnsLabel } from '../../trust/name-checks';
import { DNS_SUBDOMAIN } from '../../trust/names';
import {
  checkProps,
  instanceOf,
  listOf,
  optional,
  text,
  type PropertyTable,
} from '../../trust/props';
import { RotationPolicy } from '../../trust/rotation-policy';
import { Subject } from '../../trust/subject';
import { caCertificateSpec } from './ca-certificate-spec';
import { caCapableIssuer, type ICaCapableIssuer } from '../issuer/ca-issuer';

/** Properties of an intermediate CA. */
export interface CaCertificateProps {
  /** Name of the Certificate. */
  readonly name: string;
  /** Namespace of Certificate and Secret: that of whoever signs with the key. */
  readonly namespace: string;
  /** Name of the Secret with `tls.crt`, `tls.key` and `ca.crt`. @default - the Certificate's name */
  readonly secretName?: string;
  /** Its distinguished name. */
  readonly subject: Subject;
  /** Names under which the CA itself serves, possibly none. */
  readonly dnsNames: readonly DnsName[];
  /** How long it lives and when it is renewed. */
  readonly lifetime: Lifetime;
  /** Its private key. @default KeyAlgorithm.ECDSA_P256 */
  readonly key?: KeyAlgorithm;
  /** Whether its key is kept at renewal; said by whoever makes a CA, never by a default. */
  readonly rotationPolicy: RotationPolicy;
  /** Who signs it: only what signs CAs compiles. An Issuer must be in the same namespace. */
  readonly issuer: ICaCapableIssuer;
}

const NAME = text(DNS_SUBDOMAIN, 'a DNS subdomain of at most 253 characters', 'cacerts');

/** One check for each property of an intermediate CA. */
export const CA_CERTIFICATE_PROPERTIES: PropertyTable<CaCertificateProps> = {
  name: NAME,
  namespace: dnsLabel('istio-system'),
  secretName: optional(NAME),
  subject: instanceOf(Subject, "Subject.of('istiod.istio-system.svc')"),
  dnsNames: listOf(instanceOf(DnsName, "DnsName.ofService('istiod', 'istio-system')"), {
    max: 100,
  }),
  lifetime: instanceOf(Lifetime, 'Lifetime.of(Ttl.days(60)).renewBefore(Ttl.days(15))'),
  key: optional(instanceOf(KeyAlgorithm, 'KeyAlgorithm.ECDSA_P256')),
  rotationPolicy: instanceOf(RotationPolicy, 'RotationPolicy.ALWAYS'),
  issuer: caCapableIssuer(),
};

/** Everything that is wrong with the properties of an intermediate CA. */
export function caCertificateFindings(path: string, props: CaCertificateProps): Finding[] {
  return checkProps(path, props, CA_CERTIFICATE_PROPERTIES);
}

const { DIGITAL_SIGNATURE, KEY_ENCIPHERMENT, CERT_SIGN } = certmanager.CertificateSpecUsages;

/**
 * An intermediate CA, signed by the root: the Certificate by which cert-manager makes the key and
 * keeps the Secret filled, such as `cacerts`, from which istiod signs. istiod takes the keys of
 * such a Secret as they are, and makes its own serving certificate with a key of the same kind.
 *
 * @see https://istio.io/latest/docs/tasks/security/cert-management/plugin-ca-cert/
 * @see https://cert-manager.io/docs/usage/certificate/
 */
export class CaCertificate extends Construct {
  /** Name of the Secret that cert-manager fills. */
  public readonly secretName: string;

  /** @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyOutOfRange, PropertyMalformed */
  public constructor(scope: Construct, id: string, props: CaCertificateProps) {
    super(scope, id);
    refuseAny(caCertificateFindings(this.node.path, props));
    this.secretName = props.secretName ?? props.name;

    new certmanager.Certificate(this, 'Resource', {
      metadata: {
        name: props.name,
        namespace: props.namespace,
        labels: {
          'app.kubernetes.io/name': 'ca-certificate',
          'app.kubernetes.io/part-of': 'mesh-trust',
        },
      },
      spec: {
        ...caCertificateSpec({
          secretName: this.secretName,
          subject: props.subject,
          lifetime: props.lifetime,
          key: props.key ?? KeyAlgorithm.ECDSA_P256,
          rotationPolicy: props.rotationPolicy,
          usages: [DIGITAL_SIGNATURE, KEY_ENCIPHERMENT, CERT_SIGN],
          issuer: props.issuer,
        }),
        dnsNames: props.dnsNames.length === 0 ? undefined : props.dnsNames.map(String).sort(),
      },
    });
  }
}
