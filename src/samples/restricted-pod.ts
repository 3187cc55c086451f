import { k8s } from 'cdk8s-plus-27';

import { exceptionsFromHardening, type Reasons } from '../trust/hardening-exceptions';
import type { Resources } from '../trust/resources';

/** User and group of a Pod whose image runs under any: those that distroless images call `nonroot`. */
export const ANY_USER = 65532;
/** Users and groups up to here may be those of the node's own accounts. */
const LAST_OF_THE_NODE = 10000;

/** Who a Pod runs as. */
export interface PodUser {
  /** Number of its user. @default 65532 */
  readonly user?: number;
  /** Number of its group. @default 65532 */
  readonly group?: number;
}

/**
 * What holds a Pod to the level `restricted`.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
 */
export function restrictedPod({
  user = ANY_USER,
  group = ANY_USER,
}: PodUser): k8s.PodSecurityContext {
  return {
    runAsNonRoot: true,
    runAsUser: user,
    runAsGroup: group,
    seccompProfile: { type: 'RuntimeDefault' },
  };
}

/** What holds a container to the level `restricted`, by default without a file system to write to. */
export function restrictedContainer(writesRootBecause?: string): k8s.SecurityContext {
  return {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'] },
    privileged: false,
    readOnlyRootFilesystem: writesRootBecause === undefined,
  };
}

/** What a container asks for, and what it may use. */
export function resourcesOf({ requests, limits }: Resources): k8s.ResourceRequirements {
  return { requests: quantities(requests), limits: quantities(limits) };
}

/** What a check of the manifests is told to pass over in a Deployment, with the reason beside it. */
export function deploymentExceptions(
  { user = ANY_USER, group = ANY_USER }: PodUser,
  writesRootBecause?: string,
): Reasons {
  return exceptionsFromHardening({
    'container-image-pull-policy': 'the tag is a release, which does not move',
    ...(Math.min(user, group) <= LAST_OF_THE_NODE && {
      'container-security-context-user-group-id': `the image is built for user ${user} and group ${group}`,
    }),
    ...(writesRootBecause !== undefined && {
      'container-security-context-readonlyrootfilesystem': writesRootBecause,
    }),
  });
}

function quantities(amounts: object): Record<string, k8s.Quantity> {
  return Object.fromEntries(
    Object.entries(amounts).map(([name, quantity]) => [
      name,
      k8s.Quantity.fromString(String(quantity)),
    ]),
  );
}
