import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { checkOutput, type CheckOptions } from '../../src/delivery/check';
import { synthesize, type SynthesizeOptions } from '../../src/delivery/synthesize';
import { AcmeAccount } from '../../src/cert-manager/acme/acme-account';
import { AcmeDirectory } from '../../src/cert-manager/acme/acme-directory';
import { AcmeSolver } from '../../src/cert-manager/acme/acme-solver';
import { Approval } from '../../src/cert-manager/approval/approval';
import { CaIssuer } from '../../src/cert-manager/issuer/ca-issuer';
import type { IIssuer } from '../../src/cert-manager/issuer/issuer';
import { ClientCa } from '../../src/ingress/client-ca';
import { ExternalService } from '../../src/ingress/external-service';
import { GatewayApi } from '../../src/ingress/gateway-api';
import { GatewayCertificate } from '../../src/ingress/gateway-certificate';
import { OriginatedTls } from '../../src/ingress/originated-tls';
import { ServerTls } from '../../src/ingress/server-tls';
import { Site, type SiteProps } from '../../src/ingress/site';
import { AllowRule } from '../../src/istio/authorization/allow-rule';
import { Authorization } from '../../src/istio/authorization/authorization';
import { Helloworld } from '../../src/samples/helloworld';
import { SpiffeId } from '../../src/trust/spiffe-id';
import { CertManager } from '../../src/cert-manager/cert-manager';
import { RootBundle } from '../../src/cert-manager/bundle/root-bundle';
import { TrustRoot } from '../../src/cert-manager/root/trust-root';
import { VaultIssuerAuth } from '../../src/cert-manager/issuer/vault-issuer-auth';
import { VaultPki } from '../../src/cert-manager/issuer/vault-pki';
import { IstioCa } from '../../src/istio/ca/istio-ca';
import { Sample } from '../../src/samples/sample';
import { Spire } from '../../src/spire/no-spire';
import { SpireInstallation } from '../../src/spire/spire-installation';
import { SpireVersion } from '../../src/spire/spire-version';
import { UpstreamAuthority } from '../../src/spire/server/upstream-authority';
import { Environment } from '../../src/stack/environment';
import type {
  AnyEnvironmentProps,
  EnvironmentProps,
  IstioEnvironmentProps,
} from '../../src/stack/environment-props';
import { LayerNamespace } from '../../src/stack/layer-namespace';
import { PodSecurityLevel } from '../../src/stack/pod-security-level';
import { DnsName } from '../../src/trust/dns-name';
import { ImageSource } from '../../src/trust/image-source';
import { Lifetime } from '../../src/trust/lifetime';
import { TrustDomain } from '../../src/trust/trust-domain';
import { Ttl } from '../../src/trust/ttl';
import { WorkloadSocket } from '../../src/trust/workload-socket';
import { allControlPlaneProps } from '../istio/subjects';
import { ALL_AGENT_PROPS, ALL_CSI_DRIVER_PROPS } from '../spire/agent-subjects';
import { WHOLE_SERVER } from '../spire/server-subjects';
import type { Subject } from '../support/bad-inputs';
import { FEDERATION } from '../support/federations';
import { smallEnvironment } from '../support/environments';
import { emptyChart } from '../support/manifests';
import { inTemporaryFolder } from '../support/output-folders';

/** What an environment cannot do without. */
export const MINIMAL_ENVIRONMENT: EnvironmentProps = {
  trustDomain: TrustDomain.of('mesh.example.com'),
  clusterName: 'eu-1',
  root: TrustRoot.selfSigned({ lifetime: Lifetime.of(Ttl.days(3650)) }),
  istio: {
    ca: IstioCa.certManager({ lifetime: Lifetime.of(Ttl.days(30)).renewBefore(Ttl.days(15)) }),
  },
};

const { installation: ofAgent, disableContainerSelectors, ...agent } = ALL_AGENT_PROPS;
const { installation: ofDriver, ...csiDriver } = ALL_CSI_DRIVER_PROPS;
const { installation: ofServer, upstream, ...server } = WHOLE_SERVER;
const {
  trustDomain,
  clusterName,
  clusterDomain,
  socket,
  workloadCa,
  ca,
  images,
  federatedTrustDomains,
  ...istio
} = allControlPlaneProps;

