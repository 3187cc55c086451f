import fc from 'fast-check';
import { AcmeAccount } from '../../src/cert-manager/acme/acme-account';
import { AcmeDirectory } from '../../src/cert-manager/acme/acme-directory';
import { AcmeSolver } from '../../src/cert-manager/acme/acme-solver';
import { ExternalService } from '../../src/ingress/external-service';
import { GatewayCertificate } from '../../src/ingress/gateway-certificate';
import { GatewayApi } from '../../src/ingress/gateway-api';
import { GatewayApiVersion } from '../../src/ingress/gateway-api-version';
import { IngressApi } from '../../src/ingress/ingress-api';
import { OriginTrust } from '../../src/ingress/origin-trust';
import { OriginatedTls } from '../../src/ingress/originated-tls';
import { ServerTls } from '../../src/ingress/server-tls';
import { Site } from '../../src/ingress/site';
import { AllowRule } from '../../src/istio/authorization/allow-rule';
import { Authorization } from '../../src/istio/authorization/authorization';
import { CanaryUpgrade } from '../../src/istio/control-plane/canary-upgrade';
import { RevisionTags } from '../../src/istio/control-plane/revision-tags';
import { IstioInstallation } from '../../src/istio/installation/istio-installation';
import { IstioExperiment } from '../../src/istio/control-plane/istio-experiment';
import { Bookinfo } from '../../src/samples/bookinfo';
import { SpiffeId } from '../../src/trust/spiffe-id';
import { Approval } from '../../src/cert-manager/approval/approval';
import { CaIssuer } from '../../src/cert-manager/issuer/ca-issuer';
import { CertManager } from '../../src/cert-manager/cert-manager';
import { CertManagerVersion } from '../../src/cert-manager/cert-manager-version';
import { RootBundle } from '../../src/cert-manager/bundle/root-bundle';
import { RootCertificate } from '../../src/cert-manager/bundle/root-certificate';
import { TrustRoot } from '../../src/cert-manager/root/trust-root';
import { Gateway } from '../../src/istio/gateway/gateway';
import { IstioCa } from '../../src/istio/ca/istio-ca';
import { isKnownToSail } from '../../src/istio/sail/sail-version';
import { IstioVersion } from '../../src/istio/istio-version';
import { NativeSidecars } from '../../src/istio/control-plane/native-sidecars';
import { TrafficCapture } from '../../src/istio/control-plane/traffic-capture';
import { Sample } from '../../src/samples/sample';
import { Datastore } from '../../src/spire/server/datastore';
import { UpstreamCa } from '../../src/spire/server/upstream/upstream-ca';
import { VaultUpstreamAuth } from '../../src/spire/server/upstream/vault-upstream-auth';
import { UpstreamAuthority } from '../../src/spire/server/upstream-authority';
import { SpireVersion } from '../../src/spire/spire-version';
import { Telemetry } from '../../src/spire/telemetry';
import type { EnvironmentProps } from '../../src/stack/environment-props';
import { DnsName } from '../../src/trust/dns-name';
import { ImageSource } from '../../src/trust/image-source';
import { KeyAlgorithm } from '../../src/trust/key-algorithm';
import { Lifetime } from '../../src/trust/lifetime';
import { SecretRef } from '../../src/trust/secret-ref';
import { Subject } from '../../src/trust/subject';
import { TrustDomain } from '../../src/trust/trust-domain';
import { Ttl } from '../../src/trust/ttl';
import { WorkloadSocket } from '../../src/trust/workload-socket';

const HOUR = 3600;
const WEEK = 7 * 24 * HOUR;
const ALPHANUMERIC = 'abcdefghijklmnopqrstuvwxyz0123456789';

const textOf = (characters: string, minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...Array.from(characters)), minLength, maxLength });

/** Texts that begin and end with a letter or digit; `1e5`, `0x10` and `null` are among them. */
const framed = (inner: string, maxLength: number) =>
  fc.oneof(
    { arbitrary: fc.constantFrom('1e5', '0x10', '007', 'null', 'on', '12'), weight: 1 },
    {
      arbitrary: fc
        .tuple(
          textOf(ALPHANUMERIC, 1, 1),
          textOf(inner, 0, maxLength - 2),
          textOf(ALPHANUMERIC, 1, 1),
        )
        .map((parts) => parts.join('')),
      weight: 4,
    },
  );
const labels = framed(`${ALPHANUMERIC}-`, 63);

