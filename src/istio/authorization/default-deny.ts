import { Construct } from 'constructs';

import * as security from '../../../imports/security.istio.io';
import { refuseAny, type Finding } from '../../trust/mesh-trust-error';
import { dnsLabel } from '../../trust/name-checks';
import { checkProps, type PropertyTable } from '../../trust/props';
import { AUTHORIZATION_LABELS } from './authorization-labels';

/** Where nothing is allowed that no AllowPolicy names. */
export interface DefaultDenyProps {
  /** The namespace. That of istiod, the root namespace, is for the whole mesh, gateways included. */
  readonly namespace: string;
}

/** One check for each property. */
export const DEFAULT_DENY_PROPERTIES: PropertyTable<DefaultDenyProps> = {
  namespace: dnsLabel('shop'),
};

/** Everything that is wrong with the properties. */
export function defaultDenyFindings(path: string, props: DefaultDenyProps): Finding[] {
  return checkProps(path, props, DEFAULT_DENY_PROPERTIES);
}

/**
 * Refuses every request to the workloads of a namespace that no AllowPolicy lets through: an
 * AuthorizationPolicy `default-deny` without rules, which is how Istio writes "nothing".
 *
 * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/
 */
export class DefaultDeny extends Construct {
  /** Name of the AuthorizationPolicy. */
  public static readonly NAME = 'default-deny';

  /**
   * Defines the AuthorizationPolicy.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyMalformed
   */
  public constructor(scope: Construct, id: string, props: DefaultDenyProps) {
    refuseAny(defaultDenyFindings(`${scope.node.path}/${id}`, props));
    super(scope, id);
    new security.AuthorizationPolicy(this, 'Resource', {
      metadata: {
        name: DefaultDeny.NAME,
        namespace: props.namespace,
        labels: AUTHORIZATION_LABELS,
      },
      spec: {},
    });
  }
}
