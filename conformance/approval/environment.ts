import {
  AcmeAccount,
  AcmeDirectory,
  AcmeSolver,
  Approval,
  DnsName,
  Gateway,
  GatewayCertificate,
  Helloworld,
  RootBundle,
  RootCertificate,
  Sample,
  ServerTls,
  Site,
} from '../../src/index';
import type { Environment } from '../../src/stack/environment';
import type { EnvironmentProps } from '../../src/stack/environment-props';
import type { AcmeServer } from '../components/acme-server';
import type { Components } from '../components/components';
import { deployment } from '../mesh-under-test/mesh-under-test';
import { triedEnvironment } from '../mesh-under-test/tried-environment';

const INGRESS = Gateway.ingress();
/** The ingress gateway, in whose namespace the certificates of sites are. */
export const INGRESS_GATEWAY = deployment(INGRESS.namespace, INGRESS.name);
/** Name of the site, its Certificate and the Secret of it. */
export const SITE = 'www';
/** Its domain. */
export const HOST = 'www.approval.example.org';
/** A ConfigMap of the namespace of cert-manager, with a root that is trusted, too. */
export const PARTNER_ROOT = { name: 'partner-root', key: 'root.pem' } as const;

/** The bundle of both roots. */
export const BUNDLE = RootBundle.trustManager({
  roots: [RootCertificate.inConfigMap(PARTNER_ROOT.name, PARTNER_ROOT.key)],
});

/** `dev` with policies, a bundle, and helloworld in the place of Bookinfo. */
export function approvedEnvironment(
  components: Components,
  changed: Partial<EnvironmentProps> = {},
): Environment {
  const { istio } = triedEnvironment(components).props;
  return triedEnvironment(components, {
    approval: Approval.policies(),
    bundle: BUNDLE,
    istio: { ...istio, gateways: [INGRESS] },
    samples: [Sample.helloworld()],
    ...changed,
  });
}

/** The same with a site, whose certificate this ACME server signs. */
export function withSite(components: Components, { url, caBundle }: AcmeServer): Environment {
  const account = AcmeAccount.of({
    name: 'acme',
    directory: AcmeDirectory.of(url, { caBundle }),
    solvers: [AcmeSolver.http01Ingress()],
  });
  const { issuer } = account;
  const certificate = GatewayCertificate.of({ name: SITE, hosts: [DnsName.of(HOST)], issuer });
  return approvedEnvironment(components, {
    acme: [account],
    sites: [
      Site.of({
        name: SITE,
        namespace: 'helloworld',
        tls: ServerTls.simple(certificate),
        routes: [Helloworld.routeTo('v1')],
      }),
    ],
  });
}