/** Lifetimes that nest by construction, in seconds: each is made of those below it. */
const lifetimes = fc
  .record({
    workloadCert: fc.integer({ min: HOUR, max: 48 * HOUR }),
    maxAbove: fc.integer({ min: 0, max: 24 * HOUR }),
    istiodAbove: fc.integer({ min: 0, max: 30 * 24 * HOUR }),
    istiodInUse: fc.integer({ min: HOUR, max: 60 * 24 * HOUR }),
    ca: fc.integer({ min: 6 * HOUR, max: 60 * 24 * HOUR }),
    svidParts: fc.tuple(
      fc.integer({ min: 6, max: 100 }),
      fc.integer({ min: 6, max: 100 }),
      fc.integer({ min: 6, max: 100 }),
    ),
    rootAbove: fc.integer({ min: 0, max: 365 * 24 * HOUR }),
    rootInUse: fc.integer({ min: HOUR, max: 3650 * 24 * HOUR }),
  })
  .map(
    ({ workloadCert, maxAbove, istiodAbove, istiodInUse, ca, svidParts, rootAbove, rootInUse }) => {
      const maxWorkloadCert = workloadCert + maxAbove;
      const istiodLeft = maxWorkloadCert + istiodAbove;
      const istiod = istiodLeft + istiodInUse;
      const rootLeft = Math.max(istiod, ca) + rootAbove;
      const [x509Svid = HOUR, jwtSvid = HOUR, agent = HOUR] = svidParts.map((parts) =>
        Math.min(Math.floor(ca / parts), WEEK),
      );
      return {
        workloadCert,
        maxWorkloadCert,
        istiodLeft,
        istiod,
        ca,
        x509Svid,
        jwtSvid,
        agent,
        rootLeft,
        root: rootLeft + rootInUse,
      };
    },
  );

const subdomain = (maxLabels: number) =>
  fc
    .array(framed(ALPHANUMERIC, 12), { minLength: 1, maxLength: maxLabels })
    .map((parts) => parts.join('.'));

/** Names that are different from each other and from all that the stack has. */
const names = fc
  .uniqueArray(framed(`${ALPHANUMERIC}-`, 20), { minLength: 11, maxLength: 11 })
  .map((list) => list.map((name, index) => `${name}-${index}`));

const recipes = fc.record({
  trustDomain: fc.oneof(framed(`${ALPHANUMERIC}-`, 63), subdomain(4)),
  clusterName: labels,
  clusterDomain: fc.option(subdomain(3), { nil: undefined }),
  mirror: fc.option(subdomain(3), { nil: undefined }),
  certManager: fc.constantFrom(
    CertManager.release(),
    CertManager.release({ version: CertManagerVersion.V1_18 }),
    CertManager.alreadyInstalled({ version: CertManagerVersion.V1_16 }),
    CertManager.alreadyInstalled({
      version: CertManagerVersion.V1_20,
      clusterResourceNamespace: 'pki',
    }),
  ),
  root: fc.constantFrom<'made' | 'existing'>('made', 'existing'),
  approval: fc.constantFrom(undefined, Approval.certManager(), Approval.policies()),
  hasBundle: fc.boolean(),
  organizations: fc.uniqueArray(textOf('abcXYZ ,=:#', 1, 10), { maxLength: 3 }),
  key: fc.constantFrom(
    KeyAlgorithm.RSA_2048,
    KeyAlgorithm.RSA_4096,
    KeyAlgorithm.ECDSA_P256,
    KeyAlgorithm.ECDSA_P384,
  ),
  lifetimes,
  names,
  spireVersion: fc.constantFrom(...SpireVersion.ALL),
  hasSpireNamespaces: fc.boolean(),
  upstream: fc.constantFrom<'cert-manager' | 'none' | 'disk' | 'vault'>(
    'cert-manager',
    'none',
    'disk',
    'vault',
  ),
  replicas: fc.integer({ min: 1, max: 5 }),
  datastore: fc.constantFrom<'postgres' | 'mysql' | 'sqlite'>('postgres', 'mysql', 'sqlite'),
  socket: fc.constantFrom(
    undefined,
    WorkloadSocket.istioDefault(),
    WorkloadSocket.failClosed({ folder: '/run/other', file: 'api.sock' }),
  ),
  telemetry: fc.constantFrom(
    undefined,
    Telemetry.none(),
    Telemetry.prometheus({ scrapedFrom: 'monitoring' }),
  ),
  network: fc.constantFrom<'host' | 'pod'>('host', 'pod'),
  istioVersion: fc.constantFrom(...IstioVersion.ALL),
  installation: fc.constantFrom(
    undefined,
    IstioInstallation.helm(),
    IstioInstallation.sail(),
    IstioInstallation.sail({ updateStrategy: 'RevisionBased' }),
  ),
  revision: fc.constantFrom(undefined, '1-30', 'canary'),
  tag: fc.constantFrom(undefined, 'stable', 'default'),
  upgrade: fc.constantFrom<'none' | 'onTrial' | 'promoted'>('none', 'onTrial', 'promoted'),
  nativeSidecars: fc.constantFrom(undefined, NativeSidecars.ALWAYS, NativeSidecars.NEVER),
  trafficCapture: fc.constantFrom(
    undefined,
    TrafficCapture.initContainer(),
    TrafficCapture.cniNodeAgent(),
    TrafficCapture.cniNodeAgent({ namespace: 'istio-cni' }),
  ),
  profile: fc.constantFrom(undefined, 'default' as const, 'minimal' as const, 'openshift' as const),
  applicationStart: fc.constantFrom<'at-once' | 'after-proxy'>('at-once', 'after-proxy'),
  minReplicas: fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined }),
  ingressCount: fc.integer({ min: 0, max: 2 }),
  hasEgress: fc.boolean(),
  isEdgeApart: fc.boolean(),
  namespaceCount: fc.integer({ min: 0, max: 3 }),
  sampleCount: fc.integer({ min: 0, max: 2 }),
  siteCount: fc.integer({ min: 0, max: 2 }),
  siteApi: fc.constantFrom(IngressApi.ISTIO, IngressApi.GATEWAY_API),
  gatewayApi: fc.constantFrom(
    undefined,
    GatewayApi.release({ version: GatewayApiVersion.V1_5 }),
    GatewayApi.alreadyInstalled(),
  ),
  hasTlsAtSidecar: fc.boolean(),
  hasAuthorization: fc.boolean(),
  aliases: fc.constantFrom<readonly string[]>(
    [],
    ['cluster.local'],
    ['old.example.com', 'cluster.local'],
  ),
});

