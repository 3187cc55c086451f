import { AcmeAccount, type AcmeAccountProps } from '../../src/cert-manager/acme/acme-account';
import { AcmeDirectory } from '../../src/cert-manager/acme/acme-directory';
import { AcmeIssuer } from '../../src/cert-manager/acme/acme-issuer';
import { AcmeSolver } from '../../src/cert-manager/acme/acme-solver';
import { CaIssuer } from '../../src/cert-manager/issuer/ca-issuer';
import { CertManager } from '../../src/cert-manager/cert-manager';
import { CertManagerVersion } from '../../src/cert-manager/cert-manager-version';
import { GatewayCertificate } from '../../src/ingress/gateway-certificate';
import { IngressApi } from '../../src/ingress/ingress-api';
import { PlainHttp } from '../../src/ingress/plain-http';
import { ServerTls } from '../../src/ingress/server-tls';
import { Gateway } from '../../src/istio/gateway/gateway';
import { Sample } from '../../src/samples/sample';
import { DnsName } from '../../src/trust/dns-name';
import { Lifetime } from '../../src/trust/lifetime';
import { SecretRef } from '../../src/trust/secret-ref';
import { Ttl } from '../../src/trust/ttl';
import { containing } from '../support/containing';
import { edgeFindingsWith, istioWith, ONE_SITE } from '../support/edge';
import { HTTPBIN_TLS, LETS_ENCRYPT, siteOf } from './subjects';

const STAGING = AcmeAccount.of({
  name: 'letsencrypt-staging',
  directory: AcmeDirectory.letsEncryptStaging(),
  solvers: [AcmeSolver.http01Ingress()],
});
const WITH_FLAG = CertManager.alreadyInstalled({
  version: CertManagerVersion.V1_21,
  enableGatewayApi: true,
});

function account(changed: Partial<AcmeAccountProps>): AcmeAccount {
  return AcmeAccount.of({
    name: 'letsencrypt',
    directory: AcmeDirectory.letsEncrypt(),
    solvers: [AcmeSolver.http01Ingress()],
    ...changed,
  });
}

function throughRoute(namespace: string, sectionName?: string, name = 'acme-challenges') {
  return account({
    solvers: [AcmeSolver.http01GatewayRoute({ gateway: { name, namespace, sectionName } })],
  });
}

describe('ACME accounts of an environment', () => {
  it('certify sites when everything is in order', () => {
    expect(edgeFindingsWith()).toEqual([]);
  });

  it('have names and account keys of their own, other than that of the root', () => {
    expect(edgeFindingsWith({ acme: [LETS_ENCRYPT, LETS_ENCRYPT] })).toMatchObject([
      { code: 'NamesClash', problem: containing("'name' of an ACME account") },
      { code: 'NamesClash', problem: containing("'accountKeySecretName'") },
    ]);
    expect(
      edgeFindingsWith({ acme: [LETS_ENCRYPT, account({ name: 'mesh-root' })] }),
    ).toMatchObject([
      { code: 'NamesClash', problem: containing("the root's ClusterIssuer, got mesh-root") },
    ]);
  });

  it('ask for what the cert-manager of the environment knows', () => {
    const certManager = CertManager.alreadyInstalled({ version: CertManagerVersion.V1_16 });
    expect(
      edgeFindingsWith({ certManager, acme: [account({ profile: 'tlsserver' })] }),
    ).toMatchObject([
      { code: 'FeatureNeedsVersion', path: 'tried/90-ingress/AcmeClusterIssuer-letsencrypt' },
    ]);
  });

  it('are those of which sites have their certificates', () => {
    expect(edgeFindingsWith({ acme: [] })).toEqual([
      {
        code: 'ParentUnknown',
        path: 'tried/90-ingress/Certificate-istio-system-hello-example-com',
        problem:
          "'issuer' of hello-example-com must be that of an account in 'acme' (none), got ClusterIssuer letsencrypt",
        fix: "add AcmeAccount.of({ name: 'letsencrypt', … }) to 'acme', and write its issuer",
      },
    ]);
    const elsewhere = siteOf('hello.example.com', {}, AcmeIssuer.cluster('elsewhere'));
    expect(edgeFindingsWith({ sites: [elsewhere] })).toMatchObject([
      { code: 'ParentUnknown', problem: containing('(ClusterIssuer letsencrypt)') },
    ]);
    const asCa = siteOf('hello.example.com', {}, CaIssuer.cluster('letsencrypt'));
    expect(edgeFindingsWith({ sites: [asCa] })).toMatchObject([
      { code: 'PropertyMalformed', fix: containing("AcmeIssuer.cluster('letsencrypt')") },
    ]);
  });

  it('can prove the names of every site', () => {
    expect(edgeFindingsWith({ sites: [siteOf('*.example.com')] })).toMatchObject([
      {
        code: 'WildcardNeedsDnsChallenge',
        path: 'tried/90-ingress/Certificate-istio-system-any-example-com',
      },
    ]);
  });

  it('StagingIssuerInProduction fires for a staging server beside another one', () => {
    const sites = [siteOf('hello.example.com', {}, STAGING.issuer)];
    expect(edgeFindingsWith({ acme: [LETS_ENCRYPT, STAGING], sites })).toEqual([
      {
        code: 'StagingIssuerInProduction',
        path: 'tried/90-ingress/Certificate-istio-system-hello-example-com',
        problem:
          "'issuer' of hello-example-com must not be a staging server beside the account letsencrypt, which is not, got letsencrypt-staging",
        fix: "write AcmeIssuer.cluster('letsencrypt'), or try it out in an environment of its own",
      },
    ]);
  });

  it('StagingIssuerInProduction is silent where there is no other, or no site has it', () => {
    const sites = [siteOf('hello.example.com', {}, STAGING.issuer)];
    expect(edgeFindingsWith({ acme: [STAGING], sites })).toEqual([]);
    expect(edgeFindingsWith({ acme: [LETS_ENCRYPT, STAGING] })).toEqual([]);
  });

  it('leave the lifetime of a certificate to the server', () => {
    const certificate = GatewayCertificate.of({
      name: 'hello',
      hosts: [DnsName.of('hello.example.com')],
      issuer: LETS_ENCRYPT.issuer,
      lifetime: Lifetime.of(Ttl.days(30)),
    });
    const sites = [siteOf('hello.example.com', { tls: ServerTls.simple(certificate) })];
    expect(edgeFindingsWith({ sites })).toMatchObject([{ code: 'LifetimeMisplaced' }]);
  });

  it('make no Certificate of a name that another one has', () => {
    const samples = [Sample.httpbin({ tls: HTTPBIN_TLS, clientNamespace: 'curl-tls' })];
    expect(edgeFindingsWith({ samples, sites: [], acme: [] })).toEqual([]);
    const twice = GatewayCertificate.of({
      name: 'hello-example-com',
      hosts: [DnsName.of('httpbin.example.com')],
      issuer: CaIssuer.cluster('mesh-root'),
    });
    const clash = [Sample.httpbin({ tls: ServerTls.simple(twice), namespace: 'helloworld' })];
    const istio = istioWith(Gateway.ingress({ namespace: 'helloworld' }));
    const codes = edgeFindingsWith({ samples: clash, istio }).map(({ problem }) => problem);
    expect(codes).toContainEqual(containing('helloworld/hello-example-com twice'));
  });
});

