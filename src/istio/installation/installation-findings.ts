import { ISTIO_GATES } from '../../trust/gates/istio-gates';
import type { Finding } from '../../trust/mesh-trust-error';
import type { IstioControlPlaneProps } from '../control-plane/istio-control-plane-props';
import { controlPlaneModels } from '../control-plane/control-plane-model';
import { IstioCa } from '../ca/istio-ca';
import { reservedReleaseNames } from '../helm/helm-releases';
import { IstioVersion } from '../istio-version';
import { isKnownToSail, versionsOfSail } from '../sail/sail-version';
import { IstioInstallation } from './istio-installation';

/** Everything that the installer cannot do, or cannot say. */
export function installationFindings(path: string, props: IstioControlPlaneProps): Finding[] {
  const { installation = IstioInstallation.istioctl() } = props;
  return [
    ...sailVersionFindings(path, props, installation),
    ...injectionFindings(path, props, installation),
    ...accountFindings(path, props, installation),
    ...revisionFindings(path, props, installation),
    ...releaseNameFindings(path, props, installation),
    ...caFindings(path, props, installation),
  ];
}

function versionsOf({
  version = IstioVersion.V1_30,
  upgrade,
}: IstioControlPlaneProps): IstioVersion[] {
  return [version, ...(upgrade === undefined ? [] : [upgrade.version])];
}

function sailVersionFindings(
  path: string,
  props: IstioControlPlaneProps,
  { installer }: IstioInstallation,
): Finding[] {
  const unknown =
    installer === 'sail' ? versionsOf(props).filter((version) => !isKnownToSail(version)) : [];
  return unknown.map((version) => ({
    code: 'FeatureNeedsVersion',
    path,
    problem: `'version' must be one that the Sail operator 1.30.3 installs (${versionsOfSail().join(', ')}), got ${version}`,
    fix: 'write version: IstioVersion.V1_30, or installation: IstioInstallation.helm()',
  }));
}

/** Sail says it of such versions anyway. */
function injectionFindings(
  path: string,
  props: IstioControlPlaneProps,
  { installer }: IstioInstallation,
): Finding[] {
  const [tooOld] = versionsOf(props).filter(
    (version) => !version.has(ISTIO_GATES.injectedGatewayTakesSocket),
  );
  const hasInjected = installer === 'helm' && (props.gateways ?? []).length > 0;
  return tooOld === undefined || !hasInjected || props.workloadCa === 'istio'
    ? []
    : [
        {
          code: 'FeatureNeedsVersion',
          path,
          problem: `'version' must be at least ${ISTIO_GATES.injectedGatewayTakesSocket.since} for gateways of Helm's chart, whose proxies come by injection, with SPIRE, got ${tooOld}`,
          fix: 'write version: IstioVersion.V1_27 or newer, or installation: IstioInstallation.istioctl()',
        },
      ];
}

function accountFindings(
  path: string,
  { gateways = [] }: IstioControlPlaneProps,
  { installer }: IstioInstallation,
): Finding[] {
  const own = gateways.filter(
    ({ name, serviceAccount }) => serviceAccount !== `${name}-service-account`,
  );
  return installer !== 'istioctl'
    ? []
    : own.map(({ name, serviceAccount }) => ({
        code: 'InstallerCannotSay',
        path,
        problem: `'serviceAccount' of the gateway ${name} must be left out with istioctl, whose chart names it ${name}-service-account, got ${serviceAccount}`,
        fix: 'leave it out, or write installation: IstioInstallation.helm()',
      }));
}

/** The operator derives the name of a revision from the version, and takes no other. */
function revisionFindings(
  path: string,
  { revision, upgrade }: IstioControlPlaneProps,
  { namesRevisions }: IstioInstallation,
): Finding[] {
  const given = [
    ...(revision === undefined ? [] : [['revision', revision] as const]),
    ...(upgrade?.isRevisionGiven === true ? [['upgrade.revision', upgrade.revision] as const] : []),
  ];
  return namesRevisions
    ? given.map(([property, got]) => ({
        code: 'InstallerCannotSay',
        path,
        problem: `'${property}' must be left out with the update strategy RevisionBased, with which the Sail operator names revisions after versions, got ${got}`,
        fix: "leave it out, or write IstioInstallation.sail({ updateStrategy: 'InPlace' })",
      }))
    : [];
}

/** Releases lie side by side in one folder, each in one of its name. */
function releaseNameFindings(
  path: string,
  props: IstioControlPlaneProps,
  { installer }: IstioInstallation,
): Finding[] {
  const taken = installer === 'helm' ? reservedReleaseNames(controlPlaneModels(props)) : [];
  return (
    (props.gateways ?? [])
      // Beside istiod it clashes with another installer, too, which is said of the gateways.
      .filter(({ name, namespace }) =>
        taken.some(
          (each) => each === name && !(namespace === IstioCa.NAMESPACE && isOfIstiod(name)),
        ),
      )
      .map(({ name }) => ({
        code: 'NamesClash',
        path,
        problem: `'gateways' must have names that no other release of Helm has, got ${name}`,
        fix: `name it otherwise: Gateway.ingress({ name: 'partner-ingress' })`,
      }))
  );
}

/** Charts have no value that takes the place of a variable which they set themselves. */
function caFindings(
  path: string,
  { ca }: IstioControlPlaneProps,
  { installer }: IstioInstallation,
): Finding[] {
  return installer === 'istioctl'
    ? []
    : (ca.settings.istiodEnv ?? []).map(({ name }) => ({
        code: 'InstallerCannotSay',
        path,
        problem: `'ca' must be one for which istiod keeps the variables of its chart, unless istioctl installs it, got ${ca.signer} with ${name}`,
        fix: 'write installation: IstioInstallation.istioctl(), or another IstioCa',
      }));
}

function isOfIstiod(release: string): boolean {
  return release.startsWith('istiod');
}
