import type { Authority } from '../trust/trust-chain';
import type { ICaCapableIssuer } from './ca-issuer';
import { ExistingRoot, type ExistingRootProps } from './existing-root';
import type { IRoot, RootContext } from './root';
import { SelfSignedRoot, type SelfSignedRootProps } from './self-signed-root';

/** Where the trust of a mesh begins: a root that cert-manager makes, or an issuer that exists. */
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
  ) {}

  /** What signs with the root's key. */
  public get issuer(): ICaCapableIssuer {
    return this.root.issuer;
  }

  /** The root in the chain, under the id `root`. */
  public authority(context: RootContext): Authority {
    return this.root.authority(context);
  }
}
