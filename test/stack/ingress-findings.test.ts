import { AcmeIssuer } from '../../src/cert-manager/acme/acme-issuer';
import { CaIssuer } from '../../src/cert-manager/issuer/ca-issuer';
import { ClientCa } from '../../src/ingress/client-ca';
import { GatewayCertificate } from '../../src/ingress/gateway-certificate';
import { PlainHttp } from '../../src/ingress/plain-http';
import { ServerTls } from '../../src/ingress/server-tls';
import { Gateway } from '../../src/istio/gateway/gateway';
import { IstioVersion } from '../../src/istio/istio-version';
import { Sample } from '../../src/samples/sample';
import { DnsName } from '../../src/trust/dns-name';
import { SecretRef } from '../../src/trust/secret-ref';
import { containing } from '../support/containing';
import { edgeFindingsWith, istioWith } from '../support/edge';
import { LETS_ENCRYPT, siteOf } from './subjects';

const HOST = 'hello.example.com';

describe('sites of an environment', () => {
  it('need an ingress gateway with port 443', () => {
    const expected = [
      {
        code: 'PropertyMissing',
        path: 'tried',
        problem:
          "'istio.gateways' must have an ingress gateway with port 443, which serves 'sites', got none",
        fix: 'write gateways: [Gateway.ingress()]',
      },
    ];
    const sites = [siteOf(HOST, {}, CaIssuer.cluster('mesh-root'))];
    expect(edgeFindingsWith({ acme: [], sites, istio: istioWith(Gateway.egress()) })).toEqual(
      expected,
    );
    const ports = [{ name: 'http2', port: 80, targetPort: 8080 }];
    const istio = istioWith(Gateway.ingress({ ports }));
    expect(edgeFindingsWith({ acme: [], sites, istio })).toEqual(expected);
  });

  it('need port 80, too, unless they close it', () => {
    const ports = [{ name: 'https', port: 443, targetPort: 8443 }];
    const istio = istioWith(Gateway.ingress({ ports }));
    const issuer = CaIssuer.cluster('mesh-root');
    expect(edgeFindingsWith({ acme: [], istio, sites: [siteOf(HOST, {}, issuer)] })).toMatchObject([
      { code: 'PropertyOutOfRange', problem: containing("80 for plain HTTP of 'sites', got 443") },
    ]);
    const closed = siteOf(HOST, { plainHttp: PlainHttp.closed() }, issuer);
    expect(edgeFindingsWith({ acme: [], istio, sites: [closed] })).toEqual([]);
  });

  it('have hosts, names and certificates of their own', () => {
    const codes = edgeFindingsWith({ sites: [siteOf(HOST), siteOf(HOST)] }).map(({ code }) => code);
    expect(codes).toEqual(['NamesClash', 'NamesClash', 'CertificateShared']);
  });

  it('have other hosts than samples, unless plain HTTP is the affair of the sample', () => {
    const samples = [Sample.helloworld({ hosts: [DnsName.of(HOST)] })];
    expect(edgeFindingsWith({ samples })).toMatchObject([
      { code: 'NamesClash', problem: containing(`other hosts than 'sites', got ${HOST}`) },
    ]);
    const sites = [siteOf(HOST, { plainHttp: PlainHttp.closed() })];
    expect(edgeFindingsWith({ samples, sites })).toEqual([]);
  });

  it('take no ca.crt of an ACME server for the CA of their clients', () => {
    const certificate = GatewayCertificate.of({
      name: 'hello',
      hosts: [DnsName.of(HOST)],
      issuer: LETS_ENCRYPT.issuer,
    });
    const withCa = (ca: ClientCa) =>
      edgeFindingsWith({ sites: [siteOf(HOST, { tls: ServerTls.mutual(certificate, ca) })] });
    expect(withCa(ClientCa.inCertificateSecret())).toMatchObject([
      { code: 'PropertyMalformed', problem: containing('which leaves ca.crt empty') },
    ]);
    expect(withCa(ClientCa.inSecret(SecretRef.of('clients', 'ca.crt')))).toEqual([]);
  });

  it('are told the version of Istio', () => {
    const certificate = GatewayCertificate.existing({ secretName: 'b', hosts: [DnsName.of(HOST)] });
    const tls = ServerTls.mutual(certificate, ClientCa.inSecret(SecretRef.of('clients', 'ca.crt')));
    const istio = { ...istioWith(Gateway.ingress()), version: IstioVersion.V1_27 };
    expect(edgeFindingsWith({ istio, sites: [siteOf(HOST, { tls })] })).toMatchObject([
      {
        code: 'FeatureNeedsVersion',
        path: `tried/90-ingress/Site-hello-example-com-istio-system-istio-ingressgateway`,
      },
    ]);
  });

  it('have an Issuer only in the namespace of the gateway, and say so once', () => {
    const issuer = CaIssuer.namespaced('helloworld', 'shop');
    expect(edgeFindingsWith({ acme: [], sites: [siteOf(HOST, {}, issuer)] })).toMatchObject([
      { code: 'IssuerOutOfReach' },
    ]);
    const there = CaIssuer.namespaced('istio-system', 'shop');
    expect(edgeFindingsWith({ acme: [], sites: [siteOf(HOST, {}, there)] })).toEqual([]);
    const acme = AcmeIssuer.namespaced('istio-system', 'letsencrypt');
    expect(edgeFindingsWith({ acme: [], sites: [siteOf(HOST, {}, acme)] })).toMatchObject([
      { code: 'ParentUnknown' },
    ]);
  });
});
