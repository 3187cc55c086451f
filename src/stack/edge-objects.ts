import { ApiObject, type Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { AcmeClusterIssuer } from '../cert-manager/acme/acme-cluster-issuer';
import type { AcmeGateway } from '../cert-manager/acme/acme-http01';
import { EmittedClusterIssuer } from '../cert-manager/issuer/emitted-cluster-issuer';
import { LeafCertificate } from '../cert-manager/certificate/leaf-certificate';
import { ChallengeGateway } from '../ingress/challenge-gateway';
import { IstioIngressClass } from '../ingress/istio-ingress-class';
import { TlsWorkload } from '../ingress/tls-workload';
import { TlsOnSidecarIngress } from '../istio/tls-on-sidecar-ingress';
import type { SidecarTlsRequest, TlsTermination } from '../samples/tls-termination';
import { requirePrerequisites, type Prerequisite } from '../trust/prerequisite';
import {
  accountOf,
  acmeLayerOf,
  edgeCertificateIdOf,
  edgeCertificatesOf,
  emittedIssuerOf,
  isSameIssuer,
  type EdgeCertificate,
} from './edge-certificates';
import { acmeIdOf, signerIdOf } from './edge-chain';
import {
  egressGatewayOf,
  egressIdOf,
  ingressGatewaysOf,
  servingGatewaysOf,
  siteGatewayOf,
  siteIdOf,
} from './edge-gateways';
import { issuerBefore, secretOfClient, secretsOfService, secretsOfTls } from './edge-prerequisites';
import type { EnvironmentParts } from './environment-parts';
import type { AnyEnvironmentProps } from './environment-props';
import type { LayerName } from './rendered-environment';
import { terminationIdOf } from './termination-findings';

/** Where objects of the edge are defined. */
export type Layers = (name: LayerName) => Chart;

/** What the edge of an environment is made of, each in the chart of its layer. */
export class EdgeObjects {
  public constructor(
    private readonly layer: Layers,
    private readonly props: AnyEnvironmentProps,
    private readonly parts: EnvironmentParts,
  ) {}

  /** Defines everything but what belongs to samples. */
  public define(): void {
    this.addAuthorization();
    this.addSigners();
    this.addAccounts();
    this.addChallengeGateways();
    this.addCertificates();
    this.addSites();
    this.addEgress();
  }

  /** Defines the TLS that a sample wants to end at a sidecar, and says what its Pods must know of it. */
  public addTermination(request: SidecarTlsRequest): TlsTermination {
    const { tls, namespace, name } = request.workload;
    const { client } = request;
    const workload = TlsWorkload.of(request.workload);
    const controlPlane = TlsOnSidecarIngress.of(this.parts.controlPlane);
    const sidecarTls = workload.defineAt(
      this.layer('95-workloads'),
      terminationIdOf(request),
      controlPlane,
    );
    requires(sidecarTls, [
      ...secretsOfTls(tls, { namespace, readBy: `sidecars of ${name}` }),
      ...(tls.certificate.request === undefined ? [secretOfClient(client)] : []),
    ]);
    return { podAnnotations: workload.podAnnotations, workloadPorts: workload.workloadPorts };
  }

  private addAuthorization(): void {
    for (const each of this.props.authorization ?? []) {
      each.defineAt(this.layer('80-istio'), `Authorization-${each.namespace}-${each.name}`);
    }
  }

  private addSigners(): void {
    const { certManager } = this.parts;
    for (const signer of this.props.issuers ?? []) {
      new EmittedClusterIssuer(this.layer('30-roots'), signerIdOf(signer), { signer, certManager });
    }
  }

  private addAccounts(): void {
    const { acme = [] } = this.props;
    const { certManager } = this.parts;
    for (const account of acme) {
      const layer = this.layer(acmeLayerOf(account, this.parts));
      new AcmeClusterIssuer(layer, acmeIdOf(account), { account, certManager });
    }
    for (const name of new Set(acme.flatMap(({ ingressClasses }) => ingressClasses))) {
      new IstioIngressClass(this.layer('90-ingress'), `IngressClass-${name}`, { name });
    }
  }

  private addChallengeGateways(): void {
    const gateways = (this.props.acme ?? [])
      .flatMap(({ solvers }) => solvers)
      .flatMap(({ gateway }) => gateway ?? []);
    const byName = new Map(gateways.map((gateway) => [keyOf(gateway), gateway]));
    for (const [key, { name, namespace }] of byName) {
      const service = ingressGatewaysOf(this.parts).find((each) => each.namespace === namespace);
      new ChallengeGateway(this.layer('90-ingress'), `ChallengeGateway-${key}`, {
        name,
        gatewayNamespace: namespace,
        gatewayService: service?.name ?? name,
        certificateNamespaces: [namespace, ...this.namespacesProvedAt(key)],
      });
    }
  }

  /** Namespaces of certificates whose account has a solver at this Gateway. */
  private namespacesProvedAt(key: string): readonly string[] {
    return edgeCertificatesOf(this.props, this.parts)
      .filter(({ leaf }) =>
        accountOf(this.props, leaf.issuer)?.solvers.some(
          ({ gateway }) => gateway !== undefined && keyOf(gateway) === key,
        ),
      )
      .map(({ leaf }) => leaf.namespace);
  }

  private addCertificates(): void {
    for (const certificate of edgeCertificatesOf(this.props, this.parts)) {
      const { layer, leaf } = certificate;
      const made = new LeafCertificate(this.layer(layer), edgeCertificateIdOf(certificate), leaf);
      requires(made, this.issuersBefore(certificate));
    }
  }

  /** The issuer, where somebody else keeps it. */
  private issuersBefore({ leaf: { issuer, namespace } }: EdgeCertificate): readonly Prerequisite[] {
    const { root } = this.props;
    const isMade =
      accountOf(this.props, issuer) !== undefined ||
      emittedIssuerOf(this.props, issuer) !== undefined ||
      (root?.isEmitted === true && isSameIssuer(issuer, root.issuer));
    return isMade ? [] : [issuerBefore(issuer, namespace)];
  }

  private addSites(): void {
    for (const gateway of servingGatewaysOf(this.parts)) {
      for (const site of this.props.sites ?? []) {
        const made = site.defineAt(
          this.layer('90-ingress'),
          siteIdOf(site, gateway),
          siteGatewayOf(gateway, this.parts),
        );
        const { name, namespace } = gateway;
        const readBy = `ingress gateway ${name}`;
        requires(made, secretsOfTls(site.ingress.tls, { namespace, readBy }));
      }
    }
  }

  private addEgress(): void {
    const gateway = egressGatewayOf(this.parts);
    if (gateway === undefined) {
      return;
    }
    const { clusterDomain } = this.parts.controlPlane;
    for (const service of this.props.egress ?? []) {
      const made = service.defineAt(this.layer('90-ingress'), egressIdOf(service), {
        gateway,
        clusterDomain,
      });
      requires(made, secretsOfService(service, gateway));
    }
  }
}

function keyOf({ namespace, name }: AcmeGateway): string {
  return `${namespace}-${name}`;
}

/** Names on the first object of a construct what must be there beforehand. */
function requires(construct: Construct, prerequisites: readonly Prerequisite[]): void {
  const first = construct.node.findAll().find((each) => ApiObject.isApiObject(each));
  if (first !== undefined) {
    requirePrerequisites(first, prerequisites);
  }
}
