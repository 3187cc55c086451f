import { KeyAlgorithm } from '../../trust/key-algorithm';
import { Lifetime } from '../../trust/lifetime';
import { refuseAny } from '../../trust/mesh-trust-error';
import { dnsLabel } from '../../trust/name-checks';
import { DNS_SUBDOMAIN } from '../../trust/names';
import { checkProps, instanceOf, optional, text, type PropertyTable } from '../../trust/props';
import { Subject } from '../../trust/subject';
import type { Authority } from '../../trust/trust-chain';
import { CaIssuer } from '../issuer/ca-issuer';
import type { IRoot, RootContext } from './root';

/** A root that cert-manager makes and keeps. */
export interface SelfSignedRootProps {
  /**
   * Name of its Certificate, Secret and ClusterIssuer, a DNS label.
   *
   * @default 'mesh-root'
   */
  readonly name?: string;
  /** Name of the Issuer by which it signs itself. @default - the root's name and `-selfsigned` */
  readonly issuerName?: string;
  /** Its distinguished name. @default - the root's name as common name */
  readonly subject?: Subject;
  /** How long it lives and when it is renewed; what it signs ends before what is left then. */
  readonly lifetime: Lifetime;
  /** Its private key, which is kept at renewal. @default KeyAlgorithm.ECDSA_P256 */
  readonly key?: KeyAlgorithm;
}

/** One check for each property of a self-signed root. */
export const SELF_SIGNED_ROOT_PROPERTIES: PropertyTable<SelfSignedRootProps> = {
  name: optional(dnsLabel('mesh-root')),
  issuerName: optional(text(DNS_SUBDOMAIN, 'the name of an Issuer', 'mesh-root-selfsigned')),
  subject: optional(instanceOf(Subject, "Subject.of('mesh-root')")),
  lifetime: instanceOf(Lifetime, 'Lifetime.of(Ttl.days(3650))'),
  key: optional(instanceOf(KeyAlgorithm, 'KeyAlgorithm.ECDSA_P256')),
};

/**
 * A root that cert-manager makes and keeps: what `RootCa` emits. Its key is kept at every renewal,
 * so that what it signed before verifies after; a new key is a new root, which everybody has to
 * trust first, and so another `SelfSignedRoot` of another name.
 */
export class SelfSignedRoot implements IRoot {
  /**
   * A root with these values.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyMalformed
   */
  public static of(props: SelfSignedRootProps): SelfSignedRoot {
    refuseAny(checkProps('TrustRoot.selfSigned', props, SELF_SIGNED_ROOT_PROPERTIES));
    return new SelfSignedRoot(props);
  }

  /** Name of its Certificate, Secret and ClusterIssuer. */
  public readonly name: string;
  /** Name of the Issuer by which it signs itself. */
  public readonly issuerName: string;
  /** Its distinguished name. */
  public readonly subject: Subject;
  /** How long it lives and when it is renewed. */
  public readonly lifetime: Lifetime;
  /** Its private key. */
  public readonly key: KeyAlgorithm;

  private constructor(props: SelfSignedRootProps) {
    this.name = props.name ?? 'mesh-root';
    this.issuerName = props.issuerName ?? `${this.name}-selfsigned`;
    this.subject = props.subject ?? Subject.of(this.name);
    this.lifetime = props.lifetime;
    this.key = props.key ?? KeyAlgorithm.ECDSA_P256;
  }

  /** The ClusterIssuer that signs with its key. */
  public get issuer(): CaIssuer {
    return CaIssuer.cluster(this.name);
  }

  /** The root in the chain; cert-manager sets no path length. */
  public authority({ path, certManager, bundleIn, verifiedBy }: RootContext): Authority {
    const namespace = certManager.clusterResourceNamespace;
    return {
      kind: 'authority',
      id: 'root',
      title: this.subject.commonName,
      path,
      lifetimeProperty: 'duration',
      duration: this.lifetime.duration,
      leftAtRenewal: this.lifetime.leftAtRenewal,
      keyIn: `Secret ${namespace}/${this.name}`,
      keyAtRenewal: 'kept',
      bundleIn,
      verifiedBy,
      requestedIn: namespace,
      servedBy: {
        kind: 'ClusterIssuer',
        name: this.name,
        secretNamespace: namespace,
        secretExpectedIn: namespace,
      },
    };
  }
}
