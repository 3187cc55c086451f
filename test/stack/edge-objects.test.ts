import { AcmeAccount } from '../../src/cert-manager/acme/acme-account';
import { AcmeDirectory } from '../../src/cert-manager/acme/acme-directory';
import { AcmeSolver } from '../../src/cert-manager/acme/acme-solver';
import { CaIssuer } from '../../src/cert-manager/issuer/ca-issuer';
import { CertManager } from '../../src/cert-manager/cert-manager';
import { CertManagerVersion } from '../../src/cert-manager/cert-manager-version';
import { filesOf } from '../../src/delivery/files';
import { outputFindings } from '../../src/delivery/rules/output-rules';
import { ClientCa } from '../../src/ingress/client-ca';
import { GatewayCertificate } from '../../src/ingress/gateway-certificate';
import { IngressApi } from '../../src/ingress/ingress-api';
import { ServerTls } from '../../src/ingress/server-tls';
import { Gateway } from '../../src/istio/gateway/gateway';
import { Sample } from '../../src/samples/sample';
import type { EnvironmentProps } from '../../src/stack/environment-props';
import type { RenderedEnvironment } from '../../src/stack/rendered-environment';
import { DnsName } from '../../src/trust/dns-name';
import { SecretRef } from '../../src/trust/secret-ref';
import { istioWith, ONE_SITE } from '../support/edge';
import { environmentWith, namesIn, objectOf } from '../support/rendered';
import { HTTPBIN_TLS, LETS_ENCRYPT, PARTNER, siteOf, WHOLE_ENVIRONMENT } from './subjects';

const HOST = DnsName.of('hello.example.com');

/** What is written, when the last look at it finds nothing. */
function written(changed: Partial<EnvironmentProps> = {}): RenderedEnvironment {
  const rendered = environmentWith({ ...ONE_SITE, ...changed }).render();
  expect(outputFindings(rendered)).toEqual([]);
  return rendered;
}

const PREREQUISITES = 'mesh-trust/prerequisites';
const requiring = (entries: string) => ({
  metadata: { annotations: { [PREREQUISITES]: entries } },
});

