import { Lifetime } from '../lifetime';
import type { Finding } from '../mesh-trust-error';
import type { Authority, ChainNode, TrustChain } from '../trust-chain';
import type { Ttl } from '../ttl';

/** A signer, as far as lifetimes go. */
type Parent = Pick<Authority, 'title' | 'duration' | 'leftAtRenewal'>;

/** What a CA of cert-manager signs, and the CA of the cluster itself, end before who signed them: `ChildOutlivesParent`. */
export function childOutlivesParent(chain: TrustChain): Finding[] {
  return chain.nodes.flatMap((child) => {
    const parent = parentOf(chain, child);
    if (parent === undefined || hasRuleOfItsOwn(chain, child)) {
      return [];
    }
    if (!child.duration.outlives(parent.leftAtRenewal)) {
      return [];
    }
    return [
      {
        code: 'ChildOutlivesParent',
        path: child.path,
        problem: `'${child.lifetimeProperty}' must not exceed what is left of its issuer ${parent.title} when that renews (${parent.leftAtRenewal}), got ${child.duration}`,
        fix: fixOfChild(child, parent),
      },
    ];
  });
}

/** The CA of SPIRE ends before its upstream does: `CaTtlOutlivesUpstream`. */
export function caTtlOutlivesUpstream(chain: TrustChain): Finding[] {
  return chain.authorities.flatMap((authority) => {
    const upstream = chain.issuerOf(authority);
    if (upstream === undefined || !chain.signsSvids(authority)) {
      return [];
    }
    const { duration, lifetimeProperty, path } = authority;
    if (!duration.outlives(upstream.leftAtRenewal)) {
      return [];
    }
    return [
      {
        code: 'CaTtlOutlivesUpstream',
        path,
        problem: `'${lifetimeProperty}' must not exceed what is left of its upstream ${upstream.title} when that renews (${upstream.leftAtRenewal}), got ${duration}`,
        fix: [
          `write ${upstream.leftAtRenewal.toCode()} or less`,
          ...renewedEarlier(chain, upstream, duration),
        ].join(', or '),
      },
    ];
  });
}

/** How to leave more of an authority: by renewing it earlier, where cert-manager renews it and it lives that long. */
export function renewedEarlier(chain: TrustChain, authority: Authority, left: Ttl): string[] {
  const isOfCertManager = (chain.issuerOf(authority) ?? authority).servedBy !== undefined;
  return isOfCertManager && authority.duration.outlives(left)
    ? [`renew ${authority.title} earlier: renewBefore(${left.toCode()}) or more`]
    : [];
}

/** Who signed it, where that does not shorten what it signs by itself: cert-manager, or an owner by hand. */
function parentOf(chain: TrustChain, child: ChainNode): Parent | undefined {
  const inside = chain.issuerOf(child);
  if (inside !== undefined) {
    return inside.servedBy === undefined ? undefined : inside;
  }
  const outside = chain.outsideIssuerOf(child);
  return outside?.certificate && { title: outside.title, ...outside.certificate };
}

function hasRuleOfItsOwn(chain: TrustChain, node: ChainNode): boolean {
  return node.kind === 'authority'
    ? chain.signsSvids(node)
    : node.signedBySpire === true ||
        node.reissuedWithIssuer === true ||
        chain.isSignedByIstiod(node);
}

function fixOfChild(child: ChainNode, parent: Parent): string {
  const left = parent.leftAtRenewal;
  const fixes = [
    ...(parent.duration.outlives(child.duration)
      ? [`renew ${parent.title} earlier: renewBefore(${child.duration.toCode()}) or more`]
      : []),
    ...(Lifetime.MIN_DURATION.outlives(left)
      ? []
      : [`shorten '${child.lifetimeProperty}' to ${left.toCode()}`]),
  ];
  const shortest = Lifetime.MIN_DURATION;
  return fixes.length > 0
    ? fixes.join(', or ')
    : `give ${parent.title} Lifetime.of(${shortest.times(3).toCode()}) or more, and shorten '${child.lifetimeProperty}' to ${shortest.toCode()}`;
}
