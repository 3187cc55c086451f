import { AcmeIssuer } from '../../src/cert-manager/acme/acme-issuer';
import { CaIssuer } from '../../src/cert-manager/issuer/ca-issuer';
import { ClientCa } from '../../src/ingress/client-ca';
import { GatewayCertificate } from '../../src/ingress/gateway-certificate';
import type { HttpRoute } from '../../src/ingress/http-route';
import { HttpsIngress, type HttpsIngressProps } from '../../src/ingress/https-ingress';
import { PlainHttp } from '../../src/ingress/plain-http';
import { ServerTls } from '../../src/ingress/server-tls';
import { TlsVersion } from '../../src/ingress/tls-version';
import { IstioVersion } from '../../src/istio/istio-version';
import { DnsName } from '../../src/trust/dns-name';
import { SecretRef } from '../../src/trust/secret-ref';
import { emptyChart, find, manifestsOf } from '../support/manifests';
import { refusalOf } from '../support/refusals';

const WWW = DnsName.of('www.example.com');
const MOBILE = DnsName.of('mobile.example.com');
const certificate = GatewayCertificate.of({
  name: 'www-tls',
  hosts: [WWW, MOBILE],
  issuer: AcmeIssuer.cluster('letsencrypt'),
});
const clients = ClientCa.inSecret(SecretRef.of('clients', 'ca.crt'));
const hello: HttpRoute = {
  name: 'hello',
  matches: [{ type: 'prefix', path: '/' }],
  destination: { service: 'helloworld', port: 5000 },
};
const props: HttpsIngressProps = {
  name: 'www',
  namespace: 'hello',
  gatewaySelector: { istio: 'ingressgateway' },
  gatewayNamespace: 'istio-system',
  tls: ServerTls.simple(certificate),
  routes: [hello],
};
const challengeLeftOut = { ':path': { prefix: '/.well-known/acme-challenge/' } };

function synthesized(changes: Partial<HttpsIngressProps> = {}): ReturnType<typeof manifestsOf> {
  const chart = emptyChart();
  new HttpsIngress(chart, 'HttpsIngress', { ...props, ...changes });
  return manifestsOf(chart);
}

function gatewayOf(changes: Partial<HttpsIngressProps> = {}): unknown {
  return find(synthesized(changes), 'Gateway', 'www');
}

function virtualServiceOf(changes: Partial<HttpsIngressProps> = {}): unknown {
  return find(synthesized(changes), 'VirtualService', 'www');
}

function refused(changes: Partial<HttpsIngressProps>): ReturnType<typeof refusalOf> {
  return refusalOf(() => synthesized(changes));
}

