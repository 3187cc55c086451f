import { refuseAny } from '../../trust/mesh-trust-error';
import type { Authority, Leaf } from '../../trust/trust-chain';
import { Ttl } from '../../trust/ttl';
import {
  ISTIOD_SERVING,
  type IIstioCa,
  type IstioCaContext,
  type IstioCaSettings,
} from '../ca/istio-ca-source';
import {
  kubernetesSignerFindings,
  type KubernetesSignerOptions,
} from './kubernetes-signer-options';

/** `id` in the chain of who signs. */
const SIGNER = 'kubernetes-signer';
const DEFAULT_ISTIOD_CERT_TTL = Ttl.days(30);
/** istiod asks anew when half is left. */
const GRACE_PERIOD_DIVISOR = 2;

/**
 * A signer of the Kubernetes CSR API in the place of istiod's CA: istiod checks who asks, makes a
 * CertificateSigningRequest, approves it and hands on what the signer answers. It has no key that signs.
 *
 * @see https://istio.io/latest/docs/tasks/security/cert-management/custom-ca-k8s/
 */
export class KubernetesSignerCa implements IIstioCa {
  /**
   * The signer with these facts.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyOutOfRange, PropertyMalformed
   */
  public static of(options: KubernetesSignerOptions): KubernetesSignerCa {
    refuseAny(kubernetesSignerFindings('IstioCa.kubernetesSigner', options));
    return new KubernetesSignerCa(options);
  }

  /** The signer signs. */
  public readonly signer = 'kubernetes';
  /** The signer is no object of the cluster. */
  public readonly neededSecrets = [];
  /** Its root is not that of the environment. */
  public readonly isBelowRoot = false;

  private constructor(private readonly options: KubernetesSignerOptions) {}

  /**
   * Which signer is asked, by whom, and what is verified against. Proxies are not told that istiod's
   * own certificate is of the signer: they would look for its root elsewhere.
   */
  public get settings(): IstioCaSettings {
    const { domain, name, rootPem } = this.options;
    return {
      pilotEnv: {
        EXTERNAL_CA: 'ISTIOD_RA_KUBERNETES_API',
        CERT_SIGNER_DOMAIN: domain,
        CITADEL_SELF_SIGNED_CA_CERT_TTL: this.istiodCertTtl.toString(),
      },
      istiodEnv: [{ name: 'PILOT_CERT_PROVIDER', value: `k8s.io/${this.signerName}` }],
      global: { certSigners: [this.signerName] },
      proxyMetadata: { ISTIO_META_CERT_SIGNER: name },
      caCertificates: [{ pem: rootPem, certSigners: [this.signerName] }],
    };
  }

  /** The signer, with what its owner states. */
  public authorities({ caPath, bundleIn, workloads }: IstioCaContext): readonly Authority[] {
    const { subject, lifetime, keyAtRenewal } = this.options;
    return [
      {
        kind: 'authority',
        id: SIGNER,
        title: subject?.commonName ?? this.signerName,
        path: caPath,
        lifetimeProperty: 'lifetime',
        duration: lifetime.duration,
        leftAtRenewal: lifetime.leftAtRenewal,
        keyAtRenewal,
        keyIn: `behind the signer ${this.signerName}`,
        bundleIn: [bundleIn],
        verifiedBy: [workloads, 'proxies that connect to istiod'],
        isAskedByIstiod: true,
      },
    ];
  }

  /** The signer signs for proxies. */
  public workloadIssuer(): string {
    return SIGNER;
  }

  /** What istiod asks the signer for. */
  public leaves({ path }: IstioCaContext): readonly Leaf[] {
    return [
      {
        ...ISTIOD_SERVING,
        issuer: SIGNER,
        path,
        lifetimeProperty: 'ca.istiodCertTtl',
        duration: this.istiodCertTtl,
        leftAtRenewal: this.istiodCertTtl.dividedBy(GRACE_PERIOD_DIVISOR),
        keyIn: 'memory of istiod',
      },
    ];
  }

  private get signerName(): string {
    return `${this.options.domain}/${this.options.name}`;
  }

  private get istiodCertTtl(): Ttl {
    return this.options.istiodCertTtl ?? DEFAULT_ISTIOD_CERT_TTL;
  }
}
