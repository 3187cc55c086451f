import { Construct } from 'constructs';

import * as security from '../../../imports/security.istio.io';
import { refuseAny, type Finding } from '../../trust/mesh-trust-error';
import { dnsLabel } from '../../trust/name-checks';
import { LABEL_KEY, LABEL_VALUE } from '../../trust/names';
import {
  checkProps,
  instanceOf,
  listOf,
  mapOf,
  optional,
  text,
  type PropertyTable,
} from '../../trust/props';
import { AllowRule } from './allow-rule';
import { AUTHORIZATION_LABELS } from './authorization-labels';

/** Which callers reach which workloads. */
export interface AllowPolicyProps {
  /** Name of the AuthorizationPolicy. */
  readonly name: string;
  /** Namespace of the workloads. */
  readonly namespace: string;
  /** Labels of their Pods. @default - every workload of the namespace */
  readonly workloadLabels?: Readonly<Record<string, string>>;
  /** A request that one of them lets through is let through. */
  readonly rules: readonly AllowRule[];
}

/** One check for each property. */
export const ALLOW_POLICY_PROPERTIES: PropertyTable<AllowPolicyProps> = {
  name: dnsLabel('httpbin'),
  namespace: dnsLabel('shop'),
  workloadLabels: optional(
    mapOf(
      LABEL_KEY,
      'label keys',
      text(LABEL_VALUE, 'a label value of at most 63 characters', 'httpbin'),
    ),
  ),
  rules: listOf(instanceOf(AllowRule, 'AllowRule.from({ callers: [gateway] })'), { min: 1 }),
};

/** Everything that is wrong with the properties. */
export function allowPolicyFindings(path: string, props: AllowPolicyProps): Finding[] {
  const findings = checkProps(path, props, ALLOW_POLICY_PROPERTIES);
  return findings.length > 0 || Object.keys(props.workloadLabels ?? { any: '' }).length > 0
    ? findings
    : [
        {
          code: 'PropertyOutOfRange',
          path,
          problem: `'workloadLabels' must have at least one label, or be left out for every workload of the namespace, got {}`,
          fix: `write the labels of the Pods: workloadLabels: { app: 'httpbin' }`,
        },
      ];
}

/**
 * Lets through the requests that its rules name, by the identities that mutual TLS has proven. Once a
 * workload has one, everything else to it is refused: with `DefaultDeny` beside it, so is everything
 * to the other workloads of the namespace.
 *
 * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/
 */
export class AllowPolicy extends Construct {
  /**
   * Defines the AuthorizationPolicy.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyMalformed, PropertyOutOfRange
   */
  public constructor(scope: Construct, id: string, props: AllowPolicyProps) {
    refuseAny(allowPolicyFindings(`${scope.node.path}/${id}`, props));
    super(scope, id);
    const { name, namespace, workloadLabels, rules } = props;
    new security.AuthorizationPolicy(this, 'Resource', {
      metadata: { name, namespace, labels: AUTHORIZATION_LABELS },
      spec: {
        action: security.AuthorizationPolicySpecAction.ALLOW,
        selector: workloadLabels === undefined ? undefined : { matchLabels: { ...workloadLabels } },
        rules: rules.map(ruleOf),
      },
    });
  }
}

function ruleOf({ principals, operation }: AllowRule): security.AuthorizationPolicySpecRules {
  return {
    from: principals.length === 0 ? undefined : [{ source: { principals: [...principals] } }],
    to: operation === undefined ? undefined : [{ operation }],
  };
}
