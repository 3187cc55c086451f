/** What an environment says of one trust domain of its federation, in the words of its manifests. */
export interface MemberFacts {
  /** Its name. */
  readonly trustDomain: string;
  /** Where its bundle is fetched. */
  readonly endpoint: string;
  /** How that place is known: by an identity, or by a certificate of a public CA. */
  readonly knownBy: string;
  /** How often the bundle is fetched. */
  readonly refreshHint: string;
  /** The roots with which the others begin: the SHA-256 of each, in a fixed order. */
  readonly bundle: string;
}

/** One environment as a side of a federation. */
export interface FederationSide {
  /** Where in the model it stands, for findings; it begins with the environment. */
  readonly path: string;
  /** The trust domain of the environment. */
  readonly trustDomain: string;
  /** All members of its federation, the own trust domain among them; none without one. */
  readonly members: readonly MemberFacts[];
}
