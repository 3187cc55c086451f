import { AcmeAccount } from '../../src/cert-manager/acme/acme-account';
import { AcmeDirectory } from '../../src/cert-manager/acme/acme-directory';
import { Route53Credentials } from '../../src/cert-manager/acme/acme-route53-credentials';
import { AcmeSolver } from '../../src/cert-manager/acme/acme-solver';
import { CaIssuer } from '../../src/cert-manager/issuer/ca-issuer';
import { CertManager } from '../../src/cert-manager/cert-manager';
import { CertManagerVersion } from '../../src/cert-manager/cert-manager-version';
import { ExternalAccountBinding } from '../../src/cert-manager/acme/external-account-binding';
import { TrustRoot } from '../../src/cert-manager/root/trust-root';
import { prerequisitesOf } from '../../src/delivery/prerequisites';
import { ClientCa } from '../../src/ingress/client-ca';
import { ExternalService } from '../../src/ingress/external-service';
import { GatewayCertificate } from '../../src/ingress/gateway-certificate';
import { OriginatedTls } from '../../src/ingress/originated-tls';
import { OriginTrust } from '../../src/ingress/origin-trust';
import { ServerTls } from '../../src/ingress/server-tls';
import { Gateway } from '../../src/istio/gateway/gateway';
import { Sample } from '../../src/samples/sample';
import { Datastore } from '../../src/spire/server/datastore';
import type { EnvironmentProps } from '../../src/stack/environment-props';
import { DnsName } from '../../src/trust/dns-name';
import { Lifetime } from '../../src/trust/lifetime';
import { SecretRef } from '../../src/trust/secret-ref';
import { Ttl } from '../../src/trust/ttl';
import { istioWith, ONE_SITE } from '../support/edge';
import { environmentWith } from '../support/rendered';
import { PARTNER, siteOf } from './subjects';

/** What an environment needs: kind and place, keys, reader and layer. */
function neededBy(changed: Partial<EnvironmentProps>): readonly string[] {
  return prerequisitesOf(environmentWith(changed).render()).map(
    ({ kind, namespace, name, keys, readBy, neededIn }) =>
      [
        [kind, namespace, name].filter((part) => part !== undefined).join('/'),
        keys.join('+'),
        readBy.join('+'),
        neededIn ?? 'all',
      ].join(' | '),
  );
}

const EXISTING = TrustRoot.existing({
  issuer: CaIssuer.cluster('corporate'),
  lifetime: Lifetime.of(Ttl.days(3650)),
  keyAtRenewal: 'kept',
});
const HOST = DnsName.of('hello.example.com');
const BOUGHT = GatewayCertificate.existing({ secretName: 'bought', hosts: [HOST] });

describe('what an environment needs beforehand', () => {
  it('is nothing for the smallest', () => {
    expect(neededBy({})).toEqual([]);
  });

  it('is the Secret of a datastore, for the SPIRE server', () => {
    const datastore = Datastore.mysql(SecretRef.of('spire-datastore', 'url'));
    expect(neededBy({ spire: { datastore, serverNamespace: 'trust' } })).toEqual([
      'Secret/trust/spire-datastore | url | SPIRE server | 50-spire-server',
    ]);
  });

  it('is the issuer of a root that exists, and every issuer that somebody else keeps', () => {
    const sites = [siteOf('hello.example.com', {}, CaIssuer.namespaced('istio-system', 'shop'))];
    expect(neededBy({ ...ONE_SITE, acme: [], sites, root: EXISTING })).toEqual([
      'ClusterIssuer/corporate |  | cert-manager | 40-istiod-ca',
      'Issuer/istio-system/shop |  | cert-manager | 90-ingress',
    ]);
  });

  it('is a cert-manager that somebody else installed, and where it has its Secrets', () => {
    const certManager = CertManager.alreadyInstalled({
      version: CertManagerVersion.V1_21,
      namespace: 'pki',
      clusterResourceNamespace: 'roots',
    });
    expect(neededBy({ certManager })).toEqual([
      'Installation/pki/cert-manager 1.21.1 |  | issuers and Certificates | 20-cert-manager',
      'Namespace/roots |  | cert-manager | 30-roots',
    ]);
  });

  it('is the credentials of an ACME account, one Secret with all of its keys', () => {
    const account = AcmeAccount.of({
      name: 'letsencrypt',
      directory: AcmeDirectory.letsEncrypt(),
      externalAccountBinding: ExternalAccountBinding.of({
        keyId: 'kid-1',
        key: SecretRef.of('binding', 'hmac'),
      }),
      solvers: [
        AcmeSolver.dns01Route53({
          region: 'eu-west-1',
          dnsZones: [DnsName.of('example.com')],
          credentials: Route53Credentials.accessKey({
            accessKeyId: SecretRef.of('route53', 'id'),
            secretAccessKey: SecretRef.of('route53', 'key'),
          }),
        }),
        AcmeSolver.dns01Route53({
          region: 'eu-west-1',
          credentials: Route53Credentials.serviceAccount({
            name: 'dns01',
            role: 'arn:aws:iam::123456789012:role/dns01',
          }),
        }),
      ],
    });
    expect(neededBy({ acme: [account] })).toEqual([
      'Secret/cert-manager/binding | hmac | cert-manager | 90-ingress',
      'Secret/cert-manager/route53 | id+key | cert-manager | 90-ingress',
      'ServiceAccount/cert-manager/dns01 |  | cert-manager | 90-ingress',
    ]);
  });

  it('is certificates that gateways show and CAs that they ask for, where nobody here makes them', () => {
    const ca = ClientCa.inSecret(SecretRef.of('clients', 'cacert'));
    const sites = [siteOf('hello.example.com', { tls: ServerTls.mutual(BOUGHT, ca) })];
    expect(neededBy({ ...ONE_SITE, acme: [], sites })).toEqual([
      'Secret/istio-system/bought | tls.crt+tls.key | ingress gateway istio-ingressgateway | 90-ingress',
      'Secret/istio-system/clients | cacert | ingress gateway istio-ingressgateway | 90-ingress',
    ]);
    const same = ServerTls.mutual(BOUGHT, ClientCa.inCertificateSecret());
    expect(
      neededBy({ ...ONE_SITE, acme: [], sites: [siteOf('hello.example.com', { tls: same })] }),
    ).toEqual([
      'Secret/istio-system/bought | ca.crt+tls.crt+tls.key | ingress gateway istio-ingressgateway | 90-ingress',
    ]);
  });

  it('is certificates of sidecars and of their callers, where nobody here makes them', () => {
    const samples = [Sample.httpbin({ tls: ServerTls.simple(BOUGHT) })];
    expect(neededBy({ ...ONE_SITE, acme: [], sites: [], samples })).toEqual([
      'Secret/httpbin-clients/curl-tls | ca.crt+tls.crt+tls.key | curl | 95-workloads',
      'Secret/httpbin/bought | tls.crt+tls.key | sidecars of httpbin | 95-workloads',
    ]);
  });

  it('is what the egress gateway shows and trusts', () => {
    const trusting = ExternalService.of({
      name: 'private',
      host: DnsName.of('private.example.com'),
      tls: OriginatedTls.simple({ trust: OriginTrust.secret('private-ca') }),
    });
    const istio = istioWith(Gateway.egress({ name: 'out', namespace: 'way-out' }));
    expect(neededBy({ egress: [PARTNER, trusting], istio })).toEqual([
      'Secret/way-out/partner-client | ca.crt+tls.crt+tls.key | egress gateway out | 90-ingress',
      'Secret/way-out/private-ca | ca.crt | egress gateway out | 90-ingress',
    ]);
  });
});
