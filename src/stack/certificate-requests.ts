import type { Requester, RequestPolicyProps } from '../cert-manager/approval/request-policy-props';
import { Ttl } from '../trust/ttl';
import type { KubernetesObject } from './rendered-environment';

/** Those fields of a Certificate that get into its request. */
interface CertificateFields {
  readonly isCA?: boolean;
  readonly usages?: readonly string[];
  readonly commonName?: string;
  readonly subject?: {
    readonly organizations?: readonly string[];
    readonly countries?: readonly string[];
  };
  readonly dnsNames?: readonly string[];
  readonly uris?: readonly string[];
  readonly duration?: string;
  readonly privateKey?: { readonly algorithm?: 'RSA' | 'ECDSA'; readonly size?: number };
  readonly issuerRef: RequestPolicyProps['issuer'];
}

/** What cert-manager makes unless it is told otherwise. */
const DEFAULT_SIZE = { RSA: 2048, ECDSA: 256 } as const;

/**
 * The request that cert-manager makes for a Certificate, as it stands in the manifest: whatever Certificate is
 * written has its policy, whoever wrote it.
 *
 * @see https://github.com/cert-manager/cert-manager/blob/v1.21.1/pkg/controller/certificates/requestmanager/requestmanager_controller.go
 */
export function certificateRequest(
  { metadata, spec }: KubernetesObject,
  requester: Requester,
): RequestPolicyProps {
  const {
    isCA = false,
    usages = [],
    subject,
    duration,
    privateKey,
    ...fields
  } = spec as CertificateFields;
  const { namespace = '', name } = metadata;
  const algorithm = privateKey?.algorithm ?? 'RSA';
  return {
    name: `${namespace}.${name}`,
    namespace,
    requester,
    issuer: fields.issuerRef,
    certificateName: name,
    isCa: isCA,
    usages,
    commonName: fields.commonName,
    organizations: subject?.organizations,
    countries: subject?.countries,
    dnsNames: fields.dnsNames,
    uris: fields.uris,
    duration: duration === undefined ? undefined : Ttl.parse(duration),
    key: { algorithm, size: privateKey?.size ?? DEFAULT_SIZE[algorithm] },
  };
}
