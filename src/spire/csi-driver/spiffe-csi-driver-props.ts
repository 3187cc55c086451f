import type { Finding } from '../../trust/mesh-trust-error';
import { nodeSelectorCheck, tolerationsCheck, type Placement } from '../../trust/placement';
import {
  checkProps,
  instanceOf,
  optional,
  port,
  text,
  type PropertyTable,
} from '../../trust/props';
import { Resources } from '../../trust/resources';
import { SpireInstallation } from '../spire-installation';

/** How the SPIFFE CSI driver runs. Its version and its name `csi.spiffe.io` are fixed. */
export interface SpiffeCsiDriverProps extends Placement {
  /** The facts that it shares with the agent: the folder of the socket that it shows to Pods. */
  readonly installation: SpireInstallation;
  /** Folder of the kubelet on every node. @default '/var/lib/kubelet' */
  readonly kubeletPath?: string;
  /** Port of the registrar's health, on the network of the Pod. @default 9809 */
  readonly healthPort?: number;
  /**
   * What the driver asks for, and may use at most.
   *
   * @default - 10m, 32Mi and 16Mi of ephemeral storage are reserved, 200m, 128Mi and 64Mi are the most
   */
  readonly resources?: Resources;
  /** The same for its registrar. @default - the same as the driver's default */
  readonly registrarResources?: Resources;
}

// The sockets below it add up to 40 characters, and Linux binds at most 107.
const KUBELET_PATH = /^(?=.{1,64}$)(\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9._-]+)+$/;
const resourcesCheck = instanceOf(
  Resources,
  "Resources.of({ memory: '32Mi' }, { memory: '128Mi' })",
);

/** One check for each property of the CSI driver. */
export const SPIFFE_CSI_DRIVER_PROPERTIES: PropertyTable<SpiffeCsiDriverProps> = {
  installation: instanceOf(SpireInstallation, 'SpireInstallation.of({ … })'),
  kubeletPath: optional(
    text(
      KUBELET_PATH,
      "an absolute path of at most 64 characters without '..' or a final slash",
      '/var/lib/kubelet',
    ),
  ),
  healthPort: optional(port()),
  resources: optional(resourcesCheck),
  registrarResources: optional(resourcesCheck),
  nodeSelector: optional(nodeSelectorCheck),
  tolerations: optional(tolerationsCheck),
};

/** Everything that is wrong with the properties of the CSI driver. */
export function spiffeCsiDriverFindings(path: string, props: SpiffeCsiDriverProps): Finding[] {
  return checkProps(path, props, SPIFFE_CSI_DRIVER_PROPERTIES);
}
