import type { IstioCa } from '../istio/control-plane/istio-ca';
import { istioChain, rootBundleOf } from '../istio/control-plane/istio-chain';
import { spireChain } from '../spire/server/spire-chain';
import { type Authority, TrustChain } from '../trust/trust-chain';
import type { ICaCapableIssuer } from '../cert-manager/ca-issuer';
import { isSameIssuer } from './edge-certificates';
import { edgeChain } from './edge-chain';
import type { EnvironmentParts } from './environment-parts';
import type { AnyEnvironmentProps } from './environment-props';

/** Where each part stands in the model, for findings: environment, layer and construct. */
export const PATHS = {
  root: '30-roots/RootCa',
  istiodCa: '40-istiod-ca/cacerts',
  istioCsr: '40-istiod-ca/IstioCsr',
  server: '50-spire-server/SpireServer',
  agent: '60-spire-agent/SpireAgent',
  csiDriver: '60-spire-agent/SpiffeCsiDriver',
  identities: '70-identities/MeshIdentities',
  controlPlane: 'istioctl/IstioControlPlane',
} as const;

/** The trust chain of an environment, from the same properties as its manifests. */
export function chainOf(
  environment: string,
  props: AnyEnvironmentProps,
  parts: EnvironmentParts,
): TrustChain {
  const edge = edgeChain(environment, props, parts);
  const nodes = [
    ...rootOf(environment, props, parts),
    ...istioChain(parts.controlPlane, {
      caPath: `${environment}/${parts.controlPlane.ca.csr === undefined ? PATHS.istiodCa : PATHS.istioCsr}`,
      path: `${environment}/${PATHS.controlPlane}`,
      issuer: idOf(issuerOf(parts.controlPlane.ca), props),
    }),
    ...(parts.spire === undefined
      ? []
      : spireChain(
          `${environment}/${PATHS.server}`,
          parts.spire.server,
          idOf(parts.spire.server.upstream.issuer, props),
        )),
    ...edge.leaves,
  ];
  return TrustChain.of(props.trustDomain, nodes, [], edge.outside);
}

/** The issuer that was chosen to sign for istiod, or in its place. */
function issuerOf({ certificate, csr }: IstioCa): ICaCapableIssuer | undefined {
  return certificate?.issuer ?? csr?.issuer;
}

/** The root, if there is one, with all who have it. */
function rootOf(
  environment: string,
  { root }: AnyEnvironmentProps,
  { certManager, spire, controlPlane }: EnvironmentParts,
): Authority[] {
  const bundle = spire?.server.installation.trustBundle;
  return root === undefined
    ? []
    : [
        root.authority({
          path: `${environment}/${PATHS.root}`,
          certManager,
          bundleIn: [
            ...(controlPlane.ca.isBelowRoot ? [rootBundleOf(controlPlane)] : []),
            ...(bundle === undefined ? [] : [`ConfigMap ${bundle.namespace}/${bundle.configMap}`]),
          ],
          verifiedBy: [
            'workloads and gateways of the mesh',
            ...(spire === undefined ? [] : ['SPIRE agents']),
            'istiod',
          ],
        }),
      ];
}

/** The `id` of who signs: the root, or a name that the chain does not know, which a rule refuses. */
function idOf(issuer: ICaCapableIssuer | undefined, { root }: AnyEnvironmentProps): string {
  return issuer === undefined || (root !== undefined && isSameIssuer(issuer, root.issuer))
    ? 'root'
    : `${issuer.kind} ${issuer.name}`;
}
