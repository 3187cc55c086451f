import { join } from 'node:path';
import { CaIssuer } from '../../src/cert-manager/issuer/ca-issuer';
import { CertManager } from '../../src/cert-manager/cert-manager';
import type { CertManagerVersion } from '../../src/cert-manager/cert-manager-version';
import { OfflineRoot } from '../../src/cert-manager/root/offline-root';
import { TrustRoot } from '../../src/cert-manager/root/trust-root';
import { synthesize } from '../../src/delivery/synthesize';
import { IngressHosts } from '../../src/ingress/ingress-hosts';
import { Gateway } from '../../src/istio/gateway/gateway';
import { CanaryUpgrade } from '../../src/istio/control-plane/canary-upgrade';
import { IstioInstallation } from '../../src/istio/installation/istio-installation';
import { CaFiles } from '../../src/istio/ca/ca-files';
import { IstioCa } from '../../src/istio/ca/istio-ca';
import { IstioCaRoot } from '../../src/istio/ca/istio-ca-root';
import { IstioVersion } from '../../src/istio/istio-version';
import { NativeSidecars } from '../../src/istio/control-plane/native-sidecars';
import { TrafficCapture } from '../../src/istio/control-plane/traffic-capture';
import { Sample } from '../../src/samples/sample';
import { Datastore } from '../../src/spire/server/datastore';
import { SpireAgentRebootstrap } from '../../src/spire/agent/spire-agent-rebootstrap';
import { BundleEndpoint } from '../../src/spire/federation/bundle-endpoint';
import { Federation } from '../../src/spire/federation/federation';
import { FederationMember } from '../../src/spire/federation/federation-member';
import { SpireVersion } from '../../src/spire/spire-version';
import { Telemetry } from '../../src/spire/telemetry';
import { AwsCredentials } from '../../src/spire/server/upstream/aws-credentials';
import { UpstreamCa } from '../../src/spire/server/upstream/upstream-ca';
import { VaultUpstreamAuth } from '../../src/spire/server/upstream/vault-upstream-auth';
import { UpstreamAuthority } from '../../src/spire/server/upstream-authority';
import { Environment } from '../../src/stack/environment';
import type {
  EnvironmentProps,
  IstioOptions,
  SpireOptions,
} from '../../src/stack/environment-props';
import { DnsName } from '../../src/trust/dns-name';
import { ImageSource } from '../../src/trust/image-source';
import { Lifetime } from '../../src/trust/lifetime';
import { NameConstraints } from '../../src/trust/name-constraints';
import { Resources } from '../../src/trust/resources';
import type { RuleCode } from '../../src/trust/rules/catalogue';
import { SpiffeId } from '../../src/trust/spiffe-id';
import { Subject } from '../../src/trust/subject';
import { TrustDomain } from '../../src/trust/trust-domain';
import { Ttl } from '../../src/trust/ttl';
import { WorkloadSocket } from '../../src/trust/workload-socket';
import { CA_ARN, SECRET_ARN } from '../spire/upstream-subjects';
import { MINIMAL_ENVIRONMENT, VAULT } from '../stack/subjects';
import { FEDERATION, MESH_MEMBER, NORTH_MEMBER, WEST_MEMBER } from '../support/federations';
import { inTemporaryFolder } from '../support/output-folders';

type Contradiction = readonly [name: string, code: RuleCode, act: () => unknown];

const YEARS = Lifetime.of(Ttl.days(3650));
const environment = (changed: Partial<EnvironmentProps>, name = 'tried'): Environment =>
  new Environment(name, { ...MINIMAL_ENVIRONMENT, ...changed });
const written = (...environments: readonly Environment[]): void => {
  inTemporaryFolder((folder) => synthesize(environments, { outdir: join(folder, 'dist') }));
};
const props = (changed: Partial<EnvironmentProps>) => (): void => {
  written(environment(changed));
};
const spire = (options: SpireOptions) => props({ spire: options });
const istio = (options: Partial<IstioOptions>) =>
  props({ istio: { ...MINIMAL_ENVIRONMENT.istio, ...options } });
