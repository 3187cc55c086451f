import type { Authority } from '../../trust/trust-chain';
import type { ICaCapableIssuer } from '../issuer/ca-issuer';
import { ExistingRoot, type ExistingRootProps } from './existing-root';
import type { OfflineRoot } from './offline-root';
import type { IRoot, RootContext } from './root';
import { SecretRoot, type OfflineTrustRootProps, type SecretRootProps } from './secret-root';
import { SelfSignedRoot, type SelfSignedRootProps } from './self-signed-root';
import { VaultRoot, type VaultRootProps } from './vault-root';

/**
 * Where the trust of a mesh begins: a root that cert-manager makes, one in a Secret, one that is kept
 * offline above an intermediate in a Secret, one in Vault, or an issuer that exists.
 */
export class TrustRoot implements IRoot {
  /**
   * A root that cert-manager makes and keeps: self-signed Issuer, CA Certificate, ClusterIssuer.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyMalformed
   */
  public static selfSigned(props: SelfSignedRootProps): TrustRoot {
    const root = SelfSignedRoot.of(props);
    return new TrustRoot(root, root);
  }

  /**
   * A root in a Secret that is there beforehand: the ClusterIssuer alone is made. The facts of its
   * certificate are its owner's; they are held against the chain.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyOutOfRange, PropertyMalformed
   */
  public static inSecret(props: SecretRootProps): TrustRoot {
    const root = SecretRoot.of(props);
    return new TrustRoot(root, undefined, root);
  }

  /**
   * A root whose key is in no cluster, above an intermediate in a Secret that is there beforehand.
   * What either certificate says of path length and names is held against the chain.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyOutOfRange, PropertyMalformed
   */
  public static offline(props: OfflineTrustRootProps): TrustRoot {
    const root = SecretRoot.below(props);
    return new TrustRoot(root, undefined, root);
  }

  /**
   * A CA of Vault, whose key never leaves it: the ClusterIssuer alone is made. The facts of its
   * certificate are its owner's; they are held against the chain.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyOutOfRange, PropertyMalformed
   */
  public static vault(props: VaultRootProps): TrustRoot {
    const root = VaultRoot.of(props);
    return new TrustRoot(root, undefined, undefined, root);
  }

  /**
   * An issuer that is in the cluster already, and that signs CAs. The facts of its certificate are
   * its owner's; they are held against the chain.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyOutOfRange, PropertyMalformed
   */
  public static existing(props: ExistingRootProps): TrustRoot {
    return new TrustRoot(ExistingRoot.of(props));
  }

  private constructor(
    private readonly root: IRoot,
    /** What `RootCa` emits; nothing for an issuer that exists. */
    public readonly selfSignedRoot?: SelfSignedRoot,
    /** What `RootIssuer` emits; nothing for an issuer that exists. */
    public readonly secretRoot?: SecretRoot,
    /** What becomes a ClusterIssuer that asks Vault; nothing for every other root. */
    public readonly vaultRoot?: VaultRoot,
  ) {}

  /** What signs with the root's key. */
  public get issuer(): ICaCapableIssuer {
    return this.root.issuer;
  }

  /** Whether its issuer is made here; otherwise somebody else keeps it. */
  public get isEmitted(): boolean {
    return [this.selfSignedRoot, this.secretRoot, this.vaultRoot].some(
      (made) => made !== undefined,
    );
  }

  /** The root above it, where the cluster holds only an intermediate. */
  public get offlineRoot(): OfflineRoot | undefined {
    return this.root.offlineRoot;
  }

  /** The root in the chain, under the id `root`. */
  public authority(context: RootContext): Authority {
    return this.root.authority(context);
  }
}
