import type { Finding } from '../mesh-trust-error';
import type { Authority, ChainNode, OutsideAuthority, TrustChain } from '../trust-chain';

/** Every issuer is an authority of the chain, and nobody is above itself: `ParentUnknown`. */
export function parentUnknown(chain: TrustChain): Finding[] {
  const known = [...chain.authorities, ...chain.outside].map(({ id }) => `'${id}'`).join(', ');
  const fix = known === '' ? 'add the authority' : `write one of ${known}, or add the authority`;
  return chain.nodes.flatMap((node) => {
    if (node.issuer === undefined || signsFromOutside(chain, node)) {
      return [];
    }
    const finding = { code: 'ParentUnknown', path: node.path } as const;
    if (chain.issuerOf(node) === undefined) {
      const problem = `'issuer' of ${node.title} must be an authority of the chain, got '${node.issuer}'`;
      return [{ ...finding, problem, fix }];
    }
    if (isAboveItself(chain, node)) {
      const problem = `'issuer' of ${node.title} must not be below it, got '${node.issuer}'`;
      return [
        { ...finding, problem, fix: 'name an authority above it, or none: then it is a root' },
      ];
    }
    return [];
  });
}

/** The path length of a CA leaves room for every CA below it: `PathLengthExceeded`. */
export function pathLengthExceeded(chain: TrustChain): Finding[] {
  return [...chain.outside, ...chain.authorities].flatMap((authority) => {
    const needed = levelsBelow(chain, authority);
    const { maxPathLength } = ownCertificate(authority) ?? {};
    if (maxPathLength === undefined || maxPathLength >= needed) {
      return [];
    }
    const levels = needed === 1 ? 'level of CAs' : 'levels of CAs';
    return [
      {
        code: 'PathLengthExceeded',
        path: authority.path,
        problem: `'maxPathLength' must be at least ${needed}, for ${needed} ${levels} below ${authority.title}, got ${maxPathLength}`,
        fix: `write ${needed} or more, or leave it out`,
      },
    ];
  });
}

/** What limits those below: the certificate of an authority, where it is known. */
export function ownCertificate(
  authority: Authority | OutsideAuthority,
): Pick<Authority, 'maxPathLength' | 'nameConstraints'> | undefined {
  return 'kind' in authority ? authority : authority.certificate;
}

/** Whoever signs from outside signs leaves alone, unless its own certificate is known. */
function signsFromOutside(chain: TrustChain, node: ChainNode): boolean {
  const outside = chain.outsideIssuerOf(node);
  return outside !== undefined && (node.kind === 'leaf' || outside.certificate !== undefined);
}

function isAboveItself(chain: TrustChain, node: ChainNode): boolean {
  const passed = new Set<ChainNode>();
  let above = chain.issuerOf(node);
  while (above !== undefined && !passed.has(above)) {
    if (above === node) {
      return true;
    }
    passed.add(above);
    above = chain.issuerOf(above);
  }
  return false;
}

function levelsBelow(
  chain: TrustChain,
  authority: Authority | OutsideAuthority,
  above: ReadonlySet<Authority | OutsideAuthority> = new Set(),
): number {
  const passed = new Set([...above, authority]);
  const levels = chain
    .issuedBy(authority)
    .filter((node) => node.kind === 'authority')
    .filter((child) => !passed.has(child))
    .map((child) => 1 + levelsBelow(chain, child, passed));
  return Math.max(0, ...levels);
}
