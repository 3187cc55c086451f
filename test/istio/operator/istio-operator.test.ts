import { IstioOperator } from '../../../src/istio/operator/istio-operator';
import { emptyChart, find, manifestsOf } from '../../support/manifests';
import { refusalOf } from '../../support/refusals';

const names = { name: 'istio', namespace: 'istio-system' };

describe('IstioOperator', () => {
  test('the spec is written as it is, without what is left out', () => {
    const chart = emptyChart();
    const meshConfig = { trustDomain: 'example.org', accessLogFile: undefined };
    new IstioOperator(chart, 'Operator', { ...names, spec: { profile: 'default', meshConfig } });
    expect(find(manifestsOf(chart), 'IstioOperator', 'istio')).toEqual({
      apiVersion: 'install.istio.io/v1alpha1',
      kind: 'IstioOperator',
      metadata: {
        ...names,
        labels: { 'app.kubernetes.io/name': 'istio', 'app.kubernetes.io/part-of': 'mesh-trust' },
      },
      spec: { profile: 'default', meshConfig: { trustDomain: 'example.org' } },
    });
  });

  test('a misspelt key of the mesh, which istioctl takes in silence, is refused', () => {
    const spec = { meshConfig: { trustdomain: 'example.org' } };
    expect(
      refusalOf(
        () => new IstioOperator(emptyChart(), 'Operator', { ...names, spec: spec as never }),
      ),
    ).toMatchObject([
      {
        code: 'PropertyUnknown',
        problem: expect.stringContaining("'spec.meshConfig.trustdomain'") as string,
      },
    ]);
  });

  test('an empty global, which YAML reads as null, is refused', () => {
    const spec = { values: { global: null } };
    expect(
      refusalOf(
        () => new IstioOperator(emptyChart(), 'Operator', { ...names, spec: spec as never }),
      ),
    ).toMatchObject([
      {
        code: 'PropertyWrongType',
        problem: expect.stringContaining("'spec.values.global'") as string,
      },
    ]);
  });
});