describe('HttpsIngress', () => {
  test('ends TLS on port 443 with the Secret of the certificate, for every name of it', () => {
    expect(gatewayOf()).toMatchObject({
      apiVersion: 'networking.istio.io/v1',
      metadata: {
        name: 'www',
        namespace: 'hello',
        labels: { 'app.kubernetes.io/name': 'www', 'app.kubernetes.io/part-of': 'mesh-trust' },
      },
      spec: {
        selector: { istio: 'ingressgateway' },
        servers: [
          {
            port: { number: 443, name: 'https', protocol: 'HTTPS' },
            hosts: ['./mobile.example.com', './www.example.com'],
            tls: { mode: 'SIMPLE', credentialName: 'www-tls', minProtocolVersion: 'TLSV1_2' },
          },
          {
            port: { number: 80, name: 'http', protocol: 'HTTP' },
            hosts: ['./mobile.example.com', './www.example.com'],
          },
        ],
      },
    });
  });

  test('sends plain HTTP on to HTTPS, but for the paths of challenges, and never by httpsRedirect', () => {
    expect(virtualServiceOf()).toMatchObject({
      spec: {
        hosts: ['mobile.example.com', 'www.example.com'],
        gateways: ['www'],
        http: [
          {
            match: [{ port: 80, withoutHeaders: challengeLeftOut }],
            redirect: { scheme: 'https', redirectCode: 301 },
          },
          {
            name: 'hello',
            match: [{ port: 443, uri: { prefix: '/' } }],
            route: [{ destination: { host: 'helloworld', port: { number: 5000 } } }],
          },
        ],
      },
    });
    expect(JSON.stringify(synthesized())).not.toContain('httpsRedirect');
  });

  test('answers plain HTTP as HTTPS when asked to, and leaves the paths of challenges alone', () => {
    const login: HttpRoute = {
      name: 'login',
      matches: [{ type: 'exact', path: '/login' }],
      destination: { service: 'login', port: 80 },
    };
    expect(
      virtualServiceOf({ plainHttp: PlainHttp.serve(), routes: [login, hello] }),
    ).toMatchObject({
      spec: {
        http: [
          {
            match: [
              { port: 443, uri: { exact: '/login' } },
              { port: 80, uri: { exact: '/login' } },
            ],
          },
          {
            match: [
              { port: 443, uri: { prefix: '/' } },
              { port: 80, uri: { prefix: '/' }, withoutHeaders: challengeLeftOut },
            ],
          },
        ],
      },
    });
  });

  test('opens port 80 no more than it is asked to', () => {
    const plainHttp = PlainHttp.closed();
    expect(gatewayOf({ plainHttp })).toMatchObject({
      spec: { servers: [{ port: { number: 443 } }] },
    });
    expect(virtualServiceOf({ plainHttp })).toMatchObject({ spec: { http: [{ name: 'hello' }] } });
  });

  test('asks clients for a certificate of the CA that is named', () => {
    const tls = ServerTls.mutual(certificate, clients, { minimumVersion: TlsVersion.V1_3 });
    expect(gatewayOf({ tls })).toMatchObject({
      spec: {
        servers: [
          {
            tls: {
              mode: 'MUTUAL',
              credentialName: 'www-tls',
              caCertCredentialName: 'clients-cacert',
              minProtocolVersion: 'TLSV1_3',
            },
          },
          {},
        ],
      },
    });
  });

  test('asks for a certificate that need not be shown', () => {
    const tls = ServerTls.optionalMutual(certificate, ClientCa.inCertificateSecret());
    expect(gatewayOf({ tls })).toMatchObject({
      spec: { servers: [{ tls: { mode: 'OPTIONAL_MUTUAL' } }, {}] },
    });
    expect(JSON.stringify(synthesized({ tls }))).not.toContain('caCertCredentialName');
  });

  test('serves fewer hosts than the certificate has when asked to', () => {
    expect(virtualServiceOf({ hosts: [MOBILE] })).toMatchObject({
      spec: { hosts: ['mobile.example.com'] },
    });
  });

  test('emits nothing else: the Certificate belongs into the namespace of the gateway', () => {
    expect(synthesized()).toHaveLength(2);
  });

  test('HostNotInCertificate fires for a host that the certificate is not for', () => {
    expect(refused({ hosts: [WWW, DnsName.of('api.example.com')] })).toMatchObject([
      {
        code: 'HostNotInCertificate',
        path: 'test/HttpsIngress',
        problem:
          "'hosts' must be names of the certificate www-tls (mobile.example.com, www.example.com), got api.example.com",
      },
    ]);
  });

  test('HostNotInCertificate is silent for a name below a wildcard of the certificate', () => {
    const wildcard = GatewayCertificate.existing({
      secretName: 'wildcard',
      hosts: [DnsName.of('*.example.com')],
    });
    const tls = ServerTls.simple(wildcard);
    expect(synthesized({ tls, hosts: [WWW] })).toHaveLength(2);
  });

  test('IssuerOutOfReach fires for an Issuer that signs in another namespace than the gateway', () => {
    const request = { name: 'www-tls', hosts: [WWW] };
    const issuer = CaIssuer.namespaced('hello', 'hello-ca');
    const tls = ServerTls.simple(GatewayCertificate.of({ ...request, issuer }));
    expect(refused({ tls })).toMatchObject([
      { code: 'IssuerOutOfReach', fix: 'write a ClusterIssuer, or an Issuer of istio-system' },
    ]);
  });

  test('IssuerOutOfReach is silent for an Issuer beside the gateway', () => {
    const request = { name: 'www-tls', hosts: [WWW] };
    const issuer = CaIssuer.namespaced('istio-system', 'edge-ca');
    const tls = ServerTls.simple(GatewayCertificate.of({ ...request, issuer }));
    expect(synthesized({ tls })).toHaveLength(2);
  });

  test('FeatureNeedsVersion fires for a CA of clients that Istio 1.27 does not look for', () => {
    const tls = ServerTls.mutual(certificate, clients);
    expect(refused({ tls, istioVersion: IstioVersion.V1_27 })).toMatchObject([
      {
        code: 'FeatureNeedsVersion',
        problem: expect.stringContaining('Secret www-tls-cacert before Istio 1.28') as string,
      },
    ]);
  });

  test('FeatureNeedsVersion is silent for a CA where every version looks, and from Istio 1.28 on', () => {
    const beside = ClientCa.inSecret(SecretRef.of('www-tls-cacert', 'ca.crt'));
    const istioVersion = IstioVersion.V1_27;
    expect(synthesized({ tls: ServerTls.mutual(certificate, beside), istioVersion })).toHaveLength(
      2,
    );
    const tls = ServerTls.mutual(certificate, clients);
    expect(synthesized({ tls, istioVersion: IstioVersion.V1_28 })).toHaveLength(2);
  });

  test('refuses a host that is listed twice, and a selector without labels', () => {
    expect(refused({ hosts: [WWW, DnsName.of('www.example.com')] })).toMatchObject([
      { code: 'NamesClash', problem: expect.stringContaining('www.example.com twice') as string },
    ]);
    expect(refused({ gatewaySelector: {} })).toMatchObject([{ code: 'PropertyOutOfRange' }]);
  });
});
