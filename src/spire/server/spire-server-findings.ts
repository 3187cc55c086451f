import type { Finding } from '../../trust/mesh-trust-error';
import { checkProps } from '../../trust/props';
import { SPIRE_GATES } from '../../trust/gates/spire-gates';
import { BundleEndpoint } from '../federation/bundle-endpoint';
import { SERVER_PORTS } from './spire-server-ports';
import { SPIRE_SERVER_PROPERTIES, type SpireServerProps } from './spire-server-props';
import { spireServerSettings, type SpireServerSettings } from './spire-server-settings';
import type { PathlessFinding } from './upstream/upstream-plugin';

/** Everything that is wrong with the properties of the server, apart from what only the whole chain shows. */
export function spireServerFindings(path: string, props: SpireServerProps): Finding[] {
  const findings = checkProps(path, props, SPIRE_SERVER_PROPERTIES);
  if (findings.length > 0) {
    return findings;
  }
  const settings = spireServerSettings(props);
  return [
    ...settings.upstream.findings(settings.installation),
    datastoreNotShared(settings),
    portsClash(settings),
    pruningTooNew(settings),
  ].flatMap((finding) => (finding === undefined ? [] : [{ ...finding, path }]));
}

type Pathless = PathlessFinding | undefined;

function datastoreNotShared({ replicas, datastore }: SpireServerSettings): Pathless {
  return replicas > 1 && !datastore.isShared
    ? {
        code: 'DatastoreNotShared',
        problem: `'datastore' must be a database that ${replicas} servers share, got ${datastore}`,
        fix: `write Datastore.postgres(SecretRef.of('spire-datastore', 'connection-string')), or replicas: 1`,
      }
    : undefined;
}

function portsClash({ telemetry, installation }: SpireServerSettings): Pathless {
  const ports = {
    ...SERVER_PORTS,
    ...(installation.member === undefined ? {} : { bundleEndpoint: BundleEndpoint.SERVER_PORT }),
  };
  const taken = Object.entries(ports).find(([, port]) => port === telemetry.port);
  return taken === undefined
    ? undefined
    : {
        code: 'PortsClash',
        problem: `'telemetry' must have a port that nothing else in the Pod has (${taken[0]} has ${taken[1]}), got ${taken[1]}`,
        fix: 'write Telemetry.prometheus({ port: 9988 })',
      };
}

function pruningTooNew({
  installation,
  pruneAttestedNodesExpiredFor,
}: SpireServerSettings): Pathless {
  return pruneAttestedNodesExpiredFor === undefined ||
    installation.version.has(SPIRE_GATES.pruneAttestedNodes)
    ? undefined
    : {
        code: 'FeatureNeedsVersion',
        problem: `'pruneAttestedNodesExpiredFor' must be used with SPIRE 1.13 or newer, got ${installation.version}`,
        fix: 'write version: SpireVersion.V1_13 or newer, or leave it out',
      };
}
