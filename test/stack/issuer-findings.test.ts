import { AcmeAccount } from '../../src/cert-manager/acme/acme-account';
import { AcmeDirectory } from '../../src/cert-manager/acme/acme-directory';
import { AcmeSolver } from '../../src/cert-manager/acme/acme-solver';
import { CertManager } from '../../src/cert-manager/cert-manager';
import { CertManagerVersion } from '../../src/cert-manager/cert-manager-version';
import { ExternalIssuerKind } from '../../src/cert-manager/issuer/external-issuer-kind';
import { ExternalIssuer } from '../../src/cert-manager/issuer/external-issuer';
import { OfflineRoot } from '../../src/cert-manager/root/offline-root';
import { TrustRoot } from '../../src/cert-manager/root/trust-root';
import { VaultIssuerAuth } from '../../src/cert-manager/issuer/vault-issuer-auth';
import { VaultPki, type VaultPkiProps } from '../../src/cert-manager/issuer/vault-pki';
import { VenafiPlatform } from '../../src/cert-manager/issuer/venafi-platform';
import { VenafiZone } from '../../src/cert-manager/issuer/venafi-zone';
import { GatewayCertificate } from '../../src/ingress/gateway-certificate';
import { ServerTls } from '../../src/ingress/server-tls';
import { Gateway } from '../../src/istio/gateway/gateway';
import { Sample } from '../../src/samples/sample';
import type { EnvironmentProps } from '../../src/stack/environment-props';
import { DnsName } from '../../src/trust/dns-name';
import { Lifetime } from '../../src/trust/lifetime';
import { NameConstraints } from '../../src/trust/name-constraints';
import { SecretRef } from '../../src/trust/secret-ref';
import { Subject } from '../../src/trust/subject';
import { Ttl } from '../../src/trust/ttl';
import { containing } from '../support/containing';
import { istioWith } from '../support/edge';
import { environmentWith, objectOf } from '../support/rendered';
import { siteOf, VAULT } from './subjects';

const HOST = 'hello.example.com';

function vault(changed: Partial<VaultPkiProps>): VaultPki {
  return VaultPki.of({
    name: 'vault',
    server: 'https://vault.example.com',
    path: 'pki/sign/edge',
    auth: VaultIssuerAuth.token(SecretRef.of('vault-token', 'token')),
    ...changed,
  });
}

/** One site of helloworld with a certificate of Vault. */
function withVault(changed: Partial<EnvironmentProps> = {}) {
  return environmentWith({
    istio: istioWith(Gateway.ingress()),
    samples: [Sample.helloworld()],
    issuers: [VAULT],
    sites: [siteOf(HOST, {}, VAULT.issuer)],
    ...changed,
  });
}

