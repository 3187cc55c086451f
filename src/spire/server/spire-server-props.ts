import { DNS_SUBDOMAIN } from '../../trust/names';
import { nodeSelectorCheck, tolerationsCheck, type Placement } from '../../trust/placement';
import {
  flag,
  instanceOf,
  integer,
  listOf,
  oneOf,
  optional,
  port,
  record,
  text,
  type PropertyTable,
} from '../../trust/props';
import { Resources } from '../../trust/resources';
import { Subject } from '../../trust/subject';
import { Ttl } from '../../trust/ttl';
import {
  CONTROLLER_MANAGER_OPTIONS,
  SPIRE_LOG_LEVELS,
  type ControllerManagerOptions,
  type SpireLogLevel,
} from '../controller-manager/controller-manager-options';
import { Datastore } from './datastore';
import { SpireInstallation } from '../spire-installation';
import { SpireKeyType } from './spire-key-type';
import { Telemetry } from '../telemetry';
import { UpstreamAuthority } from './upstream-authority';

/** What one address may ask of the server. */
export interface RateLimit {
  /** Whether an address may attest once per second only. @default true */
  readonly attestation?: boolean;
  /** Whether an address may have 500 SVIDs of each kind signed per second only. @default true */
  readonly signing?: boolean;
}

/** The volume that holds the keys of a server, and its datastore when that is SQLite. */
export interface ServerStorage {
  /** Size of the volume. @default '1Gi' */
  readonly size?: string;
  /** StorageClass of the volume. @default - the default class of the cluster */
  readonly storageClass?: string;
}

/** What can be said about the server of SPIRE. */
export interface SpireServerProps extends Placement {
  /** The facts that server, agent and CSI driver share. */
  readonly installation: SpireInstallation;
  /** Who signs the CA of SPIRE, bound to an issuer. */
  readonly upstream: UpstreamAuthority;
  /**
   * Why the CA of SPIRE may stand under another root than that of istiod: proxies with SVIDs and proxies
   * outside SPIRE do not accept each other. A sentence of 10 to 500 characters, which becomes an
   * annotation of the StatefulSet.
   *
   * @default - it may not
   */
  readonly separateRootBecause?: string;
  /** How many servers there are; more than one needs a shared datastore. @default 1 */
  readonly replicas?: number;
  /** Where agents and registrations are kept. @default Datastore.sqlite() */
  readonly datastore?: Datastore;
  /** Lifetime of the CA of SPIRE, requested from the upstream. @default Ttl.hours(24) */
  readonly caTtl?: Ttl;
  /** Lifetime of X.509-SVIDs, unless their registration says otherwise. @default Ttl.hours(1) */
  readonly x509SvidTtl?: Ttl;
  /** Lifetime of JWT-SVIDs, unless their registration says otherwise. @default Ttl.minutes(5) */
  readonly jwtSvidTtl?: Ttl;
  /** Lifetime of the SVIDs of agents. @default Ttl.hours(1) */
  readonly agentTtl?: Ttl;
  /** Type of the key of the CA. @default SpireKeyType.EC_P256 */
  readonly caKeyType?: SpireKeyType;
  /** Type of the key that signs JWT-SVIDs. @default - that of `caKeyType` */
  readonly jwtKeyType?: SpireKeyType;
  /** Subject of the CA. @default Subject.of('SPIRE') */
  readonly caSubject?: Subject;
  /** `iss` of JWT-SVIDs, without blanks. @default - JWT-SVIDs have no `iss` */
  readonly jwtIssuer?: string;
  /** How much the server logs. @default 'INFO' */
  readonly logLevel?: SpireLogLevel;
  /** How server and controller manager log. @default 'json' */
  readonly logFormat?: 'json' | 'text';
  /** Whether every call that changes or signs something is logged. @default true */
  readonly auditLog?: boolean;
  /** What one address may ask of the server. @default - both limits hold */
  readonly rateLimit?: RateLimit;
  /** How the server is measured. @default Telemetry.prometheus() */
  readonly telemetry?: Telemetry;
  /** The volume of each server. @default - 1Gi of the default StorageClass */
  readonly storage?: ServerStorage;
  /** What the server asks for and may use. @default - 100m and 128Mi, at most 1 and 512Mi */
  readonly resources?: Resources;
  /** Ports of the API server, before and behind its Service, which the NetworkPolicy opens. @default [443, 6443] */
  readonly apiServerPorts?: readonly number[];
  /** After what time agents with an expired SVID are forgotten; SPIRE 1.13 or newer. @default - they are kept */
  readonly pruneAttestedNodesExpiredFor?: Ttl;
  /** The controller manager beside the server. @default - its own defaults */
  readonly controllerManager?: ControllerManagerOptions;
}

