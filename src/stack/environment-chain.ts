import type { IstioCa } from '../istio/ca/istio-ca';
import { IstioInstallation } from '../istio/installation/istio-installation';
import { istioChain, rootBundleOf } from '../istio/control-plane/istio-chain';
import { federatedChain } from '../spire/federation/federated-chain';
import { spireChain } from '../spire/server/spire-chain';
import { type ChainNode, TrustChain } from '../trust/trust-chain';
import type { ICaCapableIssuer } from '../cert-manager/issuer/ca-issuer';
import type { RootContext } from '../cert-manager/root/root';
import { isSameIssuer } from './edge-certificates';
import { edgeChain } from './edge-chain';
import type { EnvironmentParts } from './environment-parts';
import type { AnyEnvironmentProps } from './environment-props';

/** Where each part stands in the model, for findings: environment, layer and construct. */
export const PATHS = {
  root: '30-roots/RootCa',
  rootIssuer: '30-roots/RootIssuer',
  bundle: '30-roots/RootBundle',
  istiodCa: '40-istiod-ca/cacerts',
  istioCsr: '40-istiod-ca/IstioCsr',
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
  props: AnyEnvironmentProps,
  parts: EnvironmentParts,
): TrustChain {
  const { spire } = parts;
  const ofSpire =
    spire === undefined
      ? []
      : spireChain(
          `${environment}/${PATHS.server}`,
          spire.server,
          idOf(spire.server.upstream.issuer, props),
        );
  const context = rootContextOf(environment, props, parts, !ofSpire.some(isRootOfItsOwn));
  const root = props.root?.authority(context);
  const above = root && props.root?.offlineRoot?.authority(context, root.duration);
  const edge = edgeChain(environment, props, parts);
  const nodes = [
    ...(root === undefined ? [] : [root]),
    ...istioChain(parts.controlPlane, {
      caPath: `${environment}/${parts.controlPlane.ca.csr === undefined ? PATHS.istiodCa : PATHS.istioCsr}`,
      path: `${environment}/${controlPlanePath(parts)}`,
      issuer: idOf(issuerOf(parts.controlPlane.ca), props),
    }),
    ...ofSpire,
    ...edge.leaves,
  ];
  const outside = [...(above === undefined ? [] : [above]), ...edge.outside];
  const federated =
    spire === undefined
      ? []
      : federatedChain(`${environment}/${PATHS.federation}`, spire.server.installation);
  return TrustChain.of(props.trustDomain, nodes, [], outside, federated);
}

function isRootOfItsOwn(node: ChainNode): boolean {
  return (
    node.issuer === undefined && (node.kind === 'leaf' || node.anchor !== 'the root of the mesh')
  );
}

/** The issuer that was chosen to sign for istiod, or in its place. */
function issuerOf({ certificate, csr }: IstioCa): ICaCapableIssuer | undefined {
  return certificate?.issuer ?? csr?.issuer;
}

/** Where the root stands, and who has it and verifies by it: SPIRE too, unless its CA hangs below another. */
function rootContextOf(
  environment: string,
  { root, bundle }: AnyEnvironmentProps,
  { certManager, spire, controlPlane }: EnvironmentParts,
  isAboveSpire: boolean,
): RootContext {
  const ofSpire = spire?.server.installation.trustBundle;
  return {
    path: `${environment}/${isMadeElsewhere(root) ? PATHS.rootIssuer : PATHS.root}`,
    certManager,
    bundleIn: [
      ...(controlPlane.ca.isBelowRoot ? [rootBundleOf(controlPlane)] : []),
      ...(ofSpire !== undefined && isAboveSpire
        ? [`ConfigMap ${ofSpire.namespace}/${ofSpire.configMap}`]
        : []),
      ...(bundle === undefined ? [] : [bundle.toString()]),
    ],
    verifiedBy: isAboveSpire
      ? [
          'workloads and gateways of the mesh',
          ...(spire === undefined ? [] : ['SPIRE agents']),
          'istiod',
        ]
      : ['proxies outside SPIRE', 'proxies that connect to istiod'],
  };
}

/** Whether the issuer of the root is made here, and its key is not. */
function isMadeElsewhere(root: AnyEnvironmentProps['root']): boolean {
  return root?.secretRoot !== undefined || root?.vaultRoot !== undefined;
}

/** The `id` of who signs: the root, or a name that the chain does not know, which a rule refuses. */
function idOf(issuer: ICaCapableIssuer | undefined, { root }: AnyEnvironmentProps): string {
  return issuer === undefined || (root !== undefined && isSameIssuer(issuer, root.issuer))
    ? 'root'
    : `${issuer.kind} ${issuer.name}`;
}
