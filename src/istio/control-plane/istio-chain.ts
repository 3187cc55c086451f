import { keyAtRenewal, type Authority, type ChainNode, type Leaf } from '../../trust/trust-chain';
import { Ttl } from '../../trust/ttl';
import { ISTIO_GATES } from '../../trust/gates/istio-gates';
import { IstioVersion } from '../istio-version';
import { IstioCa } from './istio-ca';
import type { IstioControlPlaneProps } from './istio-control-plane-props';

/** What proxies outside SPIRE ask for, and what istiod signs at most, where nobody says it. */
export const DEFAULT_WORKLOAD_CERT_TTL = Ttl.hours(24);
/** For how long istiod asks itself for its serving certificate. */
const SERVING_CERT_TTL = Ttl.days(3650);
/** A proxy's agent asks anew when half is left: `SECRET_GRACE_PERIOD_RATIO`. */
const GRACE_PERIOD_DIVISOR = 2;

/** The part of the properties that the chain consists of. */
export type IstioChainProps = Pick<
  IstioControlPlaneProps,
  'trustDomain' | 'ca' | 'version' | 'revision' | 'workloadCertTtl' | 'maxWorkloadCertTtl'
>;

/** Where the nodes stand in the model. */
export interface IstioChainPlaces {
  /** Path of the Certificate `cacerts`. */
  readonly caPath: string;
  /** Path of the control plane. */
  readonly path: string;
  /** The `id` of who signs the CA of istiod. @default 'root' */
  readonly issuer?: string;
}

/**
 * What istiod adds to the chain: its CA, the certificates that it signs for proxies without SPIRE,
 * and its own serving certificate, which it makes anew whenever its CA changes.
 *
 * @see https://github.com/istio/istio/pull/59766
 * @see https://github.com/istio/istio/blob/1.30.3/pilot/pkg/bootstrap/istio_ca.go
 */
export function istioChain(props: IstioChainProps, places: IstioChainPlaces): ChainNode[] {
  return [
    istiodAuthority(props.ca, places),
    workloadsOutsideSpire(props, places),
    istiodServing(props, places),
  ];
}

function istiodAuthority(ca: IstioCa, { caPath, issuer = 'root' }: IstioChainPlaces): Authority {
  return {
    kind: 'authority',
    id: 'istiod',
    title: 'istiod',
    issuer,
    path: caPath,
    lifetimeProperty: 'lifetime',
    duration: ca.lifetime.duration,
    leftAtRenewal: ca.lifetime.leftAtRenewal,
    keyAtRenewal: keyAtRenewal(ca.rotationPolicy),
    keyIn: `Secret ${IstioCa.NAMESPACE}/${IstioCa.SECRET_NAME}`,
    bundleIn: [`ConfigMap ${IstioCa.ROOT_CONFIG_MAP} in every namespace`],
    requestedIn: IstioCa.NAMESPACE,
    verifiedBy: ['proxies outside SPIRE', 'proxies that connect to istiod'],
    names: { dnsNames: ca.dnsNames.map(String) },
  };
}

function workloadsOutsideSpire(
  { trustDomain, workloadCertTtl, maxWorkloadCertTtl }: IstioChainProps,
  { path }: IstioChainPlaces,
): Leaf {
  const duration = workloadCertTtl ?? DEFAULT_WORKLOAD_CERT_TTL;
  return {
    kind: 'leaf',
    id: 'istiod-workloads',
    title: 'workloads outside SPIRE',
    issuer: 'istiod',
    path,
    lifetimeProperty: 'workloadCertTtl',
    duration,
    maxDuration: maxWorkloadCertTtl ?? duration,
    leftAtRenewal: duration.dividedBy(GRACE_PERIOD_DIVISOR),
    keyIn: 'memory of the proxy',
    identities: `spiffe://${trustDomain}/ns/<namespace>/sa/<service account>`,
    verifiedBy: ['proxies outside SPIRE'],
    names: { trustDomains: [trustDomain.toString()] },
  };
}

function istiodServing(
  { ca, version = IstioVersion.V1_30, revision }: IstioChainProps,
  { path }: IstioChainPlaces,
): Leaf {
  const duration = version.has(ISTIO_GATES.signsNothingThatOutlivesIt)
    ? ca.lifetime.duration
    : SERVING_CERT_TTL;
  return {
    kind: 'leaf',
    id: 'istiod-serving',
    title: "istiod's serving certificate",
    issuer: 'istiod',
    path,
    lifetimeProperty: 'ca',
    duration,
    leftAtRenewal: duration.minus(ca.lifetime.inUse) ?? ca.lifetime.leftAtRenewal,
    reissuedWithIssuer: true,
    keyIn: 'memory of istiod',
    identities: `istiod.${IstioCa.NAMESPACE}.svc`,
    verifiedBy: ['proxies', 'kube-apiserver, which calls its webhooks'],
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
  return [...services, ...ofRevision].map((name) => `${name}.${IstioCa.NAMESPACE}.svc`);
}