/** An account that proves names through the ingress gateway. */
export const LETS_ENCRYPT = AcmeAccount.of({
  name: 'letsencrypt',
  directory: AcmeDirectory.letsEncrypt(),
  solvers: [AcmeSolver.http01Ingress()],
});

/** A role of Vault, to which cert-manager logs in by a ServiceAccount. */
export const VAULT = VaultPki.of({
  name: 'vault',
  server: 'https://vault.example.com:8200',
  path: 'pki/sign/edge',
  auth: VaultIssuerAuth.kubernetes({ role: 'edge', serviceAccountName: 'vault-issuer' }),
});

/** A site of helloworld with a certificate of this issuer. */
export function siteOf(
  host: string,
  changed: Partial<SiteProps> = {},
  issuer: IIssuer = LETS_ENCRYPT.issuer,
): Site {
  const name = host.replaceAll('.', '-').replace('*', 'any');
  const certificate = GatewayCertificate.of({ name, hosts: [DnsName.of(host)], issuer });
  return Site.of({
    name,
    namespace: 'helloworld',
    tls: ServerTls.simple(certificate),
    routes: [Helloworld.sharedRoute(10)],
    ...changed,
  });
}
const HELLO = siteOf('hello.example.com');

/** TLS at the sidecar of httpbin, with certificates of the root. */
export const HTTPBIN_TLS = ServerTls.mutual(
  GatewayCertificate.of({
    name: 'httpbin-tls',
    hosts: [DnsName.of('httpbin.example.com')],
    issuer: CaIssuer.cluster('mesh-root'),
  }),
  ClientCa.inCertificateSecret(),
);

/** A server outside the mesh that wants a client certificate. */
export const PARTNER = ExternalService.of({
  name: 'partner',
  host: DnsName.of('api.partner.example'),
  tls: OriginatedTls.mutual('partner-client'),
});

/** Everything that an environment can say. */
export const WHOLE_ENVIRONMENT: Required<EnvironmentProps> = {
  ...MINIMAL_ENVIRONMENT,
  clusterDomain: 'k8s.example.com',
  images: ImageSource.mirror('registry.example.com/mirror'),
  certManager: CertManager.release(),
  approval: Approval.policies(),
  bundle: RootBundle.trustManager(),
  federation: FEDERATION,
  spire: {
    ...server,
    version: SpireVersion.V1_15,
    serverNamespace: 'identity-server',
    agentNamespace: 'identity-agents',
    socket: WorkloadSocket.failClosed({ file: 'agent.sock' }),
    upstream: UpstreamAuthority.certManager({ namespace: 'identity-server' }),
    agent,
    csiDriver,
  },
  istio: { ...istio, ca: MINIMAL_ENVIRONMENT.istio.ca },
  namespaces: ['shop', 'payments'],
  samples: [
    Sample.bookinfo({ hosts: [DnsName.of('bookinfo.example.com')] }),
    Sample.helloworld(),
    Sample.httpbin({ tls: HTTPBIN_TLS }),
  ],
  acme: [LETS_ENCRYPT],
  issuers: [VAULT],
  sites: [HELLO],
  gatewayApi: GatewayApi.alreadyInstalled(),
  egress: [PARTNER],
  authorization: [
    Authorization.denyByDefault({ namespace: 'shop' }),
    Authorization.allow({
      name: 'cart',
      namespace: 'shop',
      rules: [
        AllowRule.from({
          callers: [
            SpiffeId.forServiceAccount(MINIMAL_ENVIRONMENT.trustDomain, 'payments', 'teller'),
          ],
        }),
      ],
    }),
  ],
};

/** The same without SPIRE. */
const { spire: none, federation: notWithout, ...WITHOUT_SPIRE } = WHOLE_ENVIRONMENT;

/** Writes an environment of these properties into a folder that must not be there when it is refused. */
function written(props: AnyEnvironmentProps): unknown {
  return intoAbsentFolder((outdir) =>
    synthesize([new Environment<AnyEnvironmentProps>('tried', props)], { outdir }),
  );
}