/** What an environment is made of, from which its properties are made in any order of the lists. */
export type Recipe = typeof recipes extends fc.Arbitrary<infer R> ? R : never;

/** In which order the items of a list that is a set are given. */
export type Order = <T>(list: readonly T[]) => readonly T[];

/** As they were generated. */
export const AS_GENERATED: Order = (list) => list;

/** The other way round. */
export const REVERSED: Order = (list) => [...list].reverse();

/** Properties of an environment that no rule refuses. */
export function propsOf(recipe: Recipe, order: Order = AS_GENERATED): EnvironmentProps {
  return {
    trustDomain: TrustDomain.of(recipe.trustDomain),
    clusterName: recipe.clusterName,
    clusterDomain: recipe.clusterDomain,
    images: recipe.mirror === undefined ? undefined : ImageSource.mirror(recipe.mirror),
    certManager: recipe.certManager,
    root: rootOf(recipe, order),
    approval: recipe.approval,
    bundle: recipe.hasBundle ? bundleOf(recipe, order) : undefined,
    spire: spireOf(recipe, order),
    istio: istioOf(recipe, order),
    namespaces: order(recipe.names.slice(0, recipe.namespaceCount)),
    samples: order(samplesOf(recipe, order)),
    acme: order(ACCOUNTS),
    sites: order(sitesOf(recipe)),
    gatewayApi: recipe.gatewayApi,
    egress: recipe.hasEgress ? order(SERVICES) : [],
    authorization: order(authorizationOf(recipe)),
  };
}

/** In the namespace where a root that is made has its Secret, with two more. */
function bundleOf({ certManager }: Recipe, order: Order): RootBundle {
  return RootBundle.trustManager({
    trustNamespace: certManager.clusterResourceNamespace,
    roots: order([
      RootCertificate.inSecret(SecretRef.of('corporate', 'root.pem')),
      RootCertificate.inConfigMap('partner', 'root.pem'),
    ]),
  });
}

const ACCOUNTS = [
  AcmeAccount.of({
    name: 'public',
    directory: AcmeDirectory.letsEncrypt(),
    solvers: [AcmeSolver.dns01Route53({ dnsZones: [DnsName.of('example.com')] })],
  }),
  AcmeAccount.of({
    name: 'private',
    directory: AcmeDirectory.of('https://acme.example.com/directory'),
    solvers: [AcmeSolver.dns01Route53()],
  }),
];
const SERVICES = ['one.example.net', 'two.example.net'].map((host, index) =>
  ExternalService.of({
    name: `service-${index}`,
    host: DnsName.of(host),
    tls: OriginatedTls.simple({ trust: OriginTrust.SYSTEM }),
  }),
);

