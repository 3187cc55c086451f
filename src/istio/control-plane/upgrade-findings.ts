import type { Finding } from '../../trust/mesh-trust-error';
import { IstioVersion } from '../istio-version';
import { controlPlaneModels } from './control-plane-model';
import type { IstioControlPlaneProps } from './istio-control-plane-props';
import { RevisionTags } from './revision-tags';

/** How many minors an upgrade by revisions may go at once. */
const MAX_MINORS = 2;

/** Everything that keeps names of control planes from meaning one of them, and an upgrade from leading on. */
export function upgradeFindings(path: string, props: IstioControlPlaneProps): Finding[] {
  return [
    ...tagFindings(path, props),
    ...versionFindings(path, props),
    ...nameFindings(path, props),
  ];
}

function tagFindings(path: string, props: IstioControlPlaneProps): Finding[] {
  const names = props.revisionTags?.names ?? [];
  const revisions = controlPlaneModels(props).map(({ revision }) => revision);
  const taken = revisions.map((revision) => revision ?? RevisionTags.DEFAULT);
  return [...new Set(names)]
    .filter((name) => taken.includes(name) || names.indexOf(name) !== names.lastIndexOf(name))
    .map((name) => ({
      code: 'NamesClash',
      path,
      problem: isOnlyOne(name, revisions)
        ? "'revisionTags' must not have 'default' without 'revision', since a control plane without one is called so, got default"
        : `'revisionTags' must be names that no revision and no other tag has, got ${name}`,
      fix: isOnlyOne(name, revisions)
        ? "write revision: '1-30-3', or leave the tag out"
        : "write another name: RevisionTags.of('stable')",
    }));
}

/** Whether a tag is what Istio calls a control plane without a revision. */
function isOnlyOne(tag: string, revisions: readonly (string | undefined)[]): boolean {
  return tag === RevisionTags.DEFAULT && revisions.includes(undefined);
}

function versionFindings(
  path: string,
  { version = IstioVersion.V1_30, upgrade }: IstioControlPlaneProps,
): Finding[] {
  if (upgrade === undefined) {
    return [];
  }
  const minors = minorOf(upgrade.version) - minorOf(version);
  const isNewer = upgrade.version.isAtLeast(`${version}`) && `${upgrade.version}` !== `${version}`;
  return isNewer && minors <= MAX_MINORS
    ? []
    : [
        {
          code: 'UpgradeOutOfReach',
          path,
          problem: `'upgrade' must lead to a newer release than 'version' (${version}), at most ${MAX_MINORS} minors on, got ${upgrade.version}`,
          fix: isNewer
            ? 'upgrade to a release in between first'
            : 'write the newer release in upgrade, and the one that runs in version',
        },
      ];
}

function minorOf(version: IstioVersion): number {
  const [, minor = ''] = version.toString().split('.');
  return Number(minor);
}

/** One control plane would take the place of the other. */
function nameFindings(path: string, props: IstioControlPlaneProps): Finding[] {
  const { upgrade, revision, installation } = props;
  return upgrade === undefined ||
    installation?.namesRevisions === true ||
    upgrade.revision !== (revision ?? RevisionTags.DEFAULT)
    ? []
    : [
        {
          code: 'NamesClash',
          path,
          problem: `'upgrade' must have a revision of its own, got ${upgrade.revision}, which is that of the control plane that runs`,
          fix: `leave its revision out, which is then named after its version`,
        },
      ];
}
