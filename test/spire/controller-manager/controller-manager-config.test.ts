import { controllerManagerConfig } from '../../../src/spire/controller-manager/controller-manager-config';
import { spireServerSettings } from '../../../src/spire/server/spire-server-settings';
import { Telemetry } from '../../../src/spire/telemetry';
import { MINIMAL_SERVER, WHOLE_SERVER } from '../server-subjects';

describe('controllerManagerConfig', () => {
  it('answers to the class of the installation alone', () => {
    expect(controllerManagerConfig(spireServerSettings(MINIMAL_SERVER))).toMatchObject({
      apiVersion: 'spire.spiffe.io/v1alpha1',
      kind: 'ControllerManagerConfig',
      className: 'spire-server-mesh',
      watchClassless: false,
      clusterName: 'eu-1',
      clusterDomain: 'cluster.local',
      trustDomain: 'mesh.example.com',
      spireServerSocketPath: '/spire-server/api.sock',
      validatingWebhookConfigurationName: 'spire-controller-manager-webhook',
    });
  });

  it('ignores whole namespaces, not parts of their names', () => {
    expect(controllerManagerConfig(spireServerSettings(MINIMAL_SERVER)).ignoreNamespaces).toEqual([
      '^kube-node-lease$',
      '^kube-public$',
      '^kube-system$',
      '^spire-server$',
      '^spire-system$',
    ]);
    expect(controllerManagerConfig(spireServerSettings(WHOLE_SERVER)).ignoreNamespaces).toEqual([
      '^kube-system$',
      '^openshift-.*$',
    ]);
  });

  it('writes gcInterval as a number of nanoseconds', () => {
    expect(controllerManagerConfig(spireServerSettings(WHOLE_SERVER)).gcInterval).toBe(30e9);
  });

  it('elects a leader only among several', () => {
    expect(
      controllerManagerConfig(spireServerSettings(MINIMAL_SERVER)).leaderElection,
    ).toBeUndefined();
    expect(controllerManagerConfig(spireServerSettings(WHOLE_SERVER)).leaderElection).toEqual({
      leaderElect: true,
      resourceLock: 'leases',
      resourceName: 'spire-controller-manager',
      resourceNamespace: 'spire-server',
    });
  });

  it('turns off metrics with those of the server, since their default port is that of its health', () => {
    const settings = spireServerSettings({ ...MINIMAL_SERVER, telemetry: Telemetry.none() });
    expect(controllerManagerConfig(settings).metrics).toEqual({ bindAddress: '0' });
  });
});
