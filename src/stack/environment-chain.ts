import { IstioInstallation } from '../istio/installation/istio-installation';
import { istioChain } from '../istio/control-plane/istio-chain';
import { federatedChain } from '../spire/federation/federated-chain';
import { spireChain } from '../spire/server/spire-chain';
import { TrustChain, type ChainNode } from '../trust/trust-chain';
import type { ICaCapableIssuer } from '../cert-manager/ca-issuer';
import type { RootContext } from '../cert-manager/root';
import { isSameIssuer } from './edge-certificates';
import { edgeChain } from './edge-chain';
import type { EnvironmentParts } from './environment-parts';
import type { EnvironmentProps } from './environment-props';

/** Where each part stands in the model, for findings: environment, layer and construct. */
export const PATHS = {
  root: '30-roots/RootCa',
  rootIssuer: '30-roots/RootIssuer',
  bundle: '30-roots/RootBundle',
  istiodCa: '40-istiod-ca/cacerts',
  server: '50-spire-server/SpireServer',
  agent: '60-spire-agent/SpireAgent',
  csiDriver: '60-spire-agent/SpiffeCsiDriver',
  identities: '70-identities/MeshIdentities',
  federation: '70-identities/FederatedTrustDomains',
} as const;

/** Where the control plane stands: in a layer when it is applied, and else beside them, named after its installer. */
export function controlPlaneChart({
  installation,
}: EnvironmentParts['controlPlane']): '80-istio' | 'helm' | 'istioctl' {
  const { installer } = installation ?? IstioInstallation.istioctl();
  return installer === 'sail' ? '80-istio' : installer;
}

/** Where the control plane stands in the model. */
export function controlPlanePath({ controlPlane }: EnvironmentParts): string {
  return `${controlPlaneChart(controlPlane)}/IstioControlPlane`;
}

/** The trust chain of an environment, from the same properties as its manifests. */
export function chainOf(
  environment: string,
  props: EnvironmentProps,
  parts: EnvironmentParts,
): TrustChain {
  const { installation } = parts.server;
  const { namespace, configMap } = installation.trustBundle;
  const ofSpire = spireChain(
    `${environment}/${PATHS.server}`,
    parts.server,
    idOf(parts.server.upstream.issuer, props),
  );
  const isAboveSpire = !ofSpire.some(isRootOfItsOwn);
  const context: RootContext = {
    path: `${environment}/${props.root.secretRoot === undefined ? PATHS.root : PATHS.rootIssuer}`,
    certManager: parts.certManager,
    bundleIn: [
      'ConfigMap istio-ca-root-cert in every namespace',
      ...(isAboveSpire ? [`ConfigMap ${namespace}/${configMap}`] : []),
      ...(props.bundle === undefined ? [] : [props.bundle.toString()]),
    ],
    verifiedBy: isAboveSpire
      ? ['workloads and gateways of the mesh', 'SPIRE agents', 'istiod']
      : ['proxies outside SPIRE', 'proxies that connect to istiod'],
  };
  const root = props.root.authority(context);
  const above = props.root.offlineRoot?.authority(context, root.duration);
  const edge = edgeChain(environment, props, parts);
  const nodes = [
    root,
    ...istioChain(parts.controlPlane, {
      caPath: `${environment}/${PATHS.istiodCa}`,
      path: `${environment}/${controlPlanePath(parts)}`,
      issuer: idOf(parts.controlPlane.ca.issuer, props),
    }),
    ...ofSpire,
    ...edge.leaves,
  ];
  const outside = [...(above === undefined ? [] : [above]), ...edge.outside];
  const federated = federatedChain(`${environment}/${PATHS.federation}`, installation);
  return TrustChain.of(props.trustDomain, nodes, [], outside, federated);
}

function isRootOfItsOwn(node: ChainNode): boolean {
  return (
    node.issuer === undefined && (node.kind === 'leaf' || node.anchor !== 'the root of the mesh')
  );
}

/** The `id` of who signs: the root, or a name that the chain does not know, which a rule refuses. */
function idOf(issuer: ICaCapableIssuer | undefined, { root }: EnvironmentProps): string {
  return issuer === undefined || isSameIssuer(issuer, root.issuer)
    ? 'root'
    : `${issuer.kind} ${issuer.name}`;
}
