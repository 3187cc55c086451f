import { CertificateRequestPolicySpecAllowedUsages } from '../../../imports/policy.cert-manager.io';
import { dnsLabel } from '../../trust/name-checks';
import { DNS_SUBDOMAIN } from '../../trust/names';
import {
  flag,
  instanceOf,
  integer,
  listOf,
  oneOf,
  optional,
  record,
  text,
  type PropertyTable,
} from '../../trust/props';
import { TrustDomain } from '../../trust/trust-domain';
import { Ttl } from '../../trust/ttl';
import type { IssuerReference } from '../issuer/issuer';

/** A ServiceAccount that asks for certificates. */
export interface Requester {
  /** `metadata.name`. */
  readonly name: string;
  /** `metadata.namespace`. */
  readonly namespace: string;
}

/** The key of a request. */
export interface RequestKey {
  /** Its algorithm. */
  readonly algorithm: 'RSA' | 'ECDSA';
  /** Its size in bits. */
  readonly size: number;
}

/** A request that the chain makes, and who makes it. */
export interface RequestPolicyProps {
  /** Name of the policy. */
  readonly name: string;
  /** Namespace of the CertificateRequests. */
  readonly namespace: string;
  /** Who makes them. */
  readonly requester: Requester;
  /** Who is to sign. */
  readonly issuer: IssuerReference;
  /** The Certificate for which they are made: cert-manager names them after it. @default - for none, whatever their names are */
  readonly certificateName?: string;
  /** Whether a CA is asked for. */
  readonly isCa: boolean;
  /** What the key may be for. */
  readonly usages: readonly string[];
  /** CN of the subject. @default - none */
  readonly commonName?: string;
  /** O of the subject: what Istio's code asks for has one without a text. @default - none */
  readonly organizations?: readonly string[];
  /** C of the subject. @default - none */
  readonly countries?: readonly string[];
  /** What the subject has as `serialNumber`: SPIRE puts a new number into each. @default 'none' */
  readonly serialNumber?: 'none' | 'decimal';
  /** DNS names. @default - none */
  readonly dnsNames?: readonly string[];
  /** URIs. @default - none */
  readonly uris?: readonly string[];
  /** Where each request has the SPIFFE ID of another workload: their trust domain. @default - URIs are those of `uris` */
  readonly workloadsOf?: TrustDomain;
  /** For how long. @default - not said, as for ACME servers, which decide it */
  readonly duration?: Ttl;
  /** For how long at most, where who asks chooses. @default - exactly `duration` */
  readonly maxDuration?: Ttl;
  /** The key. */
  readonly key: RequestKey;
}

/** What a name in a certificate may be made of; which name it is was looked at where it was made. */
const NAME = text(/^[^\p{Cc}]{1,253}$/u, '1 to 253 characters', 'istiod.istio-system.svc');
const NAMES = optional(listOf(NAME));
const PERHAPS_EMPTY = text(/^[^\p{Cc}]{0,253}$/u, 'at most 253 characters', 'Example');

/** One check for each property of a policy. */
export const REQUEST_POLICY_PROPERTIES: PropertyTable<RequestPolicyProps> = {
  name: text(DNS_SUBDOMAIN, 'a DNS subdomain of at most 253 characters', 'istio-system.cacerts'),
  namespace: dnsLabel('istio-system'),
  requester: record<Requester>({
    name: text(DNS_SUBDOMAIN, 'the name of a ServiceAccount', 'cert-manager'),
    namespace: dnsLabel('cert-manager'),
  }),
  issuer: record<IssuerReference>({
    name: text(DNS_SUBDOMAIN, 'the name of an issuer', 'mesh-root'),
    kind: text(/^[A-Z][A-Za-z0-9]{0,62}$/, 'a kind', 'ClusterIssuer'),
    group: text(DNS_SUBDOMAIN, 'an API group', 'cert-manager.io'),
  }),
  certificateName: optional(text(DNS_SUBDOMAIN, 'the name of a Certificate', 'cacerts')),
  isCa: flag(),
  usages: listOf(oneOf(Object.values(CertificateRequestPolicySpecAllowedUsages))),
  commonName: optional(NAME),
  organizations: optional(listOf(PERHAPS_EMPTY)),
  countries: NAMES,
  serialNumber: optional(oneOf(['none', 'decimal'])),
  dnsNames: NAMES,
  uris: optional(listOf(text(/^[a-z][a-z0-9+.-]*:[\x21-\x7e]{1,2048}$/, 'a URI', 'spiffe://td'))),
  workloadsOf: optional(instanceOf(TrustDomain, "TrustDomain.of('mesh.example.com')")),
  duration: optional(instanceOf(Ttl, 'Ttl.days(30)')),
  maxDuration: optional(instanceOf(Ttl, 'Ttl.hours(24)')),
  key: record<RequestKey>({ algorithm: oneOf(['RSA', 'ECDSA']), size: integer(256, 8192) }),
};
