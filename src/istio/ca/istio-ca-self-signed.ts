import { refuseAny, type Finding } from '../../trust/mesh-trust-error';
import {
  checkProps,
  instanceOf,
  integer,
  oneOf,
  optional,
  type PropertyTable,
} from '../../trust/props';
import { TrustChain, type Authority, type Leaf } from '../../trust/trust-chain';
import { Ttl } from '../../trust/ttl';
import { CACERTS, ISTIO_CA_SECRET, ISTIOD_NAMESPACE } from './istio-ca-names';
import type { IIstioCa, IstioCaContext, IstioCaSettings } from './istio-ca-source';
import { istiodAuthority, type IstiodAuthorityFacts, servedByIstiod } from './istiod-authority';

/** A root that istiod makes, keeps and renews itself. */
export interface SelfSignedIstioCaProps {
  /** How long it lives; istiod asks itself for a serving certificate of this lifetime, too. @default Ttl.days(3650) */
  readonly duration?: Ttl;
  /** Which share of it is left when istiod renews it, in per cent. @default 20 */
  readonly renewBeforePercentage?: number;
  /** How often istiod looks whether it is time. @default Ttl.hours(1) */
  readonly checkInterval?: Ttl;
  /** Whether several istiods begin to look at random times within an interval, or at once. @default 'spread' */
  readonly firstCheck?: 'spread' | 'at-once';
  /** Size of its RSA key, in bits; the key is kept at renewal. @default 2048 */
  readonly rsaKeySize?: 2048 | 3072 | 4096;
  /** The Secret in which istiod keeps it. @default 'istio-ca-secret' */
  readonly secret?: 'istio-ca-secret' | 'cacerts';
}

/** What Istio has where nobody says it. */
const DEFAULTS = {
  duration: Ttl.days(3650),
  renewBeforePercentage: 20,
  checkInterval: Ttl.hours(1),
  rsaKeySize: 2048,
} as const;
const WHOLE = 100;
const MIN_CHECK_INTERVAL = Ttl.minutes(10);
const RSA_KEY_SIZES: readonly number[] = [2048, 3072, 4096];

/** One check for each property of a root of istiod. */
export const SELF_SIGNED_ISTIO_CA_PROPERTIES: PropertyTable<SelfSignedIstioCaProps> = {
  duration: optional(instanceOf(Ttl, 'Ttl.days(3650)')),
  renewBeforePercentage: optional(integer(1, WHOLE - 1)),
  checkInterval: optional(instanceOf(Ttl, 'Ttl.hours(1)')),
  firstCheck: optional(oneOf(['spread', 'at-once'])),
  rsaKeySize: optional(integer(2048, 4096)),
  secret: optional(oneOf([ISTIO_CA_SECRET, CACERTS])),
};

/** Everything that is wrong with the properties of a root of istiod. */
export function selfSignedIstioCaFindings(path: string, props: SelfSignedIstioCaProps): Finding[] {
  const findings = checkProps(path, props, SELF_SIGNED_ISTIO_CA_PROPERTIES);
  return findings.length > 0
    ? findings
    : [...keyFindings(path, props), ...checkIntervalFindings(path, props)];
}

function keyFindings(
  path: string,
  { rsaKeySize = DEFAULTS.rsaKeySize }: SelfSignedIstioCaProps,
): Finding[] {
  return RSA_KEY_SIZES.includes(rsaKeySize)
    ? []
    : [
        {
          code: 'PropertyOutOfRange',
          path,
          problem: `'rsaKeySize' must be one of ${RSA_KEY_SIZES.join(', ')}, got ${rsaKeySize}`,
          fix: 'write rsaKeySize: 4096',
        },
      ];
}

