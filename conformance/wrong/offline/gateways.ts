import type { KubernetesObject } from '../../../src/stack/rendered-environment';
import { environmentWith, importing } from '../written';
import type { WrongCase } from '../wrong-case';
import { named, operator, renderedByIstioctl } from './istioctl';

const CA = 'ca: IstioCa.certManager({ lifetime: Lifetime.of(Ttl.days(30)) })';
const GATEWAY = 'istio-ingressgateway';

interface Deployed {
  readonly spec: {
    readonly template: {
      readonly spec: { readonly volumes: readonly { readonly name: string }[] };
    };
  };
}

/** What the volume of the socket is in the gateway that istioctl makes. */
function socketVolume(objects: readonly KubernetesObject[]): string {
  const [deployment] = named(objects, 'Deployment', GATEWAY);
  const volumes = (deployment as unknown as Deployed).spec.template.spec.volumes;
  return JSON.stringify(volumes.find(({ name }) => name === 'workload-socket'));
}

/** Gateways of an IstioOperator. */
export const GATEWAY_CASES: readonly WrongCase[] = [
  renderedByIstioctl(
    {
      id: 'overlay-of-another-deployment',
      topic: 'Sockets and injection',
      mistake: 'The overlay that gives a gateway its socket names a Deployment that is not there.',
      written: [
        importing(['Gateway']),
        '',
        "export const gateway = Gateway.ingress({ overlays: [{ kind: 'Deployment', name: 'ingressgateway' }] });",
      ].join('\n'),
      plain: operator(
        'components:',
        '  ingressGateways:',
        `  - name: ${GATEWAY}`,
        '    enabled: true',
        '    k8s:',
        '      overlays:',
        '      - kind: Deployment',
        '        name: ingressgateway',
        '        patches:',
        '        - path: spec.template.spec.volumes.[name:workload-socket]',
        '          value: { name: workload-socket, csi: { driver: csi.spiffe.io, readOnly: true } }',
      ),
    },
    (objects) => ({
      verdict: 'silently wrong',
      said: `istioctl skips it without a word: the gateway has ${socketVolume(objects)}`,
    }),
  ),
  renderedByIstioctl(
    {
      id: 'overlay-of-another-volume',
      topic: 'Sockets and injection',
      mistake: 'The overlay that gives a gateway its socket misspells the volume.',
      written: [
        importing(['Gateway']),
        '',
        "export const gateway = Gateway.ingress({ volumes: [{ name: 'workload-sockets' }] });",
      ].join('\n'),
      plain: operator(
        'components:',
        '  ingressGateways:',
        `  - name: ${GATEWAY}`,
        '    enabled: true',
        '    k8s:',
        '      overlays:',
        '      - kind: Deployment',
        `        name: ${GATEWAY}`,
        '        patches:',
        '        - path: spec.template.spec.volumes.[name:workload-sockets]',
        '          value: { name: workload-socket, csi: { driver: csi.spiffe.io, readOnly: true } }',
      ),
    },
    (objects) => ({
      verdict: 'silently wrong',
      said: `istioctl skips it without a word: the gateway has ${socketVolume(objects)}`,
    }),
  ),
  renderedByIstioctl(
    {
      id: 'two-gateways-of-one-name',
      topic: 'Istio',
      mistake: 'Two gateways have one name.',
      written: environmentWith({
        istio: `{ ${CA}, gateways: [Gateway.ingress({ minReplicas: 3 }), Gateway.ingress()] }`,
        imports: ['Gateway'],
      }),
      plain: operator(
        'components:',
        '  ingressGateways:',
        `  - { name: ${GATEWAY}, enabled: true, k8s: { hpaSpec: { minReplicas: 3, maxReplicas: 5 } } }`,
        `  - { name: ${GATEWAY}, enabled: true }`,
      ),
    },
    (objects) => {
      const scalers = named(objects, 'HorizontalPodAutoscaler', GATEWAY) as unknown as readonly {
        readonly spec: { readonly minReplicas: number };
      }[];
      const least = scalers.map(({ spec }) => String(spec.minReplicas)).join(', then with ');
      return {
        verdict: 'silently wrong',
        said: `istioctl makes HorizontalPodAutoscaler/${GATEWAY} ${scalers.length} times without a word, with minReplicas ${least}`,
      };
    },
  ),
];
