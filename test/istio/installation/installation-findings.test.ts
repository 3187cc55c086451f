import { CanaryUpgrade } from '../../../src/istio/control-plane/canary-upgrade';
import { istioFindings } from '../../../src/istio/control-plane/istio-findings';
import { Gateway } from '../../../src/istio/gateway/gateway';
import { IstioInstallation } from '../../../src/istio/installation/istio-installation';
import { IstioCa } from '../../../src/istio/ca/istio-ca';
import { IstioVersion } from '../../../src/istio/istio-version';
import { Lifetime } from '../../../src/trust/lifetime';
import { Ttl } from '../../../src/trust/ttl';
import { ACME_ROOT_PEM } from '../../cert-manager/subjects';
import { containing } from '../../support/containing';
import { minimalControlPlaneProps } from '../subjects';

const findings = (props: object): ReturnType<typeof istioFindings> =>
  istioFindings('production/istioctl/Istio', { ...minimalControlPlaneProps, ...props });
const SIGNER = {
  domain: 'signers.example.com',
  name: 'mesh',
  rootPem: ACME_ROOT_PEM,
  lifetime: Lifetime.of(Ttl.days(365)),
  keyAtRenewal: 'kept',
} as const;
const HELM = IstioInstallation.helm();
const SAIL = IstioInstallation.sail();
const BASED = IstioInstallation.sail({ updateStrategy: 'RevisionBased' });

describe('installationFindings', () => {
  test('FeatureNeedsVersion fires for releases that the Sail operator does not install', () => {
    for (const version of [IstioVersion.V1_26, IstioVersion.V1_27, IstioVersion.V1_31]) {
      expect(findings({ installation: SAIL, version })).toMatchObject([
        {
          code: 'FeatureNeedsVersion',
          problem: containing(
            `the Sail operator 1.30.3 installs (1.28.10, 1.29.6, 1.30.3), got ${version}`,
          ),
          fix: containing('IstioVersion.V1_30'),
        },
      ]);
    }
  });

  test('FeatureNeedsVersion fires for gateways by injection before Istio 1.27, whose template has another volume', () => {
    const gateways = [Gateway.ingress()];
    expect(findings({ installation: HELM, version: IstioVersion.V1_26, gateways })).toMatchObject([
      { code: 'FeatureNeedsVersion', problem: containing('must be at least 1.27 for gateways') },
    ]);
  });

  test('InstallerCannotSay fires for a CA that takes the place of a variable of the chart', () => {
    const ca = IstioCa.kubernetesSigner(SIGNER);
    for (const installation of [HELM, SAIL]) {
      expect(findings({ installation, ca, workloadCa: 'istio' })).toMatchObject([
        { code: 'InstallerCannotSay', problem: containing('PILOT_CERT_PROVIDER') },
      ]);
    }
    expect(findings({ ca, workloadCa: 'istio' })).toEqual([]);
  });

  test('FeatureNeedsVersion is silent for what each installer brings', () => {
    const gateways = [Gateway.ingress()];
    for (const installation of [IstioInstallation.istioctl(), HELM, SAIL]) {
      for (const version of [IstioVersion.V1_28, IstioVersion.V1_29, IstioVersion.V1_30]) {
        expect(findings({ installation, version, gateways })).toEqual([]);
      }
    }
    expect(findings({ version: IstioVersion.V1_26, gateways })).toEqual([]);
    expect(findings({ installation: HELM, version: IstioVersion.V1_26 })).toEqual([]);
  });

  test('InstallerCannotSay fires for an account of a gateway that istioctl names itself', () => {
    const gateways = [Gateway.ingress({ serviceAccount: 'edge' })];
    expect(findings({ gateways })).toMatchObject([
      {
        code: 'InstallerCannotSay',
        problem: containing('istio-ingressgateway-service-account, got edge'),
        fix: containing('IstioInstallation.helm()'),
      },
    ]);
  });

  test('InstallerCannotSay fires for revisions that the Sail operator names itself', () => {
    const upgrade = CanaryUpgrade.onTrial({ version: IstioVersion.V1_30, revision: 'next' });
    const given = { installation: BASED, version: IstioVersion.V1_29, revision: 'old', upgrade };
    expect(findings(given)).toMatchObject([
      { code: 'InstallerCannotSay', problem: containing("'revision' must be left out") },
      { code: 'InstallerCannotSay', problem: containing("'upgrade.revision' must be left out") },
    ]);
  });

  test('InstallerCannotSay is silent where the installer can', () => {
    const gateways = [Gateway.ingress({ serviceAccount: 'edge' })];
    const upgrade = CanaryUpgrade.onTrial({ version: IstioVersion.V1_30 });
    expect(findings({ installation: HELM, gateways })).toEqual([]);
    expect(findings({ installation: SAIL, gateways, revision: '1-30-3' })).toEqual([]);
    expect(findings({ installation: BASED, version: IstioVersion.V1_29, upgrade })).toEqual([]);
  });

  test('NamesClash fires for a gateway with the name of another release of Helm', () => {
    for (const name of ['istio-base', 'istio-cni', 'istio-revision-tags', 'istiod']) {
      const gateways = [Gateway.ingress({ name, namespace: 'edge' })];
      expect(findings({ installation: HELM, gateways })).toMatchObject([
        { code: 'NamesClash', problem: containing(`no other release of Helm has, got ${name}`) },
      ]);
      expect(findings({ gateways })).toEqual([]);
    }
  });

  test('NamesClash says once of a gateway that it is named like istiod', () => {
    const gateways = [Gateway.ingress({ name: 'istiod-1-30' })];
    expect(findings({ installation: HELM, revision: '1-30', gateways })).toMatchObject([
      { code: 'NamesClash', problem: containing('istio-system/istiod-1-30 twice') },
    ]);
  });
});
