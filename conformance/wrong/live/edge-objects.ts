import type { KubernetesObject } from '../../../src/stack/rendered-environment';
import type { AcmeServer } from '../../components/acme-server';

/** The namespace of the ingress gateway, in which it looks for its certificates. */
export const GATEWAY_NAMESPACE = 'istio-system';

/** Name of the issuer and of the certificate without a mistake. */
export const CONTROL = 'wrong-edge-control';

/** The class of Ingresses that Istio answers. */
export const INGRESS_CLASS: KubernetesObject = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'IngressClass',
  metadata: { name: 'istio' },
  spec: { controller: 'istio.io/ingress-controller' },
};

/** The host that a mistake has to itself. */
export function hostOf(name: string): string {
  return `${name}.example.com`;
}

/** `http01` of a solver, through an Ingress of this class. */
export function through(ingressClassName: string | undefined): object {
  return { http01: { ingress: { ingressClassName, serviceType: 'ClusterIP' } } };
}

/** An account at the ACME server, with whatever this changes. */
export function acmeIssuer(
  { url, caBundle }: AcmeServer,
  name: string,
  changed: Readonly<Record<string, unknown>> = {},
): KubernetesObject {
  return {
    apiVersion: 'cert-manager.io/v1',
    kind: 'ClusterIssuer',
    metadata: { name },
    spec: {
      acme: {
        server: url,
        caBundle: Buffer.from(caBundle).toString('base64'),
        privateKeySecretRef: { name },
        solvers: [through('istio')],
        ...changed,
      },
    },
  };
}

/** A certificate that is asked of such an account, in the namespace of the gateway. */
export function acmeCertificate(
  name: string,
  {
    issuer,
    host = hostOf(name),
    ...spec
  }: { issuer: string; host?: string; [property: string]: unknown },
): KubernetesObject {
  return {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: { name, namespace: GATEWAY_NAMESPACE },
    spec: {
      secretName: name,
      dnsNames: [host],
      issuerRef: { kind: 'ClusterIssuer', name: issuer },
      ...spec,
    },
  };
}

/** A Gateway of Istio at the ingress gateway, or at the Pods with these labels. */
export function gateway(
  name: string,
  servers: readonly object[],
  selector: Readonly<Record<string, string>> = { istio: 'ingressgateway' },
): KubernetesObject {
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'Gateway',
    metadata: { name, namespace: GATEWAY_NAMESPACE },
    spec: { selector, servers },
  };
}

/** A server of a Gateway on port 443. */
export function https(host: string, tls: object): object {
  const [name] = host.split('.');
  return { port: { number: 443, name: `https-${name}`, protocol: 'HTTPS' }, hosts: [host], tls };
}

/** A server of a Gateway on port 80. */
export function http(host: string, tls?: object): object {
  const [name] = host.split('.');
  return { port: { number: 80, name: `http-${name}`, protocol: 'HTTP' }, hosts: [host], tls };
}

/** What becomes of the requests for a host at a Gateway of the same name. */
export function routed(name: string, host: string, ...routes: readonly object[]): KubernetesObject {
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name, namespace: GATEWAY_NAMESPACE },
    spec: { gateways: [name], hosts: [host], http: routes },
  };
}
