import {
  spireAgentFindings,
  type SpireAgentProps,
} from '../../../src/spire/agent/spire-agent-props';
import { SpireAgentRebootstrap } from '../../../src/spire/agent/spire-agent-rebootstrap';
import { SpireInstallation } from '../../../src/spire/spire-installation';
import { SpireVersion } from '../../../src/spire/spire-version';
import { Telemetry } from '../../../src/spire/telemetry';
import { TrustDomain } from '../../../src/trust/trust-domain';
import { Ttl } from '../../../src/trust/ttl';
import { WorkloadSocket } from '../../../src/trust/workload-socket';
import { ALL_AGENT_PROPS, INSTALLATION } from '../agent-subjects';

function findingsFor(props: Partial<SpireAgentProps>) {
  return spireAgentFindings('60-spire-agent/SpireAgent', { installation: INSTALLATION, ...props });
}

const OLD = SpireInstallation.of({
  trustDomain: TrustDomain.of('example.org'),
  clusterName: 'demo-cluster',
  version: SpireVersion.V1_10,
});

describe('spireAgentFindings', () => {
  it('PortsClash fires when health and metrics share a port, or one is a port of Kubernetes on the node', () => {
    const [same] = findingsFor({ telemetry: Telemetry.prometheus({ port: 9982 }) });
    expect(same).toMatchObject({ code: 'PortsClash' });
    expect(same?.problem).toContain("'healthPort'");
    const [health] = findingsFor({ healthPort: 10248 });
    expect(health).toMatchObject({ code: 'PortsClash' });
    expect(health?.problem).toContain('the kubelet');
    const [metrics] = findingsFor({ telemetry: Telemetry.prometheus({ port: 9100 }) });
    expect(metrics).toMatchObject({ code: 'PortsClash' });
    expect(metrics?.fix).toContain("network: 'pod'");
  });

  it('PortsClash is silent for the defaults, and for ports of nodes on the network of the Pod', () => {
    expect(findingsFor({})).toEqual([]);
    expect(findingsFor({ healthPort: 9988, telemetry: Telemetry.none() })).toEqual([]);
    expect(findingsFor({ healthPort: 10248, network: 'pod' })).toEqual([]);
  });

  it('FeatureNeedsVersion fires for what an older agent does not know', () => {
    const findings = findingsFor({
      installation: OLD,
      rebootstrap: SpireAgentRebootstrap.never(),
      x509SvidCacheMaxSize: 10,
      workloadX509SvidKeyType: 'ec-p384',
    });
    expect(findings.map(({ code }) => code)).toEqual(Array(3).fill('FeatureNeedsVersion'));
    const [rebootstrap, cache, keyType] = findings;
    expect(rebootstrap?.problem).toContain(
      "'rebootstrap' must be left out or changed before SPIRE 1.13.0",
    );
    expect(cache?.problem).toContain("'x509SvidCacheMaxSize'");
    expect(keyType?.problem).toContain('1.14.0, got SPIRE 1.10.4');
  });

  it('FeatureNeedsVersion is silent for an agent that knows it, and for an old one that is asked for nothing new', () => {
    expect(findingsFor(ALL_AGENT_PROPS)).toEqual([]);
    expect(findingsFor({ installation: OLD, workloadX509SvidKeyType: 'rsa-2048' })).toEqual([]);
  });

  it('PropertyOutOfRange fires for an availability target below a day', () => {
    const [finding] = findingsFor({ availabilityTarget: Ttl.hours(23) });
    expect(finding).toMatchObject({ code: 'PropertyOutOfRange' });
    expect(finding?.problem).toContain('got 23h');
  });

  it('PropertyOutOfRange is silent for an availability target of a day', () => {
    expect(findingsFor({ availabilityTarget: Ttl.hours(24) })).toEqual([]);
  });

  it('SocketMalformed fires for a path longer than Linux binds', () => {
    const [finding] = findingsFor({ installation: withSocketOf(108) });
    expect(finding).toMatchObject({ code: 'SocketMalformed' });
    expect(finding?.problem).toContain('got 108');
  });

  it('SocketMalformed is silent for the longest path that Linux binds', () => {
    expect(findingsFor({ installation: withSocketOf(107) })).toEqual([]);
  });
});

function withSocketOf(length: number): SpireInstallation {
  const file = 'spire-agent.sock';
  return SpireInstallation.of({
    trustDomain: TrustDomain.of('example.org'),
    clusterName: 'demo-cluster',
    socket: WorkloadSocket.failClosed({
      folder: `/${'x'.repeat(length - file.length - 2)}`,
      file,
    }),
  });
}
