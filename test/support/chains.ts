import { TrustChain, type Authority, type Leaf } from '../../src/trust/trust-chain';
import { TrustDomain } from '../../src/trust/trust-domain';
import { Ttl } from '../../src/trust/ttl';

/** The self-signed root that cert-manager signs with, of the set-up of 2022. */
export const rootAuthority: Authority = {
  kind: 'authority',
  id: 'root',
  title: 'certmanager-ca',
  path: '30-roots/Root',
  lifetimeProperty: 'duration',
  duration: Ttl.hours(21600),
  leftAtRenewal: Ttl.hours(7200),
  keyIn: 'Secret cert-manager/selfsigned-ca',
  verifiedBy: [],
  keyAtRenewal: 'kept',
  bundleIn: ['ConfigMap spire/spire-bundle'],
  servedBy: {
    kind: 'ClusterIssuer',
    name: 'certmanager-ca',
    secretNamespace: 'cert-manager',
    secretExpectedIn: 'cert-manager',
  },
};

/** The CA with which istiod signs. */
export const istiodAuthority: Authority = {
  kind: 'authority',
  id: 'istiod',
  title: 'istiod',
  issuer: 'root',
  path: '40-istiod-ca/IstiodCa',
  lifetimeProperty: 'duration',
  duration: Ttl.hours(1440),
  leftAtRenewal: Ttl.hours(360),
  keyIn: 'Secret istio-system/cacerts',
  verifiedBy: ['proxies'],
  keyAtRenewal: 'new',
  bundleIn: ['ConfigMap istio-ca-root-cert'],
  requestedIn: 'istio-system',
};

/** The CA with which SPIRE signs. */
export const spireAuthority: Authority = {
  kind: 'authority',
  id: 'spire',
  title: 'SPIRE CA',
  issuer: 'root',
  path: '50-spire-server/SpireServer',
  lifetimeProperty: 'caTtl',
  duration: Ttl.hours(24),
  leftAtRenewal: Ttl.hours(12),
  keyIn: "SPIRE's key manager",
  verifiedBy: ['agents', 'proxies'],
  keyAtRenewal: 'new',
  bundleIn: ['ConfigMap spire/spire-bundle'],
  requestedIn: 'spire',
};

/** What makes SPIRE a root of its own, and says why it may be one. */
export const OWN_ROOT: Partial<Authority> = {
  issuer: undefined,
  separateRootBecause: 'every proxy has its certificate from SPIRE',
};

/** A CA outside the cluster that signs that of SPIRE, below the root of the mesh. */
export const upstreamAuthority: Authority = {
  kind: 'authority',
  id: 'upstream',
  title: 'Example Issuing CA',
  anchor: 'the root of the mesh',
  path: '50-spire-server/SpireServer',
  lifetimeProperty: 'ca.lifetime',
  duration: Ttl.days(365),
  leftAtRenewal: Ttl.days(120),
  keyIn: 'Vault',
  verifiedBy: [],
  keyAtRenewal: 'new',
  bundleIn: ['ConfigMap spire/spire-bundle'],
};

/** What istiod signs for proxies without SPIRE. */
export const workloadLeaf: Leaf = {
  kind: 'leaf',
  id: 'workloads',
  title: 'workloads outside SPIRE',
  issuer: 'istiod',
  path: '80-istio/ControlPlane',
  lifetimeProperty: 'workloadCertTtl',
  duration: Ttl.hours(24),
  leftAtRenewal: Ttl.hours(12),
  keyIn: 'memory',
  verifiedBy: ['proxies'],
  identities: 'spiffe://example.org/ns/*/sa/*',
  maxDuration: Ttl.hours(48),
};

/** What SPIRE signs for proxies. */
export const svidLeaf: Leaf = {
  kind: 'leaf',
  id: 'svids',
  title: 'SVIDs',
  issuer: 'spire',
  path: '50-spire-server/SpireServer',
  lifetimeProperty: 'x509SvidTtl',
  duration: Ttl.hours(1),
  leftAtRenewal: Ttl.minutes(30),
  keyIn: 'memory, socket csi.spiffe.io',
  verifiedBy: ['proxies', 'gateways'],
  identities: 'spiffe://example.org/ns/*/sa/*',
  signedBySpire: true,
};

/** What a test changes of the chain of the set-up of 2022. */
export interface ChainChanges {
  readonly root?: Partial<Authority>;
  readonly istiod?: Partial<Authority>;
  readonly spire?: Partial<Authority>;
  readonly workloads?: Partial<Leaf>;
  readonly svids?: Partial<Leaf>;
  readonly trustDomain?: TrustDomain;
  /** Puts a CA outside the cluster above that of SPIRE. */
  readonly upstream?: Partial<Authority>;
}

/** The chain of the set-up of 2022, which breaks no rule, with these changes. */
export function exampleChain(changes: ChainChanges = {}): TrustChain {
  return TrustChain.of(changes.trustDomain ?? TrustDomain.of('example.org'), [
    { ...rootAuthority, ...changes.root },
    { ...istiodAuthority, ...changes.istiod },
    { ...workloadLeaf, ...changes.workloads },
    ...(changes.upstream === undefined ? [] : [{ ...upstreamAuthority, ...changes.upstream }]),
    {
      ...spireAuthority,
      ...(changes.upstream === undefined ? {} : { issuer: upstreamAuthority.id }),
      ...changes.spire,
    },
    { ...svidLeaf, ...changes.svids },
  ]);
}
