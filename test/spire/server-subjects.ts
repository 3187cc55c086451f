import { emptyChart } from '../support/manifests';
import type { Subject as TestSubject } from '../support/bad-inputs';
import { Datastore, type SharedDatastoreOptions } from '../../src/spire/server/datastore';
import {
  MeshIdentities,
  type MeshIdentitiesProps,
} from '../../src/spire/controller-manager/mesh-identities';
import { SpireInstallation } from '../../src/spire/spire-installation';
import { SpireKeyType } from '../../src/spire/server/spire-key-type';
import { SpireServer } from '../../src/spire/server/spire-server';
import type { SpireServerProps } from '../../src/spire/server/spire-server-props';
import { SpireVersion } from '../../src/spire/spire-version';
import { Telemetry, type PrometheusOptions } from '../../src/spire/telemetry';
import type { CertManagerUpstreamOptions } from '../../src/spire/server/upstream/cert-manager-upstream';
import { UpstreamAuthority } from '../../src/spire/server/upstream-authority';
import type { ICaCapableIssuer } from '../../src/cert-manager/ca-issuer';
import { Resources } from '../../src/trust/resources';
import { SecretRef } from '../../src/trust/secret-ref';
import { Subject } from '../../src/trust/subject';
import { TrustDomain } from '../../src/trust/trust-domain';
import { Ttl } from '../../src/trust/ttl';

/** A ClusterIssuer that signs CAs. */
export const ROOT_ISSUER: ICaCapableIssuer = {
  kind: 'ClusterIssuer',
  name: 'mesh-root',
  group: 'cert-manager.io',
  signsCas: true,
};

/** An installation with defaults, in a version. */
export function installationOf(version: SpireVersion = SpireVersion.V1_15): SpireInstallation {
  return SpireInstallation.of({
    trustDomain: TrustDomain.of('mesh.example.com'),
    clusterName: 'eu-1',
    version,
  });
}

/** The fewest properties of a server. */
export const MINIMAL_SERVER: SpireServerProps = {
  installation: installationOf(),
  upstream: UpstreamAuthority.certManager({ issuer: ROOT_ISSUER }),
};

/** Every property of a server. */
export const WHOLE_SERVER: Required<SpireServerProps> = {
  ...MINIMAL_SERVER,
  separateRootBecause: 'every proxy of this mesh has its certificate from SPIRE',
  replicas: 3,
  datastore: Datastore.postgres(SecretRef.of('spire-datastore', 'connection-string'), {
    port: 5433,
    maxOpenConns: 50,
    maxIdleConns: 10,
    connMaxLifetime: Ttl.minutes(30),
  }),
  caTtl: Ttl.hours(48),
  x509SvidTtl: Ttl.hours(2),
  jwtSvidTtl: Ttl.minutes(10),
  agentTtl: Ttl.hours(4),
  caKeyType: SpireKeyType.EC_P384,
  jwtKeyType: SpireKeyType.RSA_2048,
  caSubject: Subject.of('SPIRE eu-1', { organizations: ['Cash $ Co'], countries: ['NL'] }),
  jwtIssuer: 'https://oidc.example.com',
  logLevel: 'WARN',
  logFormat: 'text',
  auditLog: false,
  rateLimit: { attestation: false, signing: true },
  telemetry: Telemetry.prometheus({ port: 9090, scrapedFrom: 'monitoring' }),
  storage: { size: '5Gi', storageClass: 'fast' },
  resources: Resources.of(
    { cpu: '1', memory: '1Gi', 'ephemeral-storage': '1Gi' },
    { cpu: '2', memory: '2Gi', 'ephemeral-storage': '1Gi' },
  ),
  nodeSelector: { 'node-role.kubernetes.io/control-plane': '' },
  tolerations: [{ key: 'node-role.kubernetes.io/control-plane', operator: 'Exists' }],
  apiServerPorts: [8443, 443],
  pruneAttestedNodesExpiredFor: Ttl.days(30),
  controllerManager: {
    version: '0.6.5',
    gcInterval: Ttl.seconds(30),
    ignoreNamespaces: ['openshift-.*', 'kube-system'],
    resources: Resources.of(
      { cpu: '10m', memory: '32Mi', 'ephemeral-storage': '16Mi' },
      { cpu: '1', memory: '128Mi', 'ephemeral-storage': '64Mi' },
    ),
    logLevel: 'DEBUG',
  },
};

/** Every property of the identities. */
export const WHOLE_IDENTITIES: Required<MeshIdentitiesProps> = {
  installation: installationOf(),
  injectionLabels: { 'istio-injection': 'enabled' },
  gateways: [
    {
      name: 'istio-ingressgateway',
      namespace: 'istio-system',
      podLabels: { istio: 'ingressgateway' },
    },
    {
      name: 'istio-egressgateway',
      namespace: 'istio-system',
      podLabels: { istio: 'egressgateway' },
    },
  ],
  ttl: Ttl.hours(2),
  ignoreNamespaces: ['kube-system'],
};

/** What the server side of SPIRE takes, each with a valid value of every property. */
export const spireServerSubjects: readonly TestSubject[] = [
  {
    name: 'SpireServer',
    props: { ...WHOLE_SERVER },
    required: ['installation', 'upstream'],
    build: (props: SpireServerProps) => new SpireServer(emptyChart(), 'SpireServer', props),
  },
  {
    name: 'MeshIdentities',
    props: { ...WHOLE_IDENTITIES },
    required: ['installation', 'injectionLabels'],
    build: (props: MeshIdentitiesProps) =>
      new MeshIdentities(emptyChart(), 'MeshIdentities', props),
  },
  {
    name: 'UpstreamAuthority.certManager',
    props: { issuer: ROOT_ISSUER, namespace: 'spire-server' },
    required: [],
    build: (props: CertManagerUpstreamOptions) => UpstreamAuthority.certManager(props),
  },
  {
    name: 'Telemetry.prometheus',
    props: { port: 9988, scrapedFrom: 'monitoring' },
    required: [],
    build: (props: PrometheusOptions) => Telemetry.prometheus(props),
  },
  ...(['postgres', 'mysql'] as const).map((type): TestSubject => ({
    name: `Datastore.${type}`,
    props: {
      port: 5432,
      maxOpenConns: 50,
      maxIdleConns: 10,
      connMaxLifetime: Ttl.minutes(30),
    },
    required: [],
    build: (options: SharedDatastoreOptions) =>
      Datastore[type](SecretRef.of('spire-datastore', 'connection-string'), options),
  })),
];
