import { Construct } from 'constructs';
import * as sail from '../../../imports/sailoperator.io';
import { PREREQUISITES_ANNOTATION } from '../../trust/annotations';
import type { ControlPlaneModel, ControlPlaneModels } from '../control-plane/control-plane-model';
import { IstioCa } from '../ca/istio-ca';
import type { IstioProfile } from '../control-plane/istio-control-plane-props';
import { IstioInstallation } from '../installation/istio-installation';
import { nodeAgentVersionOf, sailVersionOf } from './sail-version';
import { sailNodeAgentValues, sailValues } from './sail-values';

/** What the Sail operator is told. */
export interface SailControlPlaneProps {
  /** The control plane that the mesh follows, and behind it the other one of an upgrade. */
  readonly models: ControlPlaneModels;
  /** How the operator installs. */
  readonly installation: IstioInstallation;
}

/** The one name that the operator takes for the node agent: a cluster has one. */
const NODE_AGENT = 'default';

/**
 * The objects of the Sail operator: an Istio for each control plane, the node agent, and the tags of the control
 * plane that is followed. With the update strategy RevisionBased one Istio stands for all control planes, since
 * the operator makes them of its versions.
 *
 * @see https://github.com/istio-ecosystem/sail-operator/blob/1.30.3/docs/README.adoc
 */
export class SailControlPlane extends Construct {
  /** Properties come from `IstioControlPlane`, which has looked at them. */
  public constructor(
    scope: Construct,
    id: string,
    { models, installation }: SailControlPlaneProps,
  ) {
    super(scope, id);
    const [followed] = models;
    const installed = installation.namesRevisions ? [newest(models)] : models;
    installed.forEach((model) => {
      this.addIstio(model, installation);
    });
    if (followed.nodeAgent !== undefined) {
      this.addNodeAgent(followed, followed.nodeAgent.namespace);
    }
    followed.tags.forEach((tag) => {
      this.addTag(tag, targetOf(models, installation));
    });
  }

  private addIstio(model: ControlPlaneModel, installation: IstioInstallation): void {
    const name = nameOf(model, installation);
    new sail.Istio(this, `Istio-${name}`, {
      metadata: { name, ...metadata('istios') },
      spec: {
        version: sailVersionOf(model.version),
        namespace: IstioCa.NAMESPACE,
        updateStrategy: {
          type: installation.namesRevisions
            ? sail.IstioSpecUpdateStrategyType.REVISION_BASED
            : sail.IstioSpecUpdateStrategyType.IN_PLACE,
        },
        profile: PROFILES[model.profile],
        values: sailValues(model),
      },
    });
  }

  private addNodeAgent(model: ControlPlaneModel, namespace: string): void {
    new sail.IstioCni(this, 'NodeAgent', {
      metadata: { name: NODE_AGENT, ...metadata('istiocnis') },
      spec: {
        version: nodeAgentVersionOf(model.version),
        namespace,
        profile: NODE_AGENT_PROFILES[model.profile],
        values: sailNodeAgentValues(model),
      },
    });
  }

  private addTag(name: string, targetRef: sail.IstioRevisionTagSpecTargetRef): void {
    new sail.IstioRevisionTag(this, `Tag-${name}`, {
      metadata: { name, ...metadata('istiorevisiontags') },
      spec: { targetRef },
    });
  }
}

/** The operator installs no gateways: what only leaves them out is no profile of it. */
const PROFILES: Readonly<Record<IstioProfile, sail.IstioSpecProfile | undefined>> = {
  default: undefined,
  minimal: undefined,
  empty: undefined,
  demo: sail.IstioSpecProfile.DEMO,
  openshift: sail.IstioSpecProfile.OPENSHIFT,
  preview: sail.IstioSpecProfile.PREVIEW,
  stable: sail.IstioSpecProfile.STABLE,
};

/** The same for the node agent, whose CRD has an enumeration of its own. */
const NODE_AGENT_PROFILES: Readonly<Record<IstioProfile, sail.IstioCniSpecProfile | undefined>> = {
  default: undefined,
  minimal: undefined,
  empty: undefined,
  demo: sail.IstioCniSpecProfile.DEMO,
  openshift: sail.IstioCniSpecProfile.OPENSHIFT,
  preview: sail.IstioCniSpecProfile.PREVIEW,
  stable: sail.IstioCniSpecProfile.STABLE,
};

/** The Istio object of a control plane, whose name is that of its revision unless the operator makes one. */
function nameOf({ revision }: ControlPlaneModel, { namesRevisions }: IstioInstallation): string {
  return namesRevisions ? IstioInstallation.SAIL_NAME : (revision ?? IstioInstallation.SAIL_NAME);
}

/** While a release is on trial, tags are held at the revision of the old one, which the Istio object has left. */
function targetOf(
  models: ControlPlaneModels,
  installation: IstioInstallation,
): sail.IstioRevisionTagSpecTargetRef {
  const [followed] = models;
  const isOnTrial = installation.namesRevisions && newest(models) !== followed;
  return isOnTrial && followed.revision !== undefined
    ? { kind: sail.IstioRevisionTagSpecTargetRefKind.ISTIO_REVISION, name: followed.revision }
    : { kind: sail.IstioRevisionTagSpecTargetRefKind.ISTIO, name: nameOf(followed, installation) };
}

function newest(models: ControlPlaneModels): ControlPlaneModel {
  return models.reduce((one, other) =>
    other.version.isAtLeast(one.version.toString()) ? other : one,
  );
}

function metadata(crd: string): {
  readonly labels: Record<string, string>;
  readonly annotations: Record<string, string>;
} {
  return {
    labels: { 'app.kubernetes.io/name': 'istio', 'app.kubernetes.io/part-of': 'mesh-trust' },
    annotations: {
      [PREREQUISITES_ANNOTATION]: `CustomResourceDefinition/${crd}.sailoperator.io`,
    },
  };
}
