import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';

import { refuseAny, type Finding } from '../../trust/mesh-trust-error';
import { dnsLabel } from '../../trust/name-checks';
import { DNS_SUBDOMAIN, LABEL_KEY } from '../../trust/names';
import { checkProps, mapOf, optional, record, text, type PropertyTable } from '../../trust/props';
import { ISTIO_OPERATOR_SPEC_PROPERTIES } from './istio-operator-properties';
import type { IstioOperatorSpec } from './istio-operator-spec';

/** An input of istioctl. */
export interface IstioOperatorProps {
  /** Name of the file's object. */
  readonly name: string;
  /** Namespace that istioctl installs into. */
  readonly namespace: string;
  /** What is noted on the file's object. @default - nothing */
  readonly annotations?: Readonly<Record<string, string>>;
  /** What is installed. */
  readonly spec: IstioOperatorSpec;
}

const ANNOTATION = /^[^\p{Cc}]{1,1024}$/u;

/** One check for each property. */
export const ISTIO_OPERATOR_PROPERTIES: PropertyTable<IstioOperatorProps> = {
  name: text(DNS_SUBDOMAIN, 'a DNS subdomain of at most 253 characters', 'istio'),
  namespace: dnsLabel('istio-system'),
  annotations: optional(
    mapOf(LABEL_KEY, 'annotation keys', text(ANNOTATION, 'a text', 'Secret/cacerts')),
  ),
  spec: record(ISTIO_OPERATOR_SPEC_PROPERTIES),
};

/** Everything that is wrong with the properties, also with keys that istioctl would take in silence. */
export function istioOperatorFindings(path: string, props: IstioOperatorProps): Finding[] {
  return checkProps(path, props, ISTIO_OPERATOR_PROPERTIES);
}

/**
 * The file that `istioctl install` reads. It is no object of the cluster: since Istio 1.24 there is
 * no controller and no CRD for it.
 *
 * @see https://istio.io/latest/docs/reference/config/istio.operator.v1alpha1/
 */
export class IstioOperator extends Construct {
  /**
   * Defines the file.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyMalformed, PropertyOutOfRange
   */
  public constructor(scope: Construct, id: string, props: IstioOperatorProps) {
    refuseAny(istioOperatorFindings(`${scope.node.path}/${id}`, props));
    super(scope, id);
    new ApiObject(this, 'Resource', {
      apiVersion: 'install.istio.io/v1alpha1',
      kind: 'IstioOperator',
      metadata: {
        name: props.name,
        namespace: props.namespace,
        labels: { 'app.kubernetes.io/name': 'istio', 'app.kubernetes.io/part-of': 'mesh-trust' },
        ...(props.annotations && { annotations: props.annotations }),
      },
      spec: props.spec,
    });
  }
}
