import { controlPlaneModels } from '../../../src/istio/control-plane/control-plane-model';
import { RevisionTags } from '../../../src/istio/control-plane/revision-tags';
import { Gateway } from '../../../src/istio/gateway/gateway';
import { InjectedGateway } from '../../../src/istio/gateway/injected-gateway';
import { injectedGateways } from '../../../src/istio/gateway/injected-gateway-settings';
import { emptyChart, find, manifestsOf, type Manifest } from '../../support/manifests';
import { allGatewayProps, minimalControlPlaneProps } from '../subjects';

function made(gateway: Gateway, props: object = {}): readonly Manifest[] {
  const chart = emptyChart();
  const gateways = [gateway];
  const [model] = controlPlaneModels({ ...minimalControlPlaneProps, gateways, ...props });
  for (const settings of injectedGateways(model)) {
    new InjectedGateway(chart, settings.name, settings);
  }
  return manifestsOf(chart);
}

describe('InjectedGateway', () => {
  test('the least is a Deployment that asks for both templates, its Service and its account', () => {
    const objects = made(Gateway.ingress());
    expect(objects.map(({ kind, metadata }) => `${kind}/${metadata.name}`).sort()).toEqual([
      'Deployment/istio-ingressgateway',
      'HorizontalPodAutoscaler/istio-ingressgateway',
      'Role/istio-ingressgateway-service-account',
      'RoleBinding/istio-ingressgateway-service-account',
      'Service/istio-ingressgateway',
      'ServiceAccount/istio-ingressgateway-service-account',
    ]);
    expect(find(objects, 'Deployment', 'istio-ingressgateway')['spec']).toMatchObject({
      template: {
        metadata: {
          annotations: { 'inject.istio.io/templates': 'gateway,spire' },
          labels: { istio: 'ingressgateway', 'sidecar.istio.io/inject': 'true' },
        },
        spec: {
          serviceAccountName: 'istio-ingressgateway-service-account',
          containers: [{ name: 'istio-proxy', image: 'auto' }],
        },
      },
    });
  });

  test('its account may read Secrets of its namespace, and nothing else', () => {
    const objects = made(Gateway.ingress());
    expect(find(objects, 'Role', 'istio-ingressgateway-service-account')).toMatchObject({
      rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['get', 'watch', 'list'] }],
    });
  });

  test('everything that a gateway says reaches its objects', () => {
    const objects = made(Gateway.ingress(allGatewayProps));
    expect(find(objects, 'Deployment', 'partner-gateway')['spec']).toMatchObject({
      template: {
        spec: {
          serviceAccountName: 'partner',
          priorityClassName: 'system-cluster-critical',
          nodeSelector: { pool: 'mesh' },
          tolerations: [{ key: 'mesh' }],
          containers: [
            {
              ports: [{ containerPort: 15021 }, { containerPort: 9443 }],
              resources: {
                requests: { cpu: '200m', memory: '256Mi' },
                limits: { cpu: '2000m', memory: '1Gi' },
              },
            },
          ],
        },
      },
    });
    expect(find(objects, 'Service', 'partner-gateway')).toMatchObject({
      metadata: { annotations: { 'service.example.com/scheme': 'internal' } },
      spec: {
        type: 'LoadBalancer',
        externalTrafficPolicy: 'Local',
        ports: [{ port: 15021 }, { port: 9443, targetPort: 9443, nodePort: 30443 }],
      },
    });
    expect(find(objects, 'HorizontalPodAutoscaler', 'partner-gateway')['spec']).toMatchObject({
      minReplicas: 2,
      maxReplicas: 4,
    });
    expect(find(objects, 'PodDisruptionBudget', 'partner-gateway')['spec']).toMatchObject({
      maxUnavailable: 1,
    });
  });

  test('it names the tag that it follows, but not the one of Pods that name none', () => {
    const labels = (tag: string): unknown => {
      const props = { revision: '1-30-3', revisionTags: RevisionTags.of(tag) };
      const deployment = find(made(Gateway.egress(), props), 'Deployment', 'istio-egressgateway');
      const { template } = deployment['spec'] as { template: Manifest };
      return template.metadata['labels'];
    };
    expect(labels('stable')).toMatchObject({ 'istio.io/rev': 'stable' });
    expect(labels('default')).not.toHaveProperty('istio.io/rev');
  });
});
