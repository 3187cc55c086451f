import fc from 'fast-check';
import { environments } from '../../src/environments/all';
import { CanaryUpgrade } from '../../src/istio/control-plane/canary-upgrade';
import { IstioCa } from '../../src/istio/ca/istio-ca';
import { RevisionTags } from '../../src/istio/control-plane/revision-tags';
import { Gateway } from '../../src/istio/gateway/gateway';
import { IstioInstallation } from '../../src/istio/installation/istio-installation';
import { isKnownToSail } from '../../src/istio/sail/sail-version';
import { IstioVersion } from '../../src/istio/istio-version';
import { Environment } from '../../src/stack/environment';
import type { EnvironmentProps } from '../../src/stack/environment-props';
import type { KubernetesObject, RenderedEnvironment } from '../../src/stack/rendered-environment';
import { allControlPlaneProps, allGatewayProps } from '../istio/subjects';
import { MINIMAL_ENVIRONMENT } from '../stack/subjects';
import { installedBy, type Installed } from '../support/installed';
import { propsOf, validRecipes, type Recipe } from './arbitraries';

const ISTIOCTL = IstioInstallation.istioctl();
const HELM = IstioInstallation.helm();
const SAIL = IstioInstallation.sail();

function rendered(props: EnvironmentProps, installation: IstioInstallation): RenderedEnvironment {
  return new Environment('tried', { ...props, istio: { ...props.istio, installation } }).render();
}

/** Which of two control planes is followed is said by tags, where there are any, and by namespaces. */
const sorted = (installed: Installed): Installed => ({
  ...installed,
  controlPlanes: [...installed.controlPlanes].sort((one, other) =>
    one.revision < other.revision ? -1 : 1,
  ),
  gateways: [...installed.gateways].sort((one, other) => (one.name < other.name ? -1 : 1)),
});

function expectTheSame(props: EnvironmentProps): void {
  const byIstioctl = sorted(installedBy(rendered(props, ISTIOCTL)));
  expect(sorted(installedBy(rendered(props, HELM)))).toEqual(byIstioctl);
  expect(sorted(installedBy(rendered(props, SAIL)))).toEqual(byIstioctl);
}

/** Of the releases that all three install. */
const recipes = validRecipes.map((recipe): Recipe => {
  const isKnown = isKnownToSail(recipe.istioVersion);
  return {
    ...recipe,
    installation: undefined,
    istioVersion: isKnown ? recipe.istioVersion : IstioVersion.V1_28,
  };
});

/** What no installer reads, and what every installer leaves as it is. */
function besides(environment: RenderedEnvironment): readonly KubernetesObject[] {
  const { layers } = environment;
  const gateways = installedBy(environment).gateways.map(({ name }) => name);
  const accounts = gateways.map((name) => `${name}-service-account`);
  return layers
    .flatMap(({ objects }) => objects)
    .filter(({ apiVersion }) => !apiVersion.startsWith('sailoperator.io'))
    .filter(({ kind, metadata: { name } }) => {
      const isOfGateway = OF_GATEWAYS.includes(kind) && [...gateways, ...accounts].includes(name);
      return !isOfGateway && kind !== 'Namespace';
    });
}

const OF_GATEWAYS = [
  'Deployment',
  'HorizontalPodAutoscaler',
  'PodDisruptionBudget',
  'Role',
  'RoleBinding',
  'Service',
  'ServiceAccount',
];

