import type { k8s } from 'cdk8s-plus-27';

/** User and group of SPIRE's own processes where they need no root: above 10000, so that it is nobody on the node. */
const SPIRE_USER = 10001;

/** Pod settings that the Pod Security level `restricted` asks for, with volumes owned by SPIRE's user. */
export const RESTRICTED_POD: k8s.PodSecurityContext = {
  runAsNonRoot: true,
  runAsUser: SPIRE_USER,
  runAsGroup: SPIRE_USER,
  fsGroup: SPIRE_USER,
  fsGroupChangePolicy: 'OnRootMismatch',
  seccompProfile: { type: 'RuntimeDefault' },
};

/** Container settings that the Pod Security level `restricted` asks for, and a root file system that is not written to. */
export const RESTRICTED_CONTAINER: k8s.SecurityContext = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  privileged: false,
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
  seccompProfile: { type: 'RuntimeDefault' },
};

/** Container settings of what has to be root on the node, and is as restricted as `restricted` otherwise. */
export const ROOT_WITHOUT_CAPABILITIES: k8s.SecurityContext = {
  ...RESTRICTED_CONTAINER,
  runAsNonRoot: false,
  runAsUser: 0,
  runAsGroup: 0,
};
