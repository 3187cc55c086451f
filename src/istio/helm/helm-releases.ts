import { chartProfile, chartValues, nodeAgentGlobalValues } from '../control-plane/chart-values';
import type { ControlPlaneModel, ControlPlaneModels } from '../control-plane/control-plane-model';
import { IstioCa } from '../ca/istio-ca';
import { injectedGateways } from '../gateway/injected-gateway-settings';
import { gatewayRelease } from './gateway-release';
import { ISTIO_CHARTS, type HelmRelease } from './helm-release';

/**
 * The releases of Helm's charts in the order in which they are installed: what all revisions share, the node
 * agent, each control plane, the tags, the gateways. A list of a single control plane, or that of the one which is
 * followed and the other one of an upgrade.
 */
export function helmReleases(models: ControlPlaneModels): readonly HelmRelease[] {
  const [followed] = models;
  return [
    baseRelease(followed, newestOf(models)),
    ...nodeAgentRelease(followed),
    ...models.map(istiodRelease),
    ...revisionTags(followed),
    ...injectedGateways(followed).map((gateway) => gatewayRelease(gateway, followed)),
  ];
}

/** Names of the releases that are not gateways, which a gateway cannot have. */
export function reservedReleaseNames(models: readonly ControlPlaneModel[]): readonly string[] {
  return ['istio-base', 'istio-cni', REVISION_TAGS, ...models.map(istiodName)];
}

/** The objects that make of a name another one of a control plane: a webhook and a Service. */
const REVISION_TAGS = 'istio-revision-tags';
const TAG_LABEL = 'istio.io/tag';

/** CRDs serve all control planes, and are upgraded before any. */
function newestOf(models: readonly ControlPlaneModel[]): string {
  return models
    .map(({ version }) => version)
    .reduce((one, other) => (other.isAtLeast(one.toString()) ? other : one))
    .toString();
}

function baseRelease({ revision, profile }: ControlPlaneModel, version: string): HelmRelease {
  return {
    name: 'istio-base',
    namespace: IstioCa.NAMESPACE,
    repository: ISTIO_CHARTS,
    chart: 'base',
    version,
    values: {
      profile: chartProfile(profile),
      // The istiod that checks Istio's objects when they are written.
      defaultRevision: revision ?? 'default',
    },
  };
}

function nodeAgentRelease(model: ControlPlaneModel): readonly HelmRelease[] {
  const { nodeAgent, profile, version } = model;
  return nodeAgent === undefined
    ? []
    : [
        {
          name: 'istio-cni',
          namespace: nodeAgent.namespace,
          repository: ISTIO_CHARTS,
          chart: 'cni',
          version: version.toString(),
          values: {
            profile: chartProfile(profile),
            global: nodeAgentGlobalValues(model),
            cni: nodeAgent.values,
          },
        },
      ];
}

function istiodRelease(model: ControlPlaneModel): HelmRelease {
  const { revision, profile, version } = model;
  return {
    name: istiodName(model),
    namespace: IstioCa.NAMESPACE,
    repository: ISTIO_CHARTS,
    chart: 'istiod',
    version: version.toString(),
    values: {
      profile: chartProfile(profile),
      revision,
      ...chartValues(model),
    },
  };
}

/** Apart from the releases of istiod, from one of which to the next they move with an upgrade. */
function revisionTags(model: ControlPlaneModel): readonly HelmRelease[] {
  const { tags } = model;
  const release = istiodRelease(model);
  return tags.length === 0
    ? []
    : [
        {
          ...release,
          name: REVISION_TAGS,
          values: { ...release.values, revisionTags: tags },
          appliedLabel: TAG_LABEL,
        },
      ];
}

function istiodName({ revision }: ControlPlaneModel): string {
  return revision === undefined ? 'istiod' : `istiod-${revision}`;
}
