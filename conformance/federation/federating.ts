import type { KubernetesObject } from '../../src/stack/rendered-environment';
import type { TrustDomain } from '../../src/trust/trust-domain';
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

interface Entry {
  readonly id: string;
  readonly spiffe_id: Id;
  readonly parent_id: Id;
  readonly selectors: readonly { readonly type: string; readonly value: string }[];
}

interface Id {
  readonly trust_domain: string;
  readonly path: string;
}

/**
 * What the controller manager does, where only the server runs, once a mesh is without its federation: no
 * entry federates with the other trust domain any more, and the server no longer asks for its bundle.
 */
export async function endByHand(
  components: Components,
  server: Workload,
  trustDomain: TrustDomain,
): Promise<void> {
  const ask = async (...args: readonly string[]): Promise<string> =>
    succeeded(args.join(' '), await components.spireServer(server, args));
  const { entries } = JSON.parse(await ask('entry', 'show', '-output', 'json')) as {
    readonly entries: readonly Entry[];
  };
  for (const { id, spiffe_id, parent_id, selectors } of entries) {
    const selected = selectors.flatMap(({ type, value }) => ['-selector', `${type}:${value}`]);
    const ids = ['-spiffeID', textOf(spiffe_id), '-parentID', textOf(parent_id)];
    await ask('entry', 'update', '-entryID', id, ...ids, ...selected);
  }
  await ask('federation', 'delete', '-id', `spiffe://${trustDomain}`);
}

function textOf({ trust_domain, path }: Id): string {
  return `spiffe://${trust_domain}${path}`;
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
