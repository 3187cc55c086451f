import { dev } from '../../src/environments/dev';
import {
  AcmeAccount,
  AcmeDirectory,
  AcmeIssuer,
  AcmeSolver,
  BundleEndpoint,
  DnsName,
  EndpointCertificate,
  Environment,
  Federation,
  FederationMember,
  Gateway,
  SpiffeBundle,
  SpiffeId,
  TrustDomain,
  Ttl,
} from '../../src/index';
import type { Client } from '../clients/clients';
import type { Components, Workload } from '../components/components';
import { secretTexts } from '../components/kubectl';
import { deployment } from '../mesh-under-test/mesh-under-test';
import { triedEnvironment } from '../mesh-under-test/tried-environment';
import { CART, GUARDED, guardedAdmits, SHOP } from './shop';

/** The name of a mesh, of its cluster and of its environment. */
export type MeshName = 'east' | 'west';

/** The other of the two. */
export const OTHER: Readonly<Record<MeshName, MeshName>> = { east: 'west', west: 'east' };

/** Beside the cart, whom the rules of the other mesh name: one whom they do not. */
export const STRANGER: Client = { namespace: SHOP, name: 'stranger' };
export const CLIENTS = [CART, STRANGER, GUARDED];

const GATEWAY = Gateway.ingress();
/** What the other mesh reaches. */
export const INGRESS_GATEWAY: Workload = deployment(GATEWAY.namespace, GATEWAY.name);
/** Labels of its Pods. */
export const GATEWAY_LABELS = GATEWAY.podLabels;

/** The account that certifies the endpoint of the west. */
export const ISSUER = AcmeIssuer.cluster('letsencrypt');

/** The trust domain of a mesh. */
export function trustDomainOf(mesh: MeshName): TrustDomain {
  return TrustDomain.of(`${mesh}.example.org`);
}

/** The identity of a client in a mesh. */
export function idOf(mesh: MeshName, { namespace, name }: Client): SpiffeId {
  return SpiffeId.forServiceAccount(trustDomainOf(mesh), namespace, name);
}

/** The name at which the servers of the other mesh ask for the bundle. */
export function endpointHostOf(mesh: MeshName): DnsName {
  return DnsName.of(`spire.${mesh}.example.org`);
}

/** A mesh, federated or not yet. */
export function environmentOf(
  components: Components,
  mesh: MeshName,
  federation?: Federation,
): Environment {
  const { props } = triedEnvironment(components);
  const callers = [idOf(OTHER[mesh], CART)];
  const certifies = federation?.memberOf(trustDomainOf(mesh))?.endpoint.certificate !== undefined;
  return new Environment(mesh, {
    ...props,
    trustDomain: trustDomainOf(mesh),
    clusterName: mesh,
    federation,
    istio: { ...dev.props.istio, gateways: [GATEWAY], accessLog: 'json' },
    acme: certifies ? [ACCOUNT] : [],
    namespaces: [SHOP],
    samples: [],
    authorization: federation === undefined ? [] : [guardedAdmits(callers)],
  });
}

const ACCOUNT = AcmeAccount.of({
  name: ISSUER.name,
  directory: AcmeDirectory.letsEncrypt(),
  solvers: [AcmeSolver.dns01Route53()],
});

/**
 * Both, by the roots that cert-manager has made in each cluster. The endpoint of the east shows the SVID
 * of its server, that of the west a certificate that whoever knows no SPIFFE can verify.
 */
export async function federationOf(
  components: Readonly<Record<MeshName, Components>>,
): Promise<Federation> {
  const facts = (mesh: MeshName) => ({
    host: endpointHostOf(mesh),
    refreshHint: Ttl.minutes(1),
  });
  return Federation.between(
    FederationMember.of({
      trustDomain: trustDomainOf('east'),
      endpoint: BundleEndpoint.httpsSpiffe(facts('east')),
      bundle: await bundleOf(components.east),
    }),
    FederationMember.of({
      trustDomain: trustDomainOf('west'),
      endpoint: BundleEndpoint.httpsWeb({
        ...facts('west'),
        certificate: EndpointCertificate.issuedBy(ISSUER),
      }),
      bundle: await bundleOf(components.west),
    }),
  );
}

async function bundleOf(components: Components): Promise<SpiffeBundle> {
  const texts = await secretTexts(components, 'cert-manager', 'selfsigned-ca');
  const certificate = texts('tls.crt').replace(/-----[A-Z ]+-----|\s/g, '');
  return SpiffeBundle.parse(JSON.stringify({ keys: [{ use: 'x509-svid', x5c: [certificate] }] }));
}
