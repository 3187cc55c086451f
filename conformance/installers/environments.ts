import { dev } from '../../src/environments/dev';
import { type Environment, IstioInstallation } from '../../src/index';
import type { EnvironmentProps } from '../../src/stack/environment-props';
import type { Components } from '../components/components';
import { triedEnvironment } from '../mesh-under-test/tried-environment';

/** The same environment, as it is written for another installer. */
export function installedBy(
  components: Components,
  installation: IstioInstallation,
): Environment<EnvironmentProps> {
  return triedEnvironment(components, { istio: { ...dev.props.istio, installation } });
}
