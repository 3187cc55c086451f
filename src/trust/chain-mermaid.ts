import { certificateLimits } from './certificate-limits';
import type {
  Authority,
  ChainNode,
  FederatedTrustDomain,
  OutsideAuthority,
  TrustChain,
} from './trust-chain';

const OUTSIDE_CLASS = '  classDef outside fill:#f1f1f1,stroke:#666666,color:#222222';

/**
 * The chain as a Mermaid flowchart: boxes for who signs, rounded boxes for what is signed, each with
 * who verifies against it; on the arrows, the lifetime of what is signed. Federated trust domains
 * stand beside the CA of SPIRE, with a dotted arrow both ways: roots are exchanged, and nothing signed.
 *
 * @see https://mermaid.js.org/syntax/flowchart.html
 */
export function chainMermaid(chain: TrustChain): string {
  return [
    'flowchart TD',
    ...chain.nodes.map((node) => `  ${shape(node)}`),
    ...chain.outside.map((authority) => `  ${outsideShape(authority)}`),
    ...chain.federated.map((domain) => `  ${federatedShape(domain)}`),
    ...[...chain.authorities, ...chain.outside].flatMap((authority) =>
      chain.issuedBy(authority).map((child) => `  ${arrow(authority, child)}`),
    ),
    ...chain.federated.flatMap((domain) =>
      chain.authorities
        .filter((authority) => chain.signsSvids(authority))
        .map((authority) => `  ${exchange(domain, authority)}`),
    ),
    '  classDef authority fill:#dbe9ff,stroke:#1f4e9c,color:#10264d',
    ...(chain.outside.length + chain.federated.length > 0 || chain.nodes.some(isOutside)
      ? [OUTSIDE_CLASS]
      : []),
    '  classDef leaf fill:#e6f4e1,stroke:#3d7a2a,color:#1c3813',
  ].join('\n');
}

function shape(node: ChainNode): string {
  const label = `"${lines(node).map(escaped).join('<br/>')}"`;
  return node.kind === 'authority'
    ? `${reference(node)}[${label}]:::${isOutside(node) ? 'outside' : 'authority'}`
    : `${reference(node)}(${label}):::leaf`;
}

function outsideShape({ id, title, bundleIn, certificate }: OutsideAuthority): string {
  const own =
    certificate === undefined
      ? ['outside the mesh', ...bundleIn]
      : [
          `outside the mesh, ${certificate.duration}`,
          ...certificateLimits(certificate),
          `key: ${certificate.keyIn}`,
          ...bundleIn,
        ];
  const label = [title, ...own].map(escaped).join('<br/>');
  return `${reference({ id })}["${label}"]:::outside`;
}

function isOutside(node: ChainNode): boolean {
  return node.kind === 'authority' && node.anchor !== undefined;
}

function federatedShape({
  trustDomain,
  bundleFrom,
  knownBy,
  verifiedBy,
}: FederatedTrustDomain): string {
  const label = [
    `${trustDomain}`,
    'federated trust domain',
    `bundle: ${bundleFrom}, ${knownBy}`,
    `verified by ${verifiedBy.join(', ')}`,
  ]
    .map(escaped)
    .join('<br/>');
  return `${federatedReference(trustDomain)}["${label}"]:::outside`;
}

/** Nobody signs for the other: each has the roots of both. */
function exchange({ trustDomain, every }: FederatedTrustDomain, authority: Authority): string {
  const label = escaped(`bundles, every ${every}`);
  return `${federatedReference(trustDomain)} <-.->|"${label}"| ${reference(authority)}`;
}

function federatedReference(trustDomain: FederatedTrustDomain['trustDomain']): string {
  return reference({ id: `federated ${trustDomain}` });
}

function lines(node: ChainNode): string[] {
  const identities = node.kind === 'leaf' ? [node.identities] : [];
  const verifiers = node.verifiedBy.length > 0 ? [`verified by ${node.verifiedBy.join(', ')}`] : [];
  const limits = node.kind === 'authority' ? certificateLimits(node) : [];
  return [node.title, ...top(node), ...limits, ...identities, `key: ${node.keyIn}`, ...verifiers];
}

/** What a node says that nobody in the picture signs. */
function top(node: ChainNode): string[] {
  if (node.kind === 'authority' && node.anchor !== undefined) {
    return [`outside the cluster, below ${node.anchor}, ${node.duration}`];
  }
  return node.issuer === undefined ? [`self-signed, ${node.duration}`] : [];
}

function arrow(authority: Authority | OutsideAuthority, child: ChainNode): string {
  return `${reference(authority)} -->|"${escaped(`${child.duration}`)}"| ${reference(child)}`;
}

// Words such as `end` and first letters such as `o` and `x` have a meaning where an id stands.
function reference({ id }: { readonly id: string }): string {
  const safe = id.replace(
    /[^a-z0-9]/g,
    (character) => `_${character.codePointAt(0)?.toString(16)}_`,
  );
  return `node_${safe}`;
}

// entity = "#" ( name / decimal ) ";" is Mermaid's own form
function escaped(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/["#&<>`\\;[\](){}|]/g, (character) => `#${character.codePointAt(0)};`);
}
