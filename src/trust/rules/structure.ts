import type { Finding } from '../mesh-trust-error';
import type { Authority, ChainNode, Leaf, TrustChain } from '../trust-chain';

/** Every issuer is an authority of the chain, and nobody is above itself: `ParentUnknown`. */
export function parentUnknown(chain: TrustChain): Finding[] {
  const known = [...chain.authorities, ...chain.outside].map(({ id }) => `'${id}'`).join(', ');
  return chain.nodes.flatMap((node) => {
    if (node.issuer === undefined || signsFromOutside(chain, node)) {
      return [];
    }
    const finding = { code: 'ParentUnknown', path: node.path } as const;
    if (chain.issuerOf(node) === undefined) {
      const problem = `'issuer' of ${node.title} must be an authority of the chain, got '${node.issuer}'`;
      return [{ ...finding, problem, fix: `write one of ${known}, or add the authority` }];
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
  return chain.authorities.flatMap((authority) => {
    const needed = levelsBelow(chain, authority);
    if (authority.maxPathLength === undefined || authority.maxPathLength >= needed) {
      return [];
    }
    const levels = needed === 1 ? 'level of CAs' : 'levels of CAs';
    return [
      {
        code: 'PathLengthExceeded',
        path: authority.path,
        problem: `'maxPathLength' must be at least ${needed}, for ${needed} ${levels} below ${authority.title}, got ${authority.maxPathLength}`,
        fix: `write ${needed} or more, or leave it out`,
      },
    ];
  });
}

/**
 * Identities of the mesh hang below one root, or their owner says that they need not trust each
 * other: `RootsDiffer`.
 */
export function rootsDiffer(chain: TrustChain): Finding[] {
  const signers = chain.authorities.filter((authority) =>
    chain.leaves.some((leaf) => leaf.issuer === authority.id && isOfWorkloads(chain, leaf)),
  );
  const first = signers.find((authority) => chain.signsSvids(authority)) ?? signers[0];
  const root = first && chain.rootOf(first);
  return signers.flatMap((signer) => {
    const other = chain.rootOf(signer);
    return root === undefined || other === undefined || other === root || signer.isApart === true
      ? []
      : [
          {
            code: 'RootsDiffer' as const,
            path: signer.path,
            problem: `'root' of ${signer.title} must be ${root.title}, as that of ${first?.title}, so that workloads of both accept each other, got ${other === signer ? 'itself' : other.title}`,
            fix: "have the root of the environment sign it: IstioCa.certManager({ lifetime }), or say that it is meant: apartFrom: 'spire'",
          },
        ];
  });
}

function isOfWorkloads({ trustDomain }: TrustChain, { identities }: Leaf): boolean {
  return identities.startsWith(`spiffe://${trustDomain}/ns/`);
}

/** Whoever signs from outside signs leaves alone. */
function signsFromOutside(chain: TrustChain, node: ChainNode): boolean {
  return node.kind === 'leaf' && chain.outsideIssuerOf(node) !== undefined;
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
  authority: Authority,
  above: ReadonlySet<Authority> = new Set(),
): number {
  const passed = new Set([...above, authority]);
  const levels = chain
    .issuedBy(authority)
    .filter((node) => node.kind === 'authority')
    .filter((child) => !passed.has(child))
    .map((child) => 1 + levelsBelow(chain, child, passed));
  return Math.max(0, ...levels);
}
