import type { ICaCapableIssuer } from '../../cert-manager/issuer/ca-issuer';
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
import { keyAtRenewal, TrustChain, type Authority, type Leaf } from '../../trust/trust-chain';
import { CACERTS, ISTIOD_NAMESPACE } from './istio-ca-names';
import type { IIstioCa, IstioCaContext, IstioCaSettings } from './istio-ca-source';
import { istiodAuthority, type IstiodAuthorityFacts, servedByIstiod } from './istiod-authority';

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

/** A CA that cert-manager makes and renews in the Secret `cacerts`. */
export class CertManagerIstioCa implements IIstioCa {
  /**
   * A CA with these values.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType
   */
  public static of(props: CertManagerIstioCaProps): CertManagerIstioCa {
    refuseAny(certManagerIstioCaFindings('IstioCa.certManager', props));
    return new CertManagerIstioCa(props);
  }

  /** istiod signs. */
  public readonly signer = 'istiod';
  /** istiod finds the Secret by itself. */
  public readonly settings: IstioCaSettings = {};
  /** cert-manager makes the Secret. */
  public readonly neededSecrets = [];
  /** Whoever signs it is of the model. */
  public readonly isBelowRoot = true;
  /** How long it lives and when it is renewed. */
  public readonly lifetime: Lifetime;
  /** Its private key. */
  public readonly key: KeyAlgorithm;
  /** Whether it gets a new key when it is renewed. */
  public readonly rotationPolicy: RotationPolicy;
  /** Who signs it; the root of the environment when nobody is named. */
  public readonly issuer: ICaCapableIssuer | undefined;
  /** How certificates name it as their issuer. */
  public readonly subject: Subject;

  private constructor(props: CertManagerIstioCaProps) {
    this.lifetime = props.lifetime;
    this.key = props.key ?? KeyAlgorithm.ECDSA_P256;
    this.rotationPolicy = props.rotationPolicy ?? RotationPolicy.ALWAYS;
    this.issuer = props.issuer;
    this.subject = props.subject ?? Subject.of(`istiod.${ISTIOD_NAMESPACE}.svc`);
  }

  /** The DNS names that it carries. */
  public get dnsNames(): readonly DnsName[] {
    return [DnsName.ofService('istiod', ISTIOD_NAMESPACE)];
  }

  /** The CA of istiod, below whoever signs it. */
  public authorities(context: IstioCaContext): readonly Authority[] {
    const { duration, leftAtRenewal } = this.lifetime;
    const facts: IstiodAuthorityFacts = {
      issuer: context.issuer,
      duration,
      leftAtRenewal,
      keyAtRenewal: keyAtRenewal(this.rotationPolicy),
      keyIn: `Secret ${ISTIOD_NAMESPACE}/${CACERTS}`,
      requestedIn: ISTIOD_NAMESPACE,
      names: { dnsNames: this.dnsNames.map(String) },
    };
    return [istiodAuthority(facts, context)];
  }

  /** istiod signs for proxies. */
  public workloadIssuer(): string {
    return TrustChain.ISTIOD;
  }

  /** What istiod signs for itself. */
  public leaves(context: IstioCaContext): readonly Leaf[] {
    return [servedByIstiod(this.lifetime, context)];
  }
}
