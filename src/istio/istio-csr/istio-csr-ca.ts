import type { ICaCapableIssuer } from '../../cert-manager/issuer/ca-issuer';
import { DnsName } from '../../trust/dns-name';
import { KeyAlgorithm } from '../../trust/key-algorithm';
import { Lifetime } from '../../trust/lifetime';
import { refuseAny } from '../../trust/mesh-trust-error';
import { Resources } from '../../trust/resources';
import type { Authority, Leaf } from '../../trust/trust-chain';
import { Ttl } from '../../trust/ttl';
import { ISTIOD_NAMESPACE, ISTIOD_TLS } from '../ca/istio-ca-names';
import {
  ISTIOD_SERVING,
  type IIstioCa,
  type IstioCaContext,
  type IstioCaSettings,
} from '../ca/istio-ca-source';
import { istioCsrFindings, type IstioCsrOptions } from './istio-csr-options';
import { IstioCsrVersion } from './istio-csr-version';
import type { PinnedRoot } from './pinned-root';

/** Port of its Service. */
const SERVICE_PORT = 443;
/** What is left of its serving certificate when it asks for the next. */
const RENEWAL_DIVISOR = 3;

/**
 * istio-csr in the place of istiod's CA: it answers proxies as istiod would, and has cert-manager sign.
 * istiod signs nothing, and gets its serving certificate as a Secret.
 *
 * @see https://cert-manager.io/docs/usage/istio-csr/
 */
export class IstioCsrCa implements IIstioCa {
  /** Name of its Deployment and Service, and of everything else that it has. */
  public static readonly NAME = 'cert-manager-istio-csr';

  /**
   * istio-csr with these options.
   *
   * @throws PropertyUnknown, PropertyWrongType, PropertyOutOfRange, PropertyMalformed
   */
  public static of(options: IstioCsrOptions): IstioCsrCa {
    refuseAny(istioCsrFindings('IstioCa.istioCsr', options));
    return new IstioCsrCa(options);
  }

  /** istio-csr signs, with the key of cert-manager. */
  public readonly signer = 'istio-csr';
  /** Everything that istiod reads is made. */
  public readonly neededSecrets = [];
  /** Whoever signs is of the model. */
  public readonly isBelowRoot = true;
  /** Release of istio-csr. */
  public readonly version: IstioCsrVersion;
  /** Its namespace. */
  public readonly namespace: string;
  /** Who signs; the root of the environment when nobody is named. */
  public readonly issuer: ICaCapableIssuer | undefined;
  /** The root that it hands out, where it was chosen. */
  public readonly root: PinnedRoot | undefined;
  /** How long the serving certificate of istiod lives and when it is renewed. */
  public readonly istiodLifetime: Lifetime;
  /** How long its own serving certificate lives. */
  public readonly servingCertTtl: Ttl;
  /** Private key of both. */
  public readonly key: KeyAlgorithm;
  /** How many Pods serve. */
  public readonly replicas: number;
  /** What each of them asks for and may use. */
  public readonly resources: Resources;
  /** Which Pods nodes give up first. */
  public readonly priorityClassName: string;

  private constructor(
    /** Everything that was chosen. */
    public readonly options: IstioCsrOptions,
  ) {
    const HOUR = Ttl.hours(1);
    this.version = options.version ?? IstioCsrVersion.V0_17;
    this.namespace = options.namespace ?? 'cert-manager';
    this.issuer = options.issuer;
    this.root = options.root;
    this.istiodLifetime = options.istiodLifetime ?? Lifetime.of(HOUR).renewBefore(Ttl.minutes(30));
    this.servingCertTtl = options.servingCertTtl ?? HOUR;
    this.key = options.key ?? KeyAlgorithm.ECDSA_P256;
    this.replicas = options.replicas ?? 2;
    this.resources =
      options.resources ??
      Resources.of(
        { cpu: '50m', memory: '64Mi', 'ephemeral-storage': '16Mi' },
        { cpu: '500m', memory: '256Mi', 'ephemeral-storage': '64Mi' },
      );
    this.priorityClassName = options.priorityClassName ?? 'system-cluster-critical';
  }

  /** The name under which proxies call it, and for which its certificate is. */
  public get dnsName(): DnsName {
    return DnsName.ofService(IstioCsrCa.NAME, this.namespace);
  }

  /** Proxies ask istio-csr, and istiod has no CA. */
  public get settings(): IstioCaSettings {
    return {
      pilotEnv: { ENABLE_CA_SERVER: 'false' },
      global: { caAddress: `${this.dnsName}:${SERVICE_PORT}` },
    };
  }

  /** No CA of its own: cert-manager signs with the key of the issuer. */
  public authorities(): readonly Authority[] {
    return [];
  }

  /** Who signs for proxies: the issuer. */
  public workloadIssuer({ issuer }: IstioCaContext): string {
    return issuer;
  }

  /** The serving certificates of istiod and of istio-csr. */
  public leaves({ caPath, issuer }: IstioCaContext): readonly Leaf[] {
    const { duration, leftAtRenewal } = this.istiodLifetime;
    return [
      {
        ...ISTIOD_SERVING,
        issuer,
        path: caPath,
        lifetimeProperty: 'istiodLifetime',
        duration,
        leftAtRenewal,
        keyIn: `Secret ${ISTIOD_NAMESPACE}/${ISTIOD_TLS}`,
        secret: { namespace: ISTIOD_NAMESPACE, readIn: ISTIOD_NAMESPACE },
      },
      {
        kind: 'leaf',
        id: 'istio-csr-serving',
        title: "istio-csr's serving certificate",
        issuer,
        path: caPath,
        lifetimeProperty: 'servingCertTtl',
        duration: this.servingCertTtl,
        leftAtRenewal: this.servingCertTtl.dividedBy(RENEWAL_DIVISOR),
        keyIn: 'memory of istio-csr',
        identities: `${this.dnsName}`,
        verifiedBy: ['proxies that ask for a certificate'],
      },
    ];
  }
}
