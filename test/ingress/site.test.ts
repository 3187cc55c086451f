import { AcmeIssuer } from '../../src/cert-manager/acme/acme-issuer';
import { ClientCa } from '../../src/ingress/client-ca';
import { GatewayCertificate } from '../../src/ingress/gateway-certificate';
import { IngressApi } from '../../src/ingress/ingress-api';
import { ServerTls } from '../../src/ingress/server-tls';
import { Site, type SiteProps } from '../../src/ingress/site';
import { sitesFindings } from '../../src/ingress/site-findings';
import { Gateway } from '../../src/istio/gateway/gateway';
import { IstioVersion } from '../../src/istio/istio-version';
import { DnsName } from '../../src/trust/dns-name';
import { SecretRef } from '../../src/trust/secret-ref';
import { emptyChart, find, manifestsOf, type Manifest } from '../support/manifests';
import { refusalOf } from '../support/refusals';

const issuer = AcmeIssuer.cluster('letsencrypt');
const gateway = Gateway.ingress({ namespace: 'istio-ingress' });

function certificateOf(...names: readonly string[]): GatewayCertificate {
  return GatewayCertificate.of({
    name: (names[0] ?? '').replaceAll('.', '-'),
    hosts: names.map((name) => DnsName.of(name)),
    issuer,
  });
}

function site(host: string, changes: Partial<SiteProps> = {}): Site {
  return Site.of({
    name: host.replaceAll('.', '-'),
    namespace: 'hello',
    tls: ServerTls.simple(certificateOf(host)),
    routes: [
      {
        name: 'hello',
        matches: [{ type: 'prefix', path: '/' }],
        destination: { service: 'helloworld', port: 5000 },
      },
    ],
    ...changes,
  });
}

function synthesized(sites: readonly Site[]): Manifest[] {
  const chart = emptyChart();
  for (const each of sites) {
    each.defineAt(chart, each.name, gateway);
  }
  return manifestsOf(chart);
}

