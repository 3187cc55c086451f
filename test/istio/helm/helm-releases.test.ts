import { CanaryUpgrade } from '../../../src/istio/control-plane/canary-upgrade';
import { controlPlaneModels } from '../../../src/istio/control-plane/control-plane-model';
import { RevisionTags } from '../../../src/istio/control-plane/revision-tags';
import { TrafficCapture } from '../../../src/istio/control-plane/traffic-capture';
import { Gateway } from '../../../src/istio/gateway/gateway';
import { helmReleases } from '../../../src/istio/helm/helm-releases';
import type { HelmRelease } from '../../../src/istio/helm/helm-release';
import { IstioVersion } from '../../../src/istio/istio-version';
import { minimalControlPlaneProps } from '../subjects';

const releases = (props: object = {}): readonly HelmRelease[] =>
  helmReleases(controlPlaneModels({ ...minimalControlPlaneProps, ...props }));
const release = (name: string, props: object = {}): HelmRelease | undefined =>
  releases(props).find((each) => each.name === name);

describe('helmReleases', () => {
  test('come in the order in which they are installed', () => {
    const gateways = [Gateway.ingress(), Gateway.egress({ namespace: 'edge' })];
    const trafficCapture = TrafficCapture.cniNodeAgent();
    expect(
      releases({ gateways, trafficCapture }).map(
        ({ name, namespace, chart, version }) => `${namespace}/${name} ${chart} ${version}`,
      ),
    ).toEqual([
      'istio-system/istio-base base 1.30.3',
      'kube-system/istio-cni cni 1.30.3',
      'istio-system/istiod istiod 1.30.3',
      'edge/istio-egressgateway gateway 1.30.3',
      'istio-system/istio-ingressgateway gateway 1.30.3',
    ]);
  });

  test('say of istiod what istioctl derives, and what the IstioOperator has fields for', () => {
    expect(
      release('istiod', { trafficCapture: TrafficCapture.cniNodeAgent() })?.values,
    ).toMatchObject({
      global: {
        hub: 'docker.io/istio',
        tag: '1.30.3',
        priorityClassName: 'system-cluster-critical',
      },
      pilot: { cni: { enabled: true } },
      meshConfig: { trustDomain: 'mesh.example.com' },
    });
  });

  test('have OpenShift as a platform, and no profile that is of istioctl alone', () => {
    expect(release('istiod', { profile: 'openshift' })?.values).toMatchObject({
      profile: undefined,
      global: { platform: 'openshift' },
    });
    expect(release('istio-cni', { profile: 'openshift' })?.namespace).toBe('kube-system');
    expect(release('istiod', { profile: 'minimal' })?.values['profile']).toBeUndefined();
    expect(release('istio-base', { profile: 'stable' })?.values['profile']).toBe('stable');
  });

  test('have gateways with the annotation in the place of overlays, and the account that istioctl would make', () => {
    expect(release('istio-egressgateway', { gateways: [Gateway.egress()] })?.values).toMatchObject({
      podAnnotations: { 'inject.istio.io/templates': 'gateway,spire' },
      serviceAccount: { name: 'istio-egressgateway-service-account' },
      labels: { app: 'istio-egressgateway', istio: 'egressgateway' },
      revision: undefined,
      service: {
        type: 'ClusterIP',
        ports: [
          { name: 'http2', port: 80, targetPort: 8080, protocol: 'TCP' },
          { name: 'https', port: 443, targetPort: 8443, protocol: 'TCP' },
        ],
      },
      autoscaling: { enabled: true, minReplicas: 1, maxReplicas: 5 },
      podDisruptionBudget: undefined,
    });
  });

  test('have gateways that follow the tag, or else the revision', () => {
    const gateways = [Gateway.ingress()];
    const revisionOf = (props: object): unknown =>
      release('istio-ingressgateway', { gateways, ...props })?.values['revision'];
    expect(revisionOf({ revision: '1-30-3' })).toBe('1-30-3');
    expect(revisionOf({ revision: '1-30-3', revisionTags: RevisionTags.of('stable') })).toBe(
      'stable',
    );
    expect(
      revisionOf({ revision: '1-30-3', revisionTags: RevisionTags.of('default') }),
    ).toBeUndefined();
  });

  test('have tags apart from istiod, behind it, and none where there are none', () => {
    const revision = '1-30-3';
    const tagged = { revision, revisionTags: RevisionTags.of('stable') };
    const istiod = release('istiod-1-30-3', tagged);
    expect(istiod?.values).not.toHaveProperty('revisionTags');
    expect(istiod?.appliedLabel).toBeUndefined();
    expect(release('istio-revision-tags', tagged)).toEqual({
      ...istiod,
      name: 'istio-revision-tags',
      values: { ...istiod?.values, revisionTags: ['stable'] },
      appliedLabel: 'istio.io/tag',
    });
    expect(release('istio-revision-tags', { revision })).toBeUndefined();
  });

  test('have tags in one place, which an upgrade moves, and leave the old istiod as it was', () => {
    const before = {
      version: IstioVersion.V1_29,
      revision: '1-29-6',
      revisionTags: RevisionTags.of('stable'),
    };
    const target = { version: IstioVersion.V1_30 };
    const onTrial = { ...before, upgrade: CanaryUpgrade.onTrial(target) };
    const promoted = { ...before, upgrade: CanaryUpgrade.promoted(target) };
    for (const props of [onTrial, promoted]) {
      expect(release('istiod-1-29-6', props)).toEqual(release('istiod-1-29-6', before));
    }
    expect(release('istio-revision-tags', onTrial)).toEqual(release('istio-revision-tags', before));
    expect(release('istio-revision-tags', promoted)).toMatchObject({
      version: '1.30.3',
      values: { revision: '1-30-3', revisionTags: ['stable'] },
    });
    expect(releases(promoted).map(({ name }) => name)).toEqual([
      'istio-base',
      'istiod-1-30-3',
      'istiod-1-29-6',
      'istio-revision-tags',
    ]);
  });

  test('upgrade CRDs before any control plane, and move the rest when the upgrade is promoted', () => {
    const version = IstioVersion.V1_29;
    const revision = '1-29-6';
    const target = { version: IstioVersion.V1_30 };
    const versionsWith = (upgrade: CanaryUpgrade): readonly string[] =>
      releases({
        version,
        revision,
        upgrade,
        trafficCapture: TrafficCapture.cniNodeAgent(),
        gateways: [Gateway.ingress()],
      }).map(({ name, version: each }) => `${name} ${each}`);
    expect(versionsWith(CanaryUpgrade.onTrial(target))).toEqual([
      'istio-base 1.30.3',
      'istio-cni 1.29.6',
      'istiod-1-29-6 1.29.6',
      'istiod-1-30-3 1.30.3',
      'istio-ingressgateway 1.29.6',
    ]);
    expect(versionsWith(CanaryUpgrade.promoted(target))).toEqual([
      'istio-base 1.30.3',
      'istio-cni 1.30.3',
      'istiod-1-30-3 1.30.3',
      'istiod-1-29-6 1.29.6',
      'istio-ingressgateway 1.30.3',
    ]);
  });

  test('have the istiod that is followed check what is written', () => {
    const revision = '1-29-6';
    const version = IstioVersion.V1_29;
    const target = { version: IstioVersion.V1_30 };
    expect(release('istio-base')?.values['defaultRevision']).toBe('default');
    expect(
      [CanaryUpgrade.onTrial(target), CanaryUpgrade.promoted(target)].map(
        (upgrade) => release('istio-base', { version, revision, upgrade })?.values,
      ),
    ).toMatchObject([{ defaultRevision: '1-29-6' }, { defaultRevision: '1-30-3' }]);
  });
});
