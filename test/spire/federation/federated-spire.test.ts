import { AcmeIssuer } from '../../../src/cert-manager/acme/acme-issuer';
import { spireAgentConfig } from '../../../src/spire/agent/spire-agent-config';
import { MeshIdentities } from '../../../src/spire/controller-manager/mesh-identities';
import { BundleEndpoint } from '../../../src/spire/federation/bundle-endpoint';
import { EndpointCertificate } from '../../../src/spire/federation/endpoint-certificate';
import { federatedChain } from '../../../src/spire/federation/federated-chain';
import { FederatedTrustDomains } from '../../../src/spire/federation/federated-trust-domains';
import { Federation } from '../../../src/spire/federation/federation';
import { FederationMember } from '../../../src/spire/federation/federation-member';
import { Datastore } from '../../../src/spire/server/datastore';
import { SpireServer } from '../../../src/spire/server/spire-server';
import { spireServerFindings } from '../../../src/spire/server/spire-server-findings';
import type { SpireServerProps } from '../../../src/spire/server/spire-server-props';
import { SpireInstallation } from '../../../src/spire/spire-installation';
import { Telemetry } from '../../../src/spire/telemetry';
import { DnsName } from '../../../src/trust/dns-name';
import { SecretRef } from '../../../src/trust/secret-ref';
import { TrustDomain } from '../../../src/trust/trust-domain';
import { Ttl } from '../../../src/trust/ttl';
import { FEDERATION, MESH_MEMBER, NORTH_MEMBER, WEST_MEMBER } from '../../support/federations';
import { emptyChart, find, manifestsOf, type Manifest } from '../../support/manifests';
import { refusalOf } from '../../support/refusals';
import { MINIMAL_SERVER } from '../server-subjects';

function installationIn(federation: Federation): SpireInstallation {
  const { trustDomain } = MESH_MEMBER;
  return SpireInstallation.of({ trustDomain, clusterName: 'eu-1', federation });
}

/** The mesh of the tests, with another endpoint. */
function withEndpoint(endpoint: BundleEndpoint): SpireInstallation {
  const { trustDomain, bundle } = MESH_MEMBER;
  return installationIn(
    Federation.between(FederationMember.of({ trustDomain, bundle, endpoint }), WEST_MEMBER),
  );
}

const INSTALLATION = installationIn(FEDERATION);
const HOST = DnsName.of('spire.mesh.example.com');

function serverWith(props: Partial<SpireServerProps>): {
  readonly server: SpireServer;
  readonly manifests: Manifest[];
} {
  const chart = emptyChart();
  const server = new SpireServer(chart, 'SpireServer', { ...MINIMAL_SERVER, ...props });
  return { server, manifests: manifestsOf(chart) };
}

describe('an installation in a federation', () => {
  it('knows what the others know of it, and with whom it federates', () => {
    expect(INSTALLATION.member).toBe(MESH_MEMBER);
    expect(INSTALLATION.federatesWith).toEqual([WEST_MEMBER]);
  });

  it('NoMemberOfFederation is silent for a member, and without a federation', () => {
    expect(() => installationIn(FEDERATION)).not.toThrow();
    expect(MINIMAL_SERVER.installation).toMatchObject({ member: undefined, federatesWith: [] });
  });

  it('NoMemberOfFederation fires for a trust domain that is none', () => {
    const federation = Federation.between(WEST_MEMBER, NORTH_MEMBER);
    expect(refusalOf(() => installationIn(federation))).toEqual([
      {
        code: 'NoMemberOfFederation',
        path: 'SpireInstallation.of',
        problem:
          "'federation' must have mesh.example.com as a member, got one of north.example.com, west.example.com",
        fix: 'add FederationMember.of({ trustDomain, … }) of mesh.example.com to Federation.between, or write the federation that it is in',
      },
    ]);
  });
});

