import { istioChain } from '../istio/control-plane/istio-chain';
import { federatedChain } from '../spire/federation/federated-chain';
import { spireChain } from '../spire/server/spire-chain';
import { TrustChain } from '../trust/trust-chain';
import type { ICaCapableIssuer } from '../cert-manager/ca-issuer';
import { isSameIssuer } from './edge-certificates';
import { edgeChain } from './edge-chain';
import type { EnvironmentParts } from './environment-parts';
import type { EnvironmentProps } from './environment-props';

/** Where each part stands in the model, for findings: environment, layer and construct. */
export const PATHS = {
  root: '30-roots/RootCa',
  istiodCa: '40-istiod-ca/cacerts',
  server: '50-spire-server/SpireServer',
  agent: '60-spire-agent/SpireAgent',
  csiDriver: '60-spire-agent/SpiffeCsiDriver',
  identities: '70-identities/MeshIdentities',
  federation: '70-identities/FederatedTrustDomains',
  controlPlane: 'istioctl/IstioControlPlane',
} as const;

/** The trust chain of an environment, from the same properties as its manifests. */
export function chainOf(
  environment: string,
  props: EnvironmentProps,
  parts: EnvironmentParts,
): TrustChain {
  const { installation } = parts.server;
  const { namespace, configMap } = installation.trustBundle;
  const root = props.root.authority({
    path: `${environment}/${PATHS.root}`,
    certManager: parts.certManager,
    bundleIn: [
      'ConfigMap istio-ca-root-cert in every namespace',
      `ConfigMap ${namespace}/${configMap}`,
    ],
    verifiedBy: ['workloads and gateways of the mesh', 'SPIRE agents', 'istiod'],
  });
  const edge = edgeChain(environment, props, parts);
  const nodes = [
    root,
    ...istioChain(parts.controlPlane, {
      caPath: `${environment}/${PATHS.istiodCa}`,
      path: `${environment}/${PATHS.controlPlane}`,
      issuer: idOf(parts.controlPlane.ca.issuer, props),
    }),
    ...spireChain(
      `${environment}/${PATHS.server}`,
      parts.server,
      idOf(parts.server.upstream.issuer, props),
    ),
    ...edge.leaves,
  ];
  const federated = federatedChain(`${environment}/${PATHS.federation}`, installation);
  return TrustChain.of(props.trustDomain, nodes, [], edge.outside, federated);
}

/** The `id` of who signs: the root, or a name that the chain does not know, which a rule refuses. */
function idOf(issuer: ICaCapableIssuer | undefined, { root }: EnvironmentProps): string {
  return issuer === undefined || isSameIssuer(issuer, root.issuer)
    ? 'root'
    : `${issuer.kind} ${issuer.name}`;
}
