import { TrustChain, type Authority, type ChainNode, type Leaf } from '../../trust/trust-chain';
import { Ttl } from '../../trust/ttl';
import type { SpireServerProps } from './spire-server-props';
import { spireServerSettings, type SpireServerSettings } from './spire-server-settings';

/** `id` of the CA of SPIRE in the chain. */
export const SPIRE_AUTHORITY = 'spire';
/** `id` of who signs it, where cert-manager does. */
export const SPIRE_ISSUER = TrustChain.ROOT;

// SPIRE prepares its next CA when half of this one is left, and at the latest when thirty days are.
const PREPARATION_CAP = Ttl.days(30);

/**
 * What the server adds to the chain of trust: its CA and what that signs. JWT-SVIDs stand below the
 * CA although a key of their own signs them: that key is made and replaced together with the CA.
 */
export function spireChain(
  path: string,
  props: SpireServerProps,
  issuer = SPIRE_ISSUER,
): ChainNode[] {
  const settings = spireServerSettings(props);
  const { upstream, installation } = settings;
  const above = upstream.authority({ path, installation });
  return [
    ...(above === undefined ? [] : [above]),
    spireAuthority(path, settings, upstream.isOfCertManager ? issuer : above?.id),
    ...leaves(settings).map((leaf): Leaf => ({
      ...leaf,
      kind: 'leaf',
      issuer: SPIRE_AUTHORITY,
      path,
      // Agents replace SVIDs, their own and those of workloads, when half of them is left.
      leftAtRenewal: leaf.duration.dividedBy(2),
      signedBySpire: true,
    })),
  ];
}

function spireAuthority(
  path: string,
  settings: SpireServerSettings,
  issuer: string | undefined,
): Authority {
  const { installation, upstream, caTtl, separateRootBecause } = settings;
  const { trustBundle } = installation;
  const { maxPathLength } = upstream;
  const requestedIn = upstream.requestNamespace(installation.serverNamespace);
  return {
    kind: 'authority',
    id: SPIRE_AUTHORITY,
    title: 'SPIRE CA',
    ...(issuer === undefined ? {} : { issuer }),
    path,
    lifetimeProperty: 'caTtl',
    duration: caTtl,
    leftAtRenewal: Ttl.min(caTtl.dividedBy(2), PREPARATION_CAP),
    keyAtRenewal: 'new',
    keyIn: "SPIRE's key manager, on the volume of each server",
    verifiedBy: ['SPIRE agents', 'workloads of the mesh'],
    bundleIn: [`ConfigMap ${trustBundle.namespace}/${trustBundle.configMap}`, 'Workload API'],
    ...(maxPathLength === undefined ? {} : { maxPathLength }),
    ...(requestedIn === undefined ? {} : { requestedIn }),
    ...(separateRootBecause === undefined ? {} : { separateRootBecause }),
    names: { trustDomains: [installation.trustDomain.toString()] },
  };
}

type LeafFacts = Pick<
  Leaf,
  'id' | 'title' | 'lifetimeProperty' | 'duration' | 'keyIn' | 'verifiedBy' | 'identities' | 'names'
>;

function leaves({
  installation,
  x509SvidTtl,
  jwtSvidTtl,
  agentTtl,
}: SpireServerSettings): LeafFacts[] {
  const { trustDomain, clusterName, socket } = installation;
  const names = { trustDomains: [trustDomain.toString()] };
  const workloads = `spiffe://${trustDomain}/ns/<namespace>/sa/<service account>`;
  return [
    {
      id: 'x509-svids',
      title: 'X.509-SVIDs',
      lifetimeProperty: 'x509SvidTtl',
      duration: x509SvidTtl,
      keyIn: `memory, handed out at ${socket}`,
      verifiedBy: ['workloads of the mesh'],
      identities: workloads,
      names,
    },
    {
      id: 'jwt-svids',
      title: 'JWT-SVIDs',
      lifetimeProperty: 'jwtSvidTtl',
      duration: jwtSvidTtl,
      keyIn: "SPIRE's key manager: a JWT key that is replaced together with the CA",
      verifiedBy: ['whoever fetches the JWT bundle'],
      identities: workloads,
    },
    {
      id: 'agent-svids',
      title: 'SVIDs of agents',
      lifetimeProperty: 'agentTtl',
      duration: agentTtl,
      keyIn: 'the key manager of each agent',
      verifiedBy: ['SPIRE server'],
      identities: `spiffe://${trustDomain}/spire/agent/k8s_psat/${clusterName}/<node UID>`,
      names,
    },
  ];
}
