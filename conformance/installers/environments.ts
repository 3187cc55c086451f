import { dev } from '../../src/environments/dev';
import {
  type CanaryUpgrade,
  type Environment,
  type IstioInstallation,
  IstioVersion,
  RevisionTags,
} from '../../src/index';
import type { Components } from '../components/components';
import { triedEnvironment } from '../mesh-under-test/tried-environment';

/** The control plane that everything begins with. */
export const OLD = '1-29-6';
/** The one that takes its place. */
export const NEW = '1-30-3';
/** The release of the latter. */
export const NEW_VERSION = IstioVersion.V1_30;

/** The same environment, with a revision and a tag, as it is written for another installer and for steps of an upgrade. */
export function installedBy(
  components: Components,
  installation: IstioInstallation,
  upgrade?: CanaryUpgrade,
): Environment {
  return triedEnvironment(components, {
    istio: {
      ...dev.props.istio,
      version: IstioVersion.V1_29,
      revision: OLD,
      revisionTags: RevisionTags.of('stable'),
      installation,
      ...(upgrade === undefined ? {} : { upgrade }),
    },
  });
}
