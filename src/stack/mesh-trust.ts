import { ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { Approval } from '../cert-manager/approval/approval';
import { CaCertificate } from '../cert-manager/certificate/ca-certificate';
import { RootBundle } from '../cert-manager/bundle/root-bundle';
import { RootCa } from '../cert-manager/root/root-ca';
import { EmittedClusterIssuer } from '../cert-manager/issuer/emitted-cluster-issuer';
import { RootIssuer } from '../cert-manager/root/root-issuer';
import { TrustManagerBundle } from '../cert-manager/bundle/trust-manager-bundle';
import type { TrustRoot } from '../cert-manager/root/trust-root';
import { HttpIngress } from '../ingress/http-ingress';
import { IngressHosts } from '../ingress/ingress-hosts';
import { InjectedGateway } from '../istio/gateway/injected-gateway';
import { injectionTemplateOf } from '../istio/control-plane/control-plane-values';
import { IstioCa } from '../istio/ca/istio-ca';
import type { CertManagerIstioCa } from '../istio/ca/istio-ca-cert-manager';
import { IstioControlPlane } from '../istio/control-plane/istio-control-plane';
import { MeshPeerAuthentication } from '../istio/mesh-peer-authentication';
import type { Sample } from '../samples/sample';
import { FederatedTrustDomains } from '../spire/federation/federated-trust-domains';
import { federationSideOf } from '../spire/federation/federation-side-of';
import { MeshIdentities } from '../spire/controller-manager/mesh-identities';
import { SpiffeCsiDriver } from '../spire/csi-driver/spiffe-csi-driver';
import { SpireAgent } from '../spire/agent/spire-agent';
import { spireCrdResources } from '../spire/controller-manager/spire-crd-resources';
import { SpireServer } from '../spire/server/spire-server';
import { spireServerSettings } from '../spire/server/spire-server-settings';
import {
  PREREQUISITE_METADATA,
  requirePrerequisites,
  type Prerequisite,
} from '../trust/prerequisite';
import { approvalOf, defineRequestPolicies, installationsOf, isCertificate } from './approvals';
import { EdgeObjects } from './edge-objects';
import { controlPlaneChart, PATHS } from './environment-chain';
import {
  identitiesProps,
  partsOf,
  type EnvironmentParts,
  type SpireParts,
} from './environment-parts';
import type { AnyEnvironmentProps } from './environment-props';
import { gatewayApiCrds } from './gateway-api-crds';
import { IstioCsrObjects } from './istio-csr-objects';
import { inKeyOrder, valuesInKeyOrder } from './key-order';
import { LayerNamespace } from './layer-namespace';
import { namespacesOf } from './mesh-namespaces';
import { mountedCertificatesOf } from './mounted-certificates';
import { releasePatchesOf } from './release-patches';
import {
  LAYERS,
  type KubernetesObject,
  type LayerName,
  type RenderedEnvironment,
} from './rendered-environment';

/** The chart whose objects are an input of istioctl, and in no layer. */
const ISTIOCTL = 'istioctl';
/** The chart of a control plane that Helm installs: its values are no objects. */
const HELM = 'helm';
type ChartName = LayerName | typeof ISTIOCTL | typeof HELM;

/**
 * The parts of one environment, wired together: a flat chart for each layer. Charts do not depend on
 * each other; the order is that of the layers.
 */
export class MeshTrust extends Construct {
  private readonly parts: EnvironmentParts;
  private readonly layers: ReadonlyMap<ChartName, Chart>;
  private readonly controlPlane: IstioControlPlane;

  /**
   * Defines the charts of the environment that `id` names.
   *
   * @throws MeshTrustError with what the first refused part refuses; `Environment` finds all of it
   */
  public constructor(
    scope: Construct,
    id: string,
    private readonly props: AnyEnvironmentProps,
  ) {
    super(scope, id);
    this.parts = partsOf(props);
    const names: readonly ChartName[] = [...LAYERS, ISTIOCTL, HELM];
    this.layers = new Map(names.map((name) => [name, new Chart(this, name)]));
    this.addNamespaces();
    this.addAuthorities();
    if (this.parts.spire !== undefined) {
      this.addSpire(this.parts.spire);
    }
    this.controlPlane = this.addIstio();
    const edge = new EdgeObjects((name) => this.layer(name), props, this.parts);
    edge.define();
    (props.samples ?? []).forEach((sample) => {
      this.addSample(sample, edge);
    });
    this.addPolicies();
  }

  /** Everything that the environment writes, together with the pictures of its chain. */
  public render(chain: RenderedEnvironment['chain']): RenderedEnvironment {
    const { certManager, spire } = this.parts;
    const remoteResources: Partial<Record<LayerName, readonly string[]>> = {
      '10-crds': [
        ...(spire === undefined
          ? []
          : spireCrdResources(spireServerSettings(spire.server).controllerManager.version)),
        ...gatewayApiCrds(this.props),
      ],
      '20-cert-manager': this.asksCertManager() ? certManager.remoteResources : [],
    };
    const layers = LAYERS.map((name) => ({
      name,
      objects: this.objectsOf(name),
      remoteResources: remoteResources[name] ?? [],
      patches: name === '20-cert-manager' ? releasePatchesOf(this.props, this.parts) : [],
    }));
    return {
      name: this.node.id,
      layers: layers.filter(
        ({ objects, remoteResources }) => objects.length + remoteResources.length > 0,
      ),
      istioctl: this.objectsOf(ISTIOCTL),
      helm: this.controlPlane.helmReleases.map(({ values, ...release }) => ({
        ...release,
        values: valuesInKeyOrder(values),
      })),
      prerequisites: this.prerequisites(),
      federation: federationSideOf(
        `${this.node.id}/${PATHS.federation}`,
        this.props.trustDomain,
        spire?.server.installation,
      ),
      chain,
    };
  }

  private addNamespaces(): void {
    for (const namespace of namespacesOf(this.parts)) {
      new LayerNamespace(this.layer('00-namespaces'), namespace.name, namespace);
    }
  }

  private addAuthorities(): void {
    const { root, istio } = this.props;
    const { certManager } = this.parts;
    if (root?.selfSignedRoot !== undefined) {
      new RootCa(this.layer('30-roots'), 'RootCa', { root: root.selfSignedRoot, certManager });
    }
    if (root?.secretRoot !== undefined) {
      new RootIssuer(this.layer('30-roots'), 'RootIssuer', { root: root.secretRoot, certManager });
    }
    if (root?.vaultRoot !== undefined) {
      const signer = root.vaultRoot.ca;
      new EmittedClusterIssuer(this.layer('30-roots'), 'RootIssuer', { signer, certManager });
    }
    if (this.props.bundle !== undefined) {
      new TrustManagerBundle(this.layer(RootBundle.LAYER), 'RootBundle', {
        bundle: this.props.bundle,
        rootSecretName: root?.selfSignedRoot?.name,
      });
    }
    // Without a root nobody of the chain would sign it, which a rule refuses.
    if (istio.ca.certificate !== undefined && root !== undefined) {
      this.addIstiodCa(istio.ca.certificate, root);
    }
    new IstioCsrObjects(this.layer('40-istiod-ca'), this.props, this.parts).define();
  }

  private addIstiodCa(ca: CertManagerIstioCa, root: TrustRoot): void {
    const { subject, dnsNames, lifetime, key, rotationPolicy, issuer } = ca;
    const cacerts = new CaCertificate(this.layer('40-istiod-ca'), IstioCa.SECRET_NAME, {
      name: IstioCa.SECRET_NAME,
      namespace: IstioCa.NAMESPACE,
      subject,
      dnsNames,
      lifetime,
      key,
      rotationPolicy,
      issuer: issuer ?? root.issuer,
    });
    if (!root.isEmitted) {
      const { kind, name, namespace } = root.issuer;
      requirePrerequisites(ApiObject.of(cacerts), [
        { kind, namespace, name, readBy: 'cert-manager', purpose: 'signs the CAs of the mesh' },
      ]);
    }
  }

  private addSpire({ server, agent, csiDriver }: SpireParts): void {
    new SpireServer(this.layer('50-spire-server'), 'SpireServer', server);
    new SpireAgent(this.layer('60-spire-agent'), 'SpireAgent', agent);
    new SpiffeCsiDriver(this.layer('60-spire-agent'), 'SpiffeCsiDriver', csiDriver);
    new FederatedTrustDomains(this.layer('70-identities'), 'FederatedTrustDomains', {
      installation: server.installation,
    });
    new MeshIdentities(
      this.layer('70-identities'),
      'MeshIdentities',
      identitiesProps({ server, agent, csiDriver }, this.parts.controlPlane),
    );
  }

  private addIstio(): IstioControlPlane {
    const { controlPlane: props } = this.parts;
    const chart = this.layer(controlPlaneChart(props));
    const controlPlane = new IstioControlPlane(chart, 'IstioControlPlane', props);
    for (const gateway of controlPlane.injectedGateways) {
      // Behind istiod, which injects them.
      const id = `Gateway-${gateway.namespace}-${gateway.name}`;
      new InjectedGateway(this.layer('90-ingress'), id, gateway);
    }
    new MeshPeerAuthentication(this.layer('80-istio'), 'MeshPeerAuthentication');
    return controlPlane;
  }

  private addSample(sample: Sample, edge: EdgeObjects): void {
    const { images } = this.parts.controlPlane;
    sample.defineIn(this.layer('95-workloads'), {
      injection: injectionTemplateOf(this.parts.controlPlane),
      images,
      tls: sample.sidecarTls && edge.addTermination(sample.sidecarTls),
    });
    if (sample.routes.length > 0) {
      this.addWayIn(sample);
    }
  }

  /** One policy for each request: those of all Certificates above, that of SPIRE, and those of istio-csr. */
  private addPolicies(): void {
    if (approvalOf(this.props).isByPolicies) {
      const certificates = LAYERS.flatMap((name) => this.objectsOf(name)).filter(isCertificate);
      defineRequestPolicies(this.layer(Approval.LAYER), certificates, this.props, this.parts);
    }
  }

  private addWayIn({ name, namespace, hosts, routes }: Sample): void {
    const { gateways = [] } = this.parts.controlPlane;
    for (const gateway of gateways.filter(({ kind }) => kind === 'ingress')) {
      new HttpIngress(this.layer('90-ingress'), `${namespace}-${gateway.name}`, {
        name: gateway.hasDefaultName ? name : `${name}-${gateway.name}`,
        namespace,
        gatewaySelector: gateway.podLabels,
        hosts: hosts === undefined ? IngressHosts.any() : IngressHosts.of(hosts),
        routes,
      });
    }
  }

  /** Whether anything needs cert-manager, or the environment names one. */
  private asksCertManager(): boolean {
    return (
      this.props.certManager !== undefined ||
      LAYERS.some((name) =>
        this.objectsOf(name).some(({ apiVersion }) => apiVersion.startsWith('cert-manager.io/')),
      )
    );
  }

  private layer(name: ChartName): Chart {
    const chart = this.layers.get(name);
    if (chart === undefined) {
      throw new Error(`no layer ${name}`);
    }
    return chart;
  }

  /** What objects need, as their constructs know it: the annotation has no room for keys and readers. */
  private prerequisites(): Prerequisite[] {
    return [
      ...installationsOf(this.props, this.parts),
      ...this.controlPlane.prerequisites.map((each) => ({ ...each, before: '80-istio' })),
      ...mountedCertificatesOf(this.objectsOf('95-workloads'), this.parts),
      ...this.node
        .findAll()
        .flatMap(({ node }) => node.metadata)
        .filter(({ type }) => type === PREREQUISITE_METADATA)
        .map(({ data }) => data as Prerequisite),
    ];
  }

  private objectsOf(name: ChartName): KubernetesObject[] {
    return this.layer(name)
      .node.findAll()
      .filter((construct) => ApiObject.isApiObject(construct))
      .map((object) => inKeyOrder(object.toJson() as KubernetesObject));
  }
}
