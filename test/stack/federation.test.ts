import { AcmeAccount } from '../../src/cert-manager/acme/acme-account';
import { AcmeDirectory } from '../../src/cert-manager/acme/acme-directory';
import { AcmeIssuer } from '../../src/cert-manager/acme/acme-issuer';
import { AcmeSolver } from '../../src/cert-manager/acme/acme-solver';
import { Gateway } from '../../src/istio/gateway/gateway';
import { BundleEndpoint } from '../../src/spire/federation/bundle-endpoint';
import { EndpointCertificate } from '../../src/spire/federation/endpoint-certificate';
import { Federation } from '../../src/spire/federation/federation';
import { FederationMember } from '../../src/spire/federation/federation-member';
import type { Environment } from '../../src/stack/environment';
import { DnsName } from '../../src/trust/dns-name';
import { FEDERATION, MESH_MEMBER, WEST_MEMBER } from '../support/federations';
import { environmentWith, namesIn, objectOf } from '../support/rendered';
import { MINIMAL_ENVIRONMENT } from './subjects';

const HOST = DnsName.of('spire.mesh.example.com');

/** The mesh of the tests with an endpoint that shows a certificate of an account with these solvers. */
function withCertificate(...solvers: readonly AcmeSolver[]): Environment {
  const endpoint = BundleEndpoint.httpsWeb({
    host: HOST,
    certificate: EndpointCertificate.issuedBy(AcmeIssuer.cluster('letsencrypt')),
  });
  const { trustDomain, bundle } = MESH_MEMBER;
  const directory = AcmeDirectory.letsEncrypt();
  return environmentWith({
    federation: Federation.between(
      FederationMember.of({ trustDomain, bundle, endpoint }),
      WEST_MEMBER,
    ),
    istio: { ...MINIMAL_ENVIRONMENT.istio, gateways: [Gateway.ingress()] },
    acme: solvers.length === 0 ? [] : [AcmeAccount.of({ name: 'letsencrypt', directory, solvers })],
  });
}

describe('an environment in a federation', () => {
  const federated = environmentWith({ federation: FEDERATION });
  const rendered = federated.render();

  it('tells Istio the name of the other trust domain alone, and has none for an alias', () => {
    const { meshConfig } = Object(objectOf(rendered, 'IstioOperator', 'istio')['spec']) as {
      readonly meshConfig: object;
    };
    expect(meshConfig).toMatchObject({ caCertificates: [{ trustDomains: ['west.example.com'] }] });
    expect(meshConfig).not.toHaveProperty('trustDomainAliases');
  });

  it('has the other trust domain beside the registrations', () => {
    expect(namesIn(rendered, '70-identities')).toEqual([
      'ClusterFederatedTrustDomain/west.example.com',
      'ClusterSPIFFEID/mesh-workloads',
    ]);
  });

  it('shows the other trust domain in its chain', () => {
    const { tree, mermaid } = rendered.chain;
    expect(tree.split('\n').at(-1)).toMatch(/^west\.example\.com {2}federated, its bundle fetched/);
    expect(mermaid).toContain('<-.->|"bundles, every 5m"| node_spire');
  });
});

describe('the certificate of a bundle endpoint', () => {
  const environment = withCertificate(AcmeSolver.dns01Route53());

  it('is there before the server, which waits for it, and so is who signs it', () => {
    const rendered = environment.render();
    expect(namesIn(rendered, '30-roots')).toEqual(
      expect.arrayContaining(['Certificate/spire-bundle-endpoint', 'ClusterIssuer/letsencrypt']),
    );
    const certificate = objectOf(rendered, 'Certificate', 'spire-bundle-endpoint', 'spire-server');
    expect(certificate['spec']).toMatchObject({
      dnsNames: ['spire.mesh.example.com'],
      issuerRef: { kind: 'ClusterIssuer', name: 'letsencrypt', group: 'cert-manager.io' },
    });
  });

  it('is in the chain, below who signs it from outside', () => {
    const { leaves, outside } = environment.chain;
    expect(leaves.find(({ id }) => id.startsWith('server '))).toMatchObject({
      issuer: 'acme letsencrypt',
      verifiedBy: ['SPIRE servers of federated trust domains'],
      secret: { namespace: 'spire-server', readIn: 'spire-server' },
    });
    expect(outside.map(({ path }) => path)).toEqual([
      'tried/30-roots/AcmeClusterIssuer-letsencrypt',
    ]);
  });

  it('is not proved through the ingress gateway, to which its name does not lead', () => {
    expect(withCertificate(AcmeSolver.http01Ingress()).findings()).toEqual([
      expect.objectContaining({
        code: 'NameUnprovable',
        path: 'tried/30-roots/Certificate-spire-server-spire-bundle-endpoint',
        problem:
          "'host' of a bundle endpoint must be a name for which the account letsencrypt has a solver of DNS-01, got spire.mesh.example.com",
      }),
    ]);
    const both = withCertificate(
      AcmeSolver.http01Ingress(),
      AcmeSolver.dns01Route53({ dnsNames: [HOST] }),
    );
    expect(both.findings()).toEqual([]);
  });

  it('is signed by an account of the environment', () => {
    expect(withCertificate().findings()).toMatchObject([{ code: 'ParentUnknown' }]);
  });
});
