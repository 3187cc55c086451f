import { ChallengeGateway, type ChallengeGatewayProps } from '../../src/ingress/challenge-gateway';
import { emptyChart, find, manifestsOf, type Manifest } from '../support/manifests';

const props: ChallengeGatewayProps = {
  gatewayNamespace: 'istio-system',
  gatewayService: 'istio-ingressgateway',
};

function gatewayOf(changes: Partial<ChallengeGatewayProps> = {}): Manifest {
  const chart = emptyChart();
  new ChallengeGateway(chart, 'Challenges', { ...props, ...changes });
  return find(manifestsOf(chart), 'Gateway', changes.name ?? ChallengeGateway.NAME);
}

function listenerFor(...values: readonly string[]): unknown {
  const matchExpressions = [{ key: 'kubernetes.io/metadata.name', operator: 'In', values }];
  return {
    name: 'http',
    port: 80,
    protocol: 'HTTP',
    allowedRoutes: { namespaces: { from: 'Selector', selector: { matchExpressions } } },
  };
}

describe('ChallengeGateway', () => {
  test('opens port 80 for every host, and for routes of the namespace that certificates are in', () => {
    expect(gatewayOf()).toMatchObject({
      apiVersion: 'gateway.networking.k8s.io/v1',
      metadata: { name: 'acme-challenges', namespace: 'istio-system' },
      spec: {
        gatewayClassName: 'istio',
        addresses: [{ type: 'Hostname', value: 'istio-ingressgateway' }],
        listeners: [listenerFor('istio-system')],
      },
    });
    expect(JSON.stringify(gatewayOf())).not.toContain('hostname');
  });

  test('lets the solver in from other namespaces that have certificates', () => {
    const certificateNamespaces = ['istio-system', 'httpbin', 'istio-system'];
    expect(gatewayOf({ name: 'challenges', certificateNamespaces })).toMatchObject({
      spec: { listeners: [listenerFor('httpbin', 'istio-system')] },
    });
  });
});