/** Sites need an ingress gateway, and a namespace of the environment with the Service. */
function sitesOf(recipe: Recipe): readonly Site[] {
  const { siteCount, siteApi, ingressCount, names: list } = recipe;
  const [namespace] = recipe.sampleCount > 0 ? [list[6]] : [];
  return namespace === undefined || ingressCount === 0
    ? []
    : ACCOUNTS.slice(0, siteCount).map(({ name, issuer }) => {
        const hosts = [DnsName.of(`${name}.example.com`), DnsName.of(`*.${name}.example.com`)];
        return Site.of({
          name,
          namespace,
          api: siteApi,
          tls: ServerTls.simple(GatewayCertificate.of({ name: `${name}-tls`, hosts, issuer })),
          routes: Bookinfo.ROUTES,
        });
      });
}

function authorizationOf({
  hasAuthorization,
  namespaceCount,
  trustDomain,
  names: list,
}: Recipe): readonly Authorization[] {
  const callers = [SpiffeId.forServiceAccount(TrustDomain.of(trustDomain), 'shop', 'cart')];
  return list
    .slice(0, hasAuthorization ? namespaceCount : 0)
    .flatMap((namespace) => [
      Authorization.denyByDefault({ namespace }),
      Authorization.allow({ name: 'cart', namespace, rules: [AllowRule.from({ callers })] }),
    ]);
}

function rootOf(
  { root, lifetimes: { root: life, rootLeft }, key, organizations }: Recipe,
  order: Order,
): TrustRoot {
  const lifetime = Lifetime.of(Ttl.seconds(life)).renewBefore(Ttl.seconds(rootLeft));
  return root === 'made'
    ? TrustRoot.selfSigned({
        lifetime,
        key,
        subject: Subject.of('root', { organizations: order(organizations) }),
      })
    : TrustRoot.existing({ issuer: CaIssuer.cluster('corporate'), lifetime, keyAtRenewal: 'kept' });
}

function spireOf(recipe: Recipe, order: Order): NonNullable<EnvironmentProps['spire']> {
  const {
    lifetimes: { ca, x509Svid, jwtSvid, agent },
    names: list,
    datastore,
  } = recipe;
  const secret = SecretRef.of('spire-datastore', 'connection-string');
  const isShared = datastore !== 'sqlite';
  return {
    version: recipe.spireVersion,
    socket: recipe.socket,
    replicas: isShared ? recipe.replicas : 1,
    datastore: isShared ? Datastore[datastore](secret) : Datastore.sqlite(),
    caTtl: Ttl.seconds(ca),
    x509SvidTtl: Ttl.seconds(x509Svid),
    jwtSvidTtl: Ttl.seconds(jwtSvid),
    agentTtl: Ttl.seconds(agent),
    telemetry: recipe.telemetry,
    apiServerPorts: order([443, 6443, 8443]),
    controllerManager: { ignoreNamespaces: order(['kube-system', 'openshift-.*', 'default']) },
    agent: { network: recipe.network, telemetry: recipe.telemetry },
    ...(recipe.hasSpireNamespaces ? { serverNamespace: list[3], agentNamespace: list[4] } : {}),
    ...upstreamOf(recipe),
  };
}

function upstreamOf({
  upstream,
  lifetimes,
}: Recipe): Pick<NonNullable<EnvironmentProps['spire']>, 'upstream' | 'separateRootBecause'> {
  const longest = Ttl.seconds(lifetimes.ca);
  const ca = UpstreamCa.belowRootOfMesh({
    subject: Subject.of('Example Issuing CA'),
    lifetime: Lifetime.of(Ttl.max(longest.times(3), Ttl.hours(1))),
    keyAtRenewal: 'new',
    signsAtMost: longest,
  });
  switch (upstream) {
    case 'cert-manager':
      return {};
    case 'none':
      return {
        upstream: UpstreamAuthority.none(),
        separateRootBecause: 'every proxy has its certificate from SPIRE',
      };
    case 'disk':
      return {
        upstream: UpstreamAuthority.disk({
          certificate: SecretRef.of('spire-upstream-ca', 'tls.crt'),
          privateKey: SecretRef.of('spire-upstream-ca', 'tls.key'),
          ca,
        }),
      };
    case 'vault':
      return {
        upstream: UpstreamAuthority.vault({
          address: 'https://vault.example.com:8200',
          auth: VaultUpstreamAuth.token(SecretRef.of('spire-vault', 'token')),
          ca,
        }),
      };
  }
}

