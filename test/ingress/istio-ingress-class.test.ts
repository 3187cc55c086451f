import { IstioIngressClass } from '../../src/ingress/istio-ingress-class';
import { emptyChart, find, manifestsOf } from '../support/manifests';

describe('IstioIngressClass', () => {
  test('is the class that istiod serves, of the whole cluster', () => {
    const chart = emptyChart();
    new IstioIngressClass(chart, 'IngressClass');
    const ingressClass = find(manifestsOf(chart), 'IngressClass', 'istio');
    expect(ingressClass).toMatchObject({
      apiVersion: 'networking.k8s.io/v1',
      metadata: { labels: { 'app.kubernetes.io/part-of': 'mesh-trust' } },
      spec: { controller: 'istio.io/ingress-controller' },
    });
    expect(ingressClass.metadata).not.toHaveProperty('namespace');
  });

  test('may have another name', () => {
    const chart = emptyChart();
    new IstioIngressClass(chart, 'IngressClass', { name: 'istio-edge' });
    expect(find(manifestsOf(chart), 'IngressClass', 'istio-edge')).toMatchObject({
      spec: { controller: 'istio.io/ingress-controller' },
    });
  });
});
