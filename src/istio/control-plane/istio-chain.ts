import type { ChainNode, Leaf } from '../../trust/trust-chain';
import { Ttl } from '../../trust/ttl';
import { IstioVersion } from '../istio-version';
import { IstioCa } from '../ca/istio-ca';
import type { IstioCaContext } from '../ca/istio-ca-source';
import type { IstioControlPlaneProps } from './istio-control-plane-props';

/** What proxies outside SPIRE ask for, and what istiod signs at most, where nobody says it. */
export const DEFAULT_WORKLOAD_CERT_TTL = Ttl.hours(24);
/** A proxy's agent asks anew when half is left: `SECRET_GRACE_PERIOD_RATIO`. */
const GRACE_PERIOD_DIVISOR = 2;

/** The part of the properties that the chain consists of. */
export type IstioChainProps = Pick<
  IstioControlPlaneProps,
  | 'trustDomain'
  | 'ca'
  | 'version'
  | 'revision'
  | 'workloadCa'
  | 'workloadCertTtl'
  | 'maxWorkloadCertTtl'
  | 'trustBundleName'
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
  const context: IstioCaContext = {
    issuer: 'root',
    ...places,
    version: props.version ?? IstioVersion.V1_30,
    revision: props.revision,
    bundleIn: rootBundleOf(props),
    workloads: props.workloadCa === 'istio' ? 'workloads of the mesh' : 'proxies outside SPIRE',
  };
  return [
    ...props.ca.authorities(context),
    workloadLeaf(props, context),
    ...props.ca.leaves(context),
  ];
}

/** Where whoever connects to istiod finds the root. */
export function rootBundleOf({
  trustBundleName = IstioCa.ROOT_CONFIG_MAP,
}: Pick<IstioControlPlaneProps, 'trustBundleName'>): string {
  return `ConfigMap ${trustBundleName} in every namespace`;
}

function workloadLeaf(
  { trustDomain, ca, workloadCa, workloadCertTtl, maxWorkloadCertTtl }: IstioChainProps,
  context: IstioCaContext,
): Leaf {
  const duration = workloadCertTtl ?? DEFAULT_WORKLOAD_CERT_TTL;
  const asked = {
    duration,
    maxDuration: maxWorkloadCertTtl ?? duration,
    leftAtRenewal: duration.dividedBy(GRACE_PERIOD_DIVISOR),
    keyIn: 'memory of the proxy',
  };
  return {
    kind: 'leaf',
    id: 'istiod-workloads',
    title: workloadCa === 'istio' ? 'workloads and gateways' : 'workloads outside SPIRE',
    issuer: ca.workloadIssuer(context),
    path: context.path,
    lifetimeProperty: 'workloadCertTtl',
    ...(ca.workloadLeaf ?? asked),
    identities: `spiffe://${trustDomain}/ns/<namespace>/sa/<service account>`,
    verifiedBy: [context.workloads],
    names: { trustDomains: [trustDomain.toString()] },
  };
}
