import {
  serverConfigText,
  spireServerConfig,
  type SpireServerConfig,
} from '../../../src/spire/server/spire-server-config';
import type { SpireServerProps } from '../../../src/spire/server/spire-server-props';
import { spireServerSettings } from '../../../src/spire/server/spire-server-settings';
import { SpireVersion } from '../../../src/spire/spire-version';
import { Telemetry } from '../../../src/spire/telemetry';
import { installationOf, MINIMAL_SERVER, WHOLE_SERVER } from '../server-subjects';

function configOf(props: SpireServerProps): SpireServerConfig {
  return spireServerConfig(spireServerSettings(props));
}

describe('spireServerConfig', () => {
  it('writes the lifetimes out, since what is not written is the choice of a release', () => {
    expect(configOf(MINIMAL_SERVER).server).toMatchObject({
      trust_domain: 'mesh.example.com',
      ca_ttl: '24h',
      default_x509_svid_ttl: '1h',
      default_jwt_svid_ttl: '5m',
      agent_ttl: '1h',
      ca_key_type: 'ec-p256',
      jwt_key_type: 'ec-p256',
      audit_log_enabled: true,
      ratelimit: { attestation: true, signing: true },
    });
  });

  it('passes every option on', () => {
    expect(configOf(WHOLE_SERVER).server).toMatchObject({
      ca_ttl: '48h',
      default_x509_svid_ttl: '2h',
      default_jwt_svid_ttl: '10m',
      agent_ttl: '4h',
      ca_key_type: 'ec-p384',
      jwt_key_type: 'rsa-2048',
      ca_subject: { common_name: 'SPIRE eu-1', organization: ['Cash $ Co'], country: ['NL'] },
      jwt_issuer: 'https://oidc.example.com',
      log_level: 'WARN',
      log_format: 'text',
      audit_log_enabled: false,
      ratelimit: { attestation: false, signing: true },
      prune_attested_nodes_expired_for: '720h',
    });
  });

  it('lets only the ServiceAccount of the agent attest, with the audience of its token', () => {
    expect(configOf(MINIMAL_SERVER).plugins.NodeAttestor.k8s_psat.plugin_data.clusters).toEqual({
      'eu-1': {
        service_account_allow_list: ['spire-system:spire-agent'],
        audience: ['spire-server'],
      },
    });
  });

  it('publishes the bundle by BundlePublisher where SPIRE has it for ConfigMaps', () => {
    const { BundlePublisher, Notifier } = configOf(MINIMAL_SERVER).plugins;
    expect(BundlePublisher?.k8s_configmap.plugin_data.clusters).toEqual({
      'eu-1': {
        namespace: 'spire-system',
        configmap_name: 'spire-bundle',
        configmap_key: 'bundle.spiffe',
        format: 'spiffe',
      },
    });
    expect(Notifier).toBeUndefined();
  });

  it('publishes the bundle by Notifier before SPIRE 1.12.4', () => {
    const installation = installationOf(SpireVersion.V1_10);
    const { BundlePublisher, Notifier } = configOf({ ...MINIMAL_SERVER, installation }).plugins;
    expect(Notifier?.k8sbundle.plugin_data).toEqual({
      namespace: 'spire-system',
      config_map: 'spire-bundle',
      config_map_key: 'bundle.crt',
    });
    expect(BundlePublisher).toBeUndefined();
  });

  it('has no telemetry when none is wanted', () => {
    expect(configOf({ ...MINIMAL_SERVER, telemetry: Telemetry.none() }).telemetry).toBeUndefined();
    expect(configOf(MINIMAL_SERVER).telemetry).toEqual({
      Prometheus: { host: '0.0.0.0', port: 9988 },
    });
  });
});

describe('serverConfigText', () => {
  const text = serverConfigText(configOf(WHOLE_SERVER));

  it('is JSON that reads back as it was', () => {
    expect(JSON.parse(text)).toMatchObject({
      server: { ca_subject: { organization: ['Cash $ Co'] } },
    });
  });

  it('leaves one variable for -expandEnv to replace, and no other $', () => {
    expect(text.match(/\$/g)).toHaveLength(1);
    expect(text).toContain('"connection_string": "${SPIRE_DATASTORE_CONNECTION_STRING}"');
  });
});
