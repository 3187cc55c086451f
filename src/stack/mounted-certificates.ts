import { MountedFilesCa } from '../istio/ca/istio-ca-mounted-files';
import type { Prerequisite } from '../trust/prerequisite';
import type { EnvironmentParts } from './environment-parts';
import type { KubernetesObject } from './rendered-environment';

interface PodTemplate {
  readonly template?: { readonly spec?: { readonly serviceAccountName?: string } };
}

/** The Secrets that proxies of these objects mount, where nobody is asked for certificates. */
export function mountedCertificatesOf(
  objects: readonly KubernetesObject[],
  { controlPlane: { ca }, meshNamespaces }: EnvironmentParts,
): readonly Prerequisite[] {
  return ca.signer !== 'files'
    ? []
    : objects.flatMap(({ kind, metadata: { name, namespace = '' }, spec }) => {
        const account = (spec as PodTemplate | undefined)?.template?.spec?.serviceAccountName;
        return account === undefined || !meshNamespaces.includes(namespace)
          ? []
          : [
              {
                ...MountedFilesCa.secretOf(account, namespace, `proxy of ${kind} ${name}`),
                before: '95-workloads',
              },
            ];
      });
}
