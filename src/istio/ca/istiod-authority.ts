import type { Authority, Leaf } from '../../trust/trust-chain';
import { ISTIO_GATES } from '../../trust/gates/istio-gates';
import { TrustChain } from '../../trust/trust-chain';
import { Ttl } from '../../trust/ttl';
import { ISTIOD_NAMESPACE } from './istio-ca-names';
import { ISTIOD_SERVING, type IstioCaContext } from './istio-ca-source';

/** What is known of the CA with which istiod signs. */
export interface IstiodAuthorityFacts extends Pick<
  Authority,
  'duration' | 'leftAtRenewal' | 'keyAtRenewal' | 'keyIn' | 'names'
> {
  /** Who signs it; itself when left out. */
  readonly issuer?: string;
  /** Namespace of its Certificate, where cert-manager makes it. */
  readonly requestedIn?: string;
  /** How long a path its certificate allows. */
  readonly maxPathLength?: number;
}

/** For how long istiod asks itself for its serving certificate, unless it was told. */
const SERVING_CERT_TTL = Ttl.days(3650);

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
  { path, version, revision }: IstioCaContext,
  asked = SERVING_CERT_TTL,
): Leaf {
  const duration = version.has(ISTIO_GATES.signsNothingThatOutlivesIt)
    ? Ttl.min(asked, ofCa)
    : asked;
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
    names: { dnsNames: servingNames(revision) },
  };
}

/**
 * Every name that istiod writes into its serving certificate, whether anybody calls it so or not: one
 * that a CA above does not permit makes verifiers refuse the whole certificate.
 *
 * @see https://github.com/istio/istio/blob/1.30.3/pilot/pkg/bootstrap/server.go
 */
function servingNames(revision: string | undefined): readonly string[] {
  const services = ['istiod', 'istiod-remote', 'istio-pilot'];
  const ofRevision = revision === undefined || revision === 'default' ? [] : [`istiod-${revision}`];
  return [...services, ...ofRevision].map((name) => `${name}.${ISTIOD_NAMESPACE}.svc`);
}
