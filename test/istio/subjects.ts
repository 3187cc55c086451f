import { AllowPolicy, type AllowPolicyProps } from '../../src/istio/authorization/allow-policy';
import { AllowRule, type AllowRuleProps } from '../../src/istio/authorization/allow-rule';
import { Authorization } from '../../src/istio/authorization/authorization';
import { DefaultDeny, type DefaultDenyProps } from '../../src/istio/authorization/default-deny';
import { Gateway } from '../../src/istio/gateway/gateway';
import type { GatewayProps } from '../../src/istio/gateway/gateway-props';
import { InjectionTemplate } from '../../src/istio/injection/injection-template';
import { CaFiles } from '../../src/istio/ca/ca-files';
import { IstioCa } from '../../src/istio/ca/istio-ca';
import type { ExistingIstioCaProps } from '../../src/istio/ca/istio-ca-existing';
import { IstioCaRoot, type OtherIstioCaRootProps } from '../../src/istio/ca/istio-ca-root';
import type { MountedFilesProps } from '../../src/istio/ca/istio-ca-mounted-files';
import type { KubernetesSignerOptions } from '../../src/istio/kubernetes-signer/kubernetes-signer-options';
import type { SelfSignedIstioCaProps } from '../../src/istio/ca/istio-ca-self-signed';
import { IstioControlPlane } from '../../src/istio/control-plane/istio-control-plane';
import { IstioExperiment } from '../../src/istio/control-plane/istio-experiment';
import type { IstioControlPlaneProps } from '../../src/istio/control-plane/istio-control-plane-props';
import { IstioOperator, type IstioOperatorProps } from '../../src/istio/operator/istio-operator';
import {
  CanaryUpgrade,
  type CanaryUpgradeTarget,
  type CanaryUpgradeTrial,
} from '../../src/istio/control-plane/canary-upgrade';
import { RevisionTags } from '../../src/istio/control-plane/revision-tags';
import { IstioInstallation } from '../../src/istio/installation/istio-installation';
import { IstioCsr, type IstioCsrProps } from '../../src/istio/istio-csr/istio-csr';
import { IstioCsrCa } from '../../src/istio/istio-csr/istio-csr-ca';
import type { IstioCsrOptions } from '../../src/istio/istio-csr/istio-csr-options';
import { IstioCsrVersion } from '../../src/istio/istio-csr/istio-csr-version';
import { PinnedRoot } from '../../src/istio/istio-csr/pinned-root';
import { IstioVersion } from '../../src/istio/istio-version';
import { MeshPeerAuthentication } from '../../src/istio/mesh-peer-authentication';
import { MeshTlsVersion } from '../../src/istio/control-plane/mesh-tls-version';
import { MtlsMode } from '../../src/istio/mtls-mode';
import { NativeSidecars } from '../../src/istio/control-plane/native-sidecars';
import { OutboundTrafficPolicy } from '../../src/istio/control-plane/outbound-traffic-policy';
import { TrafficCapture } from '../../src/istio/control-plane/traffic-capture';
import { ImageSource } from '../../src/trust/image-source';
import { KeyAlgorithm } from '../../src/trust/key-algorithm';
import { Lifetime } from '../../src/trust/lifetime';
import { Resources } from '../../src/trust/resources';
import { RotationPolicy } from '../../src/trust/rotation-policy';
import { SpiffeId } from '../../src/trust/spiffe-id';
import { Subject as DistinguishedName } from '../../src/trust/subject';
import { TrustDomain } from '../../src/trust/trust-domain';
import { Ttl } from '../../src/trust/ttl';
import { WorkloadSocket } from '../../src/trust/workload-socket';
import type { Subject } from '../support/bad-inputs';
import { ACME_ROOT_PEM } from '../cert-manager/subjects';
import { emptyChart } from '../support/manifests';

const placement = {
  nodeSelector: { pool: 'mesh' },
  tolerations: [{ key: 'mesh', operator: 'Exists', effect: 'NoSchedule' }],
} as const;

