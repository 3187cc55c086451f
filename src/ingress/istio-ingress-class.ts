import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';

import { refuseAny, type Finding } from '../trust/mesh-trust-error';
import { DNS_SUBDOMAIN } from '../trust/names';
import { checkProps, optional, text, type PropertyTable } from '../trust/props';

/** What the class of Ingresses is called. */
export interface IstioIngressClassProps {
  /** Its name, `ingressClassName` of a solver. @default 'istio' */
  readonly name?: string;
}

/** One check for each property. */
export const ISTIO_INGRESS_CLASS_PROPERTIES: PropertyTable<IstioIngressClassProps> = {
  name: optional(text(DNS_SUBDOMAIN, 'a DNS subdomain of at most 253 characters', 'istio')),
};

/** Everything that is wrong with the properties. */
export function istioIngressClassFindings(path: string, props: IstioIngressClassProps): Finding[] {
  return checkProps(path, props, ISTIO_INGRESS_CLASS_PROPERTIES);
}

/**
 * The class of the Ingresses that istiod serves at its ingress gateway: those of cert-manager's solver of
 * HTTP-01 get no answer without it. Which gateway that is says `ingressSelector` of the mesh.
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/ingress/kubernetes-ingress/#specifying-ingressclass
 */
export class IstioIngressClass extends Construct {
  /** Its name, unless another is given. */
  public static readonly NAME = 'istio';

  /**
   * Defines the IngressClass.
   *
   * @throws PropertyUnknown, PropertyWrongType, PropertyMalformed
   */
  public constructor(scope: Construct, id: string, props: IstioIngressClassProps = {}) {
    refuseAny(istioIngressClassFindings(`${scope.node.path}/${id}`, props));
    super(scope, id);
    new k8s.KubeIngressClass(this, 'Resource', {
      metadata: {
        name: props.name ?? IstioIngressClass.NAME,
        labels: {
          'app.kubernetes.io/name': 'istio-ingress-class',
          'app.kubernetes.io/part-of': 'mesh-trust',
        },
      },
      spec: { controller: 'istio.io/ingress-controller' },
    });
  }
}
