import { IstioControlPlane } from '../../src/istio/control-plane/istio-control-plane';
import { IstioExperiment } from '../../src/istio/control-plane/istio-experiment';
import { IstioVersion } from '../../src/istio/istio-version';
import { TlsOnSidecarIngress } from '../../src/istio/tls-on-sidecar-ingress';
import { emptyChart, manifestsOf } from '../support/manifests';
import { refusalOf } from '../support/refusals';
import { minimalControlPlaneProps } from './subjects';

const experiments = [IstioExperiment.TLS_ON_SIDECAR_INGRESS];

describe('TLS on sidecar ingress', () => {
  test('is a variable of istiod where it is asked for, and nothing otherwise', () => {
    const envOf = (props: object): unknown => {
      const chart = emptyChart();
      new IstioControlPlane(chart, 'Istio', { ...minimalControlPlaneProps, ...props });
      const [operator] = manifestsOf(chart);
      return (operator?.['spec'] as { values: { pilot: { env: unknown } } }).values.pilot.env;
    };
    expect(envOf({ experiments })).toMatchObject({ ENABLE_TLS_ON_SIDECAR_INGRESS: 'true' });
    expect(envOf({})).not.toHaveProperty('ENABLE_TLS_ON_SIDECAR_INGRESS');
  });

  test('TlsOnSidecarIngressOff fires for a control plane that has it off', () => {
    const fix = 'write experiments: [IstioExperiment.TLS_ON_SIDECAR_INGRESS]';
    expect(refusalOf(() => TlsOnSidecarIngress.of(minimalControlPlaneProps))).toMatchObject([
      { code: 'TlsOnSidecarIngressOff', fix },
    ]);
  });

  test('TlsOnSidecarIngressOff is silent for one that has it on, and for one that exists', () => {
    const version = IstioVersion.V1_29;
    expect(TlsOnSidecarIngress.of({ experiments, version }).version).toBe(version);
    expect(TlsOnSidecarIngress.ofExisting(IstioVersion.V1_26).version).toBe(IstioVersion.V1_26);
  });

  test('is not taken on trust: an existing control plane says its version', () => {
    expect(refusalOf(() => TlsOnSidecarIngress.ofExisting('1.25' as never))).toMatchObject([
      { code: 'PropertyWrongType' },
    ]);
  });
});
