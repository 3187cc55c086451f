import {
  AcmeAccount,
  AcmeDirectory,
  AcmeSolver,
  DnsName,
  Gateway,
  GatewayCertificate,
  Helloworld,
  Sample,
  ServerTls,
  Site,
} from '../../src/index';
import type { Environment } from '../../src/stack/environment';
import type { AcmeServer } from '../components/acme-server';
import type { Components } from '../components/components';
import { triedEnvironment } from '../mesh-under-test/tried-environment';

const NAMESPACE = 'helloworld';

/** A domain in front of one version of helloworld. */
export interface Domain {
  /** Name of its site, its Certificate and the Secret of it. */
  readonly name: string;
  readonly host: string;
  /** The version of helloworld that answers. */
  readonly version: 'v1' | 'v2';
}

/** `dev` with helloworld in the place of Bookinfo, and no way in. */
export function withoutSites(components: Components): Environment {
  return triedEnvironment(components, edgeOf(components));
}

/** The same with these domains, each with a certificate of its own that the ACME server signs. */
export function withSites(
  components: Components,
  { url, caBundle }: AcmeServer,
  domains: readonly Domain[],
): Environment {
  const account = AcmeAccount.of({
    name: 'acme',
    directory: AcmeDirectory.of(url, { caBundle }),
    solvers: [AcmeSolver.http01Ingress()],
  });
  return triedEnvironment(components, {
    ...edgeOf(components),
    acme: [account],
    sites: domains.map((domain) => siteOf(domain, account)),
  });
}

function edgeOf(components: Components): Pick<Environment['props'], 'istio' | 'samples'> {
  const { istio } = triedEnvironment(components).props;
  return {
    istio: { ...istio, gateways: [Gateway.ingress()], accessLog: 'json' },
    samples: [Sample.helloworld({ namespace: NAMESPACE })],
  };
}

function siteOf({ name, host, version }: Domain, { issuer }: AcmeAccount): Site {
  const certificate = GatewayCertificate.of({ name, hosts: [DnsName.of(host)], issuer });
  return Site.of({
    name,
    namespace: NAMESPACE,
    tls: ServerTls.simple(certificate),
    routes: [Helloworld.routeTo(version)],
  });
}
