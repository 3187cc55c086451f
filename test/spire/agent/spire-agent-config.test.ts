import { KubeletVerification } from '../../../src/spire/agent/kubelet-verification';
import { spireAgentConfig } from '../../../src/spire/agent/spire-agent-config';
import type { SpireAgentProps } from '../../../src/spire/agent/spire-agent-props';
import { SpireAgentRebootstrap } from '../../../src/spire/agent/spire-agent-rebootstrap';
import { SpireInstallation } from '../../../src/spire/spire-installation';
import { SpireVersion } from '../../../src/spire/spire-version';
import { Telemetry } from '../../../src/spire/telemetry';
import { TrustDomain } from '../../../src/trust/trust-domain';
import { WorkloadSocket } from '../../../src/trust/workload-socket';
import { ALL_AGENT_PROPS, INSTALLATION } from '../agent-subjects';

function attestorOf(props: Partial<SpireAgentProps>): Readonly<Record<string, unknown>> {
  return spireAgentConfig({ installation: INSTALLATION, ...props }).plugins.WorkloadAttestor.k8s
    .plugin_data;
}

function ofVersion(version: SpireVersion): SpireInstallation {
  return SpireInstallation.of({
    trustDomain: TrustDomain.of('example.org'),
    clusterName: 'demo-cluster',
    version,
  });
}

describe('spireAgentConfig', () => {
  it('takes from the installation whatever others have to agree with', () => {
    const installation = SpireInstallation.of({
      trustDomain: TrustDomain.of('mesh.example.com'),
      clusterName: 'eu-1',
      serverNamespace: 'identity',
      socket: WorkloadSocket.istioDefault({ folder: '/run/mesh' }),
    });
    const { agent, plugins } = spireAgentConfig({ installation });
    expect(agent).toMatchObject({
      trust_domain: 'mesh.example.com',
      socket_path: '/run/mesh/socket',
      server_address: 'spire-server.identity.svc',
      server_port: 443,
    });
    expect(plugins.NodeAttestor.k8s_psat.plugin_data).toEqual({
      cluster: 'eu-1',
      token_path: '/var/run/secrets/tokens/spire-agent',
    });
  });

  it('reads the trust bundle in the form in which the server of that version publishes it', () => {
    expect(spireAgentConfig({ installation: ofVersion(SpireVersion.V1_15) }).agent).toMatchObject({
      trust_bundle_format: 'spiffe',
      trust_bundle_path: '/etc/spire/bundle/bundle.spiffe',
    });
    expect(spireAgentConfig({ installation: ofVersion(SpireVersion.V1_10) }).agent).toMatchObject({
      trust_bundle_format: 'pem',
      trust_bundle_path: '/etc/spire/bundle/bundle.crt',
    });
  });

  it('leaves SDS as Istio wants it: on, with SPIRE’s own names', () => {
    const text = JSON.stringify(spireAgentConfig(ALL_AGENT_PROPS));
    expect(text).not.toContain('sds');
    expect(text).not.toContain('insecure_bootstrap');
  });

  it('keeps keys in memory', () => {
    expect(spireAgentConfig(ALL_AGENT_PROPS).plugins.KeyManager).toEqual({
      memory: { plugin_data: {} },
    });
  });

  it('verifies kubelets against the CA of the cluster by default', () => {
    expect(attestorOf({})).toEqual({
      node_name_env: 'MY_NODE_NAME',
      token_path: '/var/run/secrets/kubelet/token',
      kubelet_ca_path: '/var/run/secrets/kubelet/ca.crt',
    });
  });

  it('verifies kubelets as chosen: by a path or by nothing, never by both', () => {
    expect(
      attestorOf({ kubeletVerification: KubeletVerification.hostCertificate() }),
    ).toMatchObject({ kubelet_ca_path: '/var/run/secrets/kubelet-certificate/kubelet.crt' });
    const skipped = attestorOf({
      kubeletVerification: KubeletVerification.skip({ reason: 'a cluster of a test' }),
    });
    expect(skipped).toMatchObject({ skip_kubelet_verification: true });
    expect(skipped).not.toHaveProperty('kubelet_ca_path');
  });

  it('leaves container selectors out only where asked', () => {
    expect(attestorOf({ disableContainerSelectors: true })).toMatchObject({
      disable_container_selectors: true,
    });
    expect(attestorOf({})).not.toHaveProperty('disable_container_selectors');
  });

  it('says only to versions before 1.11 how to find containers under cgroups v2', () => {
    expect(attestorOf({ installation: ofVersion(SpireVersion.V1_10) })).toMatchObject({
      use_new_container_locator: true,
    });
    expect(attestorOf({ installation: ofVersion(SpireVersion.V1_11) })).not.toHaveProperty(
      'use_new_container_locator',
    );
  });

  it('starts over with an unknown server from 1.13 on, and says nothing of it to older agents', () => {
    expect(spireAgentConfig({ installation: ofVersion(SpireVersion.V1_13) }).agent).toMatchObject({
      rebootstrap_mode: 'always',
      rebootstrap_delay: '10m',
    });
    expect(
      spireAgentConfig({ installation: ofVersion(SpireVersion.V1_12) }).agent,
    ).not.toHaveProperty('rebootstrap_mode');
  });

  it('never starts over where that is chosen', () => {
    const { agent } = spireAgentConfig({
      installation: INSTALLATION,
      rebootstrap: SpireAgentRebootstrap.never(),
    });
    expect(agent).toMatchObject({ rebootstrap_mode: 'never' });
    expect(agent).not.toHaveProperty('rebootstrap_delay');
  });

  it('serves health to its own node with host network, and to all with that of the Pod', () => {
    expect(spireAgentConfig({ installation: INSTALLATION }).health_checks).toMatchObject({
      listener_enabled: true,
      bind_address: '127.0.0.1',
      bind_port: '9982',
    });
    expect(
      spireAgentConfig({ installation: INSTALLATION, network: 'pod' }).health_checks,
    ).toMatchObject({ bind_address: '0.0.0.0' });
  });

  it('serves metrics to Prometheus, unless told not to', () => {
    expect(
      spireAgentConfig({ installation: INSTALLATION, telemetry: Telemetry.none() }),
    ).not.toHaveProperty('telemetry');
    expect(spireAgentConfig({ installation: INSTALLATION }).telemetry).toEqual({
      Prometheus: { host: '0.0.0.0', port: 9988 },
    });
    const telemetry = Telemetry.prometheus({ port: 9990 });
    expect(spireAgentConfig({ installation: INSTALLATION, telemetry }).telemetry).toEqual({
      Prometheus: { host: '0.0.0.0', port: 9990 },
    });
  });

  it('writes the other options under the names that SPIRE gives them', () => {
    expect(spireAgentConfig(ALL_AGENT_PROPS).agent).toMatchObject({
      availability_target: '48h',
      log_format: 'text',
      log_level: 'DEBUG',
      rebootstrap_delay: '30m',
      workload_x509_svid_key_type: 'ec-p384',
      x509_svid_cache_max_size: 500,
    });
  });
});
