import { CaIssuer } from '../../src/cert-manager/issuer/ca-issuer';
import { TrustRoot } from '../../src/cert-manager/root/trust-root';
import { Gateway } from '../../src/istio/gateway/gateway';
import { IstioCa } from '../../src/istio/ca/istio-ca';
import { IstioVersion } from '../../src/istio/istio-version';
import { NativeSidecars } from '../../src/istio/control-plane/native-sidecars';
import { Sample } from '../../src/samples/sample';
import { Datastore } from '../../src/spire/server/datastore';
import { Telemetry } from '../../src/spire/telemetry';
import { UpstreamCa } from '../../src/spire/server/upstream/upstream-ca';
import { UpstreamAuthority } from '../../src/spire/server/upstream-authority';
import type { EnvironmentProps } from '../../src/stack/environment-props';
import { Lifetime } from '../../src/trust/lifetime';
import type { RuleCode } from '../../src/trust/rules/catalogue';
import { SecretRef } from '../../src/trust/secret-ref';
import { Subject } from '../../src/trust/subject';
import { TrustDomain } from '../../src/trust/trust-domain';
import { Ttl } from '../../src/trust/ttl';
import type { Recipe } from './arbitraries';

/** One change that breaks exactly one rule, whatever the environment was. */
interface Mutation {
  readonly codes: readonly RuleCode[];
  readonly mutate: (props: EnvironmentProps, recipe: Recipe) => EnvironmentProps;
}

const WEEK = 7 * 24 * 3600;

const inSpire = (
  code: RuleCode,
  change: (recipe: Recipe) => NonNullable<EnvironmentProps['spire']>,
): Mutation => ({
  codes: [code],
  mutate: (props, recipe) => ({ ...props, spire: { ...props.spire, ...change(recipe) } }),
});
const inIstio = (
  code: RuleCode,
  change: (recipe: Recipe, props: EnvironmentProps) => Partial<EnvironmentProps['istio']>,
): Mutation => ({
  codes: [code],
  mutate: (props, recipe) => ({ ...props, istio: { ...props.istio, ...change(recipe, props) } }),
});
const inRoot = (
  code: RuleCode,
  change: Partial<Parameters<typeof TrustRoot.existing>[0]>,
): Mutation => ({
  codes: [code],
  mutate: (props, { lifetimes: { root, rootLeft } }) => ({
    ...props,
    root: TrustRoot.existing({
      issuer: CaIssuer.cluster('corporate'),
      lifetime: Lifetime.of(Ttl.seconds(root)).renewBefore(Ttl.seconds(rootLeft)),
      keyAtRenewal: 'kept',
      ...change,
    }),
  }),
});
const top = (
  code: RuleCode,
  change: (props: EnvironmentProps, recipe: Recipe) => Partial<EnvironmentProps> | object,
): Mutation => ({
  codes: [code],
  mutate: (props, recipe) => ({ ...props, ...change(props, recipe) }),
});

/** A second longer than SPIRE signs with one CA. */
const afterRotation = ({ lifetimes: { ca } }: Recipe): Ttl =>
  Ttl.seconds(Math.min(Math.floor(ca / 6), WEEK) + 1);

