import type { KubernetesResources } from './kubernetes-resources';

/** One component of the installation. */
export interface IstioComponent {
  /** Whether it is installed. @default - by the profile */
  readonly enabled?: boolean;
  /** Its namespace. @default - that of the installation */
  readonly namespace?: string;
  /** Where its image comes from. @default - that of the installation */
  readonly hub?: string;
  /** Tag of its image. @default - that of the installation */
  readonly tag?: string;
  /** Its Deployment and Service. @default - those of the profile */
  readonly k8s?: KubernetesResources;
}

/** The CRDs and what belongs to all revisions. */
export interface IstioBaseComponent {
  /** Whether it is installed. @default - by the profile */
  readonly enabled?: boolean;
}

/** One gateway. */
export interface IstioGatewayComponent extends IstioComponent {
  /** Name of its Deployment, Service and, with `-service-account`, of its ServiceAccount. */
  readonly name: string;
  /** Labels of its Pods and Service, laid over those of the chart. @default - those of the chart */
  readonly label?: Readonly<Record<string, string>>;
}

/**
 * What is installed.
 *
 * @see https://istio.io/latest/docs/reference/config/istio.operator.v1alpha1/#IstioComponentSetSpec
 */
export interface IstioComponents {
  /** CRDs. @default - by the profile */
  readonly base?: IstioBaseComponent;
  /** istiod. @default - by the profile */
  readonly pilot?: IstioComponent;
  /** CNI node agent. @default - by the profile */
  readonly cni?: IstioComponent;
  /** Node proxy of ambient mode. @default - by the profile */
  readonly ztunnel?: IstioComponent;
  /** Ingress gateways; a list takes the place of that of the profile. @default - by the profile */
  readonly ingressGateways?: readonly IstioGatewayComponent[];
  /** Egress gateways; a list takes the place of that of the profile. @default - by the profile */
  readonly egressGateways?: readonly IstioGatewayComponent[];
}
