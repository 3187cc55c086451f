import { dev } from '../../src/environments/dev';
import type { EnvironmentProps } from '../../src/stack/environment-props';
import { Environment } from '../../src/stack/environment';
import { KubeletVerification } from '../../src/spire/agent/kubelet-verification';
import type { Components } from '../components/components';

/**
 * The environment `dev` for these components: where SPIRE is a program rather than an image, of the
 * version that it has. Its kubelet has a certificate of the cluster's CA.
 */
export function triedEnvironment(
  { spireVersion }: Components,
  changed: Partial<EnvironmentProps> = {},
): Environment {
  const { spire } = dev.props;
  const own =
    spireVersion === undefined
      ? {}
      : {
          version: spireVersion,
          agent: { kubeletVerification: KubeletVerification.apiServerCa() },
        };
  return new Environment(dev.name, { ...dev.props, spire: { ...spire, ...own }, ...changed });
}