/** By what they do. */
export const MUTATIONS: Readonly<Record<string, Mutation>> = {
  'an X.509-SVID a second too long': inSpire('SvidOutlivesCaRotation', (recipe) => ({
    x509SvidTtl: afterRotation(recipe),
  })),
  'a JWT-SVID a second too long': inSpire('SvidOutlivesCaRotation', (recipe) => ({
    jwtSvidTtl: afterRotation(recipe),
  })),
  'an SVID of agents a second too long': inSpire('SvidOutlivesCaRotation', (recipe) => ({
    agentTtl: afterRotation(recipe),
  })),
  'a CA of SPIRE a second longer than what is left of the root': inSpire(
    'CaTtlOutlivesUpstream',
    ({ lifetimes: { rootLeft } }) => ({
      upstream: UpstreamAuthority.certManager(),
      caTtl: Ttl.seconds(rootLeft + 1),
    }),
  ),
  'a CA of istiod a second longer than what is left of the root': inIstio(
    'ChildOutlivesParent',
    ({ lifetimes: { rootLeft, istiodLeft } }) => ({
      ca: IstioCa.certManager({
        lifetime: Lifetime.of(Ttl.seconds(rootLeft + 1)).renewBefore(Ttl.seconds(istiodLeft)),
      }),
    }),
  ),
  'a workload certificate a second longer than what is left of the CA of istiod': inIstio(
    'WorkloadCertOutlivesIstiodCa',
    ({ lifetimes: { istiodLeft } }) => ({ maxWorkloadCertTtl: Ttl.seconds(istiodLeft + 1) }),
  ),
  'a workload certificate a second above the maximum': inIstio(
    'WorkloadCertAboveMaximum',
    ({ lifetimes: { maxWorkloadCert } }) => ({ workloadCertTtl: Ttl.seconds(maxWorkloadCert + 1) }),
  ),
  'a root that gets a new key': inRoot('RootKeyNotKept', { keyAtRenewal: 'new' }),
  'a root that allows no CA below': inRoot('PathLengthExceeded', { maxPathLength: 0 }),
  'a root whose Secret is elsewhere': inRoot('IssuerOutOfReach', { secretNamespace: 'elsewhere' }),
  'another issuer above istiod': inIstio(
    'ParentUnknown',
    ({ lifetimes: { istiod, istiodLeft } }) => ({
      ca: IstioCa.certManager({
        lifetime: Lifetime.of(Ttl.seconds(istiod)).renewBefore(Ttl.seconds(istiodLeft)),
        issuer: CaIssuer.cluster('another'),
      }),
    }),
  ),
  'another issuer above SPIRE': inSpire('ParentUnknown', () => ({
    upstream: UpstreamAuthority.certManager({ issuer: CaIssuer.cluster('another') }),
  })),
  'SPIRE below another root than istiod': inSpire('RootsDiffer', () => ({
    upstream: UpstreamAuthority.none(),
    separateRootBecause: undefined,
  })),
  'a CA of SPIRE a second longer than its upstream signs': inSpire(
    'CaTtlAboveMaximum',
    ({ lifetimes: { ca } }) => ({
      upstream: UpstreamAuthority.disk({
        certificate: SecretRef.of('spire-upstream-ca', 'tls.crt'),
        privateKey: SecretRef.of('spire-upstream-ca', 'tls.key'),
        ca: UpstreamCa.belowRootOfMesh({
          subject: Subject.of('Example Issuing CA'),
          lifetime: Lifetime.of(Ttl.max(Ttl.seconds(3 * ca), Ttl.hours(1))),
          keyAtRenewal: 'kept',
          signsAtMost: Ttl.seconds(ca - 1),
        }),
      }),
    }),
  ),
  'a trust domain that is no value of a label': top('TrustDomainNotALabel', ({ spire }) => ({
    spire: { ...spire, upstream: UpstreamAuthority.certManager() },
    authorization: [],
    trustDomain: TrustDomain.of(`${'a'.repeat(60)}.com`),
  })),
  'two servers that share nothing': inSpire('DatastoreNotShared', () => ({
    replicas: 2,
    datastore: Datastore.sqlite(),
  })),
  'telemetry on the port of the server': inSpire('PortsClash', () => ({
    telemetry: Telemetry.prometheus({ port: 8081 }),
  })),
  'two gateways of one name': inIstio('NamesClash', (_, { istio: { gateways = [] } }) => ({
    gateways: [...gateways, Gateway.ingress({ name: 'twice' }), Gateway.egress({ name: 'twice' })],
  })),
  'a namespace of istiod in the mesh': top('NamesClash', ({ namespaces = [] }) => ({
    namespaces: [...namespaces, 'istio-system'],
  })),
  'two namespaces of one name': top('NamesClash', ({ namespaces = [] }) => ({
    namespaces: [...namespaces, 'twice', 'twice'],
  })),
  'server and agents in one namespace': inSpire('NamesClash', () => ({
    serverNamespace: 'one',
    agentNamespace: 'one',
  })),
  'two samples for every host': top('NamesClash', () => ({
    samples: [Sample.bookinfo({ namespace: 'one' }), Sample.bookinfo({ namespace: 'two' })],
  })),
  'a namespace that is ignored': {
    codes: ['NamespaceIgnored'],
    mutate: (props) => ({
      ...props,
      namespaces: [...(props.namespaces ?? []), 'ignored-shop'],
      spire: { ...props.spire, controllerManager: { ignoreNamespaces: ['ignored-.*'] } },
    }),
  },
  'a profile of ambient mode': inIstio('AmbientWithSpire', () => ({
    profile: 'ambient' as 'default',
  })),
  'sidecars that Istio 1.26 does not know': inIstio('FeatureNeedsVersion', () => ({
    version: IstioVersion.V1_26,
    nativeSidecars: NativeSidecars.AUTO,
    installation: undefined,
    upgrade: undefined,
    revisionTags: undefined,
  })),
  'an unknown property': top('PropertyUnknown', () => ({ 'no such property': 1 })),
  'an unknown property of SPIRE': inSpire(
    'PropertyUnknown',
    () => ({ 'no such property': 1 }) as object,
  ),
  'a root that is missing': top('PropertyMissing', () => ({ root: undefined })),
  'a Ttl that is a text': inSpire('PropertyWrongType', () => ({ caTtl: '24h' }) as object),
  'no server at all': inSpire('PropertyOutOfRange', () => ({ replicas: 0 })),
  'a cluster in capitals': top('PropertyMalformed', () => ({ clusterName: 'EU-1' })),
};
