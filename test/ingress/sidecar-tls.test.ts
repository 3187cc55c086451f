import { CaIssuer } from '../../src/cert-manager/issuer/ca-issuer';
import { ClientCa } from '../../src/ingress/client-ca';
import { GatewayCertificate } from '../../src/ingress/gateway-certificate';
import { ServerTls } from '../../src/ingress/server-tls';
import { SidecarTls } from '../../src/ingress/sidecar-tls';
import { TlsVersion } from '../../src/ingress/tls-version';
import type { SidecarTlsProps } from '../../src/ingress/tls-workload-props';
import { IstioVersion } from '../../src/istio/istio-version';
import { TlsOnSidecarIngress } from '../../src/istio/tls-on-sidecar-ingress';
import { DnsName } from '../../src/trust/dns-name';
import { SecretRef } from '../../src/trust/secret-ref';
import { emptyChart, find, manifestsOf } from '../support/manifests';
import { refusalOf } from '../support/refusals';

const hosts = [DnsName.of('httpbin.test.svc.cluster.local')];
const certificate = GatewayCertificate.of({
  name: 'httpbin-tls',
  hosts,
  issuer: CaIssuer.cluster('edge'),
});
const clients = ClientCa.inSecret(SecretRef.of('clients-ca', 'ca.crt'));
const props: SidecarTlsProps = {
  name: 'httpbin',
  namespace: 'test',
  workloadLabels: { app: 'httpbin' },
  controlPlane: TlsOnSidecarIngress.ofExisting(IstioVersion.V1_30),
  tls: ServerTls.simple(certificate),
  applicationPort: 80,
};

function built(changes: Partial<SidecarTlsProps> = {}): {
  readonly sidecarTls: SidecarTls;
  readonly manifests: ReturnType<typeof manifestsOf>;
} {
  const chart = emptyChart();
  const sidecarTls = new SidecarTls(chart, 'SidecarTls', { ...props, ...changes });
  return { sidecarTls, manifests: manifestsOf(chart) };
}

function specOf(kind: string, changes: Partial<SidecarTlsProps> = {}): unknown {
  return find(built(changes).manifests, kind, 'httpbin')['spec'];
}

/** What an annotation of the Pods says, by the name of the volume. */
function annotationOf(
  annotation: 'userVolume' | 'userVolumeMount',
  changes: Partial<SidecarTlsProps>,
): unknown {
  const { podAnnotations } = built(changes).sidecarTls;
  return JSON.parse(podAnnotations[`sidecar.istio.io/${annotation}`] ?? '');
}

function refused(changes: Partial<SidecarTlsProps>): ReturnType<typeof refusalOf> {
  return refusalOf(() => built(changes));
}

