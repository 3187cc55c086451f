import { SpireServer } from '../../../src/spire/server/spire-server';
import { spireServerFindings } from '../../../src/spire/server/spire-server-findings';
import type { SpireServerProps } from '../../../src/spire/server/spire-server-props';
import { SpireVersion } from '../../../src/spire/spire-version';
import { Telemetry } from '../../../src/spire/telemetry';
import { UpstreamAuthority } from '../../../src/spire/server/upstream-authority';
import type { Finding } from '../../../src/trust/mesh-trust-error';
import { Ttl } from '../../../src/trust/ttl';
import { emptyChart } from '../../support/manifests';
import { refusalOf } from '../../support/refusals';
import { installationOf, MINIMAL_SERVER, WHOLE_SERVER } from '../server-subjects';

function refused(props: Partial<SpireServerProps>): ReturnType<typeof refusalOf> {
  return refusalOf(
    () => new SpireServer(emptyChart(), 'SpireServer', { ...MINIMAL_SERVER, ...props }),
  );
}

function findings(props: Partial<SpireServerProps>): Finding[] {
  return spireServerFindings('path', { ...MINIMAL_SERVER, ...props });
}

describe('spireServerFindings', () => {
  it('fails when the upstream is bound to no issuer', () => {
    expect(refused({ upstream: UpstreamAuthority.certManager() })).toMatchObject([
      { code: 'PropertyMissing', problem: "'upstream.issuer' must be given, got nothing" },
    ]);
  });

  it('DatastoreNotShared fires for two servers on SQLite', () => {
    expect(refused({ replicas: 2 })).toMatchObject([
      {
        code: 'DatastoreNotShared',
        path: 'test/SpireServer',
        problem: "'datastore' must be a database that 2 servers share, got sqlite3",
      },
    ]);
  });

  it('DatastoreNotShared is silent for three servers on PostgreSQL', () => {
    expect(findings({ replicas: 3, datastore: WHOLE_SERVER.datastore })).toEqual([]);
  });

  it('PortsClash fires for metrics at the port of the server', () => {
    const [finding] = refused({ telemetry: Telemetry.prometheus({ port: 8081 }) });
    expect(finding).toMatchObject({ code: 'PortsClash' });
    expect(finding?.problem).toContain('grpc has 8081');
  });

  it('PortsClash is silent for metrics at a port of their own', () => {
    expect(findings({ telemetry: Telemetry.prometheus({ port: 9090 }) })).toEqual([]);
  });

  it('FeatureNeedsVersion fires for pruning before SPIRE 1.13', () => {
    const [finding] = refused({
      installation: installationOf(SpireVersion.V1_12),
      pruneAttestedNodesExpiredFor: Ttl.days(30),
    });
    expect(finding).toMatchObject({ code: 'FeatureNeedsVersion' });
    expect(finding?.fix).toContain('SpireVersion.V1_13');
  });

  it('FeatureNeedsVersion is silent for pruning since SPIRE 1.13', () => {
    const installation = installationOf(SpireVersion.V1_13);
    expect(findings({ installation, pruneAttestedNodesExpiredFor: Ttl.days(30) })).toEqual([]);
  });
});