/** Whoever looks too rarely finds a root that has ended. */
function checkIntervalFindings(path: string, props: SelfSignedIstioCaProps): Finding[] {
  const { checkInterval = DEFAULTS.checkInterval } = props;
  const left = leftAtRenewal(props);
  if (MIN_CHECK_INTERVAL.outlives(checkInterval)) {
    return [
      {
        code: 'PropertyOutOfRange',
        path,
        problem: `'checkInterval' must be at least ${MIN_CHECK_INTERVAL}, got ${checkInterval}`,
        fix: `write ${MIN_CHECK_INTERVAL.toCode()} or more`,
      },
    ];
  }
  return left.outlives(checkInterval)
    ? []
    : [
        {
          code: 'PropertyOutOfRange',
          path,
          problem: `'checkInterval' must be less than what is left of the root when it is due (${left}), got ${checkInterval}`,
          fix: "look more often, or raise 'duration' or 'renewBeforePercentage'",
        },
      ];
}

function leftAtRenewal({
  duration = DEFAULTS.duration,
  renewBeforePercentage = DEFAULTS.renewBeforePercentage,
}: SelfSignedIstioCaProps): Ttl {
  return Ttl.seconds(Math.max(1, Math.floor((duration.inSeconds * renewBeforePercentage) / WHOLE)));
}

/**
 * The root that istiod makes when no Secret `cacerts` is there: RSA, kept in a Secret of its own, and
 * renewed with the same key. Nothing of it is emitted but what istiod is told of it.
 *
 * @see https://github.com/istio/istio/blob/1.30.3/security/pkg/pki/ca/selfsignedcarootcertrotator.go
 */
export class SelfSignedIstioCa implements IIstioCa {
  /**
   * A root with these values.
   *
   * @throws PropertyUnknown, PropertyWrongType, PropertyOutOfRange, PropertyMalformed
   */
  public static of(props: SelfSignedIstioCaProps): SelfSignedIstioCa {
    refuseAny(selfSignedIstioCaFindings('IstioCa.selfSigned', props));
    return new SelfSignedIstioCa(props);
  }

  /** istiod signs. */
  public readonly signer = 'istiod';
  /** istiod makes everything. */
  public readonly neededSecrets = [];
  /** It is a root itself. */
  public readonly isBelowRoot = false;

  private constructor(private readonly props: SelfSignedIstioCaProps) {}

  /** Lifetime and renewal are always said, the rest where it is not what Istio has. */
  public get settings(): IstioCaSettings {
    const { checkInterval, firstCheck, rsaKeySize, secret } = this.props;
    const { renewBeforePercentage = DEFAULTS.renewBeforePercentage } = this.props;
    return {
      pilotEnv: {
        CITADEL_SELF_SIGNED_CA_CERT_TTL: this.duration.toString(),
        CITADEL_SELF_SIGNED_ROOT_CERT_GRACE_PERIOD_PERCENTILE: String(renewBeforePercentage),
        ...(checkInterval && {
          CITADEL_SELF_SIGNED_ROOT_CERT_CHECK_INTERVAL: checkInterval.toString(),
        }),
        ...(firstCheck === 'at-once' && { CITADEL_ENABLE_JITTER_FOR_ROOT_CERT_ROTATOR: 'false' }),
        ...(rsaKeySize && { CITADEL_SELF_SIGNED_CA_RSA_KEY_SIZE: String(rsaKeySize) }),
        ...(secret === CACERTS && { USE_CACERTS_FOR_SELF_SIGNED_CA: 'true' }),
      },
    };
  }

  /** istiod as a root. */
  public authorities(context: IstioCaContext): readonly Authority[] {
    const { secret = ISTIO_CA_SECRET } = this.props;
    const facts: IstiodAuthorityFacts = {
      duration: this.duration,
      leftAtRenewal: leftAtRenewal(this.props),
      keyAtRenewal: 'kept',
      keyIn: `Secret ${ISTIOD_NAMESPACE}/${secret}`,
    };
    return [istiodAuthority(facts, context)];
  }

  /** istiod signs for proxies. */
  public workloadIssuer(): string {
    return TrustChain.ISTIOD;
  }

  /** What istiod signs for itself, for as long as its root lives. */
  public leaves(context: IstioCaContext): readonly Leaf[] {
    const ca = { duration: this.duration, leftAtRenewal: leftAtRenewal(this.props) };
    return [servedByIstiod(ca, context, this.duration)];
  }

  private get duration(): Ttl {
    return this.props.duration ?? DEFAULTS.duration;
  }
}