describe('signers outside the cluster', () => {
  it('sign for gateways when everything is in order', () => {
    expect(withVault().findings()).toEqual([]);
  });

  it('have names of their own, other than those of accounts and of the root', () => {
    const acme = AcmeAccount.of({
      name: 'vault',
      directory: AcmeDirectory.letsEncrypt(),
      solvers: [AcmeSolver.http01Ingress()],
    });
    expect(withVault({ issuers: [VAULT, vault({})], acme: [acme] }).findings()).toMatchObject([
      { code: 'PropertyMalformed', problem: containing('must be the AcmeIssuer') },
      { code: 'NamesClash', problem: "'name' of an issuer must be its own, got vault twice" },
      {
        code: 'NamesClash',
        problem: "'name' of an issuer must differ from that of an ACME account, got vault",
      },
    ]);
    expect(withVault({ issuers: [VAULT, vault({ name: 'mesh-root' })] }).findings()).toMatchObject([
      { code: 'NamesClash', problem: containing('that of the root') },
    ]);
  });

  it('have ServiceAccounts of their own', () => {
    const auth = VaultIssuerAuth.kubernetes({ role: 'other', serviceAccountName: 'vault-issuer' });
    expect(withVault({ issuers: [VAULT, vault({ name: 'other', auth })] }).findings()).toEqual([
      {
        code: 'NamesClash',
        path: 'tried',
        problem: "'serviceAccountName' must be its issuer's own, got vault-issuer twice",
        fix: "name one of them otherwise: serviceAccountName: 'vault-issuer-2'",
      },
    ]);
  });

  it('are asked for what the cert-manager of the environment knows', () => {
    const certManager = CertManager.release({ version: CertManagerVersion.V1_20 });
    const platform = VenafiPlatform.ngts({ tsgId: '1', credentialsSecretName: 'ngts' });
    const venafi = VenafiZone.of({ name: 'venafi', zone: 'Mesh', platform });
    expect(withVault({ certManager, issuers: [VAULT, venafi] }).findings()).toMatchObject([
      { code: 'FeatureNeedsVersion', path: 'tried/30-roots/ClusterIssuer-venafi' },
    ]);
  });

  it('LifetimeNotGranted fires for a certificate that lives longer than the role gives', () => {
    const issuers = [vault({ maxTtl: Ttl.days(30) })];
    expect(withVault({ issuers }).findings()).toEqual([
      {
        code: 'LifetimeNotGranted',
        path: 'tried/90-ingress/Certificate-istio-system-hello-example-com',
        problem:
          "'lifetime' of hello-example-com must be at most what vault gives (720h), got 2160h",
        fix: "write lifetime: Lifetime.of(Ttl.days(30)), or raise 'maxTtl' where it signs",
      },
    ]);
  });

  it('LifetimeNotGranted is silent for one that lives as long, and where nobody says how long', () => {
    const issuers = [vault({ maxTtl: Ttl.days(30) })];
    const certificate = GatewayCertificate.of({
      name: 'hello',
      hosts: [DnsName.of(HOST)],
      issuer: VAULT.issuer,
      lifetime: Lifetime.of(Ttl.days(30)),
    });
    const tls = ServerTls.simple(certificate);
    expect(withVault({ issuers, sites: [siteOf(HOST, { tls })] }).findings()).toEqual([]);
    const samples = [Sample.helloworld(), Sample.httpbin({ tls })];
    expect(withVault({ issuers, sites: [], samples }).findings()).toEqual([]);
    expect(withVault({ issuers: [vault({})] }).findings()).toEqual([]);
  });

  it('are shown outside the mesh, above what they sign', () => {
    const lines = withVault().render().chain.tree.split('\n');
    const at = lines.findIndex((line) =>
      line.startsWith('vault at vault.example.com  outside the mesh'),
    );
    expect(lines[at + 1]).toMatch(/^└─ hello-example-com of a gateway {2}2160h {2}hello\.example/);
  });

  it('are made with the roots, and are no prerequisites then', () => {
    const { layers } = withVault().render();
    const objectsOf = (name: string) => layers.find((layer) => layer.name === name)?.objects ?? [];
    expect(objectsOf('30-roots').map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toContain(
      'ClusterIssuer vault',
    );
    const certificate = objectsOf('90-ingress').find(({ kind }) => kind === 'Certificate');
    expect(certificate?.metadata.annotations).toBeUndefined();
  });
});

describe('issuers that somebody else keeps', () => {
  it('are prerequisites by their kind, and shown with what they sign', () => {
    const issuer = ExternalIssuer.cluster(ExternalIssuerKind.GOOGLE_CAS, 'private-ca');
    const rendered = withVault({ issuers: [], sites: [siteOf(HOST, {}, issuer)] }).render();
    expect(rendered.chain.tree).toContain('GoogleCASClusterIssuer private-ca  outside the mesh');
    expect(objectOf(rendered, 'Certificate', 'hello-example-com')).toMatchObject({
      metadata: {
        annotations: { 'mesh-trust/prerequisites': 'GoogleCASClusterIssuer/private-ca' },
      },
      spec: { issuerRef: { group: 'cas-issuer.jetstack.io', kind: 'GoogleCASClusterIssuer' } },
    });
  });
});

describe('a root that somebody else keeps', () => {
  const stated = { lifetime: Lifetime.of(Ttl.days(1825)), keyAtRenewal: 'new' } as const;
  const root = OfflineRoot.of({
    subject: Subject.of('Example Root'),
    lifetime: Lifetime.of(Ttl.days(7300)),
  });

  it('in a Secret signs for the mesh by a ClusterIssuer of the layer of roots', () => {
    const environment = environmentWith({
      root: TrustRoot.inSecret({ ...stated, keyAtRenewal: 'kept', secretName: 'corporate-ca' }),
    });
    const objects = environment.render().layers.flatMap(({ objects }) => objects);
    expect(objects.filter(({ kind }) => kind === 'ClusterIssuer')).toMatchObject([
      { metadata: { name: 'corporate-ca' }, spec: { ca: { secretName: 'corporate-ca' } } },
    ]);
    const cacerts = objects.find(({ metadata }) => metadata.name === 'cacerts');
    expect(cacerts?.metadata.annotations).toBeUndefined();
    expect(environment.chain.authorities[0]?.path).toBe('tried/30-roots/RootIssuer');
  });

  it('in a Secret keeps its key: with a new one it is another root', () => {
    const inSecret = TrustRoot.inSecret({ ...stated, secretName: 'corporate-ca' });
    expect(environmentWith({ root: inSecret }).findings()).toMatchObject([
      { code: 'RootKeyNotKept' },
    ]);
    const offline = TrustRoot.offline({ ...stated, root, secretName: 'mesh-intermediate' });
    expect(environmentWith({ root: offline }).findings()).toEqual([]);
  });

  it('offline must admit every name of istiod, also those that nobody calls it by', () => {
    const nameConstraints = NameConstraints.of({
      permittedDnsDomains: [DnsName.of('istiod.istio-system.svc')],
      permittedUriDomains: ['mesh.example.com'],
    });
    const offline = TrustRoot.offline({
      ...stated,
      root,
      secretName: 'mesh-intermediate',
      nameConstraints,
    });
    expect(environmentWith({ root: offline }).findings()).toMatchObject([
      {
        code: 'NameNotPermitted',
        path: 'tried/30-roots/RootIssuer',
        problem: containing(
          "istio-pilot.istio-system.svc, istiod-remote.istio-system.svc of istiod's serving",
        ),
      },
    ]);
  });

  it('offline must admit what gateways get of it, and not what they get of others', () => {
    const nameConstraints = NameConstraints.of({
      permittedDnsDomains: [DnsName.of('istio-system.svc')],
      permittedUriDomains: ['mesh.example.com'],
    });
    const offline = TrustRoot.offline({
      ...stated,
      root,
      secretName: 'mesh-intermediate',
      nameConstraints,
    });
    expect(withVault({ root: offline }).findings()).toEqual([]);
    const sites = [siteOf(HOST, {}, offline.issuer)];
    expect(withVault({ root: offline, sites }).findings()).toMatchObject([
      { code: 'NameNotPermitted', problem: containing('must admit hello.example.com of hello') },
    ]);
  });
});
