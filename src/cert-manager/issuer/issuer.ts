/**
 * What signs certificates in the cluster: an issuer of cert-manager, or of a controller that serves
 * cert-manager's requests. It is a reference: whoever holds one does not make the issuer.
 *
 * @see https://cert-manager.io/docs/concepts/issuer/
 */
export interface IIssuer {
  /** `Issuer`, `ClusterIssuer`, or the kind of an external issuer. */
  readonly kind: string;
  /** `metadata.name`. */
  readonly name: string;
  /** API group of the kind: `cert-manager.io` unless it is external. */
  readonly group: string;
  /** Namespace outside of which it signs nothing; left out for what serves the whole cluster. */
  readonly namespace?: string;
  /** Whether it signs certificates of CAs. */
  readonly signsCas: boolean;
}

/** What signs certificates of gateways and sidecars: every issuer but one that makes a CA of all that it signs. */
export interface ILeafIssuer extends IIssuer {
  /** Left out, or true. @default true */
  readonly signsLeaves?: true;
}

/** `issuerRef` of a Certificate or CertificateRequest. */
export interface IssuerReference {
  /** `metadata.name` of the issuer. */
  readonly name: string;
  /** Its kind. */
  readonly kind: string;
  /** Its API group. */
  readonly group: string;
}

/**
 * How a Certificate names this issuer: always all three fields, since cert-manager 1.19.0 issued
 * every certificate anew whose kind and group were left to their defaults.
 *
 * @see https://github.com/cert-manager/cert-manager/pull/8175
 */
export function issuerReferenceTo(issuer: IIssuer): IssuerReference {
  return { name: issuer.name, kind: issuer.kind, group: issuer.group };
}
