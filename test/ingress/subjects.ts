import { AcmeIssuer } from '../../src/cert-manager/acme/acme-issuer';
import { ChallengeGateway, type ChallengeGatewayProps } from '../../src/ingress/challenge-gateway';
import { ClientCa } from '../../src/ingress/client-ca';
import { ExternalService, type ExternalServiceProps } from '../../src/ingress/external-service';
import { GatewayApi, type GatewayApiReleaseProps } from '../../src/ingress/gateway-api';
import {
  GatewayApiIngress,
  type GatewayApiIngressProps,
} from '../../src/ingress/gateway-api-ingress';
import { GatewayApiVersion } from '../../src/ingress/gateway-api-version';
import {
  GatewayCertificate,
  type ExistingGatewayCertificateProps,
  type GatewayCertificateProps,
} from '../../src/ingress/gateway-certificate';
import { HttpIngress, type HttpIngressProps } from '../../src/ingress/http-ingress';
import type { HttpRoute, WeightedDestination } from '../../src/ingress/http-route';
import { HttpsIngress, type HttpsIngressProps } from '../../src/ingress/https-ingress';
import { IngressApi } from '../../src/ingress/ingress-api';
import { IngressHosts } from '../../src/ingress/ingress-hosts';
import {
  IstioIngressClass,
  type IstioIngressClassProps,
} from '../../src/ingress/istio-ingress-class';
import { OriginTrust } from '../../src/ingress/origin-trust';
import {
  OriginatedTls,
  type OriginatedTlsOptions,
  type SimpleTlsOptions,
} from '../../src/ingress/originated-tls';
import { PlainHttp } from '../../src/ingress/plain-http';
import { ServerTls, type ServerTlsOptions } from '../../src/ingress/server-tls';
import type { MeshListener, TlsListener } from '../../src/ingress/sidecar-listener';
import { SidecarTls } from '../../src/ingress/sidecar-tls';
import { Site, type SiteProps } from '../../src/ingress/site';
import { TlsOrigination } from '../../src/ingress/tls-origination';
import type { TlsOriginationProps } from '../../src/ingress/tls-origination-props';
import { TlsVersion } from '../../src/ingress/tls-version';
import { TlsWorkload } from '../../src/ingress/tls-workload';
import type { SidecarTlsProps, TlsWorkloadProps } from '../../src/ingress/tls-workload-props';
import { Gateway } from '../../src/istio/gateway/gateway';
import { IstioVersion } from '../../src/istio/istio-version';
import { TlsOnSidecarIngress } from '../../src/istio/tls-on-sidecar-ingress';
import { DnsName } from '../../src/trust/dns-name';
import { KeyAlgorithm } from '../../src/trust/key-algorithm';
import { Lifetime } from '../../src/trust/lifetime';
import { Ttl } from '../../src/trust/ttl';
import type { Subject } from '../support/bad-inputs';
import { emptyChart } from '../support/manifests';

const HOST = DnsName.of('shop.example.com');
const CERTIFICATE = GatewayCertificate.existing({ secretName: 'shop-tls', hosts: [HOST] });
const CLIENT_CA = ClientCa.inCertificateSecret();
const CART: HttpRoute = {
  name: 'cart',
  matches: [{ type: 'prefix', path: '/cart' }],
  destination: { service: 'cart', port: 8080 },
};

/** What both APIs take. */
const TLS_INGRESS = {
  name: 'shop',
  namespace: 'shop',
  tls: ServerTls.simple(CERTIFICATE),
  hosts: [HOST],
  plainHttp: PlainHttp.redirect(),
  routes: [CART],
} as const;
const TLS_INGRESS_REQUIRED = ['name', 'namespace', 'tls', 'routes'];