describe('challenges of HTTP-01', () => {
  it('through an Ingress need the ingress gateway with the name of Istio', () => {
    const istio = istioWith(Gateway.ingress({ name: 'edge' }));
    expect(edgeFindingsWith({ istio })).toMatchObject([
      { code: 'PropertyMissing', problem: containing('for HTTP-01 of letsencrypt, got edge') },
    ]);
    expect(edgeFindingsWith({ istio: istioWith(), sites: [] })).toMatchObject([
      { code: 'PropertyMissing', fix: containing('gateways: [Gateway.ingress()]') },
    ]);
  });

  it('need port 80', () => {
    const ports = [{ name: 'https', port: 443, targetPort: 8443 }];
    const istio = istioWith(Gateway.ingress({ ports }));
    const sites = [siteOf('hello.example.com', { plainHttp: PlainHttp.closed() })];
    expect(edgeFindingsWith({ istio, sites })).toMatchObject([
      { code: 'PropertyOutOfRange', problem: containing('must have 80 for challenges of HTTP-01') },
    ]);
    const proved = account({
      solvers: [AcmeSolver.dns01Cloudflare({ apiToken: SecretRef.of('cloudflare', 'token') })],
    });
    expect(edgeFindingsWith({ istio, sites, acme: [proved] })).toEqual([]);
  });

  it('GatewayApiOff fires for the Gateway API with an installed cert-manager that is not said to run with it', () => {
    const certManager = CertManager.alreadyInstalled({ version: CertManagerVersion.V1_21 });
    expect(edgeFindingsWith({ certManager, acme: [throughRoute('istio-system')] })).toEqual([
      {
        code: 'GatewayApiOff',
        path: 'tried',
        problem:
          "'certManager' must run with --enable-gateway-api for HTTP-01 of letsencrypt through the Gateway API, got one that is installed and not said to",
        fix: 'run it with the flag and write CertManager.alreadyInstalled({ version, enableGatewayApi: true }), or AcmeSolver.http01Ingress()',
      },
    ]);
  });

  it('GatewayApiOff is silent for one that runs with it, for a release, and for Ingresses', () => {
    const acme = [throughRoute('istio-system', 'http')];
    expect(edgeFindingsWith({ certManager: WITH_FLAG, acme })).toEqual([]);
    expect(edgeFindingsWith({ certManager: CertManager.release(), acme })).toEqual([]);
    expect(
      edgeFindingsWith({
        certManager: CertManager.alreadyInstalled({ version: CertManagerVersion.V1_21 }),
      }),
    ).toEqual([]);
  });

  it('through the Gateway API need a Gateway that can be made for them alone', () => {
    const withRoute = (acme: AcmeAccount) =>
      edgeFindingsWith({
        certManager: WITH_FLAG,
        acme: [acme],
        sites: [siteOf('hello.example.com', { api: IngressApi.GATEWAY_API })],
      });
    expect(withRoute(throughRoute('istio-system'))).toEqual([]);
    expect(withRoute(throughRoute('elsewhere'))).toMatchObject([
      { code: 'PropertyMalformed', problem: containing("'gateway.namespace'") },
    ]);
    expect(withRoute(throughRoute('istio-system', 'https'))).toMatchObject([
      { code: 'PropertyMalformed', problem: containing("'gateway.sectionName'") },
    ]);
    expect(withRoute(throughRoute('istio-system', undefined, 'hello-example-com'))).toMatchObject([
      { code: 'NamesClash', problem: containing("'gateway.name'") },
    ]);
  });

  it('say nothing of an environment without accounts', () => {
    expect(ONE_SITE.acme).toHaveLength(1);
    expect(edgeFindingsWith({ acme: undefined, sites: undefined })).toEqual([]);
  });
});