describe('SidecarTls', () => {
  test('ends TLS at one listener and takes calls of the mesh at another', () => {
    expect(specOf('Sidecar')).toEqual({
      workloadSelector: { labels: { app: 'httpbin' } },
      ingress: [
        {
          port: { number: 9080, name: 'https-8443', protocol: 'HTTPS' },
          defaultEndpoint: '127.0.0.1:80',
          tls: {
            mode: 'SIMPLE',
            serverCertificate: '/etc/istio/tls-certs/tls.crt',
            privateKey: '/etc/istio/tls-certs/tls.key',
            minProtocolVersion: 'TLSV1_2',
          },
        },
        {
          port: { number: 9081, name: 'http-8080', protocol: 'HTTP' },
          defaultEndpoint: '127.0.0.1:80',
        },
      ],
    });
  });

  test('takes the port of the Pod alone, not that of the Service, out of mutual TLS of the mesh', () => {
    expect(specOf('PeerAuthentication')).toEqual({
      selector: { matchLabels: { app: 'httpbin' } },
      mtls: { mode: 'STRICT' },
      portLevelMtls: { '9080': { mode: 'DISABLE' } },
    });
  });

  test('leads the ports of the Service to the listeners', () => {
    expect(specOf('Service')).toEqual({
      type: 'ClusterIP',
      selector: { app: 'httpbin' },
      ports: [
        { name: 'https-8443', port: 8443, targetPort: 9080, protocol: 'TCP' },
        { name: 'http-8080', port: 8080, targetPort: 9081, protocol: 'TCP' },
      ],
    });
  });

  test('names its three objects, and emits nothing else', () => {
    const { manifests } = built();
    expect(manifests).toHaveLength(3);
    for (const { metadata } of manifests) {
      expect(metadata).toEqual({
        name: 'httpbin',
        namespace: 'test',
        labels: { 'app.kubernetes.io/name': 'httpbin', 'app.kubernetes.io/part-of': 'mesh-trust' },
      });
    }
  });

  test('says what the Pods must have, and which certificate is to be made where', () => {
    const { sidecarTls } = built();
    expect(sidecarTls).toMatchObject({
      podLabels: { app: 'httpbin' },
      podAnnotations: {
        'sidecar.istio.io/userVolume':
          '{"sidecar-tls":{"secret":{"secretName":"httpbin-tls","items":[{"key":"tls.crt","path":"tls.crt"},{"key":"tls.key","path":"tls.key"}]}}}',
        'sidecar.istio.io/userVolumeMount':
          '{"sidecar-tls":{"mountPath":"/etc/istio/tls-certs","readOnly":true}}',
      },
      namespace: 'test',
      tlsPort: 9080,
    });
    expect(sidecarTls.certificate.request).toMatchObject({ name: 'httpbin-tls', hosts });
  });

  test('verifies callers by ca.crt of the Secret of the certificate', () => {
    const tls = ServerTls.mutual(certificate, ClientCa.inCertificateSecret());
    expect(specOf('Sidecar', { tls })).toMatchObject({
      ingress: [{ tls: { mode: 'MUTUAL', caCertificates: '/etc/istio/tls-certs/ca.crt' } }, {}],
    });
    expect(annotationOf('userVolume', { tls })).toEqual({
      'sidecar-tls': {
        secret: {
          secretName: 'httpbin-tls',
          items: ['tls.crt', 'tls.key', 'ca.crt'].map((key) => ({ key, path: key })),
        },
      },
    });
  });

  test('verifies callers by the CA of another Secret, of which nothing else gets into the proxy', () => {
    const tls = ServerTls.mutual(
      certificate,
      ClientCa.inSecret(SecretRef.of('clients-ca', 'cacert')),
    );
    expect(specOf('Sidecar', { tls })).toMatchObject({
      ingress: [{ tls: { mode: 'MUTUAL', caCertificates: '/etc/istio/tls-ca-certs/ca.crt' } }, {}],
    });
    expect(annotationOf('userVolume', { tls })).toMatchObject({
      'sidecar-tls': { secret: { secretName: 'httpbin-tls' } },
      'sidecar-tls-ca': {
        secret: { secretName: 'clients-ca', items: [{ key: 'cacert', path: 'ca.crt' }] },
      },
    });
    expect(annotationOf('userVolumeMount', { tls })).toEqual({
      'sidecar-tls': { mountPath: '/etc/istio/tls-certs', readOnly: true },
      'sidecar-tls-ca': { mountPath: '/etc/istio/tls-ca-certs', readOnly: true },
    });
  });

  test('mounts a certificate that exists, and has none to be made', () => {
    const existing = GatewayCertificate.existing({ secretName: 'bought', hosts });
    const tls = ServerTls.simple(existing);
    expect(annotationOf('userVolume', { tls })).toMatchObject({
      'sidecar-tls': { secret: { secretName: 'bought' } },
    });
    expect(built({ tls }).sidecarTls.certificate.request).toBeUndefined();
  });

  test('takes every property', () => {
    const all: SidecarTlsProps = {
      ...props,
      workloadLabels: { app: 'httpbin', version: 'v1' },
      tls: ServerTls.mutual(certificate, clients, { minimumVersion: TlsVersion.V1_3 }),
      applicationPort: 8000,
      tlsListener: { port: 443, listenerPort: 8443, protocol: 'TLS', applicationPort: 8001 },
      meshListeners: [
        { port: 9000, listenerPort: 9091, protocol: 'GRPC', applicationPort: 8002 },
        { port: 8080, listenerPort: 9090, protocol: 'HTTP2' },
      ],
      serviceType: 'LoadBalancer',
    };
    expect(specOf('Sidecar', all)).toMatchObject({
      workloadSelector: { labels: { app: 'httpbin', version: 'v1' } },
      ingress: [
        {
          port: { number: 8443, name: 'tls-443', protocol: 'TLS' },
          defaultEndpoint: '127.0.0.1:8001',
          tls: { mode: 'MUTUAL', minProtocolVersion: 'TLSV1_3' },
        },
        {
          port: { number: 9090, name: 'http2-8080', protocol: 'HTTP2' },
          defaultEndpoint: '127.0.0.1:8000',
        },
        {
          port: { number: 9091, name: 'grpc-9000', protocol: 'GRPC' },
          defaultEndpoint: '127.0.0.1:8002',
        },
      ],
    });
    expect(specOf('PeerAuthentication', all)).toMatchObject({
      selector: { matchLabels: { app: 'httpbin', version: 'v1' } },
      portLevelMtls: { '8443': { mode: 'DISABLE' } },
    });
    expect(specOf('Service', all)).toMatchObject({
      type: 'LoadBalancer',
      ports: [
        { name: 'tls-443', port: 443, targetPort: 8443 },
        { name: 'http2-8080', port: 8080, targetPort: 9090 },
        { name: 'grpc-9000', port: 9000, targetPort: 9091 },
      ],
    });
    expect(built(all).sidecarTls).toMatchObject({ podLabels: all.workloadLabels, tlsPort: 8443 });
  });

  test('opens nothing to the mesh when asked to', () => {
    expect(specOf('Service', { meshListeners: [] })).toMatchObject({ ports: [{ port: 8443 }] });
  });

  test('is not made on the word of a version alone', () => {
    expect(refused({ controlPlane: undefined })).toMatchObject([
      { code: 'PropertyMissing', fix: 'write TlsOnSidecarIngress.of(controlPlaneProps)' },
    ]);
  });

  test('refuses TLS in which callers need not show a certificate', () => {
    expect(refused({ tls: ServerTls.optionalMutual(certificate, clients) })).toMatchObject([
      {
        code: 'PropertyMalformed',
        path: 'test/SidecarTls',
        problem:
          "'tls' must be SIMPLE or MUTUAL, which is all that Istio supports at a sidecar, got OPTIONAL_MUTUAL with httpbin-tls",
      },
    ]);
  });

  test('refuses to be for every Pod of the namespace', () => {
    expect(refused({ workloadLabels: {} })).toMatchObject([
      {
        code: 'PropertyOutOfRange',
        problem: expect.stringContaining("'workloadLabels'") as string,
      },
    ]);
  });

  test('refuses an Issuer that signs in another namespace than that of the Pods', () => {
    const issuer = CaIssuer.namespaced('istio-system', 'edge');
    const tls = ServerTls.simple(GatewayCertificate.of({ name: 'httpbin-tls', hosts, issuer }));
    expect(refused({ tls })).toMatchObject([
      { code: 'IssuerOutOfReach', fix: 'write a ClusterIssuer, or an Issuer of test' },
    ]);
    expect(built({ tls, namespace: 'istio-system' }).manifests).toHaveLength(3);
  });

  test('refuses two ports of the Service, and two listeners, that are the same', () => {
    const meshListeners = [{ port: 8443, listenerPort: 9080 }];
    expect(refused({ meshListeners })).toMatchObject([
      {
        code: 'PortsClash',
        problem:
          "'meshListeners[0].port' must differ from the other ports of the Service, got 8443",
        fix: 'write a port that is free: port: 9080',
      },
      {
        code: 'PortsClash',
        problem:
          "'meshListeners[0].listenerPort' must differ from those of the other listeners, got 9080",
        fix: 'write a port that is free: listenerPort: 9081',
      },
    ]);
  });

  test('refuses a listener on the port of the application, which would answer without its sidecar', () => {
    expect(refused({ applicationPort: 9080 })).toMatchObject([
      {
        code: 'PortsClash',
        problem:
          "'tlsListener.listenerPort' must differ from those on which the application listens, got 9080",
        fix: 'write a port that is free: listenerPort: 9082',
      },
    ]);
    const tlsListener = { port: 8443, listenerPort: 9080, applicationPort: 9081 };
    expect(refused({ tlsListener })).toMatchObject([
      { problem: expect.stringContaining("'meshListeners[0].listenerPort'") as string },
    ]);
  });

  test('refuses ports of the proxy itself', () => {
    const tlsListener = { port: 8443, listenerPort: 15006 };
    expect(refused({ tlsListener, applicationPort: 15021 })).toMatchObject([
      {
        code: 'PortsClash',
        problem: "'tlsListener.listenerPort' must differ from those of the proxy itself, got 15006",
      },
      {
        code: 'PortsClash',
        problem: "'applicationPort' must differ from those of the proxy itself, got 15021",
      },
    ]);
  });
});
