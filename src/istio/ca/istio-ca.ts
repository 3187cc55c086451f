import { CertManagerIstioCa, type CertManagerIstioCaProps } from './istio-ca-cert-manager';
import { ExistingIstioCa, type ExistingIstioCaProps } from './istio-ca-existing';
import { CACERTS, ISTIOD_NAMESPACE, ROOT_CONFIG_MAP } from './istio-ca-names';
import { MountedFilesCa, type MountedFilesProps } from './istio-ca-mounted-files';
import { SelfSignedIstioCa, type SelfSignedIstioCaProps } from './istio-ca-self-signed';
import type {
  IIstioCa,
  IstioCaContext,
  IstioCaSettings,
  IstioSigner,
  NeededSecret,
} from './istio-ca-source';
import { IstioCsrCa } from '../istio-csr/istio-csr-ca';
import type { IstioCsrOptions } from '../istio-csr/istio-csr-options';
import { KubernetesSignerCa } from '../kubernetes-signer/kubernetes-signer-ca';
import type { KubernetesSignerOptions } from '../kubernetes-signer/kubernetes-signer-options';
import type { Authority, Leaf } from '../../trust/trust-chain';

/**
 * Where istiod gets the key by which it signs: it signs its own serving certificate and those of
 * workloads that have none from SPIRE. Or who signs in its place.
 */
export class IstioCa<Signer extends IstioSigner = IstioSigner> implements IIstioCa {
  /** Namespace of istiod, where its key is. */
  public static readonly NAMESPACE = ISTIOD_NAMESPACE;
  /** Name of the Secret, and of the Certificate, that istiod looks for in its own namespace. */
  public static readonly SECRET_NAME = CACERTS;
  /** Where istiod puts the root, in every namespace. */
  public static readonly ROOT_CONFIG_MAP = ROOT_CONFIG_MAP;

  /**
   * A CA that cert-manager makes and renews in the Secret `cacerts`. It has to be there before istiod
   * starts: istiod makes a root of its own otherwise, and does not look again.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType
   */
  public static certManager(props: CertManagerIstioCaProps): IstioCa<'istiod'> {
    const certificate = CertManagerIstioCa.of(props);
    return new IstioCa('istiod', certificate, certificate);
  }

  /**
   * A CA that somebody else puts into the Secret `cacerts`, and whose facts its owner states. It has
   * to be there before istiod starts.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyOutOfRange, PropertyMalformed
   */
  public static existing(props: ExistingIstioCaProps): IstioCa<'istiod'> {
    return new IstioCa('istiod', ExistingIstioCa.of(props));
  }

  /**
   * A root that istiod makes itself, in a cluster in which there is no Secret `cacerts`. Nobody but
   * proxies of this cluster trusts it.
   *
   * @throws PropertyUnknown, PropertyWrongType, PropertyOutOfRange, PropertyMalformed
   */
  public static selfSigned(props: SelfSignedIstioCaProps = {}): IstioCa<'istiod'> {
    return new IstioCa('istiod', SelfSignedIstioCa.of(props));
  }

  /**
   * istio-csr in the place of istiod's CA: it has cert-manager sign for every workload, gateway and
   * istiod, and no key that signs lies in the namespace of istiod. There is no SPIRE beside it.
   *
   * @throws PropertyUnknown, PropertyWrongType, PropertyOutOfRange, PropertyMalformed
   */
  public static istioCsr(options: IstioCsrOptions = {}): IstioCa<'istio-csr'> {
    const csr = IstioCsrCa.of(options);
    return new IstioCa('istio-csr', csr, undefined, csr);
  }

  /**
   * A signer of the Kubernetes CSR API in the place of istiod's CA, which istiod asks for every
   * workload, every gateway and itself. There is no SPIRE beside it.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyOutOfRange, PropertyMalformed
   */
  public static kubernetesSigner(options: KubernetesSignerOptions): IstioCa<'kubernetes'> {
    return new IstioCa('kubernetes', KubernetesSignerCa.of(options));
  }

  /**
   * No CA that anybody asks: somebody else puts the certificates of workloads, gateways and istiod into
   * Secrets, from which they are mounted. There is no SPIRE beside it.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyMalformed
   */
  public static mountedFiles(props: MountedFilesProps): IstioCa<'files'> {
    return new IstioCa('files', MountedFilesCa.of(props));
  }

  private constructor(
    /** Who signs for proxies without SPIRE. */
    public readonly signer: Signer,
    private readonly source: IIstioCa,
    /** The Certificate that is emitted; nothing for a key that is not made here. */
    public readonly certificate?: CertManagerIstioCa,
    /** The istio-csr that is emitted; nothing where istiod signs. */
    public readonly csr?: IstioCsrCa,
  ) {}

  /** What istiod and the proxies are told. */
  public get settings(): IstioCaSettings {
    return this.source.settings;
  }

  /** Secrets that must be in the namespace of istiod before it starts. */
  public get neededSecrets(): readonly NeededSecret[] {
    return this.source.neededSecrets;
  }

  /** Whether it hangs below the root of the environment. */
  public get isBelowRoot(): boolean {
    return this.source.isBelowRoot;
  }

  /** The authorities that it adds to the chain. */
  public authorities(context: IstioCaContext): readonly Authority[] {
    return this.source.authorities(context);
  }

  /** The `id` of who signs for proxies. */
  public workloadIssuer(context: IstioCaContext): string {
    return this.source.workloadIssuer(context);
  }

  /** What is otherwise with certificates that proxies do not ask for. */
  public get workloadLeaf(): IIstioCa['workloadLeaf'] {
    return this.source.workloadLeaf;
  }

  /** The serving certificate of istiod, and of whoever signs for proxies in its place. */
  public leaves(context: IstioCaContext): readonly Leaf[] {
    return this.source.leaves(context);
  }
}