function istioOf(recipe: Recipe, order: Order): EnvironmentProps['istio'] {
  const {
    lifetimes: { istiod, istiodLeft, workloadCert, maxWorkloadCert },
  } = recipe;
  return {
    version: recipe.istioVersion,
    ...revisionsOf(recipe, order),
    experiments: [IstioExperiment.TLS_ON_SIDECAR_INGRESS],
    nativeSidecars: recipe.nativeSidecars,
    trafficCapture: recipe.trafficCapture,
    profile: recipe.profile,
    applicationStart: recipe.applicationStart,
    minReplicas: recipe.minReplicas,
    workloadCertTtl: Ttl.seconds(workloadCert),
    maxWorkloadCertTtl: Ttl.seconds(maxWorkloadCert),
    ca: IstioCa.certManager({
      lifetime: Lifetime.of(Ttl.seconds(istiod)).renewBefore(Ttl.seconds(istiodLeft)),
      key: recipe.key,
    }),
    trustDomainAliases: order(recipe.aliases)
      .filter((alias) => alias !== recipe.trustDomain)
      .map((alias) => TrustDomain.of(alias)),
    gateways: order(gatewaysOf(recipe)),
  };
}

/** Installers, tags and upgrades that the version and the revision allow. */
function revisionsOf(
  { installation, istioVersion, revision, tag, upgrade, namespaceCount, names: list }: Recipe,
  order: Order,
): Pick<EnvironmentProps['istio'], 'installation' | 'revision' | 'revisionTags' | 'upgrade'> {
  const isOfSail = isKnownToSail(istioVersion) || installation?.installer !== 'sail';
  const installed = isOfSail && istioVersion.isAtLeast('1.28') ? installation : undefined;
  const named = installed?.namesRevisions === true ? undefined : revision;
  const isDefaultTaken = named === undefined && installed?.namesRevisions !== true;
  const version = IstioVersion.V1_30;
  const namespaces = order(list.slice(0, Math.min(namespaceCount, 2)));
  const isOlder = istioVersion.isAtLeast('1.28') && !istioVersion.isAtLeast('1.30');
  const others = order(['also', 'besides']);
  return {
    installation: installed,
    revision: named,
    revisionTags:
      tag === undefined || (tag === 'default' && isDefaultTaken)
        ? undefined
        : RevisionTags.of(tag, { others }),
    upgrade:
      !isOlder || upgrade === 'none'
        ? undefined
        : upgrade === 'onTrial'
          ? CanaryUpgrade.onTrial({ version, namespaces })
          : CanaryUpgrade.promoted({ version }),
  };
}

function gatewaysOf({
  ingressCount,
  hasEgress,
  isEdgeApart,
  names: list,
  minReplicas,
}: Recipe): readonly Gateway[] {
  const namespace = isEdgeApart ? list[5] : undefined;
  const ingress = [
    Gateway.ingress({ namespace, minReplicas }),
    Gateway.ingress({ namespace, name: 'partner-ingress', serviceType: 'NodePort' }),
  ];
  return [...ingress.slice(0, ingressCount), ...(hasEgress ? [Gateway.egress({ namespace })] : [])];
}

function samplesOf(
  { sampleCount, hasTlsAtSidecar, names: list }: Recipe,
  order: Order,
): readonly Sample[] {
  const hosts = ['b.example.com', 'a.example.com'].map((host) => DnsName.of(host));
  const samples = [
    Sample.bookinfo({ namespace: list[6] }),
    Sample.bookinfo({ namespace: list[7], hosts: order(hosts) }),
  ];
  const existing = GatewayCertificate.existing({ secretName: 'httpbin-tls', hosts });
  const httpbin = Sample.httpbin({
    namespace: list[9],
    clientNamespace: list[10],
    tls: hasTlsAtSidecar ? ServerTls.simple(existing) : undefined,
  });
  return [...samples.slice(0, sampleCount), ...(sampleCount > 1 ? [httpbin] : [])];
}

/** Environments that no rule refuses, as recipes. */
export const validRecipes: fc.Arbitrary<Recipe> = recipes;
