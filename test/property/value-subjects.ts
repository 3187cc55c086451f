import { AcmeIssuer } from '../../src/cert-manager/acme/acme-issuer';
import { CaIssuer } from '../../src/cert-manager/issuer/ca-issuer';
import { ExternalIssuerKind } from '../../src/cert-manager/issuer/external-issuer-kind';
import { ExternalIssuer } from '../../src/cert-manager/issuer/external-issuer';
import { RootCertificate } from '../../src/cert-manager/bundle/root-certificate';
import { SelfSignedIssuer } from '../../src/cert-manager/issuer/self-signed-issuer';
import { TrustRoot } from '../../src/cert-manager/root/trust-root';
import { ServerCa } from '../../src/cert-manager/issuer/server-ca';
import { VaultIssuerAuth } from '../../src/cert-manager/issuer/vault-issuer-auth';
import { VaultIssuer } from '../../src/cert-manager/issuer/vault-issuer';
import { VenafiIssuer } from '../../src/cert-manager/issuer/venafi-issuer';
import { IngressHosts } from '../../src/ingress/ingress-hosts';
import { HttpIngress, type HttpIngressProps } from '../../src/ingress/http-ingress';
import { Gateway } from '../../src/istio/gateway/gateway';
import type { GatewayPort } from '../../src/istio/gateway/gateway-port';
import { PinnedRoot } from '../../src/istio/istio-csr/pinned-root';
import { KubeletVerification } from '../../src/spire/agent/kubelet-verification';
import { SpireAgentRebootstrap } from '../../src/spire/agent/spire-agent-rebootstrap';
import { GcpCredentials } from '../../src/spire/server/upstream/gcp-credentials';
import { VaultUpstreamAuth } from '../../src/spire/server/upstream/vault-upstream-auth';
import { EndpointCertificate } from '../../src/spire/federation/endpoint-certificate';
import { Federation } from '../../src/spire/federation/federation';
import { SpiffeBundle } from '../../src/spire/federation/spiffe-bundle';
import { Environment } from '../../src/stack/environment';
import { DnsName } from '../../src/trust/dns-name';
import { ImageSource } from '../../src/trust/image-source';
import { Image } from '../../src/trust/image';
import { Lifetime } from '../../src/trust/lifetime';
import type { Toleration } from '../../src/trust/placement';
import { Resources, type Amounts } from '../../src/trust/resources';
import { SecretRef } from '../../src/trust/secret-ref';
import { SpiffeId } from '../../src/trust/spiffe-id';
import { Subject as DistinguishedName } from '../../src/trust/subject';
import { TrustDomain } from '../../src/trust/trust-domain';
import { Ttl } from '../../src/trust/ttl';
import { WorkloadSocket } from '../../src/trust/workload-socket';
import { refuseAny } from '../../src/trust/mesh-trust-error';
import { ACME_ROOT_PEM } from '../cert-manager/subjects';
import { MINIMAL_ENVIRONMENT } from '../stack/subjects';
import type { Subject } from '../support/bad-inputs';
import { bundleText, MESH_MEMBER, NORTH_MEMBER, ROOTS, WEST_MEMBER } from '../support/federations';
import { emptyChart } from '../support/manifests';

const DOMAIN = TrustDomain.of('example.org');
const DIGEST = `sha256:${'a'.repeat(64)}`;
const INGRESS: HttpIngressProps = {
  name: 'shop',
  namespace: 'shop',
  gatewaySelector: { istio: 'ingressgateway' },
  hosts: IngressHosts.any(),
  routes: [],
};

