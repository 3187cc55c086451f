import type { KubernetesObject } from '../../src/stack/rendered-environment';
import type { Components, Workload } from '../components/components';
import { succeeded } from '../components/execute';

interface FederatedTrustDomain {
  readonly trustDomain: string;
  readonly bundleEndpointURL: string;
  readonly bundleEndpointProfile: { readonly type: string; readonly endpointSPIFFEID?: string };
  readonly trustDomainBundle: string;
}

/**
 * What the controller manager does, where only the server runs: a federation relationship for every
 * ClusterFederatedTrustDomain among these objects.
 */
export async function federateByHand(
  components: Components,
  server: Workload,
  objects: readonly KubernetesObject[],
): Promise<void> {
  const relationships = objects
    .filter(({ kind }) => kind === 'ClusterFederatedTrustDomain')
    .map(({ spec }) => relationshipOf(spec as FederatedTrustDomain));
  const input = JSON.stringify({ federationRelationships: relationships });
  const asked = ['federation', 'create', '-data', '-'];
  succeeded(asked.join(' '), await components.spireServer(server, asked, { input }));
}

function relationshipOf({
  trustDomain,
  bundleEndpointURL,
  bundleEndpointProfile: { type, endpointSPIFFEID },
  trustDomainBundle,
}: FederatedTrustDomain): object {
  return {
    trustDomain,
    bundleEndpointURL,
    bundleEndpointProfile: type,
    endpointSPIFFEID,
    trustDomainBundle: JSON.parse(trustDomainBundle) as unknown,
    trustDomainBundleFormat: 'spiffe',
  };
}
