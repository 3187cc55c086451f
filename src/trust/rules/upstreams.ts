import type { Finding } from '../mesh-trust-error';
import { TrustChain } from '../trust-chain';

/** The CA of SPIRE, or of istiod, lives no longer than who is above it signs: `CaTtlAboveMaximum`. */
export function caTtlAboveMaximum(chain: TrustChain): Finding[] {
  return chain.authorities.flatMap((authority) => {
    const longest = chain.issuerOf(authority)?.signsAtMost;
    if (longest === undefined || !authority.duration.outlives(longest)) {
      return [];
    }
    const { duration, lifetimeProperty, path } = authority;
    return [
      {
        code: 'CaTtlAboveMaximum',
        path,
        problem: `'${lifetimeProperty}' must be at most what ${chain.issuerOf(authority)?.title} signs (${longest}), got ${duration}`,
        fix: `write ${longest.toCode()} or less, or let it sign longer and raise 'signsAtMost' to ${duration.toCode()}`,
      },
    ];
  });
}

/** The CA of SPIRE and that of istiod end at one root, or somebody says why not: `RootsDiffer`. */
export function rootsDiffer(chain: TrustChain): Finding[] {
  const istiod = chain.authorities.find(({ id }) => id === TrustChain.ISTIOD);
  if (istiod === undefined) {
    return [];
  }
  const ofIstiod = chain.anchorOf(istiod);
  return chain.authorities.flatMap((authority) => {
    const ofSpire = chain.anchorOf(authority);
    if (
      !chain.signsSvids(authority) ||
      authority.separateRootBecause !== undefined ||
      ofSpire === undefined ||
      ofIstiod === undefined ||
      ofSpire === ofIstiod
    ) {
      return [];
    }
    return [
      {
        code: 'RootsDiffer',
        path: authority.path,
        problem: `'upstream' must sign below the root of istiod's CA (${titleOf(chain, ofIstiod)}), got ${titleOf(chain, ofSpire)}`,
        fix: "have one root sign both: UpstreamAuthority.certManager() and IstioCa.certManager({ lifetime }), or UpstreamCa.belowRootOfMesh({ … }) where it is; where every proxy has its certificate from SPIRE, write separateRootBecause: '…'",
      },
    ];
  });
}

function titleOf(chain: TrustChain, id: string): string {
  return chain.authorities.find((authority) => authority.id === id)?.title ?? id;
}
