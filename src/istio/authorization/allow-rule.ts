import { CHALLENGE_PATH } from '../../trust/challenge-path';
import { refuseAny } from '../../trust/mesh-trust-error';
import {
  checkProps,
  instanceOf,
  listOf,
  oneOf,
  optional,
  port,
  text,
  type PropertyTable,
} from '../../trust/props';
import { SpiffeId } from '../../trust/spiffe-id';

/** Which requests a rule lets through; all of them, where nothing is said. */
export interface AllowedRequests {
  /** Ports of the workload, as its Pods have them. @default - every port */
  readonly ports?: readonly number[];
  /** Methods of HTTP. @default - every method */
  readonly methods?: readonly HttpMethod[];
  /** Paths of HTTP: exact, or all that begin so where the last character is `*`. @default - every path */
  readonly paths?: readonly string[];
}

/** A method of HTTP. */
export type HttpMethod = (typeof METHODS)[number];

/** What lets through callers that the mesh knows. */
export interface AllowRuleProps extends AllowedRequests {
  /** The identities that may call, each as the model derives it: never a text. */
  readonly callers: readonly SpiffeId[];
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'] as const;
// path-absolute of RFC 3986 without query, a star at its end or none
const PATH = /^\/[A-Za-z0-9._~!$&'()+,;=:@%/-]{0,1022}\*?$/;
const EXAMPLE = "SpiffeId.forServiceAccount(trustDomain, 'shop', 'cart')";

const REQUESTS: PropertyTable<AllowedRequests> = {
  ports: optional(listOf(port(), { min: 1 })),
  methods: optional(listOf(oneOf(METHODS), { min: 1 })),
  paths: optional(
    listOf(text(PATH, 'a path, with * at its end or nowhere', '/status/*'), { min: 1 }),
  ),
};

/** One check for each property of a rule for callers of the mesh. */
export const ALLOW_RULE_PROPERTIES: PropertyTable<AllowRuleProps> = {
  callers: listOf(instanceOf(SpiffeId, EXAMPLE), { min: 1 }),
  ...REQUESTS,
};

/**
 * Who may send which requests. Principals come from SPIFFE IDs of the model, so that a rule cannot name
 * an identity of another form than the one that workloads have.
 */
export class AllowRule {
  /**
   * Callers of the mesh, by their identities.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyMalformed, PropertyOutOfRange
   */
  public static from(props: AllowRuleProps): AllowRule {
    refuseAny(checkProps('AllowRule.from', props, ALLOW_RULE_PROPERTIES));
    const principals = props.callers.map((caller) => caller.toString().replace('spiffe://', ''));
    return new AllowRule(props, [...props.callers], [...new Set(principals)].sort());
  }

  /**
   * Callers without an identity of the mesh, for ports on which a sidecar terminates their TLS itself: a
   * rule on principals never matches them.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyMalformed, PropertyOutOfRange
   */
  public static fromOutsideTheMesh(
    requests: AllowedRequests & Required<Pick<AllowedRequests, 'ports'>>,
  ): AllowRule {
    const table = { ...REQUESTS, ports: listOf(port(), { min: 1 }) };
    refuseAny(checkProps('AllowRule.fromOutsideTheMesh', requests, table));
    return new AllowRule(requests, [], []);
  }

  /**
   * The ACME server and cert-manager, who look whether a challenge of HTTP-01 is answered: for an ingress
   * gateway that refuses everything else.
   */
  public static acmeChallenges(): AllowRule {
    return new AllowRule({ methods: ['GET'], paths: [`${CHALLENGE_PATH}*`] }, [], []);
  }

  private constructor(
    private readonly requests: AllowedRequests,
    /** The identities that may call; empty for callers without one. */
    public readonly callers: readonly SpiffeId[],
    /** `principals` of the rule, sorted; empty for callers without an identity. */
    public readonly principals: readonly string[],
  ) {}

  /** `to.operation` of the rule; nothing when every request is let through. */
  public get operation(): Readonly<Record<string, string[]>> | undefined {
    const { ports, methods, paths } = this.requests;
    const entries = Object.entries({ ports, methods, paths }).flatMap(([key, values]) =>
      values === undefined ? [] : [[key, [...new Set(values.map(String))].sort()] as const],
    );
    return entries.length === 0 ? undefined : Object.fromEntries(entries);
  }

  /** Whether whoever asks at this port of the workload sees the answer to a challenge of HTTP-01. */
  public letsThroughChallengesAt(workloadPort: number): boolean {
    const { ports, methods, paths } = this.requests;
    return (
      this.principals.length === 0 &&
      (ports?.includes(workloadPort) ?? true) &&
      (methods?.includes('GET') ?? true) &&
      (paths?.some(takesEveryChallenge) ?? true)
    );
  }
}

/** The rest of the path of a challenge is its token, which nobody knows before. */
function takesEveryChallenge(path: string): boolean {
  return path.endsWith('*') && CHALLENGE_PATH.startsWith(path.slice(0, -1));
}
