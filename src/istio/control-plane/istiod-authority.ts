import type { Authority, Leaf } from '../../trust/trust-chain';
import { TrustChain } from '../../trust/trust-chain';
import { Ttl } from '../../trust/ttl';
import { ISTIOD_SERVING, type IstioCaContext } from './istio-ca-source';

/** What is known of the CA with which istiod signs. */
export interface IstiodAuthorityFacts extends Pick<
  Authority,
  'duration' | 'leftAtRenewal' | 'keyAtRenewal' | 'keyIn'
> {
  /** Who signs it; itself when left out. */
  readonly issuer?: string;
  /** Namespace of its Certificate, where cert-manager makes it. */
  readonly requestedIn?: string;
  /** How long a path its certificate allows. */
  readonly maxPathLength?: number;
  /** Whether its owner says that workloads of SPIRE need not trust it. */
  readonly isApart?: true;
}

/** For how long istiod asks itself for its serving certificate, unless it was told. */
const SERVING_CERT_TTL = Ttl.days(3650);
/** The first minor whose release here cuts what it signs to the end of its CA. */
const CUTS_SINCE = '1.28';

/** The CA with which istiod signs for itself and for proxies without SPIRE. */
export function istiodAuthority(
  facts: IstiodAuthorityFacts,
  { caPath, bundleIn, workloads }: IstioCaContext,
): Authority {
  return {
    kind: 'authority',
    id: TrustChain.ISTIOD,
    title: 'istiod',
    path: caPath,
    lifetimeProperty: 'lifetime',
    ...facts,
    bundleIn: [bundleIn],
    verifiedBy: [workloads, 'proxies that connect to istiod'],
  };
}

/** What istiod signs for itself with this CA, and makes anew whenever that changes. */
export function servedByIstiod(
  { duration: ofCa, leftAtRenewal }: Pick<Authority, 'duration' | 'leftAtRenewal'>,
  { path, version }: IstioCaContext,
  asked = SERVING_CERT_TTL,
): Leaf {
  const duration = version.isAtLeast(CUTS_SINCE) ? Ttl.min(asked, ofCa) : asked;
  const inUse = ofCa.minus(leftAtRenewal) ?? ofCa;
  return {
    ...ISTIOD_SERVING,
    issuer: TrustChain.ISTIOD,
    path,
    lifetimeProperty: 'ca',
    duration,
    leftAtRenewal: duration.minus(inUse) ?? leftAtRenewal,
    reissuedWithIssuer: true,
    keyIn: 'memory of istiod',
  };
}
