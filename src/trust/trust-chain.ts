import type { NameConstraints } from './name-constraints';
import type { RotationPolicy } from './rotation-policy';
import type { TrustDomain } from './trust-domain';
import type { Ttl } from './ttl';

/** What every certificate of the chain has. */
interface Certified {
  /** Unique within the chain, lower case: `root`, `istiod`, `spire`. */
  readonly id: string;
  /** What a reader calls it, for instance `certmanager-ca` or `X.509-SVIDs`. */
  readonly title: string;
  /** The `id` of who signs it; left out for a root, which signs itself. */
  readonly issuer?: string;
  /** Where in the model it stands, for findings: a construct path. */
  readonly path: string;
  /** Property that sets its lifetime, for findings: `duration`, `caTtl`. */
  readonly lifetimeProperty: string;
  /** From issue to end. */
  readonly duration: Ttl;
  /** What is left of it when its successor is made. */
  readonly leftAtRenewal: Ttl;
  /** Where the private key lives, for instance `Secret cert-manager/selfsigned-ca`. */
  readonly keyIn: string;
  /** Who verifies certificates against it or with it. */
  readonly verifiedBy: readonly string[];
  /** The names that it carries, which name constraints above must admit; none when left out. */
  readonly names?: CertifiedNames;
}

/** Names of a certificate, by their form. */
export interface CertifiedNames {
  /** DNS names. */
  readonly dnsNames?: readonly string[];
  /** Trust domains of its SPIFFE IDs: the hosts of its URIs. */
  readonly trustDomains?: readonly string[];
}

/** Where the certificates of an authority end that others keep outside the cluster. */
export type Anchor = 'the root of the mesh' | 'a root of its own';

/** Who signs for somebody else: a CA. */
export interface Authority extends Certified {
  /** Tells authorities from leaves. */
  readonly kind: 'authority';
  /** Whether its key changes at renewal; nothing when nobody said so. */
  readonly keyAtRenewal?: 'kept' | 'new';
  /** How many CAs may follow below; no limit when left out. */
  readonly maxPathLength?: number;
  /** The longest that it signs, where that is less than its own certificate leaves. */
  readonly signsAtMost?: Ttl;
  /** Under which root it stands, where others keep it and its `issuer` is not in the model. */
  readonly anchor?: Anchor;
  /** Why it may stand under another root than the CA of istiod; only for the CA of SPIRE. */
  readonly separateRootBecause?: string;
  /** Which names it lets those below it carry; all of them when left out. */
  readonly nameConstraints?: NameConstraints;
  /** Where those who verify find its certificate. */
  readonly bundleIn: readonly string[];
  /** The issuer object that signs with this authority's key, where cert-manager does. */
  readonly servedBy?: ServingIssuer;
  /** istiod asks it for what workloads ask of istiod, and for nothing longer than istiod allows. */
  readonly isAskedByIstiod?: true;
  /** Namespace of the Certificate or CertificateRequest by which it asks for its own certificate. */
  readonly requestedIn?: string;
}

/** An Issuer or ClusterIssuer of cert-manager, and where its Secret lies. */
export interface ServingIssuer {
  /** Which of the two. */
  readonly kind: 'Issuer' | 'ClusterIssuer';
  /** `metadata.name`. */
  readonly name: string;
  /** Namespace of an Issuer. */
  readonly namespace?: string;
  /** Namespace of the Secret that holds the key. */
  readonly secretNamespace: string;
  /** Namespace in which its kind looks for that Secret. */
  readonly secretExpectedIn: string;
}

/** A kind of certificate that signs nothing: SVIDs, the serving certificate of istiod. */
export interface Leaf extends Certified {
  /** Tells leaves from authorities. */
  readonly kind: 'leaf';
  /** The identities it carries, as a pattern: `spiffe://example.org/ns/<namespace>/sa/<name>`. */
  readonly identities: string;
  /** The longest that its issuer may sign, where that differs from `duration`. */
  readonly maxDuration?: Ttl;
  /** How SPIRE holds it against the rotation of its CA; only for what SPIRE signs. */
  readonly signedBySpire?: boolean;
  /** Made anew whenever its issuer is, so that it cannot outlive it in use. */
  readonly reissuedWithIssuer?: boolean;
  /** Namespaces of the Secret with its key, where one holds it, and of whoever serves with it. */
  readonly secret?: { readonly namespace: string; readonly readIn: string };
}

/**
 * Who signs from outside the model: an ACME server or Vault for callers from outside the mesh, or the
 * root that is kept offline above the CA of the cluster. It hangs below nothing here.
 */
export interface OutsideAuthority {
  /** Unique within the chain: what a leaf names as its `issuer`. */
  readonly id: string;
  /** What a reader calls it: `Let's Encrypt`. */
  readonly title: string;
  /** Where in the model it stands, for findings. */
  readonly path: string;
  /** How long what it signs lives: an ACME server decides that itself. */
  readonly signsFor: Ttl;
  /** Where those who verify find its certificate. */
  readonly bundleIn: readonly string[];
  /** Its own certificate, as its owner states it: without one it signs no CA of the chain. */
  readonly certificate?: OutsideCertificate;
}

/** What is known of the certificate of a CA outside the model. */
export interface OutsideCertificate {
  /** From issue to end. */
  readonly duration: Ttl;
  /** What is left of it when its successor is made. */
  readonly leftAtRenewal: Ttl;
  /** Where its private key lives. */
  readonly keyIn: string;
  /** How many CAs may follow below; no limit when left out. */
  readonly maxPathLength?: number;
  /** Which names it lets those below it carry; all of them when left out. */
  readonly nameConstraints?: NameConstraints;
}

