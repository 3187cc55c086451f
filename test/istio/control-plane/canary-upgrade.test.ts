import { CanaryUpgrade } from '../../../src/istio/control-plane/canary-upgrade';
import { controlPlaneModels } from '../../../src/istio/control-plane/control-plane-model';
import { IstioControlPlane } from '../../../src/istio/control-plane/istio-control-plane';
import type { IstioControlPlaneProps } from '../../../src/istio/control-plane/istio-control-plane-props';
import { RevisionTags } from '../../../src/istio/control-plane/revision-tags';
import { TrafficCapture } from '../../../src/istio/control-plane/traffic-capture';
import { Gateway } from '../../../src/istio/gateway/gateway';
import { IstioVersion } from '../../../src/istio/istio-version';
import { emptyChart, find, manifestsOf, type Manifest } from '../../support/manifests';
import { minimalControlPlaneProps } from '../subjects';

const before: IstioControlPlaneProps = {
  ...minimalControlPlaneProps,
  version: IstioVersion.V1_29,
  revision: '1-29-6',
  revisionTags: RevisionTags.of('stable'),
  gateways: [Gateway.ingress()],
  trafficCapture: TrafficCapture.cniNodeAgent(),
};
const target = { version: IstioVersion.V1_30 };

function operators(props: IstioControlPlaneProps): readonly Manifest[] {
  const chart = emptyChart();
  new IstioControlPlane(chart, 'Istio', props);
  return manifestsOf(chart);
}

describe('CanaryUpgrade', () => {
  test('names the new control plane after its version', () => {
    expect(CanaryUpgrade.onTrial(target).revision).toBe('1-30-3');
    expect(CanaryUpgrade.promoted({ ...target, revision: 'next' }).revision).toBe('next');
  });

  test('on trial, the mesh follows the old control plane', () => {
    const upgrade = CanaryUpgrade.onTrial({ ...target, namespaces: ['shop'] });
    expect(controlPlaneModels({ ...before, upgrade })).toMatchObject([
      { revision: '1-29-6', tags: ['stable'], calledAs: 'stable', gateways: before.gateways },
      { revision: '1-30-3', tags: [], calledAs: '1-30-3', gateways: [], isLeftBehind: false },
    ]);
  });

  test('promoted, it follows the new one, and the old one is left behind', () => {
    const upgrade = CanaryUpgrade.promoted(target);
    expect(controlPlaneModels({ ...before, upgrade })).toMatchObject([
      { revision: '1-30-3', tags: ['stable'], calledAs: 'stable', gateways: before.gateways },
      { revision: '1-29-6', tags: [], calledAs: '1-29-6', gateways: [], isLeftBehind: true },
    ]);
  });

  test('at its end the environment says the same of the new control plane as when it is promoted', () => {
    const upgrade = CanaryUpgrade.promoted(target);
    const [promoted] = operators({ ...before, upgrade });
    expect(operators({ ...before, ...target, revision: '1-30-3' })).toEqual([promoted]);
  });

  test('both IstioOperators have the node agent of the release that is followed, since istioctl ties istiod to it', () => {
    const made = operators({ ...before, upgrade: CanaryUpgrade.onTrial(target) });
    expect(find(made, 'IstioOperator', 'istio-1-29-6')['spec']).toMatchObject({
      tag: '1.29.6',
      components: { cni: { enabled: true, namespace: 'kube-system' } },
      values: { revisionTags: ['stable'] },
    });
    expect(find(made, 'IstioOperator', 'istio-1-30-3')['spec']).toMatchObject({
      tag: '1.30.3',
      components: {
        cni: { enabled: true, hub: 'docker.io/istio', tag: '1.29.6' },
        ingressGateways: [{ name: 'istio-ingressgateway', enabled: false }],
      },
    });
  });

  test('the control plane that is left behind brings back no CRDs of its release', () => {
    const made = operators({ ...before, upgrade: CanaryUpgrade.promoted(target) });
    expect(find(made, 'IstioOperator', 'istio-1-29-6')['spec']).toMatchObject({
      components: { base: { enabled: false } },
    });
    expect(find(made, 'IstioOperator', 'istio-1-30-3')['spec']).not.toMatchObject({
      components: { base: { enabled: false } },
    });
  });
});
