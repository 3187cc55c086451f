import type { MeshUnderTest } from '../mesh-under-test/mesh-under-test';

/** What a mistake is about. */
export type Topic =
  | 'Identity and attestation'
  | 'Sockets and injection'
  | 'Lifetimes'
  | 'Certificates and secrets'
  | 'Istio'
  | 'Certificates at the edge'
  | 'TLS and callers at the edge'
  | 'Kubernetes objects and output';

/** What a component did with a mistake. */
export interface Seen {
  /**
   * - `refused`: when it was applied or read, so that nothing wrong comes to run
   * - `fails later`: taken, and it does not come up or stops working
   * - `silently wrong`: taken, and it runs, as something else than was meant
   */
  readonly verdict: 'refused' | 'fails later' | 'silently wrong';
  /** Its own words, or what it was seen to do; without times, addresses and generated names. */
  readonly said: string;
}

/** One mistake, made twice: with the package, and in plain YAML before the real component. */
export interface WrongCase {
  /** Stable, kebab-case. */
  readonly id: string;
  readonly topic: Topic;
  /** The mistake, as a sentence. */
  readonly mistake: string;
  /**
   * The mistake as a user of the package would write it: TypeScript with its imports from
   * `cdk8s-mesh-trust`. What the compiler or the package says of it is computed from it.
   */
  readonly written: string;
  /** The mistake in plain YAML or JSON: the lines that matter, for the reader. */
  readonly plain: string;
  /** Who judged: `webhook of cert-manager 1.21`, `SPIRE agent 1.10.4`. */
  readonly judgedBy: string;
  /** Makes the mistake, sees what happens, and undoes it. */
  readonly watch: (mesh: MeshUnderTest) => Promise<Seen>;
}