describe('the edge of an environment', () => {
  it('is nothing where nothing is said of it', () => {
    const plain = written({ acme: undefined, sites: undefined, samples: [] });
    const empty = written({ acme: [], sites: [], samples: [], egress: [], authorization: [] });
    expect(filesOf(empty)).toEqual(filesOf(plain));
    expect(namesIn(plain, '90-ingress')).toEqual([]);
  });

  it('has account, class, certificate and objects of a site in the layer of ingress', () => {
    expect(namesIn(written(), '90-ingress')).toEqual([
      'Certificate/hello-example-com',
      'ClusterIssuer/letsencrypt',
      'Gateway/hello-example-com',
      'IngressClass/istio',
      'VirtualService/hello-example-com',
    ]);
  });

  it('has a certificate in every namespace in which a gateway reads it, and a site at every gateway', () => {
    const ports = [{ name: 'tls', port: 9443, targetPort: 9443 }];
    const rendered = written({
      istio: istioWith(
        Gateway.ingress(),
        Gateway.ingress({ name: 'inner' }),
        Gateway.ingress({ name: 'partner', namespace: 'partner-edge' }),
        Gateway.ingress({ name: 'other', namespace: 'other-edge', ports }),
      ),
    });
    expect(namesIn(rendered, '90-ingress')).toEqual([
      'Certificate/hello-example-com',
      'Certificate/hello-example-com',
      'ClusterIssuer/letsencrypt',
      'Gateway/hello-example-com',
      'Gateway/hello-example-com-inner',
      'Gateway/hello-example-com-partner',
      'IngressClass/istio',
      'VirtualService/hello-example-com',
      'VirtualService/hello-example-com-inner',
      'VirtualService/hello-example-com-partner',
    ]);
    for (const namespace of ['istio-system', 'partner-edge']) {
      expect(objectOf(rendered, 'Certificate', 'hello-example-com', namespace)).toMatchObject({
        spec: { dnsNames: ['hello.example.com'], usages: expect.anything() as unknown },
      });
    }
  });

  it('changes nothing of one site when another is added', () => {
    const before = written();
    const after = written({ sites: [siteOf('hello.example.com'), siteOf('shop.example.com')] });
    for (const [kind, name] of [
      ['Certificate', 'hello-example-com'],
      ['Gateway', 'hello-example-com'],
      ['VirtualService', 'hello-example-com'],
      ['ClusterIssuer', 'letsencrypt'],
    ] as const) {
      expect(objectOf(after, kind, name)).toEqual(objectOf(before, kind, name));
    }
  });

  it('names Secrets and issuers that are there beforehand', () => {
    const existing = GatewayCertificate.existing({ secretName: 'bought', hosts: [HOST] });
    const ca = ClientCa.inSecret(SecretRef.of('clients', 'ca.crt'));
    const sites = [siteOf('hello.example.com', { tls: ServerTls.mutual(existing, ca) })];
    expect(objectOf(written({ sites, acme: [] }), 'Gateway', 'hello-example-com')).toMatchObject(
      requiring('Secret/istio-system/bought,Secret/istio-system/clients'),
    );
    const corporate = siteOf('hello.example.com', {}, CaIssuer.cluster('corporate'));
    expect(
      objectOf(written({ sites: [corporate], acme: [] }), 'Certificate', 'hello-example-com'),
    ).toMatchObject(requiring('ClusterIssuer/corporate'));
    const local = siteOf('hello.example.com', {}, CaIssuer.namespaced('istio-system', 'shop'));
    expect(
      objectOf(written({ sites: [local], acme: [] }), 'Certificate', 'hello-example-com'),
    ).toMatchObject(requiring('Issuer/istio-system/shop'));
  });

  it('has a Gateway for challenges where a solver goes through the Gateway API', () => {
    const gateway = { name: 'challenges', namespace: 'edge' };
    const account = AcmeAccount.of({
      name: 'letsencrypt',
      directory: AcmeDirectory.letsEncrypt(),
      solvers: [AcmeSolver.http01GatewayRoute({ gateway })],
    });
    const rendered = written({
      certManager: CertManager.alreadyInstalled({
        version: CertManagerVersion.V1_21,
        enableGatewayApi: true,
      }),
      acme: [account],
      istio: istioWith(Gateway.ingress({ name: 'edge', namespace: 'edge' })),
      sites: [siteOf('hello.example.com', { api: IngressApi.GATEWAY_API })],
    });
    expect(objectOf(rendered, 'Gateway', 'challenges')).toMatchObject({
      metadata: { namespace: 'edge' },
      spec: {
        addresses: [{ value: 'edge' }],
        listeners: [
          {
            port: 80,
            allowedRoutes: {
              namespaces: { selector: { matchExpressions: [{ values: ['edge'] }] } },
            },
          },
        ],
      },
    });
    expect(namesIn(rendered, '90-ingress')).not.toContain('IngressClass/istio');
  });

  it('ends TLS at the sidecar of httpbin with all that this needs', () => {
    const rendered = written({
      acme: [],
      sites: [],
      samples: [Sample.httpbin({ tls: HTTPBIN_TLS })],
    });
    const names = namesIn(rendered, '95-workloads');
    for (const name of ['Sidecar/httpbin', 'PeerAuthentication/httpbin', 'Service/httpbin']) {
      expect(names).toContain(name);
    }
    expect(objectOf(rendered, 'Certificate', 'httpbin-tls')).toMatchObject({
      metadata: { namespace: 'httpbin' },
      spec: { issuerRef: { name: 'mesh-root' } },
    });
    expect(objectOf(rendered, 'Certificate', 'curl-tls')).toMatchObject({
      metadata: { namespace: 'httpbin-clients' },
      spec: { issuerRef: { name: 'mesh-root' }, usages: ['digital signature', 'client auth'] },
    });
    expect(objectOf(rendered, 'Deployment', 'httpbin-v1')).toMatchObject({
      spec: {
        template: {
          metadata: {
            annotations: {
              'sidecar.istio.io/userVolumeMount': expect.stringContaining('mountPath') as unknown,
            },
          },
        },
      },
    });
  });

  it('asks for the Secrets of a sidecar and its caller where nobody here makes them', () => {
    const existing = GatewayCertificate.existing({ secretName: 'bought', hosts: [HOST] });
    const samples = [Sample.httpbin({ tls: ServerTls.simple(existing) })];
    const rendered = written({ acme: [], sites: [], samples });
    expect(objectOf(rendered, 'Sidecar', 'httpbin')).toMatchObject(
      requiring('Secret/httpbin-clients/curl-tls,Secret/httpbin/bought'),
    );
  });

  it('speaks TLS at the egress gateway, in its namespace and the domain of the cluster', () => {
    const rendered = written({
      clusterDomain: 'cluster.test',
      egress: [PARTNER],
      istio: istioWith(Gateway.ingress(), Gateway.egress({ name: 'out', namespace: 'way-out' })),
    });
    expect(objectOf(rendered, 'DestinationRule', 'partner-to-gateway')).toMatchObject({
      metadata: { namespace: 'way-out' },
      spec: { host: 'out.way-out.svc.cluster.test' },
    });
    expect(objectOf(rendered, 'ServiceEntry', 'partner')).toMatchObject(
      requiring('Secret/way-out/partner-client'),
    );
  });

  it('has the rules of who may call whom before the workloads', () => {
    const { authorization } = WHOLE_ENVIRONMENT;
    const rendered = written({ namespaces: ['shop', 'payments'], authorization });
    expect(namesIn(rendered, '80-istio')).toEqual([
      'AuthorizationPolicy/cart',
      'AuthorizationPolicy/default-deny',
      'PeerAuthentication/default',
    ]);
  });
});

