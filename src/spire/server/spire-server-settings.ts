import { Resources } from '../../trust/resources';
import { Subject } from '../../trust/subject';
import { Ttl } from '../../trust/ttl';
import {
  controllerManagerSettings,
  type ControllerManagerSettings,
} from '../controller-manager/controller-manager-options';
import { Datastore } from './datastore';
import { SpireKeyType } from './spire-key-type';
import type { RateLimit, ServerStorage, SpireServerProps } from './spire-server-props';
import { Telemetry } from '../telemetry';

type WithoutDefault =
  | 'jwtIssuer'
  | 'nodeSelector'
  | 'pruneAttestedNodesExpiredFor'
  | 'separateRootBecause'
  | 'tolerations';
type Nested = 'rateLimit' | 'storage' | 'controllerManager';

/** The properties of the server with every default in place. */
export interface SpireServerSettings
  extends
    Required<Omit<SpireServerProps, WithoutDefault | Nested>>,
    Pick<SpireServerProps, WithoutDefault> {
  /** What one address may ask of the server. */
  readonly rateLimit: Required<RateLimit>;
  /** The volume of each server. */
  readonly storage: ServerStorage & { readonly size: string };
  /** The controller manager beside the server. */
  readonly controllerManager: ControllerManagerSettings;
}

const DEFAULT_RESOURCES = Resources.of(
  { cpu: '100m', memory: '128Mi', 'ephemeral-storage': '64Mi' },
  { cpu: '1', memory: '512Mi', 'ephemeral-storage': '256Mi' },
);

// The Service of the API server, and the port behind it in most clusters: network plugins differ in which one they see.
const DEFAULT_API_SERVER_PORTS: readonly number[] = [443, 6443];

/** The one place that knows the defaults of the server: manifests and trust chain both read them here. */
export function spireServerSettings(props: SpireServerProps): SpireServerSettings {
  const caKeyType = props.caKeyType ?? SpireKeyType.EC_P256;
  return {
    installation: props.installation,
    upstream: props.upstream,
    separateRootBecause: props.separateRootBecause,
    replicas: props.replicas ?? 1,
    datastore: props.datastore ?? Datastore.sqlite(),
    caTtl: props.caTtl ?? Ttl.hours(24),
    x509SvidTtl: props.x509SvidTtl ?? Ttl.hours(1),
    jwtSvidTtl: props.jwtSvidTtl ?? Ttl.minutes(5),
    agentTtl: props.agentTtl ?? Ttl.hours(1),
    caKeyType,
    jwtKeyType: props.jwtKeyType ?? caKeyType,
    caSubject: props.caSubject ?? Subject.of('SPIRE'),
    jwtIssuer: props.jwtIssuer,
    logLevel: props.logLevel ?? 'INFO',
    logFormat: props.logFormat ?? 'json',
    auditLog: props.auditLog ?? true,
    rateLimit: { attestation: true, signing: true, ...props.rateLimit },
    telemetry: props.telemetry ?? Telemetry.prometheus(),
    storage: { size: '1Gi', ...props.storage },
    resources: props.resources ?? DEFAULT_RESOURCES,
    nodeSelector: props.nodeSelector,
    tolerations: props.tolerations,
    apiServerPorts: props.apiServerPorts ?? DEFAULT_API_SERVER_PORTS,
    pruneAttestedNodesExpiredFor: props.pruneAttestedNodesExpiredFor,
    controllerManager: controllerManagerSettings(props.installation, props.controllerManager),
  };
}
