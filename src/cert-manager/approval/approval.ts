import type { Prerequisite } from '../../trust/prerequisite';
import type { CertManager } from '../cert-manager';

const CHART = 'cert-manager-approver-policy';

/**
 * Who approves CertificateRequests before an issuer signs them.
 *
 * @see https://cert-manager.io/docs/usage/certificaterequest/#approval
 */
export class Approval {
  /** The layer of the policies: before every Certificate, so that a changed request finds a changed policy. */
  public static readonly LAYER = '25-approval';
  /** The release of approver-policy for which policies are written. */
  public static readonly APPROVER_POLICY_VERSION = '0.27.0';

  /** cert-manager itself, which approves every request for an issuer of its own: whoever may ask is answered. */
  public static certManager(): Approval {
    return new Approval('cert-manager');
  }

  /**
   * approver-policy, by one policy for each request that the chain makes: its names, usages, lifetime and
   * key, and no others. cert-manager approves nothing then; who asks for anything else is denied, or waits
   * without end where no policy is bound to who asks.
   *
   * @see https://cert-manager.io/docs/policy/approval/approver-policy/
   */
  public static policies(): Approval {
    return new Approval('approver-policy');
  }

  private constructor(
    /** What approves. */
    public readonly approver: 'cert-manager' | 'approver-policy',
  ) {}

  /** Whether policies say what is approved. */
  public get isByPolicies(): boolean {
    return this.approver === 'approver-policy';
  }

  /** What somebody must install, or set, for it. */
  public prerequisitesWith(certManager: CertManager): readonly Prerequisite[] {
    if (!this.isByPolicies) {
      return [];
    }
    const { installation } = certManager;
    return [
      {
        kind: 'Installation',
        name: `approver-policy ${Approval.APPROVER_POLICY_VERSION}`,
        readBy: 'every CertificateRequest',
        purpose: `chart ${CHART}, once cert-manager runs`,
        before: Approval.LAYER,
      },
      ...(installation === undefined
        ? []
        : [
            {
              ...installation,
              purpose:
                'its controller runs with --controllers=*,-certificaterequests-approver, in its chart disableAutoApproval: true',
            },
          ]),
    ];
  }

  /** What approves, for findings. */
  public toString(): string {
    return this.approver;
  }
}
