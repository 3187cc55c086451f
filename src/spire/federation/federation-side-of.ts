import { createHash } from 'node:crypto';
import type { FederationSide, MemberFacts } from '../../trust/federation-side';
import type { TrustDomain } from '../../trust/trust-domain';
import type { SpireInstallation } from '../spire-installation';
import { knownByOf } from './federated-chain';
import type { FederationMember } from './federation-member';

/** An environment as a side of its federation; without SPIRE it has none. */
export function federationSideOf(
  path: string,
  trustDomain: TrustDomain,
  installation: SpireInstallation | undefined,
): FederationSide {
  const { member, federatesWith = [] } = installation ?? {};
  const members = member === undefined ? [] : [member, ...federatesWith];
  return { path, trustDomain: trustDomain.toString(), members: members.map(factsOf) };
}

function factsOf(member: FederationMember): MemberFacts {
  const { trustDomain, endpoint, bundle } = member;
  return {
    trustDomain: trustDomain.toString(),
    endpoint: endpoint.url,
    knownBy: knownByOf(member),
    refreshHint: endpoint.refreshHint.toString(),
    bundle: bundle.certificates.map(fingerprintOf).join(', '),
  };
}

function fingerprintOf(certificate: string): string {
  return createHash('sha256').update(Buffer.from(certificate, 'base64')).digest('hex');
}
