import type { Finding } from '../trust/mesh-trust-error';
import type { EnvironmentParts } from './environment-parts';
import type { AnyEnvironmentProps } from './environment-props';
import { pinnedRootOf } from './istio-csr-objects';

/** Everything that keeps istio-csr from knowing the root of the mesh, or from having its requests signed. */
export function istioCsrFindings(
  path: string,
  props: AnyEnvironmentProps,
  parts: EnvironmentParts,
): Finding[] {
  return [...rootFindings(path, props, parts), ...issuerFindings(path, props, parts)];
}

/** What it asks for is for workloads, none of which may sign. */
function issuerFindings(
  path: string,
  { root }: AnyEnvironmentProps,
  { controlPlane: { ca } }: EnvironmentParts,
): Finding[] {
  return ca.csr === undefined || ca.csr.issuer !== undefined || root?.vaultRoot === undefined
    ? []
    : [
        {
          code: 'PropertyMissing',
          path,
          problem: `'issuer' of istio-csr must sign leaves, and ${root.issuer.name} makes a CA of whatever it signs, got none`,
          fix: "write another root, or an issuer below it: IstioCa.istioCsr({ issuer: CaIssuer.cluster('mesh-workloads') })",
        },
      ];
}

function rootFindings(
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
