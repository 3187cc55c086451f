import type { Finding } from '../mesh-trust-error';
import type { TrustChain } from '../trust-chain';

/**
 * A root keeps its key when it is renewed: `RootKeyNotKept`. SPIRE as its own root, and what signs
 * for SPIRE from outside, are left out: SPIRE publishes the next root long before it signs below it.
 */
export function rootKeyNotKept(chain: TrustChain): Finding[] {
  return chain.roots
    .filter(
      (root) => root.keyAtRenewal === 'new' && root.anchor === undefined && !chain.signsSvids(root),
    )
    .map(({ path, title }) => ({
      code: 'RootKeyNotKept',
      path,
      problem: `'rotationPolicy' of the root ${title} must keep its key, got a new key at every renewal`,
      fix: 'write RotationPolicy.NEVER',
    }));
}

/** Every CA says whether its key changes at renewal: `KeyRotationUnstated`. */
export function keyRotationUnstated(chain: TrustChain): Finding[] {
  return chain.authorities
    .filter((authority) => authority.keyAtRenewal === undefined)
    .map(({ path, title, issuer }) => ({
      code: 'KeyRotationUnstated',
      path,
      problem: `'rotationPolicy' of the CA ${title} must say whether its key changes at renewal, got nothing`,
      fix: issuer === undefined ? 'write RotationPolicy.NEVER' : 'write RotationPolicy.ALWAYS',
    }));
}
