import type { FederatedTrustDomain } from '../../trust/trust-chain';
import type { SpireInstallation } from '../spire-installation';
import type { FederationMember } from './federation-member';

/** The trust domains with which that of the installation federates, for the chain of trust. */
export function federatedChain(
  path: string,
  { federatesWith, socket }: SpireInstallation,
): FederatedTrustDomain[] {
  return federatesWith.map((member) => ({
    trustDomain: member.trustDomain,
    path,
    bundleFrom: member.endpoint.url,
    knownBy: knownByOf(member),
    every: member.endpoint.refreshHint,
    bundleIn: ["datastore of SPIRE's servers", `ROOTCA, handed out at ${socket}`],
    verifiedBy: ['workloads and gateways of the mesh'],
  }));
}

/** How the place at which the bundle of a member is fetched is known. */
export function knownByOf({ endpointSpiffeId }: FederationMember): string {
  return endpointSpiffeId === undefined ? 'known by a public CA' : `known as ${endpointSpiffeId}`;
}
