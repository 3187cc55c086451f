import { CertManager } from '../../src/cert-manager/cert-manager';
import { CertManagerVersion } from '../../src/cert-manager/cert-manager-version';
import { ClientCa } from '../../src/ingress/client-ca';
import { GatewayCertificate } from '../../src/ingress/gateway-certificate';
import { ServerTls } from '../../src/ingress/server-tls';
import { Gateway } from '../../src/istio/gateway/gateway';
import { NativeSidecars } from '../../src/istio/control-plane/native-sidecars';
import { IstioVersion } from '../../src/istio/istio-version';
import { SpireAgentRebootstrap } from '../../src/spire/agent/spire-agent-rebootstrap';
import { SpireVersion } from '../../src/spire/spire-version';
import { Environment } from '../../src/stack/environment';
import type { EnvironmentProps } from '../../src/stack/environment-props';
import { AcmeAccount } from '../../src/cert-manager/acme/acme-account';
import { AcmeDirectory } from '../../src/cert-manager/acme/acme-directory';
import { AcmeSolver } from '../../src/cert-manager/acme/acme-solver';
import { DnsName } from '../../src/trust/dns-name';
import { CERT_MANAGER_GATES } from '../../src/trust/gates/cert-manager-gates';
import { ISTIO_GATES } from '../../src/trust/gates/istio-gates';
import { SPIRE_GATES } from '../../src/trust/gates/spire-gates';
import { SecretRef } from '../../src/trust/secret-ref';
import { Ttl } from '../../src/trust/ttl';
import { MINIMAL_ENVIRONMENT, siteOf } from './subjects';

const COMBINATIONS = IstioVersion.ALL.flatMap((istio) =>
  SpireVersion.ALL.flatMap((spire) =>
    CertManagerVersion.ALL.map((certManager) => ({ istio, spire, certManager })),
  ),
);
type Combination = (typeof COMBINATIONS)[number];

/** What every release has, and what the newest of each part has. */
const PLAIN = { newer: false };
const NEWEST = { newer: true };

function environmentOf(
  { istio, spire, certManager }: Combination,
  { newer }: { readonly newer: boolean },
): Environment {
  const account = AcmeAccount.of({
    name: 'letsencrypt',
    directory: AcmeDirectory.letsEncrypt(),
    solvers: [AcmeSolver.http01Ingress()],
    ...(newer && { profile: 'tlsserver' }),
  });
  const certificate = GatewayCertificate.of({
    name: 'shop',
    hosts: [DnsName.of('shop.example.com')],
    issuer: account.issuer,
  });
  const clients = ClientCa.inSecret(SecretRef.of(newer ? 'clients' : 'shop-cacert', 'ca.crt'));
  const props: EnvironmentProps = {
    ...MINIMAL_ENVIRONMENT,
    certManager: CertManager.release({ version: certManager }),
    spire: {
      version: spire,
      ...(newer && {
        pruneAttestedNodesExpiredFor: Ttl.days(30),
        agent: {
          rebootstrap: SpireAgentRebootstrap.after(Ttl.minutes(5)),
          x509SvidCacheMaxSize: 500,
          workloadX509SvidKeyType: 'ec-p384',
        },
      }),
    },
    istio: {
      ...MINIMAL_ENVIRONMENT.istio,
      version: istio,
      gateways: [Gateway.ingress(), Gateway.egress()],
      ...(newer && { nativeSidecars: NativeSidecars.AUTO }),
    },
    namespaces: ['helloworld'],
    acme: [account],
    sites: [siteOf('shop.example.com', { tls: ServerTls.mutual(certificate, clients) })],
  };
  return new Environment('matrix', props);
}

/** The properties for which one of the releases is too old. */
function tooOld({ istio, spire, certManager }: Combination): string[] {
  return [
    ...(certManager.has(CERT_MANAGER_GATES.acmeProfile) ? [] : ['profile']),
    ...(istio.has(ISTIO_GATES.nativeSidecarsByThemselves) ? [] : ['nativeSidecars']),
    ...(istio.has(ISTIO_GATES.caCertCredentialName) ? [] : ['tls']),
    ...(spire.has(SPIRE_GATES.rebootstrap) ? [] : ['rebootstrap']),
    ...(spire.has(SPIRE_GATES.pruneAttestedNodes) ? [] : ['pruneAttestedNodesExpiredFor']),
    ...(spire.has(SPIRE_GATES.x509SvidCacheMaxSize) ? [] : ['x509SvidCacheMaxSize']),
    ...(spire.has(SPIRE_GATES.workloadKeyP384) ? [] : ['workloadX509SvidKeyType']),
  ].sort();
}

describe('every combination of releases', () => {
  it('is tried', () => {
    expect(COMBINATIONS).toHaveLength(216);
  });

  it.each(COMBINATIONS)(
    'Istio $istio, SPIRE $spire, cert-manager $certManager: synthesizes what all releases have',
    (combination) => {
      const rendered = environmentOf(combination, PLAIN).render();

      expect(rendered.istioctl[0]).toMatchObject({ spec: { tag: combination.istio.toString() } });
      const certManager = rendered.layers.find(({ name }) => name === '20-cert-manager');
      expect(certManager?.remoteResources[0]).toContain(`/v${combination.certManager}/`);
    },
  );

  it.each(COMBINATIONS)(
    'Istio $istio, SPIRE $spire, cert-manager $certManager: refuses exactly what its releases do not have',
    (combination) => {
      const environment = environmentOf(combination, NEWEST);
      const findings = environment.findings();

      expect(new Set(findings.map(({ code }) => code))).toEqual(
        new Set(tooOld(combination).length === 0 ? [] : ['FeatureNeedsVersion']),
      );
      expect(findings.map(({ problem }) => /^'(\w+)'/.exec(problem)?.[1]).sort()).toEqual(
        tooOld(combination),
      );
      if (findings.length === 0) {
        expect(environment.render().layers.length).toBeGreaterThan(8);
      }
    },
  );
});