/**
 * Another trust domain whose identities are taken here, and take those of here. Its certificates are
 * the affair of its owner; what is here is its bundle, fetched again and again.
 */
export interface FederatedTrustDomain {
  /** Its name. */
  readonly trustDomain: TrustDomain;
  /** Where in the model it stands, for findings. */
  readonly path: string;
  /** Where its bundle is fetched. */
  readonly bundleFrom: string;
  /** How that place is known: by an identity, or by a certificate of a public CA. */
  readonly knownBy: string;
  /** How often the bundle is fetched. */
  readonly every: Ttl;
  /** Where those who verify find it. */
  readonly bundleIn: readonly string[];
  /** Who verifies its identities. */
  readonly verifiedBy: readonly string[];
}

/** A certificate, or kind of certificate, of the chain. */
export type ChainNode = Authority | Leaf;

/** What a component was told about a fact that all must agree on. */
export interface Statement {
  /** What it is about. */
  readonly fact: 'trustDomain' | 'clusterName' | 'socketFolder' | 'socketFile' | 'className';
  /** What was said. */
  readonly value: string;
  /** By which manifest, for findings. */
  readonly by: string;
}

/**
 * The graph of trust of one environment: every authority and every kind of leaf, with who signs it,
 * how long it lives and where its key is. Rules run over it; trees and diagrams show it.
 */
export class TrustChain {
  /** The `id` of the root of the mesh. */
  public static readonly ROOT = 'root';
  /** The `id` of the CA with which istiod signs. */
  public static readonly ISTIOD = 'istiod';

  /** The chain of these certificates; they are shown in this order. */
  public static of(
    trustDomain: TrustDomain,
    nodes: readonly ChainNode[],
    statements: readonly Statement[] = [],
    outside: readonly OutsideAuthority[] = [],
    federated: readonly FederatedTrustDomain[] = [],
  ): TrustChain {
    return new TrustChain(trustDomain, [...nodes], [...statements], [...outside], [...federated]);
  }

  private constructor(
    /** The trust domain of every SPIFFE ID below. */
    public readonly trustDomain: TrustDomain,
    /** Every authority and every kind of leaf. */
    public readonly nodes: readonly ChainNode[],
    /** What each component was told. */
    public readonly statements: readonly Statement[],
    /** Who signs from outside the model. */
    public readonly outside: readonly OutsideAuthority[],
    /** Other trust domains whose identities are taken. */
    public readonly federated: readonly FederatedTrustDomain[],
  ) {}

  /** Those who sign. */
  public get authorities(): readonly Authority[] {
    return this.nodes.filter((node) => node.kind === 'authority');
  }

  /** Those who do not. */
  public get leaves(): readonly Leaf[] {
    return this.nodes.filter((node) => node.kind === 'leaf');
  }

  /** Those who sign themselves. */
  public get roots(): readonly Authority[] {
    return this.authorities.filter((authority) => authority.issuer === undefined);
  }

  /** Who signs this one, if it is in the chain. */
  public issuerOf(node: ChainNode): Authority | undefined {
    return this.authorities.find((authority) => authority.id === node.issuer);
  }

  /** The root above this one; nothing when the chain does not have it, or goes in a circle. */
  public rootOf(node: ChainNode): Authority | undefined {
    const passed = new Set<ChainNode>();
    let above: Authority | undefined = node.kind === 'authority' ? node : this.issuerOf(node);
    while (above?.issuer !== undefined && !passed.has(above)) {
      passed.add(above);
      above = this.issuerOf(above);
    }
    return above?.issuer === undefined ? above : undefined;
  }

  /** Who signs this one from outside the model, if anybody. */
  public outsideIssuerOf(node: ChainNode): OutsideAuthority | undefined {
    return this.outside.find((authority) => authority.id === node.issuer);
  }

  /** What this authority signs. */
  public issuedBy(authority: Authority | OutsideAuthority): readonly ChainNode[] {
    return this.nodes.filter((node) => node.issuer === authority.id);
  }

  /** The `id` of the root at which certificates of this authority end; nothing when the chain does not know it. */
  public anchorOf(authority: Authority): string | undefined {
    const passed = new Set<Authority>();
    let top = authority;
    for (let above = this.issuerOf(top); above !== undefined; above = this.issuerOf(top)) {
      if (passed.has(above)) {
        return undefined;
      }
      passed.add(above);
      top = above;
    }
    if (top.issuer !== undefined) {
      return undefined;
    }
    return top.anchor === 'the root of the mesh' ? TrustChain.ROOT : top.id;
  }

  /** Whether this authority is the CA of SPIRE: SVIDs hang below it. */
  public signsSvids(authority: Authority): boolean {
    return this.leaves.some((leaf) => leaf.issuer === authority.id && leaf.signedBySpire === true);
  }

  /** Whether istiod signs this leaf, with the CA that it was given or made, or has it signed. */
  public isSignedByIstiod(leaf: Leaf): boolean {
    return leaf.issuer === TrustChain.ISTIOD || this.issuerOf(leaf)?.isAskedByIstiod === true;
  }

  /** The same chain, with what its components were told. */
  public stating(statements: readonly Statement[]): TrustChain {
    return new TrustChain(this.trustDomain, this.nodes, statements, this.outside, this.federated);
  }
}

/** How a certificate of cert-manager says whether its key changes at renewal. */
export function keyAtRenewal(policy: RotationPolicy): 'kept' | 'new' {
  return policy.keepsKey ? 'kept' : 'new';
}
