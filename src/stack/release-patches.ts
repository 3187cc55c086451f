import { approvalOf } from './approvals';
import type { EnvironmentParts } from './environment-parts';
import type { AnyEnvironmentProps } from './environment-props';
import type { KustomizePatch } from './rendered-environment';

/** What is changed of a release of cert-manager that is fetched: nothing of one that is there already. */
export function releasePatchesOf(
  props: AnyEnvironmentProps,
  { certManager }: EnvironmentParts,
): readonly KustomizePatch[] {
  const usesGatewayApi = (props.acme ?? []).some((account) => account.usesGatewayApi);
  return [
    ...certManager.namespacePatches,
    ...(approvalOf(props).isByPolicies ? certManager.autoApproverPatches : []),
    ...(usesGatewayApi ? certManager.gatewayApiPatches : []),
  ];
}
