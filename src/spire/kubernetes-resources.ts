import { k8s } from 'cdk8s-plus-27';
import type { Amounts, Resources } from '../trust/resources';

/** What a container asks for and may use, as Kubernetes writes it. */
export function kubernetesResources({ requests, limits }: Resources): k8s.ResourceRequirements {
  return { requests: quantities(requests), limits: quantities(limits) };
}

function quantities(amounts: Amounts): Record<string, k8s.Quantity> {
  return Object.fromEntries(
    Object.entries(amounts).map(([name, amount]: [string, string]) => [
      name,
      k8s.Quantity.fromString(amount),
    ]),
  );
}
