import { Construct } from 'constructs';

import { PREREQUISITES_ANNOTATION } from '../../trust/annotations';
import { refuseAny } from '../../trust/mesh-trust-error';
import { controlPlaneSpec } from './control-plane-spec';
import { injectionTemplateOf } from './control-plane-values';
import { injectionLabels } from '../injection/injection-labels';
import type { InjectionTemplate } from '../injection/injection-template';
import { IstioCa } from './istio-ca';
import { MountedFilesCa } from './istio-ca-mounted-files';
import type { IstioControlPlaneProps } from './istio-control-plane-props';
import { istioFindings } from './istio-findings';
import { IstioOperator } from '../operator/istio-operator';

/**
 * istiod, the template that gives proxies SPIRE's socket, if there is SPIRE, and the gateways. Emits the one IstioOperator
 * that `istioctl install` reads; nothing in a cluster does.
 *
 * @see https://istio.io/latest/docs/ops/integrations/spire/
 */
export class IstioControlPlane extends Construct {
  /** The template that Pods of the mesh ask for, by its annotations. */
  public readonly template: InjectionTemplate;
  /** Labels of a namespace whose Pods get proxies. */
  public readonly injectionLabels: Readonly<Record<string, string>>;

  /**
   * Defines the IstioOperator.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyMalformed, PropertyOutOfRange
   * @throws AmbientWithSpire, FeatureNeedsVersion, NamesClash, TwoWorkloadCas
   */
  public constructor(scope: Construct, id: string, props: IstioControlPlaneProps) {
    refuseAny(istioFindings(`${scope.node.path}/${id}`, props));
    super(scope, id);
    this.template = injectionTemplateOf(props);
    this.injectionLabels = injectionLabels(props.revision);
    new IstioOperator(this, 'Resource', {
      name: props.revision === undefined ? 'istio' : `istio-${props.revision}`,
      namespace: IstioCa.NAMESPACE,
      annotations: prerequisites(props),
      spec: controlPlaneSpec(props),
    });
  }
}

/** What istiod looks for when it starts, and does not look for again. */
function prerequisites({
  ca,
  gateways = [],
}: IstioControlPlaneProps): Record<string, string> | undefined {
  const ofGateways = gateways.map(
    ({ namespace, serviceAccount }) =>
      `Secret/${namespace}/${MountedFilesCa.secretNameOf(serviceAccount)}`,
  );
  const named = [...ca.prerequisites, ...(ca.signer === 'files' ? ofGateways : [])];
  return named.length === 0 ? undefined : { [PREREQUISITES_ANNOTATION]: named.sort().join(',') };
}