describe('istioctl, Helm and the Sail operator are told the same', () => {
  it.each(environments.map(({ name, props }) => [name, props] as const))('for %s', (_, props) => {
    expectTheSame(props);
  });

  it('for every valid environment', () => {
    fc.assert(
      fc.property(recipes, (recipe) => {
        expectTheSame(propsOf(recipe));
      }),
      { numRuns: 25 },
    );
  });

  it.each(['default', 'demo', 'empty', 'minimal', 'openshift', 'preview', 'stable'] as const)(
    'with every property of control plane and gateways, in profile %s',
    (profile) => {
      const {
        trustDomain,
        clusterName,
        clusterDomain,
        socket,
        images,
        upgrade,
        federatedTrustDomains,
        workloadCa,
        ca,
        ...istio
      } = allControlPlaneProps;
      expectTheSame({
        ...MINIMAL_ENVIRONMENT,
        images,
        clusterDomain,
        istio: {
          ...istio,
          ca: MINIMAL_ENVIRONMENT.istio.ca,
          profile,
          version: IstioVersion.V1_30,
          gateways: [
            Gateway.ingress({ ...allGatewayProps, serviceAccount: undefined }),
            Gateway.ingress(),
            Gateway.egress(),
          ],
        },
      });
    },
  );

  it('without SPIRE, where istio-csr signs', () => {
    const by = (installation: IstioInstallation): Installed =>
      sorted(
        installedBy(
          Environment.withoutSpire('tried', {
            ...MINIMAL_ENVIRONMENT,
            istio: { ca: IstioCa.istioCsr(), gateways: [Gateway.ingress()], installation },
          }).render(),
        ),
      );
    expect(by(HELM)).toEqual(by(ISTIOCTL));
    expect(by(SAIL)).toEqual(by(ISTIOCTL));
  });

  it('while an upgrade is on trial, and when it is promoted', () => {
    const target = { version: IstioVersion.V1_30 };
    for (const upgrade of [CanaryUpgrade.onTrial(target), CanaryUpgrade.promoted(target)]) {
      expectTheSame({
        ...MINIMAL_ENVIRONMENT,
        istio: {
          ...MINIMAL_ENVIRONMENT.istio,
          version: IstioVersion.V1_29,
          revision: '1-29-6',
          revisionTags: RevisionTags.of('stable', { others: ['default'] }),
          gateways: [Gateway.ingress()],
          upgrade,
        },
      });
    }
  });

  it('also where the Sail operator names revisions, by the names that it derives', () => {
    const { istio } = MINIMAL_ENVIRONMENT;
    const revisionTags = RevisionTags.of('stable');
    const based = IstioInstallation.sail({ updateStrategy: 'RevisionBased' });
    const derived = { ...istio, revisionTags, revision: 'default-v1-30-3' };
    expect(
      installedBy(rendered({ ...MINIMAL_ENVIRONMENT, istio: { ...istio, revisionTags } }, based)),
    ).toEqual(installedBy(rendered({ ...MINIMAL_ENVIRONMENT, istio: derived }, ISTIOCTL)));
  });

  it('and nothing else of an environment depends on the installer', () => {
    fc.assert(
      fc.property(recipes, (recipe) => {
        const props = propsOf(recipe);
        const byIstioctl = besides(rendered(props, ISTIOCTL));
        expect(besides(rendered(props, HELM))).toEqual(byIstioctl);
        expect(besides(rendered(props, SAIL))).toEqual(byIstioctl);
      }),
      { numRuns: 10 },
    );
  });
});

describe('what would be installed', () => {
  const props = {
    ...MINIMAL_ENVIRONMENT,
    istio: { ...MINIMAL_ENVIRONMENT.istio, gateways: [Gateway.ingress()] },
  };

  it.each([ISTIOCTL, HELM, SAIL])('has the gateway with the socket of SPIRE in it', (each) => {
    expect(installedBy(rendered(props, each))).toMatchObject({
      controlPlanes: [{ revision: 'default', tags: [], images: { tag: '1.30.3' } }],
      gateways: [
        {
          name: 'istio-ingressgateway',
          serviceAccount: 'istio-ingressgateway-service-account',
          socketFile: 'spire-agent.sock',
          service: { type: 'LoadBalancer' },
          autoscaling: { min: 1, max: 5 },
        },
      ],
    });
  });

  it.each([ISTIOCTL, HELM, SAIL])('differs where the environment does', (each) => {
    const changed = {
      ...props,
      istio: { ...props.istio, gateways: [Gateway.ingress({ minReplicas: 2 })] },
    };
    expect(installedBy(rendered(changed, each))).not.toEqual(installedBy(rendered(props, each)));
  });
});
