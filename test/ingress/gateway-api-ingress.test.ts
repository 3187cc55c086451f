import { AcmeIssuer } from '../../src/cert-manager/acme/acme-issuer';
import { CaIssuer } from '../../src/cert-manager/issuer/ca-issuer';
import { ClientCa } from '../../src/ingress/client-ca';
import {
  GatewayApiIngress,
  type GatewayApiIngressProps,
} from '../../src/ingress/gateway-api-ingress';
import { GatewayCertificate } from '../../src/ingress/gateway-certificate';
import type { HttpRoute } from '../../src/ingress/http-route';
import { PlainHttp } from '../../src/ingress/plain-http';
import { ServerTls } from '../../src/ingress/server-tls';
import { TlsVersion } from '../../src/ingress/tls-version';
import { DnsName } from '../../src/trust/dns-name';
import { SecretRef } from '../../src/trust/secret-ref';
import { emptyChart, find, manifestsOf } from '../support/manifests';
import { refusalOf } from '../support/refusals';

const WWW = DnsName.of('www.example.com');
const APPS = DnsName.of('*.apps.example.com');
const issuer = AcmeIssuer.cluster('letsencrypt');
const certificate = GatewayCertificate.of({ name: 'www-tls', hosts: [WWW], issuer });
const both = GatewayCertificate.of({ name: 'www-tls', hosts: [WWW, APPS], issuer });
const hello: HttpRoute = {
  name: 'hello',
  matches: [
    { type: 'prefix', path: '/' },
    { type: 'exact', path: '/hello' },
  ],
  destinations: [
    { service: 'helloworld-v1', port: 5000, weight: 90 },
    { service: 'helloworld-v2', port: 5000, weight: 10 },
  ],
};
const props: GatewayApiIngressProps = {
  name: 'www',
  namespace: 'hello',
  gatewayNamespace: 'istio-system',
  gatewayService: 'istio-ingressgateway',
  tls: ServerTls.simple(certificate),
  routes: [hello],
};

function synthesized(
  changes: Partial<GatewayApiIngressProps> = {},
): ReturnType<typeof manifestsOf> {
  const chart = emptyChart();
  new GatewayApiIngress(chart, 'Ingress', { ...props, ...changes });
  return manifestsOf(chart);
}

function namesOf(changes: Partial<GatewayApiIngressProps>): readonly string[] {
  return synthesized(changes).map(({ kind, metadata }) => `${kind}/${metadata.name}`);
}

function refused(changes: Partial<GatewayApiIngressProps>): ReturnType<typeof refusalOf> {
  return refusalOf(() => synthesized(changes));
}

