import type { RequestPolicyProps } from '../../cert-manager/approval/request-policy-props';
import type { ICaCapableIssuer } from '../../cert-manager/issuer/ca-issuer';
import type { TrustDomain } from '../../trust/trust-domain';
import type { Ttl } from '../../trust/ttl';
import { ISTIOD_NAMESPACE } from '../ca/istio-ca-names';
import { IstioCsrCa } from './istio-csr-ca';

/** What the requests of istio-csr are made of. */
export interface IstioCsrRequestsProps {
  /** How it runs. */
  readonly csr: IstioCsrCa;
  /** Who signs. */
  readonly issuer: ICaCapableIssuer;
  /** The trust domain of the mesh. */
  readonly trustDomain: TrustDomain;
  /** The longest certificate that it has signed, whatever is asked for. */
  readonly maxWorkloadCertTtl: Ttl;
}

/** What the agents of proxies make unless WORKLOAD_RSA_KEY_SIZE or ECC_SIGNATURE_ALGORITHM tell them otherwise. */
const PROXY_KEY = { algorithm: 'RSA', size: 2048 } as const;
/** Istio's code gives every CSR an organization, and leaves it empty. */
const ORGANIZATIONS = [''];

/**
 * The CertificateRequests of istio-csr: for a workload, whose SPIFFE ID it has compared with a token, and for
 * its own serving certificate. The CSR of a workload is that of its proxy.
 *
 * @see https://github.com/cert-manager/istio-csr/blob/v0.17.0/pkg/server/server.go
 * @see https://github.com/cert-manager/istio-csr/blob/v0.17.0/pkg/tls/tls.go
 */
export function istioCsrRequests({
  csr,
  issuer: { name, kind, group },
  trustDomain,
  maxWorkloadCertTtl,
}: IstioCsrRequestsProps): readonly RequestPolicyProps[] {
  const { servingCertTtl, key, dnsName } = csr;
  const common = {
    namespace: ISTIOD_NAMESPACE,
    requester: { name: IstioCsrCa.NAME, namespace: csr.namespace },
    issuer: { name, kind, group },
    isCa: false,
    organizations: ORGANIZATIONS,
  };
  return [
    {
      ...common,
      name: `${ISTIOD_NAMESPACE}.istio-csr-serving`,
      usages: ['server auth'],
      dnsNames: [dnsName.toString()],
      duration: servingCertTtl,
      key: { algorithm: key.algorithm, size: key.size },
    },
    {
      ...common,
      name: `${ISTIOD_NAMESPACE}.istio-csr-workloads`,
      usages: ['client auth', 'server auth'],
      workloadsOf: trustDomain,
      maxDuration: maxWorkloadCertTtl,
      key: PROXY_KEY,
    },
  ];
}