describe('Site', () => {
  test('is served by the gateway that it is defined at', () => {
    const manifests = synthesized([site('www.example.com')]);
    expect(find(manifests, 'Gateway', 'www-example-com')).toMatchObject({
      apiVersion: 'networking.istio.io/v1',
      metadata: { namespace: 'hello' },
      spec: { selector: { app: 'istio-ingressgateway', istio: 'ingressgateway' } },
    });
    expect(find(manifests, 'VirtualService', 'www-example-com')).toMatchObject({
      spec: { hosts: ['www.example.com'] },
    });
  });

  test.each([IngressApi.ISTIO, IngressApi.GATEWAY_API])(
    'has objects of its own at a gateway with a name of its own, in the API of %s',
    (api) => {
      const chart = emptyChart();
      const edge = Gateway.ingress({ name: 'edge', namespace: 'istio-ingress' });
      for (const each of [gateway, edge]) {
        site('www.example.com', { api }).defineAt(chart, each.name, each);
      }
      const ids = manifestsOf(chart).map(({ kind, metadata }) => `${kind}/${metadata.name}`);
      expect(ids).toContain('Gateway/www-example-com-edge');
      expect(new Set(ids).size).toBe(ids.length);
    },
  );

  test('is written in the Gateway API when asked to', () => {
    const manifests = synthesized([site('www.example.com', { api: IngressApi.GATEWAY_API })]);
    expect(find(manifests, 'Gateway', 'www-example-com')).toMatchObject({
      apiVersion: 'gateway.networking.k8s.io/v1',
      metadata: { namespace: 'istio-ingress' },
      spec: { addresses: [{ type: 'Hostname', value: 'istio-ingressgateway' }] },
    });
  });

  test.each([IngressApi.ISTIO, IngressApi.GATEWAY_API])(
    'changes nothing of the others when it is added, in the API of %s',
    (api) => {
      const before = [site('www.example.com', { api }), site('api.example.com', { api })];
      const added = site('mobile.example.com', { api });
      const [old, now] = [synthesized(before), synthesized([...before, added])];
      const own = now.filter((manifest) => !old.some((one) => sameText(one, manifest)));
      expect(old.filter((manifest) => !now.some((one) => sameText(one, manifest)))).toEqual([]);
      expect(own.length).toBeGreaterThan(1);
      expect(own.filter(({ metadata }) => !metadata.name.startsWith(added.name))).toEqual([]);
      expect(sitesFindings('env', [...before, added])).toEqual([]);
    },
  );

  test('refuses at once what the gateway need not be known for', () => {
    expect(
      refusalOf(() => site('www.example.com', { hosts: [DnsName.of('example.com')] })),
    ).toMatchObject([{ code: 'HostNotInCertificate', path: 'Site.of' }]);
    const tls = ServerTls.optionalMutual(
      certificateOf('www.example.com'),
      ClientCa.inCertificateSecret(),
    );
    expect(
      refusalOf(() => site('www.example.com', { tls, api: IngressApi.GATEWAY_API })),
    ).toMatchObject([{ code: 'PropertyMalformed', path: 'Site.of' }]);
    expect(site('www.example.com', { tls }).hosts).toEqual(['www.example.com']);
  });

  test('says what keeps a gateway from serving it', () => {
    const tls = ServerTls.mutual(
      certificateOf('www.example.com'),
      ClientCa.inSecret(SecretRef.of('clients', 'ca.crt')),
    );
    const { name, namespace, podLabels } = gateway;
    const old = { name, namespace, podLabels, istioVersion: IstioVersion.V1_26 };
    expect(site('www.example.com', { tls }).findingsAt('env', old)).toMatchObject([
      { code: 'FeatureNeedsVersion', path: 'env' },
    ]);
    expect(site('www.example.com', { tls }).findingsAt('env', gateway)).toEqual([]);
    const api = IngressApi.GATEWAY_API;
    expect(site('www.example.com', { api }).findingsAt('env', old)).toEqual([]);
  });
});

describe('sitesFindings', () => {
  const www = site('www.example.com');
  const shared = ServerTls.simple(certificateOf('www.example.com', 'mobile.example.com'));
  const hosts = {
    www: [DnsName.of('www.example.com')],
    mobile: [DnsName.of('mobile.example.com')],
  };

  test('CertificateShared fires for two sites with one Secret', () => {
    const sites = [
      site('www.example.com', { tls: shared, hosts: hosts.www }),
      site('mobile.example.com', { tls: shared, hosts: hosts.mobile }),
    ];
    expect(sitesFindings('env', sites)).toMatchObject([
      {
        code: 'CertificateShared',
        path: 'env',
        problem:
          "'sites' must each have a certificate of their own, got www-example-com for www-example-com and mobile-example-com",
      },
    ]);
  });

  test('CertificateShared is silent for one site with all hosts of its certificate', () => {
    const one = site('www.example.com', { tls: shared });
    expect(one.hosts).toEqual(['mobile.example.com', 'www.example.com']);
    expect(sitesFindings('env', [one, site('api.example.com')])).toEqual([]);
  });

  test('finds a name and a host that two sites have', () => {
    const other = site('mobile.example.com');
    const sameName = site('api.example.com', { name: www.name });
    expect(sitesFindings('env', [www, other, sameName])).toMatchObject([
      { code: 'NamesClash', problem: expect.stringContaining('www-example-com twice') as string },
    ]);
    const tls = ServerTls.simple(
      GatewayCertificate.existing({ secretName: 'bought', hosts: hosts.www }),
    );
    const sameHost = site('api.example.com', { tls });
    expect(sitesFindings('env', [www, other, sameHost])).toMatchObject([
      { code: 'NamesClash', problem: expect.stringContaining('www.example.com twice') as string },
    ]);
  });
});

function sameText(one: Manifest, other: Manifest): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
