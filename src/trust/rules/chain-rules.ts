import type { Finding } from '../mesh-trust-error';
import type { TrustChain } from '../trust-chain';
import { statementsDiffer } from './agreement';
import { keyRotationUnstated, rootKeyNotKept } from './keys';
import { caTtlOutlivesUpstream, childOutlivesParent } from './lifetimes';
import { issuerOutOfReach, keyOutOfReach, trustDomainNotALabel } from './reach';
import { parentUnknown, pathLengthExceeded, rootsDiffer } from './structure';
import { svidOutlivesCaRotation } from './svid-lifetimes';
import { workloadCertAboveMaximum, workloadCertOutlivesIstiodCa } from './workload-lifetimes';

const CHAIN_RULES: readonly ((chain: TrustChain) => readonly Finding[])[] = [
  parentUnknown,
  pathLengthExceeded,
  rootsDiffer,
  childOutlivesParent,
  caTtlOutlivesUpstream,
  svidOutlivesCaRotation,
  workloadCertOutlivesIstiodCa,
  workloadCertAboveMaximum,
  rootKeyNotKept,
  keyRotationUnstated,
  issuerOutOfReach,
  keyOutOfReach,
  trustDomainNotALabel,
  statementsDiffer,
];

/**
 * Everything that the whole of a chain shows to be wrong, whoever described it: an environment before
 * it is written, or a live cluster. The order is that of the rules, and within a rule that of the chain.
 */
export function chainFindings(chain: TrustChain): Finding[] {
  return CHAIN_RULES.flatMap((rule) => rule(chain));
}