describe('a server in a federation', () => {
  it('hands out its bundle, and shows its SVID there', () => {
    const { server } = serverWith({ installation: INSTALLATION });
    expect(server.config.server.federation).toEqual({
      bundle_endpoint: {
        address: '0.0.0.0',
        port: 8443,
        refresh_hint: '5m',
        profile: { https_spiffe: {} },
      },
    });
  });

  it('shows a certificate where its endpoint has one, which lies in its Pod', () => {
    const certificate = EndpointCertificate.issuedBy(AcmeIssuer.cluster('letsencrypt'));
    const { server, manifests } = serverWith({
      installation: withEndpoint(
        BundleEndpoint.httpsWeb({ host: HOST, certificate, refreshHint: Ttl.minutes(10) }),
      ),
    });
    expect(server.config.server.federation?.bundle_endpoint).toMatchObject({
      refresh_hint: '10m',
      profile: {
        https_web: {
          serving_cert_file: {
            cert_file_path: '/run/spire/bundle-endpoint/tls.crt',
            key_file_path: '/run/spire/bundle-endpoint/tls.key',
            file_sync_interval: '1h',
          },
        },
      },
    });
    const text = JSON.stringify(find(manifests, 'StatefulSet', 'spire-server')['spec']);
    expect(text).toContain('"secret":{"defaultMode":288,"secretName":"spire-bundle-endpoint"}');
    expect(text).toContain('"mountPath":"/run/spire/bundle-endpoint"');
  });

  it('names a certificate that nobody here makes among its prerequisites', () => {
    const certificate = EndpointCertificate.existing('spire-web');
    const datastore = Datastore.postgres(SecretRef.of('spire-datastore', 'connection-string'));
    const { manifests } = serverWith({
      installation: withEndpoint(BundleEndpoint.httpsWeb({ host: HOST, certificate })),
      datastore,
    });
    expect(find(manifests, 'StatefulSet', 'spire-server').metadata['annotations']).toMatchObject({
      'mesh-trust/prerequisites':
        'Secret/spire-server/spire-datastore,Secret/spire-server/spire-web',
    });
  });

  it('is reached by servers of other trust domains, at a Service of its own, and reaches theirs', () => {
    const endpoint = BundleEndpoint.httpsSpiffe({
      host: HOST,
      port: 9443,
      serviceAnnotations: { 'external-dns.alpha.kubernetes.io/hostname': `${HOST}` },
    });
    const { manifests } = serverWith({ installation: withEndpoint(endpoint) });
    expect(find(manifests, 'Service', 'spire-bundle-endpoint')).toMatchObject({
      metadata: {
        namespace: 'spire-server',
        annotations: { 'external-dns.alpha.kubernetes.io/hostname': 'spire.mesh.example.com' },
      },
      spec: {
        type: 'LoadBalancer',
        selector: { 'app.kubernetes.io/name': 'spire-server' },
        ports: [{ port: 9443, targetPort: 8443 }],
      },
    });
    const policy = find(manifests, 'NetworkPolicy', 'spire-server');
    expect(policy['spec']).toMatchObject({
      ingress: expect.arrayContaining([{ ports: [{ port: 8443, protocol: 'TCP' }] }]) as object,
      egress: expect.arrayContaining([{ ports: [{ port: 443, protocol: 'TCP' }] }]) as object,
    });
    expect(policy.metadata['annotations']).toHaveProperty([
      'mesh-trust/reason-bundle-from-anywhere',
    ]);
  });

  it('has nothing of it without a federation', () => {
    const { server, manifests } = serverWith({});
    expect(server.config.server.federation).toBeUndefined();
    expect(JSON.stringify(manifests)).not.toMatch(/bundle-endpoint|https-bundle|8443/);
  });

  it('has no metrics at the port of its endpoint', () => {
    const telemetry = Telemetry.prometheus({ port: 8443 });
    expect(spireServerFindings('server', { ...MINIMAL_SERVER, telemetry })).toEqual([]);
    expect(
      spireServerFindings('server', { ...MINIMAL_SERVER, telemetry, installation: INSTALLATION }),
    ).toMatchObject([{ code: 'PortsClash' }]);
  });
});

