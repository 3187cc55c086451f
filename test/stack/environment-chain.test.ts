import { CaIssuer } from '../../src/cert-manager/issuer/ca-issuer';
import { TrustRoot } from '../../src/cert-manager/root/trust-root';
import { IstioCa } from '../../src/istio/ca/istio-ca';
import { UpstreamAuthority } from '../../src/spire/server/upstream-authority';
import type { EnvironmentProps } from '../../src/stack/environment-props';
import { Lifetime } from '../../src/trust/lifetime';
import { Ttl } from '../../src/trust/ttl';
import { containing } from '../support/containing';
import { environmentWith, jsonIn, objectOf } from '../support/rendered';

const PROPS: Partial<EnvironmentProps> = {
  spire: { caTtl: Ttl.hours(12), x509SvidTtl: Ttl.minutes(90), agentTtl: Ttl.minutes(45) },
  istio: {
    ca: IstioCa.certManager({ lifetime: Lifetime.of(Ttl.days(20)).renewBefore(Ttl.days(10)) }),
    workloadCertTtl: Ttl.hours(6),
  },
};

describe('the chain of an environment', () => {
  const environment = environmentWith(PROPS);
  const { chain } = environment;
  const durationOf = (id: string): string | undefined =>
    chain.nodes.find((node) => node.id === id)?.duration.toString();

  it('has the root above istiod and SPIRE, and what these sign below', () => {
    const links = chain.nodes.map(({ id, issuer }) => [id, issuer]);
    expect(Object.fromEntries(links)).toEqual({
      root: undefined,
      istiod: 'root',
      'istiod-workloads': 'istiod',
      'istiod-serving': 'istiod',
      spire: 'root',
      'x509-svids': 'spire',
      'jwt-svids': 'spire',
      'agent-svids': 'spire',
    });
  });

  it('says what the manifests say about lifetimes', () => {
    const rendered = environment.render();
    expect(objectOf(rendered, 'Certificate', 'mesh-root')).toMatchObject({
      spec: { duration: durationOf('root') },
    });
    expect(objectOf(rendered, 'Certificate', 'cacerts')).toMatchObject({
      spec: { duration: durationOf('istiod'), renewBefore: '240h' },
    });
    expect(jsonIn(objectOf(rendered, 'ConfigMap', 'spire-server'), 'server.conf')).toMatchObject({
      server: {
        ca_ttl: durationOf('spire'),
        default_x509_svid_ttl: durationOf('x509-svids'),
        default_jwt_svid_ttl: durationOf('jwt-svids'),
        agent_ttl: durationOf('agent-svids'),
      },
    });
    expect(objectOf(rendered, 'IstioOperator', 'istio')).toMatchObject({
      spec: {
        values: { pilot: { env: { DEFAULT_WORKLOAD_CERT_TTL: durationOf('istiod-workloads') } } },
      },
    });
    expect(['12h', '1h30m', '45m', '480h', '6h']).toEqual(
      ['spire', 'x509-svids', 'agent-svids', 'istiod', 'istiod-workloads'].map(durationOf),
    );
  });

  it('has the paths of the constructs, under the name of the environment', () => {
    const paths = chain.authorities.map(({ id, path }) => [id, path]);
    expect(Object.fromEntries(paths)).toEqual({
      root: 'tried/30-roots/RootCa',
      istiod: 'tried/40-istiod-ca/cacerts',
      spire: 'tried/50-spire-server/SpireServer',
    });
  });

  it('has the key of the root kept and those below it changed', () => {
    const keys = chain.authorities.map(({ id, keyAtRenewal }) => [id, keyAtRenewal]);
    expect(Object.fromEntries(keys)).toEqual({ root: 'kept', istiod: 'new', spire: 'new' });
  });
});

describe('another issuer than that of the root', () => {
  const issuer = CaIssuer.cluster('corporate');
  const lifetime = Lifetime.of(Ttl.days(30));

  it('above istiod or SPIRE is unknown to the chain', () => {
    const ofIstiod = environmentWith({ istio: { ca: IstioCa.certManager({ lifetime, issuer }) } });
    expect(ofIstiod.findings()).toMatchObject([
      {
        code: 'ParentUnknown',
        path: 'tried/40-istiod-ca/cacerts',
        problem: containing("got 'ClusterIssuer corporate'"),
      },
    ]);
    const upstream = UpstreamAuthority.certManager({ issuer });
    expect(environmentWith({ spire: { upstream } }).findings()).toMatchObject([
      { code: 'ParentUnknown', path: 'tried/50-spire-server/SpireServer' },
    ]);
  });

  it('is none when it is that of the root, named once more', () => {
    const root = TrustRoot.existing({
      issuer,
      lifetime: Lifetime.of(Ttl.days(3650)),
      keyAtRenewal: 'kept',
    });
    const again = CaIssuer.cluster('corporate');
    const environment = environmentWith({
      root,
      spire: { upstream: UpstreamAuthority.certManager({ issuer: again }) },
      istio: { ca: IstioCa.certManager({ lifetime, issuer: again }) },
    });
    expect(environment.findings()).toEqual([]);
    const namespaced = environmentWith({
      root,
      istio: {
        ca: IstioCa.certManager({
          lifetime,
          issuer: CaIssuer.namespaced('istio-system', 'corporate'),
        }),
      },
    });
    expect(namespaced.findings()).toMatchObject([{ code: 'ParentUnknown' }]);
  });
});
