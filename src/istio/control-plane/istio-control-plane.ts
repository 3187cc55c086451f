import { Construct } from 'constructs';

import { PREREQUISITES_ANNOTATION } from '../../trust/annotations';
import { prerequisiteId, type Prerequisite } from '../../trust/prerequisite';
import { refuseAny } from '../../trust/mesh-trust-error';
import {
  injectedGateways,
  type InjectedGatewaySettings,
} from '../gateway/injected-gateway-settings';
import type { HelmRelease } from '../helm/helm-release';
import { helmReleases } from '../helm/helm-releases';
import { injectionLabels } from '../injection/injection-labels';
import type { InjectionTemplate } from '../injection/injection-template';
import { IstioInstallation } from '../installation/istio-installation';
import { IstioOperator } from '../operator/istio-operator';
import { SailControlPlane } from '../sail/sail-control-plane';
import { controlPlaneModels, type ControlPlaneModel } from './control-plane-model';
import { controlPlaneSpec } from './control-plane-spec';
import { IstioCa } from '../ca/istio-ca';
import type { IstioControlPlaneProps } from './istio-control-plane-props';
import { istioFindings } from './istio-findings';

/**
 * istiod, the template that gives proxies SPIRE's socket, if there is SPIRE, and the gateways, in the form that the installer reads:
 * emits the IstioOperator of `istioctl install`, which nothing in a cluster reads, or the objects of the Sail
 * operator, or has the values of Helm's charts in `helmReleases`.
 *
 * @see https://istio.io/latest/docs/ops/integrations/spire/
 */
export class IstioControlPlane extends Construct {
  /** The template that Pods of the mesh ask for, by its annotations. */
  public readonly template: InjectionTemplate;
  /** What must exist before istiod starts, for whoever signs for it. */
  public readonly prerequisites: readonly Prerequisite[];
  /** Labels of a namespace whose Pods get proxies. */
  public readonly injectionLabels: Readonly<Record<string, string>>;
  /** The releases of Helm, in the order in which they are installed; none with another installer. */
  public readonly helmReleases: readonly HelmRelease[];
  /** Gateways that no installer brings, for `InjectedGateway`; none unless with the Sail operator. */
  public readonly injectedGateways: readonly InjectedGatewaySettings[];

  /**
   * Defines what the installer reads.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyMalformed, PropertyOutOfRange
   * @throws AmbientWithSpire, FeatureNeedsVersion, InstallerCannotSay, NamesClash, TwoWorkloadCas, UpgradeOutOfReach
   */
  public constructor(scope: Construct, id: string, props: IstioControlPlaneProps) {
    refuseAny(istioFindings(`${scope.node.path}/${id}`, props));
    super(scope, id);
    const models = controlPlaneModels(props);
    const [followed, ...others] = models;
    const { installation = IstioInstallation.istioctl() } = props;
    const { installer } = installation;
    this.template = followed.template;
    this.prerequisites = followed.prerequisites;
    this.injectionLabels = injectionLabels(followed.calledAs);
    this.helmReleases = installer === 'helm' ? helmReleases(models) : [];
    this.injectedGateways = installer === 'sail' ? injectedGateways(followed) : [];
    if (installer === 'istioctl') {
      this.addOperator('Resource', followed);
      others.forEach((other) => {
        this.addOperator('Other', other);
      });
    }
    if (installer === 'sail') {
      new SailControlPlane(this, 'Sail', { models, installation });
    }
  }

  private addOperator(id: string, model: ControlPlaneModel): void {
    new IstioOperator(this, id, {
      name: model.revision === undefined ? 'istio' : `istio-${model.revision}`,
      namespace: IstioCa.NAMESPACE,
      annotations:
        model.prerequisites.length === 0
          ? undefined
          : {
              [PREREQUISITES_ANNOTATION]: model.prerequisites.map(prerequisiteId).sort().join(','),
            },
      spec: controlPlaneSpec(model),
    });
  }
}
