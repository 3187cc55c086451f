import { refuseAny } from '../../trust/mesh-trust-error';
import { dnsLabel } from '../../trust/name-checks';
import { checkProps, instanceOf, listOf, optional, type PropertyTable } from '../../trust/props';
import { IstioVersion } from '../istio-version';
import { revisionCheck, revisionOfVersion } from './revision';

/** To which release an upgrade leads. */
export interface CanaryUpgradeTarget {
  /** The release that takes over. */
  readonly version: IstioVersion;
  /** Name of its control plane. @default - the version with dashes: `1-30-3` */
  readonly revision?: string;
}

/** A release on trial. */
export interface CanaryUpgradeTrial extends CanaryUpgradeTarget {
  /** Namespaces of the mesh whose Pods get proxies of it already. @default - none */
  readonly namespaces?: readonly string[];
}

const target: PropertyTable<CanaryUpgradeTarget> = {
  version: instanceOf(IstioVersion, 'IstioVersion.V1_30'),
  revision: optional(revisionCheck),
};

/** One check for each property of a release on trial. */
export const CANARY_UPGRADE_TRIAL: PropertyTable<CanaryUpgradeTrial> = {
  ...target,
  namespaces: optional(listOf(dnsLabel('shop'))),
};

/** One check for each property of a release that has taken over. */
export const CANARY_UPGRADE_TARGET: PropertyTable<CanaryUpgradeTarget> = target;

/**
 * An upgrade under way, with two control planes in the cluster: that of `version` and `revision`, and the
 * one that replaces it. Each step is a commit, and the step back is its revert. At the end the
 * environment says the new version and revision itself, without an upgrade.
 *
 * @see https://istio.io/latest/docs/setup/upgrade/canary/
 */
export class CanaryUpgrade {
  /**
   * The new control plane runs beside the old one, which everybody follows but the namespaces on trial.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyMalformed
   */
  public static onTrial(props: CanaryUpgradeTrial): CanaryUpgrade {
    refuseAny(checkProps('CanaryUpgrade.onTrial', props, CANARY_UPGRADE_TRIAL));
    return new CanaryUpgrade(props, props.namespaces ?? [], false);
  }

  /**
   * Tags, gateways, the CNI node agent and all namespaces are with the new control plane; the old one is
   * there to go back to, until no proxy of it is left.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyMalformed
   */
  public static promoted(props: CanaryUpgradeTarget): CanaryUpgrade {
    refuseAny(checkProps('CanaryUpgrade.promoted', props, CANARY_UPGRADE_TARGET));
    return new CanaryUpgrade(props, [], true);
  }

  /** The release that takes over. */
  public readonly version: IstioVersion;
  /** Name of its control plane, where nobody derives another. */
  public readonly revision: string;
  /** Whether somebody wrote that name. */
  public readonly isRevisionGiven: boolean;

  private constructor(
    { version, revision }: CanaryUpgradeTarget,
    /** Namespaces on trial. */
    public readonly namespaces: readonly string[],
    /** Whether the new control plane is the one that is followed. */
    public readonly isPromoted: boolean,
  ) {
    this.version = version;
    this.revision = revision ?? revisionOfVersion(version);
    this.isRevisionGiven = revision !== undefined;
  }
}
