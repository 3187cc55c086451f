import { HttpIngress, type HttpIngressProps } from '../../src/ingress/http-ingress';
import { IngressHosts } from '../../src/ingress/ingress-hosts';
import type { Subject } from '../support/bad-inputs';
import { emptyChart } from '../support/manifests';

/** Everything of `src/ingress` that takes properties. */
export const ingressSubjects: readonly Subject[] = [
  {
    name: 'HttpIngress',
    props: {
      name: 'shop',
      namespace: 'shop',
      gatewaySelector: { istio: 'ingressgateway' },
      hosts: IngressHosts.any(),
      routes: [
        {
          name: 'cart',
          matches: [{ type: 'prefix', path: '/cart' }],
          destination: { service: 'cart', port: 8080 },
        },
      ],
    },
    required: ['name', 'namespace', 'gatewaySelector', 'hosts', 'routes'],
    build: (props: HttpIngressProps) => new HttpIngress(emptyChart(), 'HttpIngress', props),
  },
];
