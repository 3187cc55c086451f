import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';

import * as networking from '../../imports/networking.istio.io';
import * as security from '../../imports/security.istio.io';
import { refuseAny } from '../trust/mesh-trust-error';
import type { GatewayCertificate } from './gateway-certificate';
import type { ServerTls } from './server-tls';
import type { MeshListener, TlsListener } from './sidecar-listener';
import { SidecarTlsFiles } from './sidecar-tls-files';
import { sidecarTlsFindings } from './sidecar-tls-findings';
import { MESH_LISTENERS, TLS_LISTENER, type SidecarTlsProps } from './tls-workload-props';

/**
 * TLS of callers outside the mesh that ends at the sidecars of a workload, without a gateway before them;
 * callers of the mesh have ports of their own, under STRICT. Emits what is nothing without the rest: the
 * Sidecar whose listeners end TLS, the PeerAuthentication that takes that port alone out of the mesh's mutual
 * TLS, and the Service that leads to the listeners. `podLabels` and `podAnnotations` belong onto the Pods;
 * without the annotations their proxies have no certificate, and the port takes nobody.
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/ingress/ingress-sidecar-tls-termination/
 */
export class SidecarTls extends Construct {
  /** Labels that the Pods must have. */
  public readonly podLabels: Readonly<Record<string, string>>;
  /** Annotations that the Pods must have: they mount certificate and key into the proxy. */
  public readonly podAnnotations: Readonly<Record<string, string>>;
  /** The certificate that callers see, to be made in `namespace` where it has a `request`. */
  public readonly certificate: GatewayCertificate;
  /** Namespace of everything. */
  public readonly namespace: string;
  /** Port of the Pods that callers outside the mesh arrive at: an AuthorizationPolicy knows them by it alone. */
  public readonly tlsPort: number;

  /**
   * Defines the Sidecar, the PeerAuthentication and the Service.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyMalformed, PropertyOutOfRange
   * @throws PortsClash for ports of the Pod or the Service that are taken
   * @throws IssuerOutOfReach for a certificate of an Issuer of another namespace
   */
  public constructor(scope: Construct, id: string, props: SidecarTlsProps) {
    refuseAny(sidecarTlsFindings(`${scope.node.path}/${id}`, props));
    super(scope, id);
    const { name, namespace, workloadLabels, tls, tlsListener = TLS_LISTENER } = props;
    const { meshListeners = MESH_LISTENERS, serviceType = 'ClusterIP' } = props;
    const files = SidecarTlsFiles.of(tls);
    this.podLabels = { ...workloadLabels };
    this.podAnnotations = files.podAnnotations;
    this.certificate = tls.certificate;
    this.namespace = namespace;
    this.tlsPort = tlsListener.listenerPort;

    const metadata = {
      name,
      namespace,
      labels: { 'app.kubernetes.io/name': name, 'app.kubernetes.io/part-of': 'mesh-trust' },
    };
    const listeners = [
      listenerOf(tlsListener, 'HTTPS', props.applicationPort, tlsOf(tls, files)),
      ...[...meshListeners]
        .sort((one, other) => one.port - other.port)
        .map((listener) => listenerOf(listener, 'HTTP', props.applicationPort)),
    ];
    new networking.Sidecar(this, 'Resource', {
      metadata,
      spec: {
        workloadSelector: { labels: { ...workloadLabels } },
        ingress: listeners.map(({ ingress }) => ingress),
      },
    });
    new security.PeerAuthentication(this, 'PeerAuthentication', {
      metadata,
      spec: {
        selector: { matchLabels: { ...workloadLabels } },
        mtls: { mode: security.PeerAuthenticationSpecMtlsMode.STRICT },
        portLevelMtls: {
          [String(this.tlsPort)]: {
            mode: security.PeerAuthenticationSpecPortLevelMtlsMode.DISABLE,
          },
        },
      },
    });
    new k8s.KubeService(this, 'Service', {
      metadata,
      spec: {
        type: serviceType,
        selector: { ...workloadLabels },
        ports: listeners.map(({ servicePort }) => servicePort),
      },
    });
  }
}

/** One listener as the Sidecar and as the Service have it. */
interface RenderedListener {
  readonly ingress: networking.SidecarSpecIngress;
  readonly servicePort: k8s.ServicePort;
}

function listenerOf(
  listener: TlsListener | MeshListener,
  defaultProtocol: 'HTTPS' | 'HTTP',
  workloadPort: number,
  tls?: networking.SidecarSpecIngressTls,
): RenderedListener {
  const { port, listenerPort, applicationPort = workloadPort } = listener;
  const protocol = listener.protocol ?? defaultProtocol;
  // By the part before the dash Istio knows the protocol of a port of a Service.
  const name = `${protocol.toLowerCase()}-${port}`;
  return {
    ingress: {
      port: { number: listenerPort, name, protocol },
      defaultEndpoint: `127.0.0.1:${applicationPort}`,
      tls,
    },
    servicePort: {
      name,
      port,
      targetPort: k8s.IntOrString.fromNumber(listenerPort),
      protocol: 'TCP',
    },
  };
}

const { SIMPLE, MUTUAL } = networking.SidecarSpecIngressTlsMode;

const VERSIONS = {
  TLSV1_2: networking.SidecarSpecIngressTlsMinProtocolVersion.TLSV1_UNDERSCORE_2,
  TLSV1_3: networking.SidecarSpecIngressTlsMinProtocolVersion.TLSV1_UNDERSCORE_3,
} as const;

function tlsOf(tls: ServerTls, files: SidecarTlsFiles): networking.SidecarSpecIngressTls {
  return {
    mode: tls.mode === 'SIMPLE' ? SIMPLE : MUTUAL,
    serverCertificate: files.serverCertificate,
    privateKey: files.privateKey,
    caCertificates: files.caCertificates,
    minProtocolVersion: VERSIONS[tls.minimumVersion.toString()],
  };
}
