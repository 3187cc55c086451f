import { InjectionTemplate } from '../../../src/istio/injection/injection-template';
import { IstioVersion } from '../../../src/istio/istio-version';
import { WorkloadSocket } from '../../../src/trust/workload-socket';
import { refusalOf } from '../../support/refusals';

describe('InjectionTemplate', () => {
  test('Pods ask for it beside the sidecar, or beside the gateway', () => {
    const template = InjectionTemplate.spire();
    expect(template.annotations).toEqual({ 'inject.istio.io/templates': 'sidecar,spire' });
    expect(template.gatewayAnnotations).toEqual({ 'inject.istio.io/templates': 'gateway,spire' });
  });

  test('its volume is that of the CSI driver, read-only, mounted where Istio mounts its own', () => {
    const { text } = InjectionTemplate.spire();
    expect(text).toContain('- name: workload-socket\n    csi:\n      driver: csi.spiffe.io\n');
    expect(text).toContain('mountPath: /var/run/secrets/workload-spiffe-uds\n      readOnly: true');
    expect(text).not.toContain('/run/secrets/workload-spiffe-uds/');
  });

  test('a proxy is told the file name when it is not that of Istio, and then fails closed', () => {
    expect(InjectionTemplate.spire().text).toContain(
      '    env:\n    - name: WORKLOAD_IDENTITY_SOCKET_FILE\n      value: "spire-agent.sock"\n',
    );
    const open = InjectionTemplate.spire({ socket: WorkloadSocket.istioDefault() });
    expect(open.text).not.toContain('env:');
  });

  test('since 1.27 istiod says whether sidecars are native', () => {
    for (const version of [IstioVersion.V1_27, IstioVersion.V1_30]) {
      expect(InjectionTemplate.spire({ version }).text).toContain('.NativeSidecars');
    }
  });

  test('before, templates have no such field, and the environment of istiod says it', () => {
    const { text } = InjectionTemplate.spire({ version: IstioVersion.V1_26 });
    expect(text).not.toContain('.NativeSidecars');
    expect(text).toContain('env "ENABLE_NATIVE_SIDECARS" "false"');
  });

  test('a gateway is a container, however native the sidecars are', () => {
    expect(InjectionTemplate.spire().text).toContain(
      '{{ if and $native (has "sidecar" $requested) }}initContainers{{ else }}containers{{ end }}:',
    );
  });

  test('FeatureNeedsVersion fires for an injected gateway before 1.27', () => {
    const template = InjectionTemplate.spire({ version: IstioVersion.V1_26 });
    expect(refusalOf(() => template.gatewayAnnotations)).toMatchObject([
      {
        code: 'FeatureNeedsVersion',
        problem: expect.stringContaining('got 1.26.8') as string,
        fix: expect.stringContaining('IstioVersion.V1_27') as string,
      },
    ]);
  });
});
