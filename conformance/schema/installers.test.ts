import * as path from 'node:path';
import { Environment, Gateway, IstioCa, IstioInstallation } from '../../src/index';
import type { AnyEnvironmentProps } from '../../src/stack/environment-props';
import { Referee } from '../components/referee';
import { yamlOf } from '../mesh-under-test/manifests';
import { componentsOfThisRun } from '../mesh-under-test/stage-setup';
import { triedEnvironment } from '../mesh-under-test/tried-environment';
import { ACCEPTED_REFUSALS, ACCEPTED_WARNINGS, unlisted } from './accepted';
import { judged } from './judge';

const { components, folder } = componentsOfThisRun();
const { props } = triedEnvironment(components);
const { trustDomain, clusterName, root, samples } = props;

const installedBy = (installation: IstioInstallation): Environment =>
  new Environment('installed', { ...props, istio: { ...props.istio, installation } });

/** Environments whose layers have other objects than those of the repository. */
const OTHERS: Readonly<Record<string, Environment<AnyEnvironmentProps>>> = {
  'the Sail operator': installedBy(IstioInstallation.sail()),
  'the Sail operator, by revisions': installedBy(
    IstioInstallation.sail({ updateStrategy: 'RevisionBased' }),
  ),
  Helm: installedBy(IstioInstallation.helm()),
  'istio-csr without SPIRE': Environment.withoutSpire('csr', {
    ...{ trustDomain, clusterName, root, samples },
    istio: { ca: IstioCa.istioCsr(), gateways: [Gateway.ingress()] },
  }),
};

// The kinds of the Sail operator are not in a cluster that only has what the environments of the repository need.
if (components instanceof Referee) {
  describe.each(Object.entries(OTHERS))('with %s', (title, environment) => {
    const { layers } = environment.render();

    test('every document is taken by the judge', async () => {
      const objects = layers.flatMap((layer) => layer.objects);
      const scratch = path.join(folder, 'installers', title.replace(/\W+/g, '-'));
      const verdicts = await judged(components, scratch, yamlOf(objects));

      expect(unlisted(verdicts.refusals, ACCEPTED_REFUSALS)).toEqual([]);
      expect(unlisted(verdicts.warnings, ACCEPTED_WARNINGS)).toEqual([]);
      expect(verdicts.taken).toHaveLength(objects.length);
    });
  });
} else {
  process.stderr.write(
    '   what the Sail operator, Helm and istio-csr need is not judged in a cluster\n',
  );
  test.each(Object.entries(OTHERS))(
    'with %s: no rule of the package refuses it',
    (_, environment) => {
      expect(environment.findings()).toEqual([]);
    },
  );
}