describe('the chain of the edge', () => {
  it('has every certificate below who signs it, with its lifetime and its Secret', () => {
    const { chain } = environmentWith({
      ...ONE_SITE,
      samples: [Sample.helloworld(), Sample.httpbin({ tls: HTTPBIN_TLS })],
      sites: [
        siteOf('hello.example.com'),
        siteOf('shop.example.com', {}, CaIssuer.cluster('corporate')),
      ],
    });
    const edge = chain.leaves.filter(({ secret }) => secret !== undefined);
    expect(edge).toMatchObject([
      {
        id: 'client httpbin-clients curl-tls',
        issuer: 'root',
        keyIn: 'Secret httpbin-clients/curl-tls',
        secret: { namespace: 'httpbin-clients', readIn: 'httpbin-clients' },
      },
      { id: 'sidecar httpbin httpbin-tls', issuer: 'root', identities: 'httpbin.example.com' },
      {
        id: 'gateway istio-system hello-example-com',
        issuer: 'acme letsencrypt',
        identities: 'hello.example.com',
        keyIn: 'Secret istio-system/hello-example-com',
      },
      { id: 'gateway istio-system shop-example-com', issuer: 'ClusterIssuer corporate' },
    ]);
    expect(edge.map(({ duration }) => duration.toString())).toEqual(Array(4).fill('2160h'));
    expect(chain.outside).toMatchObject([
      { id: 'ClusterIssuer corporate', title: 'ClusterIssuer corporate' },
      { id: 'acme letsencrypt', title: 'letsencrypt at acme-v02.api.letsencrypt.org' },
    ]);
  });

  it('has the lifetime that the account has, and the share at which a certificate is renewed', () => {
    const account = AcmeAccount.of({
      name: 'short',
      directory: AcmeDirectory.letsEncrypt(),
      profile: 'shortlived',
      solvers: [AcmeSolver.http01Ingress()],
    });
    const certificate = GatewayCertificate.of({
      name: 'hello',
      hosts: [HOST],
      issuer: account.issuer,
      renewBeforePercentage: 50,
    });
    const { chain } = environmentWith({
      ...ONE_SITE,
      acme: [account, LETS_ENCRYPT],
      sites: [siteOf('hello.example.com', { tls: ServerTls.simple(certificate) })],
    });
    const leaf = chain.leaves.find(({ title }) => title === 'hello of a gateway');
    expect([leaf?.duration.toString(), leaf?.leftAtRenewal.toString()]).toEqual(['160h', '80h']);
    expect(chain.outside.map(({ id }) => id)).toEqual(['acme short']);
  });
});
