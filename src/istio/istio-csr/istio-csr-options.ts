import type { ICaCapableIssuer } from '../../cert-manager/issuer/ca-issuer';
import type { ILeafIssuer } from '../../cert-manager/issuer/issuer';
import { KeyAlgorithm } from '../../trust/key-algorithm';
import { Lifetime } from '../../trust/lifetime';
import type { Finding } from '../../trust/mesh-trust-error';
import { dnsLabel } from '../../trust/name-checks';
import { DNS_SUBDOMAIN } from '../../trust/names';
import { nodeSelectorCheck, tolerationsCheck, type Placement } from '../../trust/placement';
import {
  checkProps,
  instanceOf,
  integer,
  objectWith,
  optional,
  text,
  type PropertyTable,
} from '../../trust/props';
import { Resources } from '../../trust/resources';
import { Ttl } from '../../trust/ttl';
import { IstioCsrVersion } from './istio-csr-version';
import { PinnedRoot } from './pinned-root';

/** istio-csr, which asks cert-manager for every certificate of the mesh. Placement is that of its Pods. */
export interface IstioCsrOptions extends Placement {
  /** Release of istio-csr. @default IstioCsrVersion.V0_17 */
  readonly version?: IstioCsrVersion;
  /** Its namespace. @default 'cert-manager' */
  readonly namespace?: string;
  /** Who signs for workloads, gateways and istiod. @default - the root of the environment */
  readonly issuer?: ICaCapableIssuer & ILeafIssuer;
  /**
   * The root that it hands to every namespace and holds what is signed against, in its own namespace.
   * It is never taken from the issuer's answers: those could not be changed without an outage.
   *
   * @default - `ca.crt` in the Secret of a root that the environment makes
   */
  readonly root?: PinnedRoot;
  /** How long the serving certificate of istiod lives and when it is renewed. @default - 1h, renewed when half is left */
  readonly istiodLifetime?: Lifetime;
  /** How long its own serving certificate lives; a third is left when it is renewed. @default Ttl.hours(1) */
  readonly servingCertTtl?: Ttl;
  /** Private key of both. @default KeyAlgorithm.ECDSA_P256 */
  readonly key?: KeyAlgorithm;
  /** How many Pods serve; all of them sign. @default 2 */
  readonly replicas?: number;
  /** What each of them asks for and may use. @default - 50m and 64Mi reserved, 500m and 256Mi at most */
  readonly resources?: Resources;
  /** Whether nodes give up other Pods first. @default 'system-cluster-critical' */
  readonly priorityClassName?: string;
}

/** One check for each option of istio-csr. */
export const ISTIO_CSR_OPTIONS: PropertyTable<IstioCsrOptions> = {
  version: optional(instanceOf(IstioCsrVersion, 'IstioCsrVersion.V0_17')),
  namespace: optional(dnsLabel('cert-manager')),
  issuer: optional(
    objectWith(['kind', 'name', 'group', 'signsCas'], "CaIssuer.cluster('mesh-root')"),
  ),
  root: optional(instanceOf(PinnedRoot, "PinnedRoot.inConfigMap('mesh-roots', 'ca.pem')")),
  istiodLifetime: optional(instanceOf(Lifetime, 'Lifetime.of(Ttl.hours(24))')),
  servingCertTtl: optional(instanceOf(Ttl, 'Ttl.hours(1)')),
  key: optional(instanceOf(KeyAlgorithm, 'KeyAlgorithm.ECDSA_P256')),
  replicas: optional(integer(1, 100)),
  resources: optional(
    instanceOf(Resources, "Resources.of({ memory: '64Mi' }, { memory: '256Mi' })"),
  ),
  priorityClassName: optional(text(DNS_SUBDOMAIN, 'a DNS subdomain', 'system-cluster-critical')),
  nodeSelector: optional(nodeSelectorCheck),
  tolerations: optional(tolerationsCheck),
};

/** The shortest certificate that cert-manager's issuers are asked for. */
const MIN_SERVING_CERT_TTL = Ttl.minutes(15);

/** Everything that is wrong with the options of istio-csr. */
export function istioCsrFindings(path: string, options: IstioCsrOptions): Finding[] {
  const findings = checkProps(path, options, ISTIO_CSR_OPTIONS);
  return findings.length > 0
    ? findings
    : [...leafIssuerFindings(path, options.issuer), ...servingFindings(path, options)];
}

/** The compiler says so first: no workload may sign for others. */
function leafIssuerFindings(path: string, issuer: IstioCsrOptions['issuer']): Finding[] {
  return (issuer as { readonly signsLeaves?: boolean } | undefined)?.signsLeaves === false
    ? [
        {
          code: 'PropertyWrongType',
          path,
          problem: `'issuer' must sign leaves, got ${issuer?.kind} ${issuer?.name}, which makes a CA of whatever it signs`,
          fix: "write an issuer that signs both: CaIssuer.cluster('mesh-workloads')",
        },
      ]
    : [];
}

function servingFindings(path: string, { servingCertTtl }: IstioCsrOptions): Finding[] {
  return servingCertTtl === undefined || !MIN_SERVING_CERT_TTL.outlives(servingCertTtl)
    ? []
    : [
        {
          code: 'PropertyOutOfRange',
          path,
          problem: `'servingCertTtl' must be at least ${MIN_SERVING_CERT_TTL}, got ${servingCertTtl}`,
          fix: `write ${MIN_SERVING_CERT_TTL.toCode()} or more`,
        },
      ];
}
