import { CanaryUpgrade } from '../../../src/istio/control-plane/canary-upgrade';
import { istioFindings } from '../../../src/istio/control-plane/istio-findings';
import { RevisionTags } from '../../../src/istio/control-plane/revision-tags';
import { IstioInstallation } from '../../../src/istio/installation/istio-installation';
import { IstioVersion } from '../../../src/istio/istio-version';
import { containing } from '../../support/containing';
import { minimalControlPlaneProps } from '../subjects';

const findings = (props: object): ReturnType<typeof istioFindings> =>
  istioFindings('production/istioctl/Istio', { ...minimalControlPlaneProps, ...props });
const to = (version: IstioVersion): CanaryUpgrade => CanaryUpgrade.onTrial({ version });

describe('upgradeFindings', () => {
  test('UpgradeOutOfReach fires for the same release, an older one, and one three minors on', () => {
    expect(
      [
        [IstioVersion.V1_30, IstioVersion.V1_30],
        [IstioVersion.V1_30, IstioVersion.V1_29],
        [IstioVersion.V1_27, IstioVersion.V1_30],
      ].map(([version, next]) => findings({ version, upgrade: to(next ?? IstioVersion.V1_30) })),
    ).toMatchObject([
      [{ code: 'UpgradeOutOfReach', fix: containing('the newer release in upgrade') }],
      [{ code: 'UpgradeOutOfReach', problem: containing("'version' (1.30.3)") }],
      [{ code: 'UpgradeOutOfReach', fix: 'upgrade to a release in between first' }],
    ]);
  });

  test('UpgradeOutOfReach is silent for one and two minors', () => {
    for (const version of [IstioVersion.V1_28, IstioVersion.V1_29]) {
      expect(findings({ version, upgrade: to(IstioVersion.V1_30) })).toEqual([]);
    }
  });

  test('NamesClash fires for a tag that a revision or another tag has', () => {
    const version = IstioVersion.V1_29;
    const upgrade = to(IstioVersion.V1_30);
    expect(
      [
        { revision: '1-29', revisionTags: RevisionTags.of('1-29') },
        { version, revision: '1-29', revisionTags: RevisionTags.of('1-30-3'), upgrade },
        { revision: '1-30', revisionTags: RevisionTags.of('stable', { others: ['stable'] }) },
      ].map((props) => findings(props)),
    ).toMatchObject([
      [{ code: 'NamesClash', problem: containing('no other tag has, got 1-29') }],
      [{ code: 'NamesClash', problem: containing('got 1-30-3') }],
      [{ code: 'NamesClash', problem: containing('got stable') }],
    ]);
  });

  test('NamesClash fires for the tag default of a control plane that is called so already', () => {
    expect(findings({ revisionTags: RevisionTags.of('default') })).toMatchObject([
      {
        code: 'NamesClash',
        problem: containing("'default' without 'revision'"),
        fix: containing('revision:'),
      },
    ]);
  });

  test('NamesClash fires for a new revision with the name of the old one', () => {
    const upgrade = CanaryUpgrade.promoted({ version: IstioVersion.V1_30, revision: 'one' });
    expect(findings({ version: IstioVersion.V1_29, revision: 'one', upgrade })).toMatchObject([
      {
        code: 'NamesClash',
        problem: containing('got one, which is that of the control plane that runs'),
      },
    ]);
  });

  test('NamesClash is silent for tags and revisions with names of their own', () => {
    const revisionTags = RevisionTags.of('stable', { others: ['default'] });
    const upgrade = to(IstioVersion.V1_30);
    const version = IstioVersion.V1_29;
    expect(findings({ version, revision: '1-29-6', revisionTags, upgrade })).toEqual([]);
    expect(findings({ revisionTags: RevisionTags.of('stable') })).toEqual([]);
    const installation = IstioInstallation.sail({ updateStrategy: 'RevisionBased' });
    expect(findings({ installation, version, revisionTags, upgrade })).toEqual([]);
  });
});
