import { dev } from '../../src/environments/dev';
import type { IstioInstallation } from '../../src/index';
import { type Environment } from '../../src/index';
import type { Components } from '../components/components';
import { triedEnvironment } from '../mesh-under-test/tried-environment';

/** The same environment, as it is written for another installer. */
export function installedBy(components: Components, installation: IstioInstallation): Environment {
  return triedEnvironment(components, { istio: { ...dev.props.istio, installation } });
}