/** Levels below the properties of the parts, and the objects that factories of values take. */
export const nestedSubjects: readonly Subject[] = [
  {
    name: 'Gateway.ingress, a port',
    props: { name: 'tls', port: 9443, targetPort: 9443, nodePort: 30443, protocol: 'TCP' },
    required: ['name', 'port', 'targetPort'],
    build: (port: GatewayPort) => Gateway.ingress({ ports: [port] }),
  },
  {
    name: 'Gateway.ingress, a toleration',
    props: { key: 'mesh', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 60 },
    required: [],
    build: (toleration: Toleration) => Gateway.ingress({ tolerations: [toleration] }),
  },
  {
    name: 'HttpIngress, a route',
    props: {
      name: 'cart',
      matches: [{ type: 'prefix', path: '/cart' }],
      destination: { service: 'cart', port: 8080 },
    },
    required: ['name', 'matches', 'destination'],
    build: (route: HttpIngressProps['routes'][number]) =>
      new HttpIngress(emptyChart(), 'Ingress', { ...INGRESS, routes: [route] }),
  },
  {
    name: 'Resources.of, requests',
    props: { cpu: '100m', memory: '128Mi', 'ephemeral-storage': '32Mi' },
    required: [],
    build: (amounts: Amounts) => Resources.of(amounts, {}),
  },
  {
    name: 'Resources.of, limits',
    props: { cpu: '100m', memory: '128Mi', 'ephemeral-storage': '32Mi' },
    required: [],
    build: (amounts: Amounts) => Resources.of({}, amounts),
  },
  {
    name: 'Subject.of, options',
    props: { organizations: ['Example'], countries: ['NL'] },
    required: [],
    build: (options: { readonly organizations?: readonly string[] }) =>
      DistinguishedName.of('mesh-root', options),
  },
  {
    name: 'WorkloadSocket.failClosed',
    props: { folder: '/run/spire/sockets', file: 'agent.sock' },
    required: [],
    build: (options: { readonly folder?: string; readonly file?: string }) =>
      WorkloadSocket.failClosed(options),
  },
  {
    name: 'WorkloadSocket.istioDefault',
    props: { folder: '/run/spire/sockets' },
    required: [],
    build: (options: { readonly folder?: string }) => WorkloadSocket.istioDefault(options),
  },
];

type Value = readonly [
  name: string,
  valid: unknown,
  build: (value: never) => unknown,
  butTaken?: readonly string[],
];

function value(...parts: Value): Value {
  return parts;
}

/** An hour and a half is a whole number of seconds. */
const FRACTIONS = ['a fraction'];