const existing = (root: Partial<Parameters<typeof TrustRoot.existing>[0]>): TrustRoot =>
  TrustRoot.existing({
    issuer: CaIssuer.cluster('corporate'),
    lifetime: YEARS,
    keyAtRenewal: 'kept',
    ...root,
  });
const offline = (root: Partial<Parameters<typeof TrustRoot.offline>[0]>): TrustRoot =>
  TrustRoot.offline({
    root: OfflineRoot.of({ subject: Subject.of('Example Root'), lifetime: YEARS }),
    secretName: 'mesh-intermediate',
    lifetime: Lifetime.of(Ttl.days(1000)),
    keyAtRenewal: 'new',
    ...root,
  });

const OF_VALUES: readonly Contradiction[] = [
  [
    'a renewal as long as the life',
    'RenewBeforeNotShorter',
    () => Lifetime.of(Ttl.hours(1)).renewBefore(Ttl.hours(1)),
  ],
  [
    'a renewal longer than the life',
    'RenewBeforeNotShorter',
    () => Lifetime.of(Ttl.days(15)).renewBefore(Ttl.days(30)),
  ],
  [
    'a renewal within five minutes',
    'RenewBeforeTooShort',
    () => Lifetime.of(Ttl.hours(1)).renewBefore(Ttl.seconds(299)),
  ],
  [
    'a life of less than an hour',
    'CertificateDurationTooShort',
    () => Lifetime.of(Ttl.seconds(3599)),
  ],
  [
    'a share of 100 percent',
    'RenewBeforePercentageOutOfRange',
    () => Lifetime.of(Ttl.days(1)).renewBeforePercentage(100),
  ],
  ['30d', 'TtlMalformed', () => Ttl.parse('30d')],
  ['2w', 'TtlMalformed', () => Ttl.parse('2w')],
  ['a number without unit', 'TtlMalformed', () => Ttl.parse('3600')],
  ['milliseconds', 'TtlMalformed', () => Ttl.parse('500ms')],
  ['a fraction of an hour', 'TtlMalformed', () => Ttl.parse('1.5h')],
  ['zero', 'TtlMalformed', () => Ttl.parse('0s')],
  ['a negative duration', 'TtlMalformed', () => Ttl.parse('-1h')],
  ['spelled-out units', 'TtlMalformed', () => Ttl.parse('30 days')],
  ['more than Go can count', 'TtlMalformed', () => Ttl.parse('9999999h')],
  ['half a second', 'TtlMalformed', () => Ttl.seconds(0.5)],
  [
    'a trust domain with a scheme',
    'TrustDomainMalformed',
    () => TrustDomain.of('spiffe://example.org'),
  ],
  ['a trust domain in capitals', 'TrustDomainMalformed', () => TrustDomain.of('Example.org')],
  ['a trust domain with a port', 'TrustDomainMalformed', () => TrustDomain.of('example.org:443')],
  [
    'a SPIFFE ID with a final slash',
    'SpiffeIdMalformed',
    () => SpiffeId.parse('spiffe://example.org/ns/'),
  ],
  [
    'a SPIFFE ID with dots for a segment',
    'SpiffeIdMalformed',
    () => SpiffeId.parse('spiffe://example.org/../a'),
  ],
  ['a DNS name with a scheme', 'DnsNameMalformed', () => DnsName.of('https://shop.example.com')],
  ['a common name of 65 characters', 'SubjectMalformed', () => Subject.of('x'.repeat(65))],
  [
    'a country in small letters',
    'SubjectMalformed',
    () => Subject.of('root', { countries: ['nl'] }),
  ],
  [
    'a limit below its request',
    'LimitBelowRequest',
    () => Resources.of({ memory: '1Gi' }, { memory: '512Mi' }),
  ],
  [
    'a quantity of no unit that is known',
    'QuantityMalformed',
    () => Resources.of({ memory: '1GB' }, {}),
  ],
  [
    'a mirror with a scheme',
    'ImageMalformed',
    () => ImageSource.mirror('https://registry.example.com'),
  ],
  [
    'a socket with a path for a file',
    'SocketMalformed',
    () => WorkloadSocket.failClosed({ file: 'a/b.sock' }),
  ],
  [
    "Istio's own name for a socket that fails closed",
    'SocketMalformed',
    () => WorkloadSocket.failClosed({ file: 'socket' }),
  ],
  [
    'a relative folder of a socket',
    'SocketMalformed',
    () => WorkloadSocket.failClosed({ folder: 'run/spire' }),
  ],
  ['a folder above', 'SocketMalformed', () => WorkloadSocket.failClosed({ folder: '/run/../etc' })],
  [
    'a host that is listed twice',
    'NamesClash',
    () => IngressHosts.of([DnsName.of('a.example.com'), DnsName.of('a.example.com')]),
  ],
  [
    'a gateway with fewer Pods at most than at least',
    'PropertyOutOfRange',
    () => Gateway.ingress({ minReplicas: 3, maxReplicas: 2 }),
  ],
  [
    'two ports of one number',
    'PortsClash',
    () =>
      Gateway.ingress({
        ports: [
          { name: 'a', port: 443, targetPort: 8443 },
          { name: 'b', port: 443, targetPort: 9443 },
        ],
      }),
  ],
  [
    'a port that the proxy has',
    'PortsClash',
    () => Gateway.ingress({ ports: [{ name: 'a', port: 443, targetPort: 15020 }] }),
  ],
  [
    'a traffic policy for a Service that nobody outside reaches',
    'PropertyMalformed',
    () => Gateway.egress({ serviceType: 'ClusterIP', externalTrafficPolicy: 'Local' }),
  ],
  [
    'an upstream asked where its Issuer is not',
    'IssuerOutOfReach',
    () =>
      UpstreamAuthority.certManager({
        issuer: CaIssuer.namespaced('pki', 'root'),
        namespace: 'spire-server',
      }),
  ],
];