describe('an agent in a federation', () => {
  it('serves all bundles under the name that Istio asks for, and that of the mesh under no such name', () => {
    expect(spireAgentConfig({ installation: INSTALLATION }).agent).toMatchObject({
      sds: { default_bundle_name: 'null', default_all_bundles_name: 'ROOTCA' },
    });
  });

  it('serves as SPIRE does without one', () => {
    const { installation } = MINIMAL_SERVER;
    expect(spireAgentConfig({ installation }).agent).not.toHaveProperty('sds');
  });
});

describe('registrations in a federation', () => {
  it('federate with all others, gateways too', () => {
    const installation = installationIn(Federation.between(WEST_MEMBER, NORTH_MEMBER, MESH_MEMBER));
    const chart = emptyChart();
    new MeshIdentities(chart, 'MeshIdentities', {
      installation,
      injectionLabels: { 'istio-injection': 'enabled' },
      gateways: [{ name: 'edge', namespace: 'edge', podLabels: { istio: 'edge' } }],
    });
    for (const name of ['mesh-workloads', 'edge']) {
      expect(find(manifestsOf(chart), 'ClusterSPIFFEID', name)['spec']).toMatchObject({
        federatesWith: ['north.example.com', 'west.example.com'],
      });
    }
  });
});

describe('FederatedTrustDomains', () => {
  function synthesized(installation: SpireInstallation): Manifest[] {
    const chart = emptyChart();
    new FederatedTrustDomains(chart, 'FederatedTrustDomains', { installation });
    return manifestsOf(chart);
  }

  it('tells of every other member where its bundle is, how that is known, and what it is at first', () => {
    const manifests = synthesized(INSTALLATION);
    expect(manifests).toHaveLength(1);
    expect(find(manifests, 'ClusterFederatedTrustDomain', 'west.example.com')['spec']).toEqual({
      className: 'spire-server-mesh',
      trustDomain: 'west.example.com',
      bundleEndpointURL: 'https://spire.west.example.com',
      bundleEndpointProfile: {
        type: 'https_spiffe',
        endpointSPIFFEID: 'spiffe://west.example.com/spire/server',
      },
      trustDomainBundle: `${WEST_MEMBER.bundle}\n`,
    });
  });

  it('tells no identity of an endpoint with a certificate: the webhook refuses it', () => {
    const west = FederationMember.of({
      trustDomain: WEST_MEMBER.trustDomain,
      bundle: WEST_MEMBER.bundle,
      endpoint: BundleEndpoint.httpsWeb({
        host: DnsName.of('spire.west.example.com'),
        certificate: EndpointCertificate.existing('web'),
      }),
    });
    const manifests = synthesized(installationIn(Federation.between(MESH_MEMBER, west)));
    expect(
      find(manifests, 'ClusterFederatedTrustDomain', 'west.example.com')['spec'],
    ).toMatchObject({ bundleEndpointProfile: { type: 'https_web' } });
    expect(JSON.stringify(manifests)).not.toContain('endpointSPIFFEID');
  });

  it('is nothing without a federation', () => {
    expect(synthesized(MINIMAL_SERVER.installation)).toEqual([]);
  });
});

describe('the federated part of a chain', () => {
  it('says of each where its bundle is from, and by what that is known', () => {
    expect(federatedChain('path', INSTALLATION)).toEqual([
      {
        trustDomain: TrustDomain.of('west.example.com'),
        path: 'path',
        bundleFrom: 'https://spire.west.example.com',
        knownBy: 'known as spiffe://west.example.com/spire/server',
        every: Ttl.minutes(5),
        bundleIn: [
          "datastore of SPIRE's servers",
          'ROOTCA, handed out at /run/spire/agent-sockets/spire-agent.sock',
        ],
        verifiedBy: ['workloads and gateways of the mesh'],
      },
    ]);
  });
});
