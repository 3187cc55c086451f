import { refuseAny } from '../../trust/mesh-trust-error';
import { checkProps, instanceOf, optional, type PropertyTable } from '../../trust/props';
import type { Authority } from '../../trust/trust-chain';
import { Ttl } from '../../trust/ttl';
import { VAULT_MAX_LEASE_TTL } from '../../trust/vault-max-lease-ttl';
import { VaultCa } from '../issuer/vault-ca';
import type { VaultCaIssuer } from '../issuer/vault-ca-issuer';
import { OfflineRoot } from './offline-root';
import type { IRoot, RootContext } from './root';
import { STATED_CA_PROPERTIES, statedAuthority, type StatedCaProps } from './stated-ca';

/** A root, or an intermediate, whose key is in Vault. */
export interface VaultRootProps extends StatedCaProps {
  /** How cert-manager asks it. */
  readonly ca: VaultCa;
  /** `max_lease_ttl` of the engine: what is asked for longer lives no longer. @default Ttl.hours(768) */
  readonly signsAtMost?: Ttl;
  /** The root above it, where it is an intermediate: the engine has its certificate, too. @default - none: it is the root */
  readonly offlineRoot?: OfflineRoot;
}

/** One check for each property of a root in Vault. */
export const VAULT_ROOT_PROPERTIES: PropertyTable<VaultRootProps> = {
  ...STATED_CA_PROPERTIES,
  ca: instanceOf(VaultCa, "VaultCa.of({ name: 'mesh-root', server, path, auth })"),
  signsAtMost: optional(instanceOf(Ttl, 'Ttl.days(90)')),
  offlineRoot: optional(instanceOf(OfflineRoot, 'OfflineRoot.of({ subject, lifetime })')),
};

/**
 * A CA whose key never leaves Vault, above istiod and SPIRE. Its owner renews it; what he states here
 * is held against the chain.
 *
 * An intermediate answers with the chain that its engine has: the certificate of its root must be
 * there, too, since cert-manager takes the last of the chain for `ca.crt`.
 */
export class VaultRoot implements IRoot {
  /**
   * A CA with these values.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyOutOfRange, PropertyMalformed
   */
  public static of(props: VaultRootProps): VaultRoot {
    refuseAny(checkProps('TrustRoot.vault', props, VAULT_ROOT_PROPERTIES));
    return new VaultRoot(props);
  }

  private constructor(private readonly facts: VaultRootProps) {}

  /** What its ClusterIssuer is made of. */
  public get ca(): VaultCa {
    return this.facts.ca;
  }

  /** The ClusterIssuer that has it sign. */
  public get issuer(): VaultCaIssuer {
    return this.ca.issuer;
  }

  /** The root above it, where it is an intermediate. */
  public get offlineRoot(): OfflineRoot | undefined {
    return this.facts.offlineRoot;
  }

  /** What it is in the chain: cert-manager has no Secret of it. */
  public authority(context: RootContext): Authority {
    const { subject, signsAtMost = VAULT_MAX_LEASE_TTL } = this.facts;
    return {
      ...statedAuthority(this.facts, context, this.offlineRoot),
      title: subject?.commonName ?? this.issuer.name,
      keyIn: this.ca.keyIn,
      signsAtMost,
    };
  }
}
