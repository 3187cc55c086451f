import { refuse, refuseAny } from '../../trust/mesh-trust-error';
import { checkProps, text, type PropertyTable } from '../../trust/props';

/** Where kubelets of kubeadm, kind and minikube keep the certificate that they sign themselves. */
const SELF_SIGNED = '/var/lib/kubelet/pki/kubelet.crt';
// An absolute path of the node; kubelet-server-current.pem holds the private key of the kubelet as well.
const CERTIFICATE_PATH =
  /^(?=.{1,255}$)(?!.*kubelet-server-current\.pem$)(\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9._-]+)+$/;

/** Why the certificate of the kubelet is not verified. */
export interface SkipKubeletVerificationOptions {
  /** A sentence of 10 to 500 characters, which becomes an annotation of the DaemonSet. */
  readonly reason: string;
}

/** One check for each property of `KubeletVerification.skip`. */
export const SKIP_KUBELET_VERIFICATION_PROPERTIES: PropertyTable<SkipKubeletVerificationOptions> = {
  reason: text(
    /^\S.{8,498}\S$/,
    'a sentence of 10 to 500 characters on one line',
    'the kubelets of this test cluster have certificates that nobody else knows',
  ),
};

/**
 * How a SPIRE agent knows that it asks the kubelet of its own node which Pod a process belongs to.
 * Whoever answers in the kubelet's place decides which identities the workloads of that node get,
 * and receives the agent's token.
 *
 * Which choice works is decided by who signs the serving certificate of the kubelets:
 *
 * | cluster | choice |
 * | --- | --- |
 * | the cluster's CA signs it: kubelets with `serverTLSBootstrap`, most managed clusters, k3s | `apiServerCa()` |
 * | the kubelet signs it itself: kubeadm, kind, minikube as they come | `hostCertificate()` |
 * | anything else | `hostCertificate(path)`, or `skip({ reason })` |
 *
 * With the wrong one nothing is attested wrongly: with `apiServerCa` the agent logs "certificate
 * signed by unknown authority" and gives no SVIDs, with `hostCertificate` its Pod waits for the file.
 *
 * @see https://github.com/spiffe/spire/blob/v1.15.3/doc/plugin_agent_workloadattestor_k8s.md
 */
export class KubeletVerification {
  /**
   * Against the CA of the cluster, which the agent finds in the ConfigMap `kube-root-ca.crt` that
   * every namespace has. It mounts nothing of the node, and is SPIRE's own default.
   */
  public static apiServerCa(): KubeletVerification {
    return new KubeletVerification(undefined, undefined);
  }

  /**
   * Against the certificate file of the kubelet on the same node, which the agent mounts read-only.
   *
   * @param path of the certificate, without its key
   * @throws PropertyMalformed
   */
  public static hostCertificate(path: string = SELF_SIGNED): KubeletVerification {
    if (typeof path !== 'string' || !CERTIFICATE_PATH.test(path)) {
      refuse({
        code: 'PropertyMalformed',
        path: 'KubeletVerification.hostCertificate',
        problem: `'path' must be the absolute path of a file on the node that holds no private key, got ${JSON.stringify(path)}`,
        fix: `write '${SELF_SIGNED}', or KubeletVerification.apiServerCa() where the cluster's CA signs for kubelets`,
      });
    }
    return new KubeletVerification(path, undefined);
  }

  /**
   * Not at all. With host network the connection does not leave the node, so that only who can listen
   * on its port 10250, or change its name resolution, can stand in for the kubelet.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyMalformed
   */
  public static skip(options: SkipKubeletVerificationOptions): KubeletVerification {
    refuseAny(
      checkProps('KubeletVerification.skip', options, SKIP_KUBELET_VERIFICATION_PROPERTIES),
    );
    return new KubeletVerification(undefined, options.reason);
  }

  private constructor(
    /** The certificate file on the node, if that is what the kubelet is verified against. */
    public readonly certificatePath: string | undefined,
    /** Why nothing is verified, if nothing is. */
    public readonly skippedBecause: string | undefined,
  ) {}

  /** Whether the kubelet has to prove who it is. */
  public get isVerified(): boolean {
    return this.skippedBecause === undefined;
  }
}