function intoAbsentFolder(act: (outdir: string) => unknown): unknown {
  return inTemporaryFolder((folder) => {
    const outdir = join(folder, 'dist');
    try {
      return act(outdir);
    } catch (error) {
      if (existsSync(outdir)) {
        throw new Error('refused, and written nevertheless', { cause: error });
      }
      throw error;
    }
  });
}

const inSpire = (spire: EnvironmentProps['spire']): unknown =>
  written({ ...WHOLE_ENVIRONMENT, spire });
const inServer = (changed: EnvironmentProps['spire']): unknown =>
  inSpire({ ...WHOLE_ENVIRONMENT.spire, ...changed });
const SMALL = smallEnvironment('tried');

function synthesizedWith(options: SynthesizeOptions): unknown {
  return intoAbsentFolder((folder) => {
    // The valid value stands for a folder of the test: never for the one of the repository.
    const { outdir }: Partial<SynthesizeOptions> = { ...options };
    return synthesize([SMALL], outdir === 'dist' ? { ...options, outdir: folder } : options);
  });
}

function checkedWith(options: CheckOptions): unknown {
  return inTemporaryFolder((folder) => {
    const outdir = join(folder, 'dist');
    synthesize([SMALL], { outdir });
    return checkOutput([SMALL], outdir, options);
  });
}

/** Everything of `src/stack` and of `src/delivery` that takes properties, and every level of an environment. */
export const stackSubjects: readonly Subject[] = [
  {
    name: 'Environment',
    props: { ...WHOLE_ENVIRONMENT },
    required: ['trustDomain', 'clusterName', 'root', 'istio'],
    build: written,
  },
  {
    name: 'Environment without SPIRE',
    props: { ...WITHOUT_SPIRE },
    required: ['trustDomain', 'clusterName', 'istio'],
    build: (props: IstioEnvironmentProps) => written({ ...props, spire: Spire.none() }),
  },
  {
    name: 'Environment, spire',
    props: { ...WHOLE_ENVIRONMENT.spire },
    required: [],
    build: inSpire,
  },
  {
    name: 'Environment, spire.agent',
    props: { ...agent },
    required: [],
    build: (props) => inServer({ agent: props }),
  },
  {
    name: 'Environment, spire.csiDriver',
    props: { ...csiDriver },
    required: [],
    build: (props) => inServer({ csiDriver: props }),
  },
  {
    name: 'Environment, spire.controllerManager',
    props: { ...server.controllerManager },
    required: [],
    build: (props) => inServer({ controllerManager: props }),
  },
  {
    name: 'Environment, spire.rateLimit',
    props: { ...server.rateLimit },
    required: [],
    build: (props) => inServer({ rateLimit: props }),
  },
  {
    name: 'Environment, spire.storage',
    props: { ...server.storage },
    required: [],
    build: (props) => inServer({ storage: props }),
  },
  {
    name: 'Environment, istio',
    props: { ...WHOLE_ENVIRONMENT.istio },
    required: ['ca'],
    build: (props) => written({ ...WHOLE_ENVIRONMENT, istio: props }),
  },
  {
    name: 'SpireInstallation.of',
    props: {
      trustDomain: TrustDomain.of('mesh.example.com'),
      clusterName: 'eu-1',
      clusterDomain: 'cluster.local',
      version: SpireVersion.V1_15,
      serverNamespace: 'spire-server',
      agentNamespace: 'spire-system',
      socket: WorkloadSocket.failClosed(),
      images: ImageSource.upstream(),
      federation: FEDERATION,
    },
    required: ['trustDomain', 'clusterName'],
    build: (props) => SpireInstallation.of(props),
  },
  {
    name: 'LayerNamespace',
    props: {
      name: 'shop',
      podSecurity: PodSecurityLevel.BASELINE,
      reason: 'it manages the node',
      injection: { 'istio-injection': 'enabled' },
      traffic: 'default-deny',
    },
    required: ['name', 'podSecurity', 'injection', 'traffic'],
    build: (props) => new LayerNamespace(emptyChart(), 'Namespace', props),
  },
  {
    name: 'synthesize, options',
    props: { outdir: 'dist', others: 'removed' },
    required: [],
    build: synthesizedWith,
  },
  {
    name: 'checkOutput, options',
    props: { others: 'kept' },
    required: [],
    build: checkedWith,
  },
];
