import { Lifetime } from '../trust/lifetime';
import { refuseAny } from '../trust/mesh-trust-error';
import { dnsLabel } from '../trust/name-checks';
import {
  checkProps,
  instanceOf,
  integer,
  oneOf,
  optional,
  type PropertyTable,
} from '../trust/props';
import { Subject } from '../trust/subject';
import type { Authority, ServingIssuer } from '../trust/trust-chain';
import { caCapableIssuer, type ICaCapableIssuer } from './ca-issuer';
import type { IRoot, RootContext } from './root';

/** An issuer that is in the cluster already, and the facts of its certificate. */
export interface ExistingRootProps {
  /** What signs with its key: `CaIssuer.cluster('corporate')`. */
  readonly issuer: ICaCapableIssuer;
  /** How long its certificate lives and when that is renewed. */
  readonly lifetime: Lifetime;
  /** Whether its owner keeps the key at renewal, or makes a new one. */
  readonly keyAtRenewal: 'kept' | 'new';
  /** How many CAs its certificate allows below it. @default - no limit */
  readonly maxPathLength?: number;
  /** Its distinguished name, for pictures and findings. @default - the issuer's name */
  readonly subject?: Subject;
  /** Namespace of the Secret that holds its key. @default - where cert-manager looks for it */
  readonly secretNamespace?: string;
}

/** Well above every chain that is used; OpenSSL verifies no more than 100 certificates. */
const MAX_PATH_LENGTH = 16;

/** One check for each property of an existing root. */
export const EXISTING_ROOT_PROPERTIES: PropertyTable<ExistingRootProps> = {
  issuer: caCapableIssuer(),
  lifetime: instanceOf(Lifetime, 'Lifetime.of(Ttl.days(3650))'),
  keyAtRenewal: oneOf(['kept', 'new']),
  maxPathLength: optional(integer(0, MAX_PATH_LENGTH)),
  subject: optional(instanceOf(Subject, "Subject.of('mesh-root')")),
  secretNamespace: optional(dnsLabel('pki')),
};

/**
 * An issuer that is in the cluster already: nothing of it is emitted. What its owner states here is
 * held against the chain like what we make ourselves. When it is an intermediate, its Secret must
 * hold the chain up to the root: cert-manager answers with the last certificate as `ca.crt`.
 *
 * @see https://cert-manager.io/docs/configuration/ca/
 */
export class ExistingRoot implements IRoot {
  /**
   * The issuer with these facts.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyOutOfRange, PropertyMalformed
   */
  public static of(props: ExistingRootProps): ExistingRoot {
    refuseAny(checkProps('TrustRoot.existing', props, EXISTING_ROOT_PROPERTIES));
    return new ExistingRoot(props);
  }

  private constructor(private readonly facts: ExistingRootProps) {}

  /** What signs with its key. */
  public get issuer(): ICaCapableIssuer {
    return this.facts.issuer;
  }

  /** The root in the chain. */
  public authority({ path, certManager, bundleIn, verifiedBy }: RootContext): Authority {
    const { issuer, lifetime, subject, keyAtRenewal, maxPathLength } = this.facts;
    const servedBy = this.servingIssuer(certManager.clusterResourceNamespace);
    return {
      kind: 'authority',
      id: 'root',
      title: subject?.commonName ?? issuer.name,
      path,
      lifetimeProperty: 'duration',
      duration: lifetime.duration,
      leftAtRenewal: lifetime.leftAtRenewal,
      keyIn: `behind ${issuer.kind} ${issuer.name}`,
      keyAtRenewal,
      ...(maxPathLength === undefined ? {} : { maxPathLength }),
      bundleIn,
      verifiedBy,
      ...(servedBy === undefined ? {} : { servedBy }),
    };
  }

  /** Where cert-manager looks for the key; an external issuer has it elsewhere. */
  private servingIssuer(clusterResourceNamespace: string): ServingIssuer | undefined {
    const { kind, name, group } = this.facts.issuer;
    if (group !== 'cert-manager.io' || (kind !== 'Issuer' && kind !== 'ClusterIssuer')) {
      return undefined;
    }
    const namespace = kind === 'Issuer' ? this.facts.issuer.namespace : undefined;
    const secretExpectedIn = namespace ?? clusterResourceNamespace;
    const secretNamespace = this.facts.secretNamespace ?? secretExpectedIn;
    const place = { name, secretNamespace, secretExpectedIn };
    return namespace === undefined ? { kind, ...place } : { kind, namespace, ...place };
  }
}
