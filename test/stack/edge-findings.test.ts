import { AcmeIssuer } from '../../src/cert-manager/acme/acme-issuer';
import { CaIssuer } from '../../src/cert-manager/issuer/ca-issuer';
import type { IIssuer } from '../../src/cert-manager/issuer/issuer';
import { ExternalService } from '../../src/ingress/external-service';
import { GatewayCertificate } from '../../src/ingress/gateway-certificate';
import { OriginatedTls } from '../../src/ingress/originated-tls';
import { ServerTls } from '../../src/ingress/server-tls';
import { AllowRule } from '../../src/istio/authorization/allow-rule';
import { Authorization } from '../../src/istio/authorization/authorization';
import { Gateway } from '../../src/istio/gateway/gateway';
import { Sample } from '../../src/samples/sample';
import { DnsName } from '../../src/trust/dns-name';
import { SpiffeId } from '../../src/trust/spiffe-id';
import { TrustDomain } from '../../src/trust/trust-domain';
import { containing } from '../support/containing';
import { istioWith } from '../support/edge';
import { FEDERATION } from '../support/federations';
import { environmentWith } from '../support/rendered';
import { HTTPBIN_TLS, MINIMAL_ENVIRONMENT, PARTNER } from './subjects';

describe('TLS that ends at a sidecar', () => {
  const signedBy = (issuer: IIssuer): Sample => {
    const hosts = [DnsName.of('httpbin.example.com')];
    const certificate = GatewayCertificate.of({ name: 'httpbin-tls', hosts, issuer });
    return Sample.httpbin({ tls: ServerTls.simple(certificate) });
  };

  it('is refused together with all else where the control plane has it off', () => {
    const environment = environmentWith({
      samples: [Sample.httpbin({ tls: HTTPBIN_TLS })],
      egress: [PARTNER],
    });
    expect(environment.findings()).toMatchObject([
      { code: 'TlsOnSidecarIngressOff', path: 'tried/istioctl/IstioControlPlane' },
      { code: 'PropertyMissing', path: 'tried' },
    ]);
    expect(
      environmentWith({
        istio: istioWith(),
        samples: [Sample.httpbin({ tls: HTTPBIN_TLS })],
      }).findings(),
    ).toEqual([]);
    expect(environmentWith({ samples: [Sample.httpbin()] }).findings()).toEqual([]);
  });

  it('has certificates of an issuer that certifies the caller, too', () => {
    const withIssuer = (issuer: IIssuer) =>
      environmentWith({ istio: istioWith(), samples: [signedBy(issuer)] }).findings();
    expect(withIssuer(CaIssuer.cluster('mesh-root'))).toEqual([]);
    expect(withIssuer(AcmeIssuer.cluster('letsencrypt'))).toMatchObject([
      {
        code: 'PropertyMalformed',
        path: 'tried/95-workloads/SidecarTls-httpbin-httpbin',
        problem: containing('got ClusterIssuer letsencrypt'),
      },
    ]);
    expect(withIssuer(CaIssuer.namespaced('httpbin', 'ca'))).toMatchObject([
      {
        code: 'IssuerOutOfReach',
        path: 'tried/95-workloads/Certificate-httpbin-clients-curl-tls',
      },
    ]);
    expect(withIssuer(CaIssuer.namespaced('httpbin-clients', 'ca'))).toMatchObject([
      { code: 'IssuerOutOfReach', path: 'tried/95-workloads/SidecarTls-httpbin-httpbin' },
    ]);
  });
});

describe('calls to servers outside', () => {
  const findings = (egress: readonly ExternalService[], ...gateways: readonly Gateway[]) =>
    environmentWith({ istio: istioWith(...gateways), egress }).findings();

  it('leave through one egress gateway', () => {
    expect(findings([PARTNER], Gateway.egress())).toEqual([]);
    expect(findings([PARTNER], Gateway.egress({ name: 'out' }))).toEqual([]);
    expect(findings([PARTNER], Gateway.egress({ name: 'out' }), Gateway.egress())).toEqual([]);
    const missing = {
      code: 'PropertyMissing',
      path: 'tried',
      fix: 'write gateways: [Gateway.egress()]',
    };
    expect(findings([PARTNER], Gateway.ingress())).toMatchObject([missing]);
    expect(
      findings([PARTNER], Gateway.egress({ name: 'one' }), Gateway.egress({ name: 'other' })),
    ).toMatchObject([missing]);
  });

  it('need port 443 of it', () => {
    const ports = [{ name: 'tls', port: 15443, targetPort: 15443 }];
    expect(findings([PARTNER], Gateway.egress({ ports }))).toMatchObject([
      { code: 'PropertyOutOfRange', problem: containing("must have 443 for 'egress', got 15443") },
    ]);
  });

  it('have names and hosts of their own', () => {
    const other = ExternalService.of({
      name: 'other',
      host: DnsName.of('api.partner.example'),
      tls: OriginatedTls.simple(),
    });
    expect(findings([PARTNER, other], Gateway.egress())).toMatchObject([
      { code: 'NamesClash', problem: containing('hosts of their own, got api.partner.example') },
    ]);
    expect(findings([PARTNER, PARTNER], Gateway.egress())).toHaveLength(2);
  });
});

describe('who may call whom', () => {
  const allow = (trustDomain: string, name = 'cart'): Authorization =>
    Authorization.allow({
      name,
      namespace: 'shop',
      rules: [
        AllowRule.from({
          callers: [SpiffeId.forServiceAccount(TrustDomain.of(trustDomain), 'shop', 'web')],
        }),
        AllowRule.fromOutsideTheMesh({ ports: [9080] }),
      ],
    });
  const findings = (authorization: readonly Authorization[], aliases: readonly string[] = []) =>
    environmentWith({
      namespaces: ['shop'],
      authorization,
      istio: {
        ...MINIMAL_ENVIRONMENT.istio,
        trustDomainAliases: aliases.map((alias) => TrustDomain.of(alias)),
      },
    }).findings();

  it('takes a caller of a trust domain with which the mesh federates', () => {
    const environment = environmentWith({
      namespaces: ['shop'],
      federation: FEDERATION,
      authorization: [allow('west.example.com')],
    });
    expect(environment.findings()).toEqual([]);
  });

  it('CallerForeign fires for a caller of another trust domain', () => {
    expect(findings([allow('other.example.com')])).toEqual([
      {
        code: 'CallerForeign',
        path: 'tried',
        problem:
          "'callers' of shop/cart must be of the trust domain mesh.example.com, got spiffe://other.example.com/ns/shop/sa/web",
        fix: "write SpiffeId.forServiceAccount(TrustDomain.of('mesh.example.com'), …), or federate with the other one: Federation.between(…)",
      },
    ]);
  });

  it('CallerForeign is silent for that of the mesh and its aliases', () => {
    expect(findings([allow('mesh.example.com')])).toEqual([]);
    expect(findings([allow('other.example.com')], ['other.example.com'])).toEqual([]);
  });

  it('has one name in each namespace', () => {
    const deny = Authorization.denyByDefault({ namespace: 'shop' });
    expect(findings([deny, allow('mesh.example.com')])).toEqual([]);
    expect(findings([deny, allow('mesh.example.com', 'default-deny')])).toMatchObject([
      { code: 'NamesClash', problem: containing('got shop/default-deny twice') },
    ]);
  });
});
