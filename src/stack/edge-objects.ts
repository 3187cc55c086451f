import { ApiObject, type Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { AcmeClusterIssuer } from '../cert-manager/acme-cluster-issuer';
import type { AcmeGateway } from '../cert-manager/acme-http01';
import { LeafCertificate } from '../cert-manager/leaf-certificate';
import { ChallengeGateway } from '../ingress/challenge-gateway';
import { IstioIngressClass } from '../ingress/istio-ingress-class';
import type { ServerTls } from '../ingress/server-tls';
import { TlsWorkload } from '../ingress/tls-workload';
import { TlsOnSidecarIngress } from '../istio/tls-on-sidecar-ingress';
import type { SidecarTlsRequest, TlsTermination } from '../samples/tls-termination';
import { PREREQUISITES_ANNOTATION } from '../trust/annotations';
import {
  accountOf,
  edgeCertificateIdOf,
  edgeCertificatesOf,
  isSameIssuer,
  type EdgeCertificate,
} from './edge-certificates';
import { acmeIdOf } from './edge-chain';
import {
  egressGatewayOf,
  egressIdOf,
  ingressGatewaysOf,
  servingGatewaysOf,
  siteGatewayOf,
  siteIdOf,
} from './edge-gateways';
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
    this.addAccounts();
    this.addChallengeGateways();
    this.addCertificates();
    this.addSites();
    this.addEgress();
  }

  /** Defines the TLS that a sample wants to end at a sidecar, and says what its Pods must know of it. */
  public addTermination(request: SidecarTlsRequest): TlsTermination {
    const { tls, namespace } = request.workload;
    const { client } = request;
    const workload = TlsWorkload.of(request.workload);
    const controlPlane = TlsOnSidecarIngress.of(this.parts.controlPlane);
    const sidecarTls = workload.defineAt(
      this.layer('95-workloads'),
      terminationIdOf(request),
      controlPlane,
    );
    const ofClient = `Secret/${client.namespace}/${client.secretName}`;
    requires(sidecarTls, [
      ...secretsOf(tls, namespace),
      ...(tls.certificate.request === undefined ? [ofClient] : []),
    ]);
    return { podAnnotations: workload.podAnnotations, workloadPorts: workload.workloadPorts };
  }

  private addAuthorization(): void {
    for (const each of this.props.authorization ?? []) {
      each.defineAt(this.layer('80-istio'), `Authorization-${each.namespace}-${each.name}`);
    }
  }

  private addAccounts(): void {
    const { acme = [] } = this.props;
    const { certManager } = this.parts;
    const layer = this.layer('90-ingress');
    for (const account of acme) {
      new AcmeClusterIssuer(layer, acmeIdOf(account), { account, certManager });
    }
    for (const name of new Set(acme.flatMap(({ ingressClasses }) => ingressClasses))) {
      new IstioIngressClass(layer, `IngressClass-${name}`, { name });
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
  private issuersBefore({ leaf: { issuer, namespace } }: EdgeCertificate): readonly string[] {
    const { root } = this.props;
    const isMade =
      accountOf(this.props, issuer) !== undefined ||
      (root?.selfSignedRoot !== undefined && isSameIssuer(issuer, root.issuer));
    const place = issuer.namespace === undefined ? '' : `${namespace}/`;
    return isMade ? [] : [`${issuer.kind}/${place}${issuer.name}`];
  }

  private addSites(): void {
    for (const gateway of servingGatewaysOf(this.parts)) {
      for (const site of this.props.sites ?? []) {
        const made = site.defineAt(
          this.layer('90-ingress'),
          siteIdOf(site, gateway),
          siteGatewayOf(gateway, this.parts),
        );
        requires(made, secretsOf(site.ingress.tls, gateway.namespace));
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
      const { secretName } = service;
      requires(made, secretName === undefined ? [] : [`Secret/${gateway.namespace}/${secretName}`]);
    }
  }
}

function keyOf({ namespace, name }: AcmeGateway): string {
  return `${namespace}-${name}`;
}

/** Secrets of this TLS that nobody here makes, in the namespace of whoever reads them. */
function secretsOf({ certificate, clientCa }: ServerTls, namespace: string): readonly string[] {
  const names = [
    ...(certificate.request === undefined ? [certificate.secretName] : []),
    ...(clientCa?.secret === undefined ? [] : [clientCa.secret.name]),
  ];
  return names.map((name) => `Secret/${namespace}/${name}`);
}

/** Names on the first object of a construct what must be there beforehand. */
function requires(construct: Construct, prerequisites: readonly string[]): void {
  const first = construct.node.findAll().find((each) => ApiObject.isApiObject(each));
  if (prerequisites.length > 0) {
    first?.metadata.addAnnotation(PREREQUISITES_ANNOTATION, [...prerequisites].sort().join(','));
  }
}
