import { refuseAny } from '../../trust/mesh-trust-error';
import { dnsLabel } from '../../trust/name-checks';
import { checkProps, instanceOf, optional, type PropertyTable } from '../../trust/props';
import type { Authority, ServingIssuer } from '../../trust/trust-chain';
import { caCapableIssuer, type ICaCapableIssuer } from '../issuer/ca-issuer';
import { OfflineRoot } from './offline-root';
import type { IRoot, RootContext } from './root';
import { STATED_CA_PROPERTIES, statedAuthority, type StatedCaProps } from './stated-ca';

/** An issuer that is in the cluster already, and the facts of its certificate. */
export interface ExistingRootProps extends StatedCaProps {
  /** What signs with its key: `CaIssuer.cluster('corporate')`. */
  readonly issuer: ICaCapableIssuer;
  /** Namespace of the Secret that holds its key. @default - where cert-manager looks for it */
  readonly secretNamespace?: string;
  /** The root above it, where it is an intermediate. @default - none: it is the root */
  readonly offlineRoot?: OfflineRoot;
}

/** One check for each property of an existing root. */
export const EXISTING_ROOT_PROPERTIES: PropertyTable<ExistingRootProps> = {
  ...STATED_CA_PROPERTIES,
  issuer: caCapableIssuer(),
  secretNamespace: optional(dnsLabel('pki')),
  offlineRoot: optional(instanceOf(OfflineRoot, 'OfflineRoot.of({ subject, lifetime })')),
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

  /** The root above it, where it is an intermediate. */
  public get offlineRoot(): OfflineRoot | undefined {
    return this.facts.offlineRoot;
  }

  /** The root in the chain. */
  public authority(context: RootContext): Authority {
    const { issuer, subject } = this.facts;
    const servedBy = this.servingIssuer(context.certManager.clusterResourceNamespace);
    return {
      ...statedAuthority(this.facts, context, this.offlineRoot),
      title: subject?.commonName ?? issuer.name,
      keyIn: `behind ${issuer.kind} ${issuer.name}`,
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
