import type { Authority } from '../../trust/trust-chain';
import type { ICaCapableIssuer } from '../issuer/ca-issuer';
import type { CertManager } from '../cert-manager';
import type { OfflineRoot } from './offline-root';

/** What the place of a root in the chain depends on, besides the root itself. */
export interface RootContext {
  /** Where in the model the root stands, for findings: a construct path. */
  readonly path: string;
  /** Which cert-manager signs with its key. */
  readonly certManager: CertManager;
  /** Where those who verify find its certificate. */
  readonly bundleIn: readonly string[];
  /** Who verifies against it. */
  readonly verifiedBy: readonly string[];
}

/** The top of a chain: who signs for istiod and SPIRE, and what is known of its certificate. */
export interface IRoot {
  /** What signs with the root's key. */
  readonly issuer: ICaCapableIssuer;
  /** The root above it, where it is an intermediate. */
  readonly offlineRoot?: OfflineRoot;
  /** The root in the chain, under the id `root`. */
  authority(context: RootContext): Authority;
}
