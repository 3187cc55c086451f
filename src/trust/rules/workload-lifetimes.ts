import type { Finding } from '../mesh-trust-error';
import type { TrustChain } from '../trust-chain';
import { renewedEarlier } from './lifetimes';

const MAXIMUM = 'maxWorkloadCertTtl';

/** The longest certificate that istiod may sign ends before its CA does: `WorkloadCertOutlivesIstiodCa`. */
export function workloadCertOutlivesIstiodCa(chain: TrustChain): Finding[] {
  return chain.leaves.flatMap((leaf) => {
    const ca = chain.issuerOf(leaf);
    if (ca === undefined || !chain.isSignedByIstiod(leaf) || leaf.reissuedWithIssuer === true) {
      return [];
    }
    const longest = leaf.maxDuration ?? leaf.duration;
    const left = ca.leftAtRenewal;
    if (!longest.outlives(left)) {
      return [];
    }
    const isSaidByMaximum = leaf.maxDuration !== undefined && longest.outlives(leaf.duration);
    const property = isSaidByMaximum ? MAXIMUM : leaf.lifetimeProperty;
    const isForBoth = leaf.maxDuration !== undefined && leaf.duration.outlives(left);
    const both = isForBoth ? ` for '${MAXIMUM}' and '${leaf.lifetimeProperty}'` : '';
    return [
      {
        code: 'WorkloadCertOutlivesIstiodCa',
        path: leaf.path,
        problem: `'${property}' must not exceed what is left of ${ca.title} when that renews (${left}), got ${longest}`,
        fix: [`write ${left.toCode()} or less${both}`, ...renewedEarlier(chain, ca, longest)].join(
          ', or ',
        ),
      },
    ];
  });
}

/** What proxies ask for is at most what istiod signs: `WorkloadCertAboveMaximum`. */
export function workloadCertAboveMaximum(chain: TrustChain): Finding[] {
  return chain.leaves.flatMap(({ duration, maxDuration, lifetimeProperty, path }) =>
    maxDuration === undefined || !duration.outlives(maxDuration)
      ? []
      : [
          {
            code: 'WorkloadCertAboveMaximum',
            path,
            problem: `'${lifetimeProperty}' must be at most '${MAXIMUM}' (${maxDuration}), got ${duration}`,
            fix: `write ${maxDuration.toCode()} or less, or raise '${MAXIMUM}' to ${duration.toCode()}`,
          },
        ],
  );
}
