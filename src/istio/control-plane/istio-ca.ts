import type { ICaCapableIssuer } from '../../cert-manager/ca-issuer';
import { DnsName } from '../../trust/dns-name';
import { KeyAlgorithm } from '../../trust/key-algorithm';
import { Lifetime } from '../../trust/lifetime';
import { refuseAny, type Finding } from '../../trust/mesh-trust-error';
import {
  checkProps,
  instanceOf,
  objectWith,
  optional,
  type PropertyTable,
} from '../../trust/props';
import { RotationPolicy } from '../../trust/rotation-policy';
import { Subject } from '../../trust/subject';

/** The CA of istiod, as a Certificate of cert-manager. */
export interface CertManagerIstioCaProps {
  /** How long it lives and when it is renewed; what istiod signs fits into what is left then. */
  readonly lifetime: Lifetime;
  /** Its private key. @default KeyAlgorithm.ECDSA_P256 */
  readonly key?: KeyAlgorithm;
  /** Whether it gets a new key when it is renewed. @default RotationPolicy.ALWAYS */
  readonly rotationPolicy?: RotationPolicy;
  /** Who signs it: one that can sign CAs. @default - the root of the environment */
  readonly issuer?: ICaCapableIssuer;
  /** How certificates name it as their issuer. @default - Subject.of('istiod.istio-system.svc') */
  readonly subject?: Subject;
}

const ISSUER_EXAMPLE = 'an issuer that signs CAs: a CaIssuer, not one of ACME';

/** One check for each property of the CA of istiod. */
export const CERT_MANAGER_ISTIO_CA_PROPERTIES: PropertyTable<CertManagerIstioCaProps> = {
  lifetime: instanceOf(Lifetime, 'Lifetime.of(Ttl.days(30))'),
  key: optional(instanceOf(KeyAlgorithm, 'KeyAlgorithm.ECDSA_P256')),
  rotationPolicy: optional(instanceOf(RotationPolicy, 'RotationPolicy.ALWAYS')),
  issuer: optional(objectWith(['kind', 'name', 'group', 'signsCas'], ISSUER_EXAMPLE)),
  subject: optional(instanceOf(Subject, "Subject.of('istiod')")),
};

/** Everything that is wrong with the properties of the CA of istiod. */
export function certManagerIstioCaFindings(
  path: string,
  props: CertManagerIstioCaProps,
): Finding[] {
  const findings = checkProps(path, props, CERT_MANAGER_ISTIO_CA_PROPERTIES);
  if (findings.length > 0 || props.issuer === undefined) {
    return findings;
  }
  const signsCas: unknown = props.issuer.signsCas;
  return signsCas === true
    ? []
    : [
        {
          code: 'PropertyWrongType',
          path,
          problem: `'issuer' must sign CAs, got ${props.issuer.kind} ${props.issuer.name} with signsCas ${JSON.stringify(signsCas)}`,
          fix: `write ${ISSUER_EXAMPLE}`,
        },
      ];
}

/**
 * Where istiod gets the key by which it signs: it signs its own serving certificate and those of
 * workloads that have none from SPIRE.
 */
export class IstioCa {
  /** Namespace of istiod, where its key is. */
  public static readonly NAMESPACE = 'istio-system';
  /** Name of the Secret, and of the Certificate, that istiod looks for in its own namespace. */
  public static readonly SECRET_NAME = 'cacerts';
  /** Where istiod puts the root, in every namespace. */
  public static readonly ROOT_CONFIG_MAP = 'istio-ca-root-cert';

  /**
   * A CA that cert-manager makes and renews in the Secret `cacerts`. It has to be there before istiod
   * starts: istiod makes a root of its own otherwise, and does not look again.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType
   */
  public static certManager(props: CertManagerIstioCaProps): IstioCa {
    refuseAny(certManagerIstioCaFindings('IstioCa.certManager', props));
    return new IstioCa(
      props.lifetime,
      props.key ?? KeyAlgorithm.ECDSA_P256,
      props.rotationPolicy ?? RotationPolicy.ALWAYS,
      props.issuer,
      props.subject ?? Subject.of(`istiod.${IstioCa.NAMESPACE}.svc`),
    );
  }

  private constructor(
    /** How long it lives and when it is renewed. */
    public readonly lifetime: Lifetime,
    /** Its private key. */
    public readonly key: KeyAlgorithm,
    /** Whether it gets a new key when it is renewed. */
    public readonly rotationPolicy: RotationPolicy,
    /** Who signs it; the root of the environment when nobody is named. */
    public readonly issuer: ICaCapableIssuer | undefined,
    /** How certificates name it as their issuer. */
    public readonly subject: Subject,
  ) {}

  /** The DNS names that it carries. */
  public get dnsNames(): readonly DnsName[] {
    return [DnsName.ofService('istiod', IstioCa.NAMESPACE)];
  }
}