/** Every property of a gateway. */
export const allGatewayProps: Required<GatewayProps> = {
  name: 'partner-gateway',
  namespace: 'partner',
  serviceAccount: 'partner',
  serviceType: 'LoadBalancer',
  serviceAnnotations: { 'service.example.com/scheme': 'internal' },
  externalTrafficPolicy: 'Local',
  ports: [{ name: 'tls-partner', port: 9443, targetPort: 9443, nodePort: 30443, protocol: 'TCP' }],
  minReplicas: 2,
  maxReplicas: 4,
  resources: Resources.of({ cpu: '200m', memory: '256Mi' }, { memory: '1Gi' }),
  priorityClassName: 'system-cluster-critical',
  ...placement,
};

/** What a control plane cannot do without. */
export const minimalControlPlaneProps: IstioControlPlaneProps = {
  trustDomain: TrustDomain.of('mesh.example.com'),
  clusterName: 'eu-1',
  ca: IstioCa.certManager({ lifetime: Lifetime.of(Ttl.days(30)).renewBefore(Ttl.days(15)) }),
};

/** Every property of a control plane. */
export const allControlPlaneProps: Required<IstioControlPlaneProps> = {
  ...minimalControlPlaneProps,
  trustDomain: minimalControlPlaneProps.trustDomain,
  version: IstioVersion.V1_29,
  workloadCa: 'spire',
  trustBundleName: 'mesh-root-cert',
  clusterDomain: 'k8s.example.com',
  socket: WorkloadSocket.failClosed({ file: 'agent.sock' }),
  gateways: [
    Gateway.egress(),
    Gateway.ingress({ ...allGatewayProps, serviceAccount: undefined }),
    Gateway.ingress(),
  ],
  profile: 'demo',
  installation: IstioInstallation.istioctl(),
  revision: '1-29',
  revisionTags: RevisionTags.of('stable'),
  upgrade: CanaryUpgrade.promoted({ version: IstioVersion.V1_30, revision: '1-30' }),
  nativeSidecars: NativeSidecars.ALWAYS,
  experiments: [IstioExperiment.TLS_ON_SIDECAR_INGRESS],
  trafficCapture: TrafficCapture.cniNodeAgent({ namespace: 'istio-cni' }),
  workloadCertTtl: Ttl.hours(12),
  maxWorkloadCertTtl: Ttl.hours(48),
  trustDomainAliases: [TrustDomain.of('old.example.com'), TrustDomain.of('cluster.local')],
  federatedTrustDomains: [TrustDomain.of('west.example.com'), TrustDomain.of('north.example.com')],
  minTlsVersion: MeshTlsVersion.V1_3,
  outboundTrafficPolicy: OutboundTrafficPolicy.REGISTRY_ONLY,
  applicationStart: 'after-proxy',
  accessLog: 'json',
  logFormat: 'json',
  logLevel: 'warn',
  proxyLogLevel: 'error',
  images: ImageSource.mirror('registry.example.com/mirror').withDigest(
    'docker.io/istio/pilot',
    `sha256:${'a'.repeat(64)}`,
  ),
  imageVariant: 'distroless',
  minReplicas: 3,
  maxReplicas: 6,
  resources: Resources.of({ cpu: '500m', memory: '1Gi' }, { memory: '2Gi' }),
  priorityClassName: 'mesh-critical',
  proxyResources: Resources.of({ cpu: '50m', memory: '64Mi' }, { memory: '512Mi' }),
  ...placement,
};

const MESH_ROOT = {
  kind: 'ClusterIssuer',
  name: 'mesh-root',
  group: 'cert-manager.io',
  signsCas: true,
} as const;

const caller = SpiffeId.forServiceAccount(TrustDomain.of('mesh.example.com'), 'shop', 'cart');