const OUTSIDE = {
  subject: Subject.of('Example Issuing CA'),
  lifetime: Lifetime.of(Ttl.days(365)),
  keyAtRenewal: 'new',
} as const;
const vault = (ca: UpstreamCa): UpstreamAuthority =>
  UpstreamAuthority.vault({
    address: 'https://vault.example.com:8200',
    auth: VaultUpstreamAuth.kubernetes({ role: 'spire' }),
    ca,
  });
const nested = (
  changed: Partial<Parameters<typeof UpstreamAuthority.spire>[0]>,
): UpstreamAuthority =>
  UpstreamAuthority.spire({
    serverAddress: DnsName.of('spire-root.example.com'),
    trustDomain: MINIMAL_ENVIRONMENT.trustDomain,
    csiDriver: 'upstream.csi.spiffe.io',
    caTtl: Ttl.days(30),
    below: 'the root of the mesh',
    ...changed,
  });

const OF_UPSTREAMS: readonly Contradiction[] = [
  [
    'SPIRE as a root beside that of istiod',
    'RootsDiffer',
    spire({ upstream: UpstreamAuthority.none() }),
  ],
  [
    'an upstream below a root that istiod does not know',
    'RootsDiffer',
    spire({ upstream: vault(UpstreamCa.belowRootOfItsOwn(OUTSIDE)) }),
  ],
  [
    'another SPIRE below a root of its own',
    'RootsDiffer',
    spire({ upstream: nested({ below: 'a root of its own' }) }),
  ],
  [
    'a CA of SPIRE longer than Vault signs by default',
    'CaTtlAboveMaximum',
    spire({ upstream: vault(UpstreamCa.belowRootOfMesh(OUTSIDE)), caTtl: Ttl.hours(769) }),
  ],
  [
    'a CA of SPIRE longer than its upstream signs',
    'CaTtlAboveMaximum',
    spire({
      upstream: vault(UpstreamCa.belowRootOfMesh({ ...OUTSIDE, signsAtMost: Ttl.hours(12) })),
    }),
  ],
  [
    'a CA of SPIRE that outlives its upstream',
    'CaTtlOutlivesUpstream',
    spire({
      upstream: vault(
        UpstreamCa.belowRootOfMesh({ ...OUTSIDE, lifetime: Lifetime.of(Ttl.days(2)) }),
      ),
    }),
  ],
  [
    'a CA of SPIRE that outlives the rotation of the SPIRE above',
    'CaTtlOutlivesUpstream',
    spire({ upstream: nested({ caTtl: Ttl.hours(143) }) }),
  ],
  [
    'an upstream that allows no CA below',
    'PathLengthExceeded',
    spire({ upstream: vault(UpstreamCa.belowRootOfMesh({ ...OUTSIDE, maxPathLength: 0 })) }),
  ],
  [
    'another SPIRE of another trust domain',
    'TrustDomainsDiffer',
    spire({ upstream: nested({ trustDomain: TrustDomain.of('other.example.com') }) }),
  ],
  [
    'another SPIRE behind the CSI driver of this one',
    'NamesClash',
    spire({ upstream: nested({ csiDriver: 'csi.spiffe.io' }) }),
  ],
  [
    'a registration with the controller manager of the server itself',
    'NamesClash',
    spire({ upstream: nested({ registeredWith: 'spire-server-mesh' }) }),
  ],
  [
    'secrets of two regions',
    'PropertyMalformed',
    () =>
      UpstreamAuthority.awsSecret({
        certFileArn: SECRET_ARN('cert'),
        keyFileArn: SECRET_ARN('key', 'eu-west-1'),
        credentials: AwsCredentials.podIdentity(),
        ca: UpstreamCa.belowRootOfMesh(OUTSIDE),
      }),
  ],
  [
    'one secret for certificate and key',
    'NamesClash',
    () =>
      UpstreamAuthority.awsSecret({
        certFileArn: SECRET_ARN('both'),
        keyFileArn: SECRET_ARN('both'),
        credentials: AwsCredentials.podIdentity(),
        ca: UpstreamCa.belowRootOfMesh(OUTSIDE),
      }),
  ],
  [
    'a template for leaves',
    'PropertyMalformed',
    () =>
      UpstreamAuthority.awsPca({
        certificateAuthorityArn: CA_ARN,
        credentials: AwsCredentials.podIdentity(),
        caSigningTemplateArn: 'arn:aws:acm-pca:::template/EndEntityCertificate/V1',
        ca: UpstreamCa.belowRootOfMesh(OUTSIDE),
      }),
  ],
  [
    'a Vault without TLS',
    'PropertyMalformed',
    () =>
      UpstreamAuthority.vault({
        address: 'http://vault.example.com:8200' as 'https://vault.example.com:8200',
        auth: VaultUpstreamAuth.kubernetes({ role: 'spire' }),
        ca: UpstreamCa.belowRootOfMesh(OUTSIDE),
      }),
  ],
];

