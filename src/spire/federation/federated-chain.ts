import type { FederatedTrustDomain } from '../../trust/trust-chain';
import type { SpireInstallation } from '../spire-installation';

/** The trust domains with which that of the installation federates, for the chain of trust. */
export function federatedChain(
  path: string,
  { federatesWith, socket }: SpireInstallation,
): FederatedTrustDomain[] {
  return federatesWith.map(({ trustDomain, endpoint, endpointSpiffeId }) => ({
    trustDomain,
    path,
    bundleFrom: endpoint.url,
    knownBy:
      endpointSpiffeId === undefined ? 'known by a public CA' : `known as ${endpointSpiffeId}`,
    every: endpoint.refreshHint,
    bundleIn: ["datastore of SPIRE's servers", `ROOTCA, handed out at ${socket}`],
    verifiedBy: ['workloads and gateways of the mesh'],
  }));
}
