import { CanaryUpgrade } from '../../../src/istio/control-plane/canary-upgrade';
import { IstioControlPlane } from '../../../src/istio/control-plane/istio-control-plane';
import { RevisionTags } from '../../../src/istio/control-plane/revision-tags';
import { TrafficCapture } from '../../../src/istio/control-plane/traffic-capture';
import { Gateway } from '../../../src/istio/gateway/gateway';
import {
  IstioInstallation,
  type SailOptions,
} from '../../../src/istio/installation/istio-installation';
import { IstioVersion } from '../../../src/istio/istio-version';
import { emptyChart, find, manifestsOf, type Manifest } from '../../support/manifests';
import { refusalOf } from '../../support/refusals';
import { minimalControlPlaneProps } from '../subjects';

function made(props: object = {}, options: SailOptions = {}): readonly Manifest[] {
  const chart = emptyChart();
  const installation = IstioInstallation.sail(options);
  new IstioControlPlane(chart, 'Istio', { ...minimalControlPlaneProps, installation, ...props });
  return manifestsOf(chart);
}

const BASED: SailOptions = { updateStrategy: 'RevisionBased' };
const version = IstioVersion.V1_29;
const revisionTags = RevisionTags.of('stable');
const target = { version: IstioVersion.V1_30 };

describe('SailControlPlane', () => {
  test('the least is one Istio without a namespace, of a version that its CRD knows', () => {
    const [istio, ...others] = made();
    expect(others).toEqual([]);
    expect(istio).toMatchObject({
      apiVersion: 'sailoperator.io/v1',
      kind: 'Istio',
      metadata: {
        name: 'default',
        annotations: {
          'mesh-trust/prerequisites': 'CustomResourceDefinition/istios.sailoperator.io',
        },
      },
      spec: {
        version: 'v1.30.3',
        namespace: 'istio-system',
        updateStrategy: { type: 'InPlace' },
        values: { meshConfig: { trustDomain: 'mesh.example.com' } },
      },
    });
    expect(istio?.metadata).not.toHaveProperty('namespace');
    expect(istio?.['spec']).not.toHaveProperty('profile');
  });

  test('Istio has the name of its revision, and tags lead to it', () => {
    const objects = made({ revision: '1-30-3', revisionTags });
    expect(find(objects, 'Istio', '1-30-3')['spec']).toMatchObject({ version: 'v1.30.3' });
    expect(find(objects, 'IstioRevisionTag', 'stable')['spec']).toEqual({
      targetRef: { kind: 'Istio', name: '1-30-3' },
    });
  });

  test('the node agent is the one object of its kind, and istiod relies on it', () => {
    const objects = made({ trafficCapture: TrafficCapture.cniNodeAgent() });
    expect(find(objects, 'IstioCNI', 'default')['spec']).toMatchObject({
      version: 'v1.30.3',
      namespace: 'kube-system',
      values: {
        global: { variant: 'distroless' },
        cni: { seccompProfile: { type: 'RuntimeDefault' } },
      },
    });
    expect(find(objects, 'Istio', 'default')['spec']).toMatchObject({
      values: { pilot: { cni: { enabled: true } } },
    });
  });

  test('gateways are of nobody, and left to whoever defines them', () => {
    const installation = IstioInstallation.sail();
    const gateways = [Gateway.ingress()];
    const props = { ...minimalControlPlaneProps, installation, gateways };
    const controlPlane = new IstioControlPlane(emptyChart(), 'Istio', props);
    expect(controlPlane.injectedGateways.map(({ name }) => name)).toEqual(['istio-ingressgateway']);
    expect(controlPlane.helmReleases).toEqual([]);
  });

  test('an upgrade in place of explicit revisions has two Istios, and its tags move', () => {
    const props = { version, revision: '1-29-6', revisionTags };
    const [onTrial, promoted] = [CanaryUpgrade.onTrial(target), CanaryUpgrade.promoted(target)].map(
      (upgrade) => made({ ...props, upgrade }),
    );
    expect(onTrial?.filter(({ kind }) => kind === 'Istio')).toHaveLength(2);
    expect(find(onTrial ?? [], 'IstioRevisionTag', 'stable')['spec']).toEqual({
      targetRef: { kind: 'Istio', name: '1-29-6' },
    });
    expect(find(promoted ?? [], 'IstioRevisionTag', 'stable')['spec']).toEqual({
      targetRef: { kind: 'Istio', name: '1-30-3' },
    });
  });

  test('an upgrade by revisions of the operator has one Istio, and holds its tags at the old revision on trial', () => {
    const props = { version, revisionTags };
    const onTrial = made({ ...props, upgrade: CanaryUpgrade.onTrial(target) }, BASED);
    expect(find(onTrial, 'Istio', 'default')['spec']).toMatchObject({ version: 'v1.30.3' });
    expect(find(onTrial, 'IstioRevisionTag', 'stable')['spec']).toEqual({
      targetRef: { kind: 'IstioRevision', name: 'default-v1-29-6' },
    });
    const promoted = made({ ...props, upgrade: CanaryUpgrade.promoted(target) }, BASED);
    expect(find(promoted, 'IstioRevisionTag', 'stable')['spec']).toEqual({
      targetRef: { kind: 'Istio', name: 'default' },
    });
  });

  test('a release that the operator does not install is refused', () => {
    expect(refusalOf(() => made({ version: IstioVersion.V1_27 }))).toMatchObject([
      { code: 'FeatureNeedsVersion', path: 'test/Istio' },
    ]);
  });
});
