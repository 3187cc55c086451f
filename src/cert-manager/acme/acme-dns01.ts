import * as certmanager from '../../../imports/cert-manager.io';
import type { GatedProperty } from '../gated-property';
import { oneOf, optional, type PropertyTable } from '../../trust/props';
import type { SecretRef } from '../../trust/secret-ref';
import { ACME_SELECTOR_PROPERTIES, type AcmeSelectorOptions } from './acme-selector';

/** Properties of every DNS-01 solver. */
export interface AcmeDns01Options extends AcmeSelectorOptions {
  /**
   * Whether a CNAME at `_acme-challenge.<name>` is followed to the zone that takes the record, for
   * a zone of its own whose key may write nothing else.
   *
   * @default 'None'
   */
  readonly cnameStrategy?: 'None' | 'Follow';
}

/** One check for each property of every DNS-01 solver. */
export const ACME_DNS01_PROPERTIES: PropertyTable<AcmeDns01Options> = {
  ...ACME_SELECTOR_PROPERTIES,
  cnameStrategy: optional(oneOf(['None', 'Follow'])),
};

/** A DNS service that keeps the record of a challenge, and what cert-manager needs to write there. */
export interface AcmeDns01Provider {
  /** Its part of `dns01`. */
  readonly spec: certmanager.ClusterIssuerSpecAcmeSolversDns01;
  /** Where its credentials lie, in the cluster resource namespace. */
  readonly credentials: readonly SecretRef[];
  /** Name of a ServiceAccount there, as which cert-manager writes. @default - as itself */
  readonly serviceAccount?: string;
  /** What of it needs a newer cert-manager. @default - nothing */
  readonly gates?: readonly GatedProperty[];
}

const { NONE, FOLLOW } = certmanager.ClusterIssuerSpecAcmeSolversDns01CnameStrategy;

/** `dns01` of a solver. */
export function dns01Spec(
  { cnameStrategy }: AcmeDns01Options,
  { spec }: AcmeDns01Provider,
): certmanager.ClusterIssuerSpecAcmeSolversDns01 {
  return cnameStrategy === undefined
    ? spec
    : { ...spec, cnameStrategy: cnameStrategy === 'Follow' ? FOLLOW : NONE };
}
