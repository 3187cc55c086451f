import { refuseAny } from '../../trust/mesh-trust-error';
import { checkProps, oneOf, optional, type PropertyTable } from '../../trust/props';

/** What the Sail operator does when the version of its Istio changes. */
export type SailUpdateStrategy = 'InPlace' | 'RevisionBased';

/** How the Sail operator installs. */
export interface SailOptions {
  /**
   * Whether a new version takes the place of the old one (`InPlace`), or comes beside it as a revision
   * that the operator names and removes once nobody uses it (`RevisionBased`).
   *
   * @default 'InPlace'
   */
  readonly updateStrategy?: SailUpdateStrategy;
}

/** One check for each option of the Sail operator. */
export const SAIL_OPTIONS: PropertyTable<SailOptions> = {
  updateStrategy: optional(oneOf(['InPlace', 'RevisionBased'])),
};

/**
 * Who brings the control plane into the cluster, and so in which of three forms it is written. What is
 * written says the same in each, as far as the installer can say it.
 */
export class IstioInstallation {
  /** Name of the Istio object from which the Sail operator derives names of revisions. */
  public static readonly SAIL_NAME = 'default';

  /** `istioctl install`, which reads an IstioOperator. */
  public static istioctl(): IstioInstallation {
    return new IstioInstallation('istioctl', undefined);
  }

  /** Helm with the charts `base`, `istiod`, `cni` and `gateway`, which read a file of values each. */
  public static helm(): IstioInstallation {
    return new IstioInstallation('helm', undefined);
  }

  /**
   * The Sail operator, which reads objects of the cluster: GitOps applies them like everything else. The
   * operator is there beforehand; it installs no gateways, which are Deployments of ours with it.
   *
   * @throws PropertyUnknown, PropertyWrongType, PropertyOutOfRange
   * @see https://github.com/istio-ecosystem/sail-operator/blob/1.30.3/docs/common/create-and-configure-gateways.adoc
   */
  public static sail(options: SailOptions = {}): IstioInstallation {
    refuseAny(checkProps('IstioInstallation.sail', options, SAIL_OPTIONS));
    return new IstioInstallation('sail', options.updateStrategy ?? 'InPlace');
  }

  private constructor(
    /** Which of the three it is. */
    public readonly installer: 'istioctl' | 'helm' | 'sail',
    /** What the Sail operator does with a new version; the others do nothing by themselves. */
    public readonly updateStrategy: SailUpdateStrategy | undefined,
  ) {}

  /** Whether the proxies of gateways come by injection, and not from a chart that has them in it. */
  public get injectsGateways(): boolean {
    return this.installer !== 'istioctl';
  }

  /** Whether the installer names revisions itself, after the version. */
  public get namesRevisions(): boolean {
    return this.updateStrategy === 'RevisionBased';
  }
}
