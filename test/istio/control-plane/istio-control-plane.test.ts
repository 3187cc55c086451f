import { Gateway } from '../../../src/istio/gateway/gateway';
import { InjectionTemplate } from '../../../src/istio/injection/injection-template';
import { IstioVersion } from '../../../src/istio/istio-version';
import { IstioControlPlane } from '../../../src/istio/control-plane/istio-control-plane';
import type { IstioControlPlaneProps } from '../../../src/istio/control-plane/istio-control-plane-props';
import { ImageSource } from '../../../src/trust/image-source';
import { emptyChart, manifestsOf, type Manifest } from '../../support/manifests';
import { refusalOf } from '../../support/refusals';
import { allControlPlaneProps, minimalControlPlaneProps } from '../subjects';

const rendered = (props: Partial<IstioControlPlaneProps> = {}): Manifest | undefined => {
  const chart = emptyChart();
  new IstioControlPlane(chart, 'Istio', { ...minimalControlPlaneProps, ...props });
  return manifestsOf(chart)[0];
};

describe('IstioControlPlane', () => {
  test('the least says what trust hangs on, what hardens, and where images come from', () => {
    expect(rendered()).toMatchObject({
      kind: 'IstioOperator',
      metadata: { name: 'istio', namespace: 'istio-system' },
    });
    expect(rendered()?.['spec']).toEqual({
      profile: 'default',
      hub: 'docker.io/istio',
      tag: '1.30.3',
      meshConfig: {
        trustDomain: 'mesh.example.com',
        defaultConfig: { proxyMetadata: { SECRET_TTL: '24h' } },
      },
      components: {
        pilot: { k8s: { priorityClassName: 'system-cluster-critical' } },
        ingressGateways: [{ name: 'istio-ingressgateway', enabled: false }],
      },
      values: {
        global: {
          multiCluster: { clusterName: 'eu-1' },
          variant: 'distroless',
          proxy: { seccompProfile: { type: 'RuntimeDefault' } },
        },
        pilot: {
          env: { DEFAULT_WORKLOAD_CERT_TTL: '24h', MAX_WORKLOAD_CERT_TTL: '24h' },
          seccompProfile: { type: 'RuntimeDefault' },
        },
        sidecarInjectorWebhook: {
          defaultTemplates: ['sidecar', 'spire'],
          templates: { spire: InjectionTemplate.spire().text },
        },
      },
    });
  });

  test('everything reaches the IstioOperator', () => {
    const manifest = rendered(allControlPlaneProps);
    expect(manifest?.metadata.name).toBe('istio-1-30');
    expect(manifest?.['spec']).toMatchObject({
      profile: 'demo',
      revision: '1-30',
      hub: 'registry.example.com/mirror/istio',
      meshConfig: {
        trustDomain: 'mesh.example.com',
        trustDomainAliases: ['cluster.local', 'old.example.com'],
        defaultConfig: {
          proxyMetadata: { SECRET_TTL: '12h' },
          holdApplicationUntilProxyStarts: true,
        },
        accessLogFile: '/dev/stdout',
        accessLogEncoding: 'JSON',
        outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' },
        meshMTLS: { minProtocolVersion: 'TLSV1_3' },
      },
      components: {
        cni: { enabled: true, namespace: 'istio-cni' },
        pilot: {
          k8s: {
            nodeSelector: { pool: 'mesh' },
            tolerations: [{ key: 'mesh', operator: 'Exists', effect: 'NoSchedule' }],
            priorityClassName: 'mesh-critical',
            resources: { requests: { cpu: '500m', memory: '1Gi' }, limits: { memory: '2Gi' } },
          },
        },
        ingressGateways: [{ name: 'istio-ingressgateway' }, { name: 'partner-gateway' }],
        egressGateways: [{ name: 'istio-egressgateway', enabled: true }],
      },
      values: {
        global: {
          logging: { level: 'default:warn' },
          logAsJson: true,
          proxy: {
            clusterDomain: 'k8s.example.com',
            logLevel: 'error',
            resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { memory: '512Mi' } },
          },
        },
        pilot: {
          autoscaleEnabled: true,
          autoscaleMin: 3,
          autoscaleMax: 6,
          image: `registry.example.com/mirror/istio/pilot:1.30.3-distroless@sha256:${'a'.repeat(64)}`,
          env: {
            DEFAULT_WORKLOAD_CERT_TTL: '12h',
            MAX_WORKLOAD_CERT_TTL: '48h',
            ENABLE_NATIVE_SIDECARS: 'true',
          },
        },
        gateways: { 'istio-ingressgateway': { autoscaleEnabled: true, autoscaleMin: 2 } },
        cni: { seccompProfile: { type: 'RuntimeDefault' } },
      },
    });
  });

  test('the socket name is never told to the whole mesh, only to proxies with SPIRE', () => {
    const spec = rendered(allControlPlaneProps)?.['spec'] as { meshConfig: object };
    expect(JSON.stringify(spec.meshConfig)).not.toContain('WORKLOAD_IDENTITY_SOCKET_FILE');
  });

  test('what Istio no longer reads is not emitted', () => {
    expect(JSON.stringify(rendered(allControlPlaneProps))).not.toContain(
      'AUTO_RELOAD_PLUGIN_CERTS',
    );
  });

  test('a gateway of the profile is left out unless it is asked for', () => {
    const components = (profile: IstioControlPlaneProps['profile']): unknown =>
      (rendered({ profile })?.['spec'] as { components: unknown }).components;
    expect(components('demo')).toMatchObject({
      ingressGateways: [{ name: 'istio-ingressgateway', enabled: false }],
      egressGateways: [{ name: 'istio-egressgateway', enabled: false }],
    });
    expect(components('minimal')).not.toHaveProperty('ingressGateways');
    expect(components('empty')).toMatchObject({
      base: { enabled: true },
      pilot: { enabled: true },
    });
  });

  test('the order of gateways makes no difference', () => {
    const [one, other] = [Gateway.ingress(), Gateway.ingress({ name: 'another' })];
    expect(rendered({ gateways: [one, other] })).toEqual(rendered({ gateways: [other, one] }));
  });

  test.each([IstioVersion.V1_29, IstioVersion.V1_30, IstioVersion.V1_31])(
    'images of %s come from the one registry that upstream keeps',
    (version) => {
      expect(rendered({ version })?.['spec']).toMatchObject({
        hub: 'docker.io/istio',
        tag: version.toString(),
      });
    },
  );

  test('images pinned by content keep their tag for the reader', () => {
    const digest = `sha256:${'b'.repeat(64)}`;
    const images = ImageSource.upstream().withDigest('docker.io/istio/proxyv2', digest);
    const image = `docker.io/istio/proxyv2:1.30.3@${digest}`;
    expect(rendered({ images, imageVariant: 'default' })?.['spec']).toMatchObject({
      values: { global: { proxy: { image }, proxy_init: { image } } },
    });
  });

  test('it says how Pods and namespaces ask for proxies', () => {
    const plain = new IstioControlPlane(emptyChart(), 'Istio', minimalControlPlaneProps);
    expect(plain.injectionLabels).toEqual({ 'istio-injection': 'enabled' });
    expect(plain.template.annotations).toEqual({ 'inject.istio.io/templates': 'sidecar,spire' });
    const revised = new IstioControlPlane(emptyChart(), 'Istio', allControlPlaneProps);
    expect(revised.injectionLabels).toEqual({ 'istio.io/rev': 'stable' });
  });

  test('what is wrong is refused before anything is built', () => {
    const chart = emptyChart();
    const props = { ...minimalControlPlaneProps, profile: 'ambient' as never };
    expect(refusalOf(() => new IstioControlPlane(chart, 'Istio', props))).toMatchObject([
      { code: 'AmbientWithSpire', path: 'test/Istio' },
    ]);
    expect(chart.node.children).toEqual([]);
  });
});