/** What a workload takes whose sidecars end TLS. */
const TLS_WORKLOAD = {
  name: 'httpbin',
  namespace: 'httpbin',
  workloadLabels: { app: 'httpbin' },
  tls: ServerTls.simple(CERTIFICATE),
  applicationPort: 80,
  tlsListener: { port: 8443, listenerPort: 9080 },
  meshListeners: [{ port: 8080, listenerPort: 9081 }],
  serviceType: 'ClusterIP',
} as const;
const TLS_WORKLOAD_REQUIRED = ['name', 'namespace', 'workloadLabels', 'tls', 'applicationPort'];

function withRoute(route: HttpRoute): HttpIngress {
  return new HttpIngress(emptyChart(), 'HttpIngress', {
    name: 'shop',
    namespace: 'shop',
    gatewaySelector: { istio: 'ingressgateway' },
    hosts: IngressHosts.of([HOST]),
    routes: [route],
  });
}

/** Everything of `src/ingress` that takes properties. */
export const ingressSubjects: readonly Subject[] = [
  {
    name: 'HttpIngress',
    props: {
      name: 'shop',
      namespace: 'shop',
      gatewaySelector: { istio: 'ingressgateway' },
      hosts: IngressHosts.any(),
      routes: [CART],
    },
    required: ['name', 'namespace', 'gatewaySelector', 'hosts', 'routes'],
    build: (props: HttpIngressProps) => new HttpIngress(emptyChart(), 'HttpIngress', props),
  },
  {
    name: 'HttpIngress, a weighted route',
    props: {
      name: 'cart',
      matches: [{ type: 'prefix', path: '/cart' }],
      hosts: [HOST],
      destinations: [{ service: 'cart', port: 8080, weight: 100 }],
    },
    required: ['name', 'matches'],
    build: withRoute,
  },
  {
    name: 'HttpIngress, a weighted destination',
    props: { service: 'cart', port: 8080, weight: 100 },
    required: ['service', 'port', 'weight'],
    build: (destination: WeightedDestination) =>
      withRoute({ name: 'cart', matches: CART.matches, destinations: [destination] }),
  },
  {
    name: 'HttpsIngress',
    props: {
      ...TLS_INGRESS,
      gatewaySelector: { istio: 'ingressgateway' },
      gatewayNamespace: 'istio-system',
      istioVersion: IstioVersion.V1_30,
    },
    required: [...TLS_INGRESS_REQUIRED, 'gatewaySelector', 'gatewayNamespace'],
    build: (props: HttpsIngressProps) => new HttpsIngress(emptyChart(), 'HttpsIngress', props),
  },
  {
    name: 'GatewayApiIngress',
    props: {
      ...TLS_INGRESS,
      gatewayNamespace: 'istio-system',
      gatewayService: 'istio-ingressgateway',
    },
    required: [...TLS_INGRESS_REQUIRED, 'gatewayNamespace', 'gatewayService'],
    build: (props: GatewayApiIngressProps) =>
      new GatewayApiIngress(emptyChart(), 'GatewayApiIngress', props),
  },
  {
    name: 'ChallengeGateway',
    props: {
      name: 'acme-challenges',
      gatewayNamespace: 'istio-system',
      gatewayService: 'istio-ingressgateway',
      certificateNamespaces: ['istio-system'],
    },
    required: ['gatewayNamespace', 'gatewayService'],
    build: (props: ChallengeGatewayProps) => new ChallengeGateway(emptyChart(), 'Gateway', props),
  },
  {
    name: 'IstioIngressClass',
    props: { name: 'istio' },
    required: [],
    build: (props: IstioIngressClassProps) => new IstioIngressClass(emptyChart(), 'Class', props),
  },
  {
    name: 'Site.of',
    props: { ...TLS_INGRESS, api: IngressApi.GATEWAY_API },
    required: TLS_INGRESS_REQUIRED,
    build: (props: SiteProps) => Site.of(props),
  },
  {
    name: 'GatewayCertificate.of',
    props: {
      name: 'shop-tls',
      hosts: [HOST],
      issuer: AcmeIssuer.cluster('letsencrypt'),
      lifetime: Lifetime.of(Ttl.days(90)),
      renewBeforePercentage: 40,
      key: KeyAlgorithm.ECDSA_P256,
    },
    required: ['name', 'hosts', 'issuer'],
    build: (props: GatewayCertificateProps) => GatewayCertificate.of(props),
  },
  {
    name: 'GatewayCertificate.existing',
    props: { secretName: 'shop-tls', hosts: [HOST] },
    required: ['secretName', 'hosts'],
    build: (props: ExistingGatewayCertificateProps) => GatewayCertificate.existing(props),
  },
  {
    name: 'ServerTls.simple, options',
    props: { minimumVersion: TlsVersion.V1_3 },
    required: [],
    build: (options: ServerTlsOptions) => ServerTls.simple(CERTIFICATE, options),
  },
  {
    name: 'ServerTls.mutual, options',
    props: { minimumVersion: TlsVersion.V1_3 },
    required: [],
    build: (options: ServerTlsOptions) => ServerTls.mutual(CERTIFICATE, CLIENT_CA, options),
  },
  {
    name: 'ServerTls.optionalMutual, options',
    props: { minimumVersion: TlsVersion.V1_3 },
    required: [],
    build: (options: ServerTlsOptions) => ServerTls.optionalMutual(CERTIFICATE, CLIENT_CA, options),
  },
  {
    name: 'SidecarTls',
    props: { ...TLS_WORKLOAD, controlPlane: TlsOnSidecarIngress.ofExisting(IstioVersion.V1_30) },
    required: [...TLS_WORKLOAD_REQUIRED, 'controlPlane'],
    build: (props: SidecarTlsProps) => new SidecarTls(emptyChart(), 'SidecarTls', props),
  },
  {
    name: 'TlsWorkload.of',
    props: TLS_WORKLOAD,
    required: TLS_WORKLOAD_REQUIRED,
    build: (props: TlsWorkloadProps) => TlsWorkload.of(props),
  },
  {
    name: 'TlsWorkload.of, the listener of TLS',
    props: { port: 8443, listenerPort: 9090, protocol: 'TLS', applicationPort: 81 },
    required: ['port', 'listenerPort'],
    build: (tlsListener: TlsListener) => TlsWorkload.of({ ...TLS_WORKLOAD, tlsListener }),
  },
  {
    name: 'TlsWorkload.of, a listener of the mesh',
    props: { port: 8080, listenerPort: 9090, protocol: 'GRPC', applicationPort: 81 },
    required: ['port', 'listenerPort'],
    build: (listener: MeshListener) =>
      TlsWorkload.of({ ...TLS_WORKLOAD, meshListeners: [listener] }),
  },
  {
    name: 'TlsOrigination',
    props: {
      name: 'partner',
      host: HOST,
      plainPort: 8080,
      tlsPort: 8443,
      tls: OriginatedTls.simple(),
      gateway: Gateway.egress(),
      clusterDomain: 'cluster.test',
    },
    required: ['name', 'host', 'tls', 'gateway'],
    build: (props: TlsOriginationProps) => new TlsOrigination(emptyChart(), 'Partner', props),
  },
  {
    name: 'ExternalService.of',
    props: {
      name: 'partner',
      host: HOST,
      plainPort: 8080,
      tlsPort: 8443,
      tls: OriginatedTls.simple(),
    },
    required: ['name', 'host', 'tls'],
    build: (props: ExternalServiceProps) => ExternalService.of(props),
  },
  {
    name: 'GatewayApi.release',
    props: { version: GatewayApiVersion.V1_5 },
    required: [],
    build: (props: GatewayApiReleaseProps) => GatewayApi.release(props),
  },
  {
    name: 'OriginatedTls.simple',
    props: { trust: OriginTrust.SYSTEM, subjectAltNames: [HOST] },
    required: [],
    build: (options: SimpleTlsOptions) => OriginatedTls.simple(options),
  },
  {
    name: 'OriginatedTls.mutual, options',
    props: { subjectAltNames: [HOST] },
    required: [],
    build: (options: OriginatedTlsOptions) => OriginatedTls.mutual('partner-client', options),
  },
];
