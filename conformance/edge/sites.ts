import {
  AcmeAccount,
  AcmeDirectory,
  AcmeSolver,
  CertManager,
  CertManagerVersion,
  ChallengeGateway,
  DnsName,
  GatewayCertificate,
  Helloworld,
  IngressApi,
  ServerTls,
  Site,
} from '../../src/index';
import type { Environment } from '../../src/stack/environment';
import type { AcmeServer } from '../components/acme-server';
import type { Components } from '../components/components';
import { edgeEnvironment, HELLOWORLD, INGRESS_GATEWAY } from './environment';

/** A domain in front of one version of helloworld. */
export interface Domain {
  /** Name of its site, its Certificate and the Secret of it. */
  readonly name: string;
  readonly host: string;
  /** The version of helloworld that answers. */
  readonly version: 'v1' | 'v2';
  /** By what the solver proves its name; its site is written in the same API. */
  readonly provedBy: 'Ingress' | 'HTTPRoute';
}

/** The environment with these domains, each with a certificate of its own that the ACME server signs. */
export function withSites(
  components: Components,
  { url, caBundle }: AcmeServer,
  domains: readonly Domain[],
): Environment {
  const accountWith = (name: string, solver: AcmeSolver): AcmeAccount =>
    AcmeAccount.of({ name, directory: AcmeDirectory.of(url, { caBundle }), solvers: [solver] });
  const byIngress = accountWith('by-ingress', AcmeSolver.http01Ingress());
  const gateway = { name: ChallengeGateway.NAME, namespace: INGRESS_GATEWAY.namespace };
  const byRoute = accountWith('by-route', AcmeSolver.http01GatewayRoute({ gateway }));
  return edgeEnvironment(components, {
    // Whoever has turned the Gateway API on in it keeps it.
    certManager: CertManager.alreadyInstalled({
      version: CertManagerVersion.V1_21,
      enableGatewayApi: true,
    }),
    acme: [byIngress, byRoute],
    sites: domains.map((domain) =>
      domain.provedBy === 'HTTPRoute'
        ? siteOf(domain, byRoute, IngressApi.GATEWAY_API)
        : siteOf(domain, byIngress, IngressApi.ISTIO),
    ),
  });
}

function siteOf({ name, host, version }: Domain, { issuer }: AcmeAccount, api: IngressApi): Site {
  const certificate = GatewayCertificate.of({ name, hosts: [DnsName.of(host)], issuer });
  return Site.of({
    name,
    namespace: HELLOWORLD,
    api,
    tls: ServerTls.simple(certificate),
    routes: [Helloworld.routeTo(version)],
  });
}
