import type { Construct } from 'constructs';

import { refuseAny, type Finding } from '../../trust/mesh-trust-error';
import type { TrustDomain } from '../../trust/trust-domain';
import { AllowPolicy, allowPolicyFindings, type AllowPolicyProps } from './allow-policy';
import type { AllowRule } from './allow-rule';
import { DefaultDeny, defaultDenyFindings, type DefaultDenyProps } from './default-deny';

/** What one of them says of itself. */
interface AuthorizationParts {
  readonly name: string;
  readonly namespace: string;
  readonly workloadLabels?: Readonly<Record<string, string>>;
  readonly rules: readonly AllowRule[];
  readonly define: (scope: Construct, id: string) => Construct;
}

/** Which trust domains are those of the mesh. */
export interface MeshTrustDomains {
  /** The trust domain of its workloads. */
  readonly trustDomain: TrustDomain;
  /** Those that count as it. @default - none */
  readonly trustDomainAliases?: readonly TrustDomain[];
  /** Those with which it federates, whose identities remain foreign. @default - none */
  readonly federatedTrustDomains?: readonly TrustDomain[];
}

/** A workload, as far as policies select it. */
export interface AuthorizedWorkload {
  /** Its namespace. */
  readonly namespace: string;
  /** Labels of its Pods. */
  readonly podLabels: Readonly<Record<string, string>>;
  /** The namespace whose policies are for the whole mesh. */
  readonly rootNamespace: string;
}

/** Who may call whom in one namespace, as a value: an environment lists them. */
export class Authorization {
  /**
   * Refuses what no other Authorization of the namespace lets through.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyMalformed
   */
  public static denyByDefault(props: DefaultDenyProps): Authorization {
    refuseAny(defaultDenyFindings('Authorization.denyByDefault', props));
    return new Authorization({
      name: DefaultDeny.NAME,
      namespace: props.namespace,
      rules: [],
      define: (scope, id) => new DefaultDeny(scope, id, props),
    });
  }

  /**
   * Lets through what its rules name.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyMalformed, PropertyOutOfRange
   */
  public static allow(props: AllowPolicyProps): Authorization {
    refuseAny(allowPolicyFindings('Authorization.allow', props));
    return new Authorization({
      name: props.name,
      namespace: props.namespace,
      workloadLabels: props.workloadLabels,
      rules: props.rules,
      define: (scope, id) => new AllowPolicy(scope, id, props),
    });
  }

  private constructor(private readonly parts: AuthorizationParts) {}

  /** Name of the AuthorizationPolicy. */
  public get name(): string {
    return this.parts.name;
  }

  /** Namespace of the workloads. */
  public get namespace(): string {
    return this.parts.namespace;
  }

  /** CallerForeign: everybody whom it lets in can have that identity in this mesh. */
  public findingsIn(
    path: string,
    { trustDomain, trustDomainAliases = [], federatedTrustDomains = [] }: MeshTrustDomains,
  ): Finding[] {
    const known = [trustDomain, ...trustDomainAliases, ...federatedTrustDomains];
    const foreign = this.parts.rules
      .flatMap(({ callers }) => callers)
      .filter((caller) => !known.some((domain) => caller.isIn(domain)));
    return [...new Set(foreign.map(String))].sort().map((caller) => ({
      code: 'CallerForeign',
      path,
      problem: `'callers' of ${this} must be of the trust domain ${known.join(' or ')}, got ${caller}`,
      fix: `write SpiffeId.forServiceAccount(TrustDomain.of('${trustDomain}'), …), or federate with the other one: Federation.between(…)`,
    }));
  }

  /** Whether it is for a workload: one of its namespace, or of the whole mesh where that is the root namespace. */
  public isFor({ namespace, podLabels, rootNamespace }: AuthorizedWorkload): boolean {
    return (
      [namespace, rootNamespace].includes(this.namespace) &&
      Object.entries(this.parts.workloadLabels ?? {}).every(
        ([key, value]) => podLabels[key] === value,
      )
    );
  }

  /** Whether it lets the answers to challenges of HTTP-01 through, at this port of a workload. */
  public letsThroughChallengesAt(workloadPort: number): boolean {
    return this.parts.rules.some((rule) => rule.letsThroughChallengesAt(workloadPort));
  }

  /** Defines its AuthorizationPolicy. */
  public defineAt(scope: Construct, id: string): Construct {
    return this.parts.define(scope, id);
  }

  /** Namespace and name, for findings. */
  public toString(): string {
    return `${this.namespace}/${this.name}`;
  }
}
