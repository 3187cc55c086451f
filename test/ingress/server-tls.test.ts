import { ClientCa } from '../../src/ingress/client-ca';
import { GatewayCertificate } from '../../src/ingress/gateway-certificate';
import { ServerTls } from '../../src/ingress/server-tls';
import { TlsVersion } from '../../src/ingress/tls-version';
import { DnsName } from '../../src/trust/dns-name';
import { SecretRef } from '../../src/trust/secret-ref';
import { refusalOf } from '../support/refusals';

const certificate = GatewayCertificate.existing({
  secretName: 'shop',
  hosts: [DnsName.of('shop.example.com')],
});

function inSecret(name: string, key = 'ca.crt'): ClientCa {
  return ClientCa.inSecret(SecretRef.of(name, key));
}

describe('ServerTls', () => {
  test('is TLS 1.2 or newer unless it says otherwise', () => {
    expect(ServerTls.simple(certificate).minimumVersion).toBe(TlsVersion.V1_2);
    const options = { minimumVersion: TlsVersion.V1_3 };
    expect(ServerTls.simple(certificate, options).minimumVersion).toBe(TlsVersion.V1_3);
  });

  test('has the three modes of Istio', () => {
    const clientCa = ClientCa.inCertificateSecret();
    expect([
      ServerTls.simple(certificate).mode,
      ServerTls.mutual(certificate, clientCa).mode,
      ServerTls.optionalMutual(certificate, clientCa).mode,
    ]).toEqual(['SIMPLE', 'MUTUAL', 'OPTIONAL_MUTUAL']);
  });

  test('says when it trusts whoever signed its own certificate', () => {
    expect(ServerTls.simple(certificate).trustsCertificateIssuer).toBe(false);
    const own = ServerTls.mutual(certificate, ClientCa.inCertificateSecret());
    expect(own.trustsCertificateIssuer).toBe(true);
    expect(ServerTls.mutual(certificate, inSecret('clients')).trustsCertificateIssuer).toBe(false);
  });

  test('refuses mutual TLS without a CA of clients, and a certificate that is a mere name', () => {
    expect(refusalOf(() => ServerTls.mutual(certificate, undefined as never))).toMatchObject([
      { code: 'PropertyMissing', path: 'ServerTls.mutual' },
    ]);
    expect(refusalOf(() => ServerTls.optionalMutual(certificate, 'ca' as never))).toMatchObject([
      { code: 'PropertyWrongType', path: 'ServerTls.optionalMutual' },
    ]);
    expect(refusalOf(() => ServerTls.simple('shop' as never))).toMatchObject([
      { code: 'PropertyWrongType', path: 'ServerTls.simple' },
    ]);
  });
});

describe('ClientCa', () => {
  test.each([
    ['the Secret of the certificate', ClientCa.inCertificateSecret(), undefined],
    ['the Secret that Istio looks for first', inSecret('shop-cacert'), undefined],
    ['a Secret whose name says that it is a CA', inSecret('clients-cacert'), 'clients-cacert'],
    ['any other Secret', inSecret('clients'), 'clients-cacert'],
  ])('is found in %s', (_, clientCa, named) => {
    expect(ServerTls.mutual(certificate, clientCa).caCertCredentialName).toBe(named);
  });

  test('takes the two keys that istiod reads, and no others', () => {
    expect(inSecret('clients', 'cacert').toString()).toBe('clients/cacert');
    expect(refusalOf(() => inSecret('clients', 'tls.crt'))).toMatchObject([
      {
        code: 'PropertyMalformed',
        fix: "write the CA under ca.crt: SecretRef.of('clients', 'ca.crt')",
      },
    ]);
  });

  test('refuses the mere name of a Secret', () => {
    expect(refusalOf(() => ClientCa.inSecret('clients' as never))).toMatchObject([
      { code: 'PropertyWrongType' },
    ]);
  });
});