const QUANTITY = /^[1-9]\d{0,8}(?:M|G|T|Ki|Mi|Gi|Ti)$/;

// StringOrURI of RFC 7519 section 2, in printable ASCII without blanks and without what JSON or SPIRE's -expandEnv reads otherwise
const ISSUER = /^(?=.{1,255}$)[A-Za-z0-9][A-Za-z0-9._~:/?#[\]@!&'()*+,;=%-]*$/;

/** One check for each property of the server. */
export const SPIRE_SERVER_PROPERTIES: PropertyTable<SpireServerProps> = {
  installation: instanceOf(SpireInstallation, 'SpireInstallation.of({ … })'),
  upstream: instanceOf(UpstreamAuthority, 'UpstreamAuthority.certManager()'),
  separateRootBecause: optional(
    text(
      /^\S.{8,498}\S$/,
      'a sentence of 10 to 500 characters on one line',
      'every proxy of this mesh has its certificate from SPIRE',
    ),
  ),
  replicas: optional(integer(1, 99)),
  datastore: optional(instanceOf(Datastore, 'Datastore.sqlite()')),
  caTtl: optional(instanceOf(Ttl, 'Ttl.hours(24)')),
  x509SvidTtl: optional(instanceOf(Ttl, 'Ttl.hours(1)')),
  jwtSvidTtl: optional(instanceOf(Ttl, 'Ttl.minutes(5)')),
  agentTtl: optional(instanceOf(Ttl, 'Ttl.hours(1)')),
  caKeyType: optional(instanceOf(SpireKeyType, 'SpireKeyType.EC_P256')),
  jwtKeyType: optional(instanceOf(SpireKeyType, 'SpireKeyType.EC_P256')),
  caSubject: optional(instanceOf(Subject, "Subject.of('SPIRE')")),
  jwtIssuer: optional(text(ISSUER, 'a URI or a name without blanks', 'https://oidc.example.com')),
  logLevel: optional(oneOf(SPIRE_LOG_LEVELS)),
  logFormat: optional(oneOf(['json', 'text'])),
  auditLog: optional(flag()),
  rateLimit: optional(
    record<RateLimit>({ attestation: optional(flag()), signing: optional(flag()) }),
  ),
  telemetry: optional(instanceOf(Telemetry, 'Telemetry.prometheus()')),
  storage: optional(
    record<ServerStorage>({
      size: optional(text(QUANTITY, 'a whole number with a unit of bytes', '1Gi')),
      storageClass: optional(text(DNS_SUBDOMAIN, 'the name of a StorageClass', 'standard')),
    }),
  ),
  resources: optional(
    instanceOf(Resources, "Resources.of({ cpu: '100m', memory: '128Mi' }, { memory: '512Mi' })"),
  ),
  nodeSelector: optional(nodeSelectorCheck),
  tolerations: optional(tolerationsCheck),
  apiServerPorts: optional(listOf(port(), { min: 1, max: 10 })),
  pruneAttestedNodesExpiredFor: optional(instanceOf(Ttl, 'Ttl.days(30)')),
  controllerManager: optional(record(CONTROLLER_MANAGER_OPTIONS)),
};