/** Everything of the part that takes properties. */
export const istioSubjects: readonly Subject[] = [
  {
    name: 'IstioControlPlane',
    props: { ...allControlPlaneProps },
    required: ['trustDomain', 'clusterName', 'ca'],
    build: (props: IstioControlPlaneProps) => new IstioControlPlane(emptyChart(), 'Istio', props),
  },
  {
    name: 'IstioCa.existing',
    props: {
      files: CaFiles.ISTIO,
      lifetime: Lifetime.of(Ttl.days(365)),
      keyAtRenewal: 'new',
      root: IstioCaRoot.ITSELF,
      maxPathLength: 0,
    },
    required: ['files', 'lifetime', 'keyAtRenewal'],
    build: (props: ExistingIstioCaProps) => IstioCa.existing(props),
  },
  {
    name: 'IstioCaRoot.other',
    props: {
      subject: DistinguishedName.of('corporate-root'),
      lifetime: Lifetime.of(Ttl.days(3650)),
      keyAtRenewal: 'kept',
      maxPathLength: 1,
    },
    required: ['subject', 'lifetime', 'keyAtRenewal'],
    build: (props: OtherIstioCaRootProps) => IstioCaRoot.other(props),
  },
  {
    name: 'IstioCa.selfSigned',
    props: {
      duration: Ttl.days(365),
      renewBeforePercentage: 30,
      checkInterval: Ttl.hours(6),
      firstCheck: 'at-once',
      rsaKeySize: 4096,
      secret: 'cacerts',
    },
    required: [],
    build: (props: SelfSignedIstioCaProps) => IstioCa.selfSigned(props),
  },
  {
    name: 'IstioCa.istioCsr',
    props: {
      version: IstioCsrVersion.V0_17,
      namespace: 'mesh-csr',
      issuer: MESH_ROOT,
      root: PinnedRoot.inConfigMap('mesh-roots', 'ca.pem'),
      istiodLifetime: Lifetime.of(Ttl.hours(24)),
      servingCertTtl: Ttl.hours(2),
      key: KeyAlgorithm.RSA_2048,
      replicas: 3,
      resources: Resources.of({ cpu: '50m' }, { memory: '128Mi' }),
      priorityClassName: 'mesh-critical',
      ...placement,
    },
    required: [],
    build: (options: IstioCsrOptions) => IstioCa.istioCsr(options),
  },
  {
    name: 'IstioCa.kubernetesSigner',
    props: {
      domain: 'clusterissuers.cert-manager.io',
      name: 'mesh-ca',
      rootPem: ACME_ROOT_PEM,
      lifetime: Lifetime.of(Ttl.days(365)),
      keyAtRenewal: 'new',
      subject: DistinguishedName.of('mesh-ca'),
      istiodCertTtl: Ttl.days(7),
    },
    required: ['domain', 'name', 'rootPem', 'lifetime', 'keyAtRenewal'],
    build: (options: KubernetesSignerOptions) => IstioCa.kubernetesSigner(options),
  },
  {
    name: 'IstioCa.mountedFiles',
    props: {
      subject: DistinguishedName.of('corporate-root'),
      lifetime: Lifetime.of(Ttl.days(3650)),
      keyAtRenewal: 'kept',
      leafLifetime: Lifetime.of(Ttl.days(30)),
    },
    required: ['subject', 'lifetime', 'keyAtRenewal', 'leafLifetime'],
    build: (props: MountedFilesProps) => IstioCa.mountedFiles(props),
  },
  {
    name: 'IstioCsr',
    props: {
      csr: IstioCsrCa.of({}),
      issuer: MESH_ROOT,
      root: PinnedRoot.inSecret('mesh-root', 'ca.crt'),
      trustDomain: TrustDomain.of('mesh.example.com'),
      clusterName: 'eu-1',
      maxWorkloadCertTtl: Ttl.hours(1),
      logFormat: 'json',
      images: ImageSource.upstream(),
    },
    required: ['csr', 'issuer', 'root', 'trustDomain', 'clusterName', 'maxWorkloadCertTtl'],
    build: (props: IstioCsrProps) => new IstioCsr(emptyChart(), 'IstioCsr', props),
  },
  {
    name: 'IstioOperator',
    props: {
      name: 'istio',
      namespace: 'istio-system',
      annotations: { 'mesh-trust/prerequisites': 'Secret/cacerts' },
      spec: { profile: 'minimal', meshConfig: { trustDomain: 'mesh.example.com' } },
    },
    required: ['name', 'namespace', 'spec'],
    build: (props: IstioOperatorProps) => new IstioOperator(emptyChart(), 'Operator', props),
  },
  {
    name: 'MeshPeerAuthentication',
    props: { mode: MtlsMode.PERMISSIVE, namespace: 'legacy' },
    required: [],
    build: (props) => new MeshPeerAuthentication(emptyChart(), 'PeerAuthentication', props),
  },
  {
    name: 'DefaultDeny',
    props: { namespace: 'shop' },
    required: ['namespace'],
    build: (props: DefaultDenyProps) => new DefaultDeny(emptyChart(), 'DefaultDeny', props),
  },
  {
    name: 'AllowPolicy',
    props: {
      name: 'httpbin',
      namespace: 'shop',
      workloadLabels: { app: 'httpbin' },
      rules: [AllowRule.from({ callers: [caller] })],
    },
    required: ['name', 'namespace', 'rules'],
    build: (props: AllowPolicyProps) => new AllowPolicy(emptyChart(), 'AllowPolicy', props),
  },
  {
    name: 'Authorization.denyByDefault',
    props: { namespace: 'shop' },
    required: ['namespace'],
    build: (props: DefaultDenyProps) => Authorization.denyByDefault(props),
  },
  {
    name: 'Authorization.allow',
    props: {
      name: 'httpbin',
      namespace: 'shop',
      workloadLabels: { app: 'httpbin' },
      rules: [AllowRule.from({ callers: [caller] })],
    },
    required: ['name', 'namespace', 'rules'],
    build: (props: AllowPolicyProps) => Authorization.allow(props),
  },
  {
    name: 'AllowRule.from',
    props: { callers: [caller], ports: [8080], methods: ['GET'], paths: ['/status/*'] },
    required: ['callers'],
    build: (props: AllowRuleProps) => AllowRule.from(props),
  },
  {
    name: 'AllowRule.fromOutsideTheMesh',
    props: { ports: [9080], methods: ['GET'], paths: ['/status/*'] },
    required: ['ports'],
    build: (props: { readonly ports: readonly number[] }) => AllowRule.fromOutsideTheMesh(props),
  },
  {
    name: 'Gateway.ingress',
    props: { ...allGatewayProps },
    required: [],
    build: (props) => Gateway.ingress(props),
  },
  {
    name: 'Gateway.egress',
    props: { ...allGatewayProps },
    required: [],
    build: (props) => Gateway.egress(props),
  },
  {
    name: 'IstioCa.certManager',
    props: {
      lifetime: Lifetime.of(Ttl.days(30)),
      key: KeyAlgorithm.ECDSA_P384,
      rotationPolicy: RotationPolicy.NEVER,
      issuer: {
        kind: 'ClusterIssuer',
        name: 'mesh-root',
        group: 'cert-manager.io',
        signsCas: true,
      },
      subject: DistinguishedName.of('istiod'),
    },
    required: ['lifetime'],
    build: (props) => IstioCa.certManager(props),
  },
  {
    name: 'InjectionTemplate.spire',
    props: { version: IstioVersion.V1_27, socket: WorkloadSocket.istioDefault() },
    required: [],
    build: (props) => InjectionTemplate.spire(props),
  },
  {
    name: 'TrafficCapture.cniNodeAgent',
    props: { namespace: 'kube-system' },
    required: [],
    build: (props) => TrafficCapture.cniNodeAgent(props),
  },
  {
    name: 'IstioInstallation.sail',
    props: { updateStrategy: 'RevisionBased' },
    required: [],
    build: (props) => IstioInstallation.sail(props),
  },
  {
    name: 'RevisionTags.of, its options',
    props: { others: ['default'] },
    required: [],
    build: (props) => RevisionTags.of('stable', props),
  },
  {
    name: 'CanaryUpgrade.onTrial',
    props: { version: IstioVersion.V1_30, revision: '1-30-3', namespaces: ['shop'] },
    required: ['version'],
    build: (props: CanaryUpgradeTrial) => CanaryUpgrade.onTrial(props),
  },
  {
    name: 'CanaryUpgrade.promoted',
    props: { version: IstioVersion.V1_30, revision: '1-30-3' },
    required: ['version'],
    build: (props: CanaryUpgradeTarget) => CanaryUpgrade.promoted(props),
  },
];
