import type { Finding } from '../trust/mesh-trust-error';
import type { EnvironmentParts } from './environment-parts';
import type { AnyEnvironmentProps } from './environment-props';
import { pinnedRootOf } from './istio-csr-objects';

/** Everything that keeps istio-csr from knowing the root of the mesh. */
export function istioCsrFindings(
  path: string,
  { root }: AnyEnvironmentProps,
  { certManager, controlPlane: { ca } }: EnvironmentParts,
): Finding[] {
  const { clusterResourceNamespace: secretNamespace } = certManager;
  const { csr } = ca;
  if (csr === undefined || pinnedRootOf(csr, root, secretNamespace) !== undefined) {
    return [];
  }
  const where =
    root?.selfSignedRoot === undefined
      ? 'where the environment makes no root'
      : `where it does not run beside the Secret of the root, in ${secretNamespace}`;
  return [
    {
      code: 'RootNotPinned',
      path,
      problem: `'root' of istio-csr must be given ${where}, got none in ${csr.namespace}`,
      fix: "write IstioCa.istioCsr({ root: PinnedRoot.inConfigMap('mesh-roots', 'ca.pem') })",
    },
  ];
}
