import { IstioCa } from '../../src/istio/ca/istio-ca';
import { Gateway } from '../../src/istio/gateway/gateway';
import { Environment } from '../../src/stack/environment';
import type { EnvironmentProps } from '../../src/stack/environment-props';
import { Lifetime } from '../../src/trust/lifetime';
import { TrustDomain } from '../../src/trust/trust-domain';
import { Ttl } from '../../src/trust/ttl';
import { containing } from '../support/containing';
import { refusalOf } from '../support/refusals';
import { environmentWith } from '../support/rendered';
import { MINIMAL_ENVIRONMENT, WHOLE_ENVIRONMENT } from './subjects';

const codes = (props: Partial<EnvironmentProps>): readonly string[] =>
  environmentWith(props)
    .findings()
    .map(({ code }) => code);

describe('Environment', () => {
  it('needs four properties and takes all of them', () => {
    expect(new Environment('small', MINIMAL_ENVIRONMENT).findings()).toEqual([]);
    expect(new Environment('whole', WHOLE_ENVIRONMENT).findings()).toEqual([]);
  });

  it('does nothing before it is asked, so that all environments can be refused together', () => {
    const props = { ...MINIMAL_ENVIRONMENT, clusterName: 'No Name' };
    expect(() => new Environment('No Name', props)).not.toThrow();
  });

  it.each(['', 'Production', '../up', 'a'.repeat(64), undefined, 7])(
    'refuses the name %p',
    (name) => {
      const environment = new Environment(name as string, MINIMAL_ENVIRONMENT);
      expect(environment.findings()).toEqual([
        {
          code: 'NameMalformed',
          path: 'Environment',
          problem: containing("'name' must be a DNS label of at most 63 characters, got"),
          fix: "write new Environment('production', { … })",
        },
      ]);
      expect(refusalOf(() => environment.render())).toHaveLength(1);
    },
  );

  it('gives the same with every call', () => {
    const environment = new Environment('whole', WHOLE_ENVIRONMENT);
    expect(environment.render()).toEqual(environment.render());
  });

  it('shows its chain as a tree and as a diagram', () => {
    const { chain } = environmentWith().render();
    expect(chain.tree).toMatch(/^mesh-root/);
    expect(chain.mermaid).toContain('flowchart');
  });
});

describe('the findings of an environment', () => {
  it('first are about all of its properties, of every level, since nothing can be derived from them', () => {
    const findings = environmentWith({
      clusterName: 'EU 1',
      trustDomain: 'example.org' as unknown as TrustDomain,
      spire: {
        replicas: 0,
        agent: { healthPort: 70000 },
        csiDriver: { kubeletPath: 'relative' },
        controllerManager: { version: 'v0.6' },
      },
      istio: { ...MINIMAL_ENVIRONMENT.istio, profile: 'ambiant' as 'default' },
    }).findings();
    expect(findings.map(({ problem }) => /'[^']*'/.exec(problem)?.[0])).toEqual([
      "'trustDomain'",
      "'clusterName'",
      "'spire.replicas'",
      "'spire.controllerManager.version'",
      "'spire.agent.healthPort'",
      "'spire.csiDriver.kubeletPath'",
      "'istio.profile'",
    ]);
    expect(new Set(findings.map(({ path }) => path))).toEqual(new Set(['tried']));
  });

  it('then are about all that the rules find, in parts, namespaces and the chain at once', () => {
    const props: Partial<EnvironmentProps> = {
      trustDomain: TrustDomain.of(`${'a'.repeat(60)}.com`),
      spire: {
        replicas: 3,
        x509SvidTtl: Ttl.hours(6),
        agent: { availabilityTarget: Ttl.hours(1) },
      },
      istio: {
        ca: IstioCa.certManager({ lifetime: Lifetime.of(Ttl.days(3000)) }),
        gateways: [Gateway.ingress(), Gateway.ingress()],
        maxReplicas: 1,
        minReplicas: 2,
      },
      namespaces: ['spire-server'],
    };
    expect(new Set(codes(props))).toEqual(
      new Set([
        'DatastoreNotShared',
        'PropertyOutOfRange',
        'NamesClash',
        'NamespaceIgnored',
        'ChildOutlivesParent',
        'SvidOutlivesCaRotation',
        'TrustDomainNotALabel',
      ]),
    );
  });

  it('are all in the one error, under the name of the environment', () => {
    const environment = environmentWith({ spire: { replicas: 3, x509SvidTtl: Ttl.hours(6) } });
    const findings = refusalOf(() => environment.render());
    expect(findings).toEqual(environment.findings());
    expect(findings).toMatchObject([
      { code: 'DatastoreNotShared', path: 'tried/50-spire-server/SpireServer' },
      { code: 'SvidOutlivesCaRotation', path: 'tried/50-spire-server/SpireServer' },
    ]);
    expect(() => environment.render()).toThrow('tried: 2 findings, nothing written');
    expect(() => environment.chain).toThrow('tried: 2 findings, nothing written');
  });

  it('name what would be overwritten without a word: what the environment derives', () => {
    const agent = { disableContainerSelectors: true };
    expect(environmentWith({ spire: { agent } as object }).findings()).toMatchObject([
      { code: 'PropertyUnknown', problem: containing("'spire.agent.disableContainerSelectors'") },
    ]);
    const istio = { ...MINIMAL_ENVIRONMENT.istio, clusterName: 'other' };
    expect(environmentWith({ istio }).findings()).toMatchObject([
      { code: 'PropertyUnknown', problem: containing("'istio.clusterName'") },
    ]);
  });
});
