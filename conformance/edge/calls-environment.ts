import {
  AllowRule,
  Authorization,
  ClientCa,
  DnsName,
  ExternalService,
  Gateway,
  GatewayCertificate,
  IstioExperiment,
  OriginatedTls,
  OriginTrust,
  OutboundTrafficPolicy,
  Sample,
  ServerTls,
  SpiffeId,
} from '../../src/index';
import type { Environment } from '../../src/stack/environment';
import type { Client } from '../clients/clients';
import type { Components } from '../components/components';
import { deployment } from '../mesh-under-test/mesh-under-test';
import { triedEnvironment } from '../mesh-under-test/tried-environment';

/** A namespace without injection: whoever is in it is outside the mesh. */
export const OUTSIDE = 'outside';
/** A caller in the mesh whom the rules name. */
export const FRIEND: Client = { namespace: 'shop', name: 'friend' };
/** A caller in the mesh whom they do not name. */
export const OTHER: Client = { namespace: 'shop', name: 'other' };

const EGRESS = Gateway.egress();
/** The egress gateway. */
export const EGRESS_GATEWAY = deployment(EGRESS.namespace, EGRESS.name);

/** httpbin whose sidecar ends TLS, and the client outside the mesh that it knows. */
function httpbinIn(namespace: string, clientNamespace: string) {
  return {
    namespace,
    clientNamespace,
    host: `httpbin.${namespace}.svc.cluster.local`,
    server: deployment(namespace, 'httpbin-v1'),
    inside: deployment(namespace, 'curl'),
    outside: deployment(clientNamespace, 'curl'),
  } as const;
}

/** Shows a certificate, and asks for one. Its namespace refuses whom no rule names. */
export const MUTUAL = httpbinIn('httpbin', 'httpbin-clients');
/** Shows a certificate, and asks for none. */
export const SIMPLE = httpbinIn('httpbin-simple', 'simple-clients');
/** What its Pods listen on. */
export const PORTS = { tls: 9080, mesh: 9081 } as const;
/** What callers outside the mesh may ask of it. */
export const FOR_OUTSIDE = '/status/*';

/** The Secret of the egress gateway, with its client certificate and the CA of the servers outside. */
export const CLIENT_SECRET = 'partner-client';

/** Servers outside the mesh: how the gateway speaks to each, and on which port of its Pod it listens. */
export const SERVERS = [
  { name: 'partner', port: 8443, tls: OriginatedTls.mutual(CLIENT_SECRET) },
  {
    name: 'public',
    port: 8443,
    tls: OriginatedTls.simple({ trust: OriginTrust.secret(CLIENT_SECRET) }),
  },
  { name: 'of-no-public-ca', port: 8443, tls: OriginatedTls.simple() },
  { name: 'of-the-mesh-root', port: 8444, tls: OriginatedTls.mutual(CLIENT_SECRET) },
  { name: 'of-another-name', port: 8445, tls: OriginatedTls.mutual(CLIENT_SECRET) },
] as const;

/** Name of a server outside, which resolves, and which the mesh knows from its ServiceEntry alone. */
export function hostOf(name: string): string {
  return `${name}.${OUTSIDE}.svc`;
}

/** `dev` with both kinds of httpbin in the place of Bookinfo, servers outside, and rules who may call whom. */
export function callsEnvironment(components: Components): Environment {
  const { istio, root, trustDomain } = triedEnvironment(components).props;
  const certificateOf = (host: string): GatewayCertificate =>
    GatewayCertificate.of({
      name: 'httpbin-tls',
      hosts: [DnsName.of(host)],
      issuer: root.issuer,
    });
  const friend = SpiffeId.forServiceAccount(trustDomain, FRIEND.namespace, FRIEND.name);
  return triedEnvironment(components, {
    istio: {
      ...istio,
      gateways: [EGRESS],
      accessLog: 'json',
      experiments: [IstioExperiment.TLS_ON_SIDECAR_INGRESS],
      outboundTrafficPolicy: OutboundTrafficPolicy.REGISTRY_ONLY,
    },
    namespaces: [FRIEND.namespace],
    samples: [
      Sample.httpbin({
        ...namespacesOf(MUTUAL),
        tls: ServerTls.mutual(certificateOf(MUTUAL.host), ClientCa.inCertificateSecret()),
      }),
      Sample.httpbin({
        ...namespacesOf(SIMPLE),
        tls: ServerTls.simple(certificateOf(SIMPLE.host)),
      }),
    ],
    egress: SERVERS.map(({ name, tls }) =>
      ExternalService.of({ name, host: DnsName.of(hostOf(name)), tls }),
    ),
    authorization: [
      Authorization.denyByDefault({ namespace: MUTUAL.namespace }),
      Authorization.allow({
        name: 'httpbin',
        namespace: MUTUAL.namespace,
        workloadLabels: { app: 'httpbin' },
        rules: [
          AllowRule.from({
            callers: [
              friend,
              SpiffeId.forServiceAccount(trustDomain, MUTUAL.namespace, MUTUAL.inside.name),
            ],
            ports: [PORTS.mesh],
          }),
          AllowRule.fromOutsideTheMesh({ ports: [PORTS.tls], paths: [FOR_OUTSIDE] }),
        ],
      }),
      Authorization.allow({
        name: 'egress',
        namespace: EGRESS.namespace,
        workloadLabels: EGRESS.podLabels,
        rules: [AllowRule.from({ callers: [friend] })],
      }),
    ],
  });
}

function namespacesOf({ namespace, clientNamespace }: typeof MUTUAL): {
  readonly namespace: string;
  readonly clientNamespace: string;
} {
  return { namespace, clientNamespace };
}
