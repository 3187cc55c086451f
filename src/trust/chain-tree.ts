import { certificateLimits } from './certificate-limits';
import type {
  Authority,
  ChainNode,
  FederatedTrustDomain,
  OutsideAuthority,
  OutsideCertificate,
  TrustChain,
} from './trust-chain';

interface Row {
  readonly what: string;
  readonly where: string;
}

/**
 * The chain as text, one line for each certificate: what it is called, how long it lives, when it is
 * renewed, whether its key stays, and where that key is.
 */
export function chainTree(chain: TrustChain): string {
  const tops = chain.nodes.filter(
    (node) => chain.issuerOf(node) === undefined && chain.outsideIssuerOf(node) === undefined,
  );
  const above = chain.outside.filter(({ certificate }) => certificate !== undefined);
  const beside = chain.outside.filter(({ certificate }) => certificate === undefined);
  const rows = [
    ...above.flatMap((authority) => outsideRows(chain, authority)),
    ...tops.flatMap((top) => rowsOf(chain, top, '', '')),
    ...beside.flatMap((authority) => outsideRows(chain, authority)),
    ...chain.federated.map(federatedRow),
  ];
  const width = Math.max(0, ...rows.map(({ what }) => what.length));
  return rows.map(({ what, where }) => `${what.padEnd(width)}   ${where}`.trimEnd()).join('\n');
}

function rowsOf(chain: TrustChain, node: ChainNode, branch: string, indent: string): Row[] {
  const children = node.kind === 'authority' ? chain.issuedBy(node) : [];
  return [
    { what: `${branch}${node.title}  ${described(chain, node)}`, where: node.keyIn },
    ...childRows(chain, children, indent),
  ];
}

function outsideRows(chain: TrustChain, authority: OutsideAuthority): Row[] {
  const { title, bundleIn, certificate } = authority;
  return [
    {
      what: [`${title}  outside the mesh`, ...ownCertificate(certificate)].join(', '),
      where: certificate?.keyIn ?? bundleIn.join(', '),
    },
    ...childRows(chain, chain.issuedBy(authority), ''),
  ];
}

function ownCertificate(certificate: OutsideCertificate | undefined): string[] {
  return certificate === undefined
    ? []
    : [
        `${certificate.duration}`,
        `renewed ${certificate.leftAtRenewal} before`,
        ...certificateLimits(certificate),
      ];
}

function federatedRow({
  trustDomain,
  bundleFrom,
  knownBy,
  every,
  bundleIn,
}: FederatedTrustDomain): Row {
  return {
    what: `${trustDomain}  federated, its bundle fetched every ${every} from ${bundleFrom}, ${knownBy}`,
    where: bundleIn.join(', '),
  };
}

function childRows(chain: TrustChain, children: readonly ChainNode[], indent: string): Row[] {
  return children.flatMap((child, index) => {
    const isLast = index === children.length - 1;
    return rowsOf(
      chain,
      child,
      `${indent}${isLast ? '└─ ' : '├─ '}`,
      `${indent}${isLast ? '   ' : '│  '}`,
    );
  });
}

function described(chain: TrustChain, node: ChainNode): string {
  if (node.kind === 'authority') {
    return [
      ...signer(chain, node),
      `${node.duration}`,
      renewal(chain, node),
      ...keyContinuity(node),
      ...certificateLimits(node),
    ].join(', ');
  }
  const atMost = node.maxDuration === undefined ? '' : `, at most ${node.maxDuration}`;
  return `${node.duration}${atMost}  ${node.identities}`;
}

function signer(chain: TrustChain, { issuer, anchor }: Authority): string[] {
  if (anchor !== undefined) {
    return [`outside the cluster, below ${anchor}`];
  }
  if (issuer === undefined) {
    return ['self-signed'];
  }
  const isShownAbove = [...chain.outside, ...chain.authorities].some(({ id }) => id === issuer);
  return isShownAbove ? [] : [`signed by '${issuer}', which is not in the chain`];
}

function renewal(chain: TrustChain, authority: Authority): string {
  const { duration, leftAtRenewal } = authority;
  return chain.signsSvids(authority)
    ? `the next one prepared after ${duration.minus(leftAtRenewal) ?? duration}`
    : `renewed ${leftAtRenewal} before`;
}

function keyContinuity({ keyAtRenewal }: Authority): string[] {
  switch (keyAtRenewal) {
    case 'kept':
      return ['key kept'];
    case 'new':
      return ['new key'];
    case undefined:
      return [];
  }
}
