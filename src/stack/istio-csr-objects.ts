import { ApiObject, type Chart } from 'cdk8s';
import type { RequestPolicyProps } from '../cert-manager/approval/request-policy-props';
import { LeafCertificate } from '../cert-manager/certificate/leaf-certificate';
import type { TrustRoot } from '../cert-manager/root/trust-root';
import { IstioCa } from '../istio/ca/istio-ca';
import { ISTIOD_TLS } from '../istio/ca/istio-ca-names';
import { DEFAULT_WORKLOAD_CERT_TTL } from '../istio/control-plane/istio-chain';
import type { IstioControlPlaneProps } from '../istio/control-plane/istio-control-plane-props';
import { IstioCsr } from '../istio/istio-csr/istio-csr';
import type { IstioCsrCa } from '../istio/istio-csr/istio-csr-ca';
import { istioCsrRequests } from '../istio/istio-csr/istio-csr-requests';
import { PinnedRoot } from '../istio/istio-csr/pinned-root';
import { PREREQUISITES_ANNOTATION } from '../trust/annotations';
import { DnsName } from '../trust/dns-name';
import { ImageSource } from '../trust/image-source';
import type { Ttl } from '../trust/ttl';
import type { EnvironmentParts } from './environment-parts';
import type { AnyEnvironmentProps } from './environment-props';

/** The key of a Secret of cert-manager under which the root lies. */
const ROOT_KEY = 'ca.crt';

/** The root that istio-csr hands out: the one that was chosen, or else that of a Secret beside it. */
export function pinnedRootOf(
  csr: IstioCsrCa,
  root: TrustRoot | undefined,
  secretNamespace: string,
): PinnedRoot | undefined {
  if (csr.root !== undefined) {
    return csr.root;
  }
  return root?.selfSignedRoot === undefined || secretNamespace !== csr.namespace
    ? undefined
    : PinnedRoot.inSecret(root.selfSignedRoot.name, ROOT_KEY);
}

/** What istio-csr requests; nothing where istiod signs itself, or nobody is known to sign. */
export function requestsOfIstioCsr(
  { root }: AnyEnvironmentProps,
  { controlPlane }: EnvironmentParts,
): readonly RequestPolicyProps[] {
  const { csr } = controlPlane.ca;
  return csr === undefined || root === undefined
    ? []
    : istioCsrRequests({
        csr,
        issuer: csr.issuer ?? root.issuer,
        trustDomain: controlPlane.trustDomain,
        maxWorkloadCertTtl: longestFor(controlPlane),
      });
}

/** istio-csr and the serving certificate of istiod, where they take the place of istiod's CA. */
export class IstioCsrObjects {
  public constructor(
    private readonly layer: Chart,
    private readonly props: AnyEnvironmentProps,
    private readonly parts: EnvironmentParts,
  ) {}

  /** Defines them; nothing where istiod signs itself. */
  public define(): void {
    const { root } = this.props;
    const { certManager, controlPlane } = this.parts;
    const { csr } = controlPlane.ca;
    const pinned = csr && pinnedRootOf(csr, root, certManager.clusterResourceNamespace);
    // Without either of them it is refused before anything is defined.
    if (csr !== undefined && pinned !== undefined && root !== undefined) {
      this.addIstioCsr(csr, pinned, root);
      this.addServingCertificate(csr, root);
    }
  }

  private addIstioCsr(csr: IstioCsrCa, pinned: PinnedRoot, root: TrustRoot): void {
    const {
      trustDomain,
      clusterName,
      logFormat = 'text',
      images = ImageSource.upstream(),
    } = this.parts.controlPlane;
    const made = new IstioCsr(this.layer, 'IstioCsr', {
      csr,
      issuer: csr.issuer ?? root.issuer,
      root: pinned,
      trustDomain,
      clusterName,
      maxWorkloadCertTtl: longestFor(this.parts.controlPlane),
      logFormat,
      images,
    });
    requires(made, 'Deployment', [
      ...(csr.root === undefined ? [] : [`${pinned.kind}/${pinned.name}`]),
      ...issuerBefore(root),
      ...this.namespaceBefore(csr),
    ]);
  }

  private addServingCertificate(csr: IstioCsrCa, root: TrustRoot): void {
    const { revision } = this.parts.controlPlane;
    const service = revision === undefined ? 'istiod' : `istiod-${revision}`;
    const made = new LeafCertificate(this.layer, ISTIOD_TLS, {
      name: 'istiod',
      namespace: IstioCa.NAMESPACE,
      secretName: ISTIOD_TLS,
      dnsNames: [DnsName.ofService(service, IstioCa.NAMESPACE)],
      usages: 'server',
      issuer: csr.issuer ?? root.issuer,
      lifetime: csr.istiodLifetime,
      key: csr.key,
    });
    requires(made, 'Certificate', issuerBefore(root));
  }

  /** Where cert-manager is there already, so is its namespace. */
  private namespaceBefore({ namespace }: IstioCsrCa): readonly string[] {
    const { remoteResources, namespace: ofRelease } = this.parts.certManager;
    return remoteResources.length > 0 && namespace === ofRelease ? [] : [`Namespace/${namespace}`];
  }
}

/** The longest certificate of a workload. */
function longestFor({
  workloadCertTtl = DEFAULT_WORKLOAD_CERT_TTL,
  maxWorkloadCertTtl = workloadCertTtl,
}: IstioControlPlaneProps): Ttl {
  return maxWorkloadCertTtl;
}

/** The issuer, where somebody else keeps it. */
function issuerBefore({ selfSignedRoot, issuer: { kind, name } }: TrustRoot): readonly string[] {
  return selfSignedRoot === undefined ? [`${kind}/${name}`] : [];
}

/** Names on the object of this kind what must be there beforehand. */
function requires(
  construct: IstioCsr | LeafCertificate,
  wanted: string,
  prerequisites: readonly string[],
): void {
  const object = construct.node
    .findAll()
    .filter((each) => ApiObject.isApiObject(each))
    .find(({ kind }) => kind === wanted);
  if (prerequisites.length > 0) {
    object?.metadata.addAnnotation(PREREQUISITES_ANNOTATION, [...prerequisites].sort().join(','));
  }
}
