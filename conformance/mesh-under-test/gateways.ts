import type { KubernetesObject, RenderedEnvironment } from '../../src/stack/rendered-environment';

interface OperatorSpec {
  readonly components: Readonly<
    Record<string, readonly { readonly name: string; readonly enabled: boolean }[]>
  >;
}

/** Where a Deployment is. */
interface Place {
  readonly namespace: string;
  readonly name: string;
}

/** The Deployments of the gateways, whoever installs them. */
export function gatewaysOf({ istioctl, helm, layers }: RenderedEnvironment): readonly Place[] {
  const ingress = layers.find(({ name }) => name === '90-ingress')?.objects ?? [];
  return [
    ...istioctl.flatMap(ofIstioctl),
    ...helm
      .filter(({ chart }) => chart === 'gateway')
      .map(({ namespace, name }) => ({ namespace, name })),
    ...ingress
      .filter(({ kind }) => kind === 'Deployment')
      .map(({ metadata: { namespace = '', name } }) => ({ namespace, name })),
  ];
}

/** One of Istio's profile that the environment leaves out is switched off. */
function ofIstioctl(operator: KubernetesObject): readonly Place[] {
  const { components } = operator['spec'] as OperatorSpec;
  return ['ingressGateways', 'egressGateways'].flatMap((kind) =>
    (components[kind] ?? [])
      .filter(({ enabled }) => enabled)
      .map(({ name }) => ({ namespace: 'istio-system', name })),
  );
}