const OF_THE_CHAIN: readonly Contradiction[] = [
  [
    'a CA of istiod that outlives its root',
    'ChildOutlivesParent',
    istio({ ca: IstioCa.certManager({ lifetime: Lifetime.of(Ttl.days(3000)) }) }),
  ],
  [
    'a CA of istiod that outlives what is left of its root',
    'ChildOutlivesParent',
    props({
      root: TrustRoot.selfSigned({
        lifetime: Lifetime.of(Ttl.days(365)).renewBefore(Ttl.days(15)),
      }),
    }),
  ],
  [
    'a CA of SPIRE that outlives what is left of its root',
    'CaTtlOutlivesUpstream',
    spire({ caTtl: Ttl.days(2000) }),
  ],
  [
    'an SVID of a quarter of the CA of SPIRE',
    'SvidOutlivesCaRotation',
    spire({ caTtl: Ttl.hours(24), x509SvidTtl: Ttl.hours(6) }),
  ],
  [
    'an SVID of a second more than a sixth',
    'SvidOutlivesCaRotation',
    spire({ caTtl: Ttl.hours(24), x509SvidTtl: Ttl.seconds(4 * 3600 + 1) }),
  ],
  [
    'an SVID of eight days',
    'SvidOutlivesCaRotation',
    spire({ caTtl: Ttl.days(60), x509SvidTtl: Ttl.days(8) }),
  ],
  ['a JWT-SVID as long as the CA', 'SvidOutlivesCaRotation', spire({ jwtSvidTtl: Ttl.hours(24) })],
  [
    'an SVID of agents that outlives the rotation',
    'SvidOutlivesCaRotation',
    spire({ agentTtl: Ttl.hours(5) }),
  ],
  [
    'a workload certificate that outlives the CA of istiod',
    'WorkloadCertOutlivesIstiodCa',
    istio({ workloadCertTtl: Ttl.days(20) }),
  ],
  [
    'a workload certificate above the maximum',
    'WorkloadCertAboveMaximum',
    istio({ workloadCertTtl: Ttl.hours(48), maxWorkloadCertTtl: Ttl.hours(24) }),
  ],
  [
    'a root that gets a new key',
    'RootKeyNotKept',
    props({ root: existing({ keyAtRenewal: 'new' }) }),
  ],
  [
    'a root that allows no CA below',
    'PathLengthExceeded',
    props({ root: existing({ maxPathLength: 0 }) }),
  ],
  [
    'an intermediate without room for CAs below it',
    'PathLengthExceeded',
    props({ root: offline({ maxPathLength: 0 }) }),
  ],
  [
    'an intermediate that does not admit the trust domain',
    'NameNotPermitted',
    props({
      root: offline({
        nameConstraints: NameConstraints.of({ permittedUriDomains: ['example.net'] }),
      }),
    }),
  ],
  [
    'an intermediate that outlives its offline root',
    'ChildOutlivesParent',
    props({ root: offline({ lifetime: Lifetime.of(Ttl.days(7000)) }) }),
  ],
  ['two signers of one name', 'NamesClash', props({ issuers: [VAULT, VAULT] })],
  [
    'a root whose Issuer is elsewhere',
    'IssuerOutOfReach',
    props({ root: existing({ issuer: CaIssuer.namespaced('pki', 'root') }) }),
  ],
  [
    'a ClusterIssuer whose Secret is elsewhere',
    'IssuerOutOfReach',
    props({ root: existing({ secretNamespace: 'pki' }) }),
  ],
  [
    'an upstream in another namespace than the Issuer of the root',
    'IssuerOutOfReach',
    props({
      root: existing({ issuer: CaIssuer.namespaced('pki', 'root') }),
      spire: { upstream: UpstreamAuthority.certManager({ namespace: 'spire-server' }) },
    }),
  ],
  [
    'a CA of istiod from an issuer that the chain does not know',
    'ParentUnknown',
    istio({
      ca: IstioCa.certManager({
        lifetime: Lifetime.of(Ttl.days(30)),
        issuer: CaIssuer.cluster('other'),
      }),
    }),
  ],
  [
    'a CA of SPIRE from an issuer that the chain does not know',
    'ParentUnknown',
    spire({ upstream: UpstreamAuthority.certManager({ issuer: CaIssuer.cluster('other') }) }),
  ],
  ['a root of istiod beside that of SPIRE', 'RootsDiffer', istio({ ca: IstioCa.selfSigned() })],
  [
    'a CA of istiod in cacerts below another root than that of SPIRE',
    'RootsDiffer',
    istio({
      ca: IstioCa.existing({
        files: CaFiles.TLS,
        lifetime: Lifetime.of(Ttl.days(365)),
        keyAtRenewal: 'new',
        root: IstioCaRoot.other({
          subject: Subject.of('corporate-root'),
          lifetime: YEARS,
          keyAtRenewal: 'kept',
        }),
      }),
    }),
  ],
  [
    'a root of istiod that is looked at too rarely',
    'PropertyOutOfRange',
    () => IstioCa.selfSigned({ duration: Ttl.hours(24), checkInterval: Ttl.hours(5) }),
  ],
  [
    'a root of istiod that is looked at all the time',
    'PropertyOutOfRange',
    () => IstioCa.selfSigned({ checkInterval: Ttl.minutes(9) }),
  ],
  [
    'a trust domain that is too long for a label',
    'TrustDomainNotALabel',
    props({ trustDomain: TrustDomain.of('a'.repeat(64)) }),
  ],
  [
    'a trust domain that ends with a dash',
    'TrustDomainNotALabel',
    props({ trustDomain: TrustDomain.of('mesh-') }),
  ],
];