/** Factories that take one value: its name, a valid value, what it makes of it, and flaws that are none here. */
export const VALUES: readonly Value[] = [
  value('TrustDomain.of', 'example.org', TrustDomain.of.bind(TrustDomain)),
  value('SpiffeId.parse', 'spiffe://example.org/ns/shop/sa/cart', SpiffeId.parse.bind(SpiffeId)),
  value('SpiffeId, namespace', 'shop', (v) => SpiffeId.forServiceAccount(DOMAIN, v, 'cart')),
  value('SpiffeId, account', 'cart', (v) => SpiffeId.forServiceAccount(DOMAIN, 'shop', v)),
  value('PinnedRoot.inSecret, name', 'mesh-root', (v) => PinnedRoot.inSecret(v, 'ca.crt')),
  value('PinnedRoot.inConfigMap, key', 'ca.pem', (v) => PinnedRoot.inConfigMap('roots', v)),
  value('Ttl.parse', '720h', Ttl.parse.bind(Ttl)),
  value('Ttl.seconds', 30, Ttl.seconds.bind(Ttl)),
  value('Ttl.minutes', 30, Ttl.minutes.bind(Ttl), FRACTIONS),
  value('Ttl.hours', 30, Ttl.hours.bind(Ttl), FRACTIONS),
  value('Ttl.days', 30, Ttl.days.bind(Ttl), FRACTIONS),
  value('Lifetime.of', Ttl.days(30), Lifetime.of.bind(Lifetime)),
  value('Lifetime.renewBefore', Ttl.days(1), (v) => Lifetime.of(Ttl.days(30)).renewBefore(v)),
  value('Lifetime.renewBeforePercentage', 50, (v) =>
    Lifetime.of(Ttl.days(30)).renewBeforePercentage(v),
  ),
  value('DnsName.of', 'shop.example.com', DnsName.of.bind(DnsName)),
  value('IngressHosts.of', [DnsName.of('shop.example.com')], (v) => IngressHosts.of(v)),
  value('SecretRef.of, name', 'datastore', (v) => SecretRef.of(v, 'connection-string')),
  value('SecretRef.of, key', 'connection-string', (v) => SecretRef.of('datastore', v)),
  value('Subject.of, common name', 'mesh-root', (v) => DistinguishedName.of(v)),
  value('Image.of, repository', 'ghcr.io/spiffe/spire-server', (v) => Image.of(v, '1.15.3')),
  value('Image.of, version', '1.15.3', (v) => Image.of('ghcr.io/spiffe/spire-server', v)),
  value('ImageSource.mirror', 'registry.example.com', (v) => ImageSource.mirror(v)),
  value('ImageSource.withDigest, repository', 'ghcr.io/spiffe/spire-server', (v) =>
    ImageSource.upstream().withDigest(v, DIGEST),
  ),
  value('ImageSource.withDigest, digest', DIGEST, (v) =>
    ImageSource.upstream().withDigest('ghcr.io/spiffe/spire-server', v),
  ),
  value('CaIssuer.cluster', 'mesh-root', (v) => CaIssuer.cluster(v)),
  value('CaIssuer.namespaced', 'pki', (v) => CaIssuer.namespaced(v, 'mesh-root')),
  value('AcmeIssuer.cluster', 'letsencrypt', (v) => AcmeIssuer.cluster(v)),
  value('VaultIssuer.cluster', 'vault', (v) => VaultIssuer.cluster(v)),
  value('VenafiIssuer.cluster', 'venafi', (v) => VenafiIssuer.cluster(v)),
  value('ExternalIssuer.cluster, type', ExternalIssuerKind.STEP, (v) =>
    ExternalIssuer.cluster(v, 'private-ca'),
  ),
  value('ExternalIssuer.cluster, name', 'private-ca', (v) =>
    ExternalIssuer.cluster(ExternalIssuerKind.AWS_PCA, v),
  ),
  value('ExternalIssuer.namespaced, namespace', 'shop', (v) =>
    ExternalIssuer.namespaced(ExternalIssuerKind.GOOGLE_CAS, v, 'private-ca'),
  ),
  value('ServerCa.inline', ACME_ROOT_PEM, (v) => ServerCa.inline(v)),
  value('ServerCa.inSecret', SecretRef.of('vault-ca', 'ca.crt'), (v) => ServerCa.inSecret(v)),
  value('VaultIssuerAuth.token', SecretRef.of('vault', 'token'), (v) => VaultIssuerAuth.token(v)),
  value('SelfSignedIssuer.namespaced', 'pki', (v) => SelfSignedIssuer.namespaced(v, 'selfsigned')),
  value('RootCertificate.pem', ACME_ROOT_PEM, (v) => RootCertificate.pem(v)),
  value('RootCertificate.inSecret', SecretRef.of('corporate', 'tls.crt'), (v) =>
    RootCertificate.inSecret(v),
  ),
  value('RootCertificate.inConfigMap, name', 'roots', (v) =>
    RootCertificate.inConfigMap(v, 'ca.crt'),
  ),
  value('RootCertificate.inConfigMap, key', 'ca.crt', (v) =>
    RootCertificate.inConfigMap('roots', v),
  ),
  value('KubeletVerification.hostCertificate', '/var/lib/kubelet/pki/kubelet.crt', (v) =>
    KubeletVerification.hostCertificate(v),
  ),
  value('VaultUpstreamAuth.token', SecretRef.of('spire-vault', 'token'), (v) =>
    VaultUpstreamAuth.token(v),
  ),
  value('GcpCredentials.file', SecretRef.of('spire-gcp', 'credentials.json'), (v) =>
    GcpCredentials.file(v),
  ),
  value('SpireAgentRebootstrap.after', Ttl.minutes(10), (v) => SpireAgentRebootstrap.after(v)),
  value('SpiffeBundle.parse', bundleText(...ROOTS), (v) => SpiffeBundle.parse(v)),
  value('Federation.between, the first', WEST_MEMBER, (v) => Federation.between(v, MESH_MEMBER)),
  value('Federation.between, the second', WEST_MEMBER, (v) => Federation.between(MESH_MEMBER, v)),
  value('Federation.between, the third', WEST_MEMBER, (v) =>
    Federation.between(MESH_MEMBER, NORTH_MEMBER, v),
  ),
  value('EndpointCertificate.issuedBy', AcmeIssuer.cluster('letsencrypt'), (v) =>
    EndpointCertificate.issuedBy(v),
  ),
  value('EndpointCertificate.existing', 'spire-web', (v) => EndpointCertificate.existing(v)),
  value('Environment, its name', 'production', (v) => {
    refuseAny(new Environment(v, MINIMAL_ENVIRONMENT).findings());
  }),
  value('TrustRoot.existing, an issuer', CaIssuer.cluster('corporate'), (issuer) =>
    TrustRoot.existing({ issuer, lifetime: Lifetime.of(Ttl.days(3650)), keyAtRenewal: 'kept' }),
  ),
];