describe('GatewayApiIngress', () => {
  test('has its Gateway where the Secret and the Pods are, and makes no Pods', () => {
    expect(find(synthesized(), 'Gateway', 'www')).toMatchObject({
      apiVersion: 'gateway.networking.k8s.io/v1',
      metadata: {
        namespace: 'istio-system',
        labels: { 'app.kubernetes.io/name': 'www', 'app.kubernetes.io/part-of': 'mesh-trust' },
      },
      spec: {
        gatewayClassName: 'istio',
        addresses: [{ type: 'Hostname', value: 'istio-ingressgateway' }],
      },
    });
  });

  test('has a listener for each host and scheme, for routes of its own namespace alone', () => {
    const allowedRoutes = {
      namespaces: {
        from: 'Selector',
        selector: {
          matchExpressions: [
            { key: 'kubernetes.io/metadata.name', operator: 'In', values: ['hello'] },
          ],
        },
      },
    };
    const tls = { mode: 'Terminate', certificateRefs: [{ name: 'www-tls' }] };
    const manifests = synthesized({ tls: ServerTls.simple(both) });
    expect(find(manifests, 'Gateway', 'www')).toMatchObject({
      spec: {
        listeners: [
          {
            name: 'https-wildcard.apps.example.com',
            hostname: '*.apps.example.com',
            port: 443,
            protocol: 'HTTPS',
            tls,
            allowedRoutes,
          },
          { name: 'https-www.example.com', hostname: 'www.example.com', port: 443, tls },
          {
            name: 'http-wildcard.apps.example.com',
            hostname: '*.apps.example.com',
            port: 80,
            protocol: 'HTTP',
            allowedRoutes,
          },
          { name: 'http-www.example.com', hostname: 'www.example.com', port: 80 },
        ],
      },
    });
  });

  test('shares requests out from an HTTPRoute beside the Services', () => {
    expect(find(synthesized(), 'HTTPRoute', 'www')).toMatchObject({
      metadata: { namespace: 'hello' },
      spec: {
        hostnames: ['www.example.com'],
        parentRefs: [
          { name: 'www', namespace: 'istio-system', sectionName: 'https-www.example.com' },
        ],
        rules: [
          {
            name: 'hello',
            matches: [
              { path: { type: 'PathPrefix', value: '/' } },
              { path: { type: 'Exact', value: '/hello' } },
            ],
            backendRefs: [
              { name: 'helloworld-v1', port: 5000, weight: 90 },
              { name: 'helloworld-v2', port: 5000, weight: 10 },
            ],
          },
        ],
      },
    });
  });

  test('sends plain HTTP on by a rule of the lowest rank, below the exact path of a challenge', () => {
    expect(find(synthesized(), 'HTTPRoute', 'www-https-redirect')).toMatchObject({
      metadata: { namespace: 'hello' },
      spec: {
        parentRefs: [{ name: 'www', sectionName: 'http-www.example.com' }],
        rules: [
          {
            matches: [{ path: { type: 'PathPrefix', value: '/' } }],
            filters: [
              {
                type: 'RequestRedirect',
                requestRedirect: { scheme: 'https', statusCode: 301 },
              },
            ],
          },
        ],
      },
    });
  });

  test('answers plain HTTP by the same HTTPRoute, or not at all', () => {
    const served = synthesized({ plainHttp: PlainHttp.serve() });
    expect(served).toHaveLength(2);
    expect(find(served, 'HTTPRoute', 'www')).toMatchObject({
      spec: {
        parentRefs: [
          { sectionName: 'https-www.example.com' },
          { sectionName: 'http-www.example.com' },
        ],
      },
    });
    const closed = synthesized({ plainHttp: PlainHttp.closed() });
    expect(closed).toHaveLength(2);
    expect(find(closed, 'Gateway', 'www')).toMatchObject({
      spec: { listeners: [{ port: 443 }] },
    });
  });

  test('has an HTTPRoute of its own for a route of some hosts', () => {
    const forApps: HttpRoute = { ...hello, name: 'apps', hosts: [APPS] };
    const changes = { tls: ServerTls.simple(both), routes: [hello, forApps] };
    expect(namesOf(changes)).toEqual([
      'Gateway/www',
      'HTTPRoute/www',
      'HTTPRoute/www-apps',
      'HTTPRoute/www-https-redirect',
    ]);
    expect(find(synthesized(changes), 'HTTPRoute', 'www-apps')).toMatchObject({
      spec: {
        hostnames: ['*.apps.example.com'],
        parentRefs: [{ sectionName: 'https-wildcard.apps.example.com' }],
        rules: [{ name: 'apps' }],
      },
    });
    expect(namesOf({ ...changes, routes: [forApps] })).not.toContain('HTTPRoute/www');
  });

  test('asks clients for a certificate by the option that istiod reads', () => {
    const tls = ServerTls.mutual(certificate, ClientCa.inCertificateSecret());
    expect(find(synthesized({ tls }), 'Gateway', 'www')).toMatchObject({
      spec: {
        listeners: [
          { tls: { options: { 'gateway.istio.io/tls-terminate-mode': 'MUTUAL' } } },
          { protocol: 'HTTP' },
        ],
      },
    });
  });

  test('needs no ReferenceGrant: no reference crosses a namespace but that of a route to its Gateway', () => {
    const text = JSON.stringify(synthesized());
    expect(text).not.toContain('ReferenceGrant');
    expect(text.match(/"namespace":"istio-system"/g)).toHaveLength(3);
  });

  test('refuses what istiod does not do in the Gateway API, and names the other', () => {
    const clients = ClientCa.inSecret(SecretRef.of('clients', 'ca.crt'));
    const modes = [
      ServerTls.simple(certificate, { minimumVersion: TlsVersion.V1_3 }),
      ServerTls.optionalMutual(certificate, ClientCa.inCertificateSecret()),
      ServerTls.mutual(certificate, clients),
    ];
    for (const tls of modes) {
      expect(refused({ tls })).toMatchObject([
        { code: 'PropertyMalformed', fix: expect.stringContaining('the API of Istio') as string },
      ]);
    }
  });

  test('takes a CA of clients in the one Secret that istiod hands out', () => {
    const clientCa = ClientCa.inSecret(SecretRef.of('www-tls-cacert', 'ca.crt'));
    expect(synthesized({ tls: ServerTls.mutual(certificate, clientCa) })).toHaveLength(3);
  });

  test('refuses a prefix that would have the request of an ACME server over plain HTTP', () => {
    const matches = [{ type: 'prefix', path: '/.well-known' }] as const;
    const routes = [{ ...hello, matches }];
    expect(refused({ routes, plainHttp: PlainHttp.serve() })).toMatchObject([
      {
        code: 'PropertyMalformed',
        problem: expect.stringContaining('/.well-known/acme-challenge/') as string,
      },
    ]);
    expect(synthesized({ routes })).toHaveLength(3);
  });

  test('refuses more hosts or routes than an HTTPRoute has room for', () => {
    const hosts = Array.from({ length: 17 }, (_, index) => DnsName.of(`h${index}.example.com`));
    const many = GatewayCertificate.existing({ secretName: 'many', hosts });
    expect(refused({ tls: ServerTls.simple(many) })).toMatchObject([
      { code: 'PropertyOutOfRange', problem: expect.stringContaining("'hosts'") as string },
    ]);
    const routes = hosts.map((host, index) => ({
      ...hello,
      name: `r${index}`,
      matches: [{ type: 'exact' as const, path: `/${host}` }],
    }));
    expect(refused({ routes })).toMatchObject([
      { code: 'PropertyOutOfRange', problem: expect.stringContaining("'routes'") as string },
    ]);
  });

  test('refuses a route of some hosts with the name of the redirect', () => {
    const routes = [{ ...hello, name: 'https-redirect', hosts: [WWW] }];
    expect(refused({ routes })).toMatchObject([{ code: 'NamesClash' }]);
  });

  test('refuses an Issuer of another namespace than the gateway', () => {
    const elsewhere = GatewayCertificate.of({
      name: 'www-tls',
      hosts: [WWW],
      issuer: CaIssuer.namespaced('hello', 'hello-ca'),
    });
    expect(refused({ tls: ServerTls.simple(elsewhere) })).toMatchObject([
      { code: 'IssuerOutOfReach' },
    ]);
  });
});