const OF_PARTS: readonly Contradiction[] = [
  [
    'a domain of the cluster with an empty label',
    'PropertyMalformed',
    props({ clusterDomain: 'cluster..local' }),
  ],
  ['three servers on SQLite', 'DatastoreNotShared', spire({ replicas: 3 })],
  [
    'two servers that name SQLite',
    'DatastoreNotShared',
    spire({ replicas: 2, datastore: Datastore.sqlite() }),
  ],
  [
    'server and agents in one namespace',
    'NamesClash',
    spire({ serverNamespace: 'spire', agentNamespace: 'spire' }),
  ],
  ['the server where istiod is', 'NamesClash', spire({ serverNamespace: 'istio-system' })],
  ['agents where cert-manager is', 'NamesClash', spire({ agentNamespace: 'cert-manager' })],
  ['agents where Kubernetes is', 'NamesClash', spire({ agentNamespace: 'kube-system' })],
  [
    'a gateway where the server is',
    'NamesClash',
    istio({ gateways: [Gateway.ingress({ namespace: 'spire-server' })] }),
  ],
  [
    'a gateway where cert-manager is',
    'NamesClash',
    istio({ gateways: [Gateway.ingress({ namespace: 'cert-manager' })] }),
  ],
  [
    'two gateways of one name',
    'NamesClash',
    istio({ gateways: [Gateway.ingress(), Gateway.ingress()] }),
  ],
  [
    'two gateways of one name in two namespaces',
    'NamesClash',
    istio({ gateways: [Gateway.ingress(), Gateway.ingress({ namespace: 'edge' })] }),
  ],
  [
    'a gateway with the name of istiod',
    'NamesClash',
    istio({ gateways: [Gateway.ingress({ name: 'istiod' })] }),
  ],
  [
    'a gateway with the name of the registration of workloads',
    'NamesClash',
    istio({ gateways: [Gateway.ingress({ name: 'mesh-workloads' })] }),
  ],
  ['a namespace that is named twice', 'NamesClash', props({ namespaces: ['shop', 'shop'] })],
  [
    'a namespace that is that of a sample',
    'NamesClash',
    props({ namespaces: ['bookinfo'], samples: [Sample.bookinfo()] }),
  ],
  ['a namespace that is that of the server', 'NamesClash', props({ namespaces: ['spire-server'] })],
  ['a namespace that is that of istiod', 'NamesClash', props({ namespaces: ['istio-system'] })],
  [
    'a namespace that is that of cert-manager',
    'NamesClash',
    props({ namespaces: ['cert-manager'] }),
  ],
  [
    'a namespace of Kubernetes, ignored or not',
    'NamesClash',
    props({ namespaces: ['kube-system'], spire: { controllerManager: { ignoreNamespaces: [] } } }),
  ],
  [
    'a namespace that is that of the node agent of Istio',
    'NamesClash',
    props({
      namespaces: ['istio-cni'],
      istio: {
        ...MINIMAL_ENVIRONMENT.istio,
        trafficCapture: TrafficCapture.cniNodeAgent({ namespace: 'istio-cni' }),
      },
    }),
  ],
  [
    'the node agent of Istio where the server is',
    'NamesClash',
    istio({ trafficCapture: TrafficCapture.cniNodeAgent({ namespace: 'spire-server' }) }),
  ],
  [
    'two samples of one namespace',
    'NamesClash',
    props({
      samples: [Sample.bookinfo(), Sample.bookinfo({ hosts: [DnsName.of('b.example.com')] })],
    }),
  ],
  [
    'two samples for every host',
    'NamesClash',
    props({ samples: [Sample.bookinfo(), Sample.bookinfo({ namespace: 'second' })] }),
  ],
  [
    'a namespace that the controller manager ignores',
    'NamespaceIgnored',
    props({
      namespaces: ['shop-eu'],
      spire: { controllerManager: { ignoreNamespaces: ['shop-.*'] } },
    }),
  ],
  [
    'a gateway in a namespace that is ignored',
    'NamespaceIgnored',
    props({
      spire: { controllerManager: { ignoreNamespaces: ['edge'] } },
      istio: { ...MINIMAL_ENVIRONMENT.istio, gateways: [Gateway.ingress({ namespace: 'edge' })] },
    }),
  ],
  [
    'telemetry on the port of the server',
    'PortsClash',
    spire({ telemetry: Telemetry.prometheus({ port: 8081 }) }),
  ],
  [
    'telemetry of the agent on its port of health',
    'PortsClash',
    spire({ agent: { healthPort: 9988 } }),
  ],
  ['a profile of ambient mode', 'AmbientWithSpire', istio({ profile: 'ambient' as 'default' })],
  [
    'ambient mode on OpenShift',
    'AmbientWithSpire',
    istio({ profile: 'openshift-ambient' as 'default' }),
  ],
  [
    'an upgrade to an older release',
    'UpgradeOutOfReach',
    istio({ upgrade: CanaryUpgrade.onTrial({ version: IstioVersion.V1_29 }) }),
  ],
  [
    'a revision beside those that the Sail operator names',
    'InstallerCannotSay',
    istio({
      revision: 'mine',
      installation: IstioInstallation.sail({ updateStrategy: 'RevisionBased' }),
    }),
  ],
  [
    'a release that the Sail operator no longer installs',
    'FeatureNeedsVersion',
    istio({ version: IstioVersion.V1_27, installation: IstioInstallation.sail() }),
  ],
  [
    'a namespace on trial that is not in the mesh',
    'PropertyMalformed',
    istio({
      version: IstioVersion.V1_29,
      revision: '1-29-6',
      upgrade: CanaryUpgrade.onTrial({ version: IstioVersion.V1_30, namespaces: ['elsewhere'] }),
    }),
  ],
  [
    'pruning before SPIRE 1.13',
    'FeatureNeedsVersion',
    spire({ version: SpireVersion.V1_12, pruneAttestedNodesExpiredFor: Ttl.days(30) }),
  ],
  [
    'rebootstrap before SPIRE 1.13',
    'FeatureNeedsVersion',
    spire({
      version: SpireVersion.V1_12,
      agent: { rebootstrap: SpireAgentRebootstrap.after(Ttl.minutes(10)) },
    }),
  ],
  [
    'keys of P-384 for workloads before SPIRE 1.14',
    'FeatureNeedsVersion',
    spire({ version: SpireVersion.V1_13, agent: { workloadX509SvidKeyType: 'ec-p384' } }),
  ],
  [
    'a cache of SVIDs before SPIRE 1.11',
    'FeatureNeedsVersion',
    spire({ version: SpireVersion.V1_10, agent: { x509SvidCacheMaxSize: 10 } }),
  ],
  [
    'native sidecars that Istio 1.26 does not find out',
    'FeatureNeedsVersion',
    istio({ version: IstioVersion.V1_26, nativeSidecars: NativeSidecars.AUTO }),
  ],
  [
    'fewer istiods at most than at least',
    'PropertyOutOfRange',
    istio({ minReplicas: 3, maxReplicas: 2 }),
  ],
  [
    'an alias that is the trust domain itself',
    'NamesClash',
    istio({ trustDomainAliases: [MINIMAL_ENVIRONMENT.trustDomain] }),
  ],
  [
    'an availability of less than a day',
    'PropertyOutOfRange',
    spire({ agent: { availabilityTarget: Ttl.hours(23) } }),
  ],
  [
    'a socket that Linux does not bind',
    'SocketMalformed',
    spire({ socket: WorkloadSocket.failClosed({ folder: `/${'a'.repeat(100)}` }) }),
  ],
  [
    'options of Istio that the environment derives',
    'PropertyUnknown',
    istio({ trustDomain: TrustDomain.of('other.example.com') } as object),
  ],
  [
    'options of SPIRE that the environment derives',
    'PropertyUnknown',
    spire({ trustDomain: TrustDomain.of('other.example.com') } as object),
  ],
  [
    'options of the agent that the environment derives',
    'PropertyUnknown',
    spire({ agent: { disableContainerSelectors: false } as object }),
  ],
  ['a Ttl that is a text', 'PropertyWrongType', spire({ caTtl: '24h' as unknown as Ttl })],
  ['a Ttl that is a number', 'PropertyWrongType', spire({ caTtl: 86400 as unknown as Ttl })],
  [
    'a cert-manager of a version that is a text',
    'PropertyWrongType',
    () => CertManager.alreadyInstalled({ version: '1.21.1' as unknown as CertManagerVersion }),
  ],
];

const OF_THE_OUTPUT: readonly Contradiction[] = [
  [
    'two environments of one name',
    'NamesClash',
    () => {
      written(environment({}), environment({}));
    },
  ],
  [
    'no environment',
    'OutputEmpty',
    () => {
      written();
    },
  ],
  [
    'an environment with a path for a name',
    'PropertyMalformed',
    () => {
      written(environment({}, '../tried'));
    },
  ],
  [
    'a federation of others',
    'NoMemberOfFederation',
    props({ federation: Federation.between(WEST_MEMBER, NORTH_MEMBER) }),
  ],
  [
    'an environment that federates with another one, and not the other way round',
    'FederationOneSided',
    () => {
      const west = { trustDomain: WEST_MEMBER.trustDomain };
      written(environment({ federation: FEDERATION }), environment(west, 'west'));
    },
  ],
  [
    'a member that two environments describe differently',
    'FederationSidesDiffer',
    () => {
      const { trustDomain, bundle } = WEST_MEMBER;
      const endpoint = BundleEndpoint.httpsSpiffe({ host: DnsName.of('spire.example.com') });
      const moved = FederationMember.of({ trustDomain, bundle, endpoint });
      written(
        environment({ federation: FEDERATION }),
        environment({ trustDomain, federation: Federation.between(MESH_MEMBER, moved) }, 'west'),
      );
    },
  ],
  [
    'a federated trust domain that is an alias, too',
    'FederatedDomainAliased',
    props({
      federation: FEDERATION,
      istio: { ...MINIMAL_ENVIRONMENT.istio, trustDomainAliases: [WEST_MEMBER.trustDomain] },
    }),
  ],
  [
    'a member that is there twice',
    'FederationMembersClash',
    () => Federation.between(WEST_MEMBER, WEST_MEMBER),
  ],
  [
    'a digest of nothing that runs',
    'DigestUnused',
    props({
      images: ImageSource.upstream().withDigest(
        'ghcr.io/spiffe/spire-serve',
        `sha256:${'a'.repeat(64)}`,
      ),
    }),
  ],
];

/** What is right by itself and wrong together, each with the rule that says so. */
export const CONTRADICTIONS: readonly Contradiction[] = [
  ...OF_VALUES,
  ...OF_UPSTREAMS,
  ...OF_THE_CHAIN,
  ...OF_PARTS,
  ...OF_THE_OUTPUT,
];
