import * as kplus from 'cdk8s-plus-27';
import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { refuseAny } from '../../trust/mesh-trust-error';
import { requirePrerequisites, type Prerequisite } from '../../trust/prerequisite';
import { AccessGrant, type Grantee } from './access-grant';
import { ControllerManager } from '../controller-manager/controller-manager';
import { SpireInstallation } from '../spire-installation';
import { serverConfigText, spireServerConfig, type SpireServerConfig } from './spire-server-config';
import { SERVER_CONFIG_FILE } from './spire-server-containers';
import { spireServerFindings } from './spire-server-findings';
import {
  BUNDLE_ENDPOINT_SERVICE,
  bundleEndpointService,
  OPEN_INGRESS,
  OPEN_TO_FEDERATION,
  podsService,
  serverNetworkPolicy,
  serverService,
} from './spire-server-network';
import { SERVER_LABELS, SERVER_SELECTOR } from './spire-server-ports';
import type { SpireServerProps } from './spire-server-props';
import { spireServerSettings, type SpireServerSettings } from './spire-server-settings';
import { serverStatefulSet, SERVER_PODS } from './spire-server-stateful-set';
import { DownstreamRegistration } from './upstream/downstream-registration';
import { UpstreamAuthority } from './upstream-authority';

/**
 * The server of SPIRE: the CA that signs every SVID, below its upstream, with the controller manager
 * beside it.
 *
 * Emits the ServiceAccount and what it may do, the configuration, the ConfigMap of the trust bundle
 * without `data`, the StatefulSet with its Services and NetworkPolicy, for several servers a
 * PodDisruptionBudget, below another SPIRE the registration there, in a federation the Service of its
 * bundle endpoint, and what surrounds the controller manager.
 *
 * @see https://github.com/spiffe/spire/blob/v1.15.3/doc/spire_server.md
 */
export class SpireServer extends Construct {
  /** Name of the ServiceAccount, which makes the CertificateRequests: whoever approves them has to know it. */
  public readonly serviceAccountName = SpireInstallation.SERVER;
  /** What server.conf says. */
  public readonly config: SpireServerConfig;

  /**
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyOutOfRange, PropertyMalformed
   * @throws DatastoreNotShared
   * @throws PortsClash
   * @throws FeatureNeedsVersion
   */
  public constructor(scope: Construct, id: string, props: SpireServerProps) {
    super(scope, id);
    refuseAny(spireServerFindings(this.node.path, props));
    const settings = spireServerSettings(props);
    const { serverNamespace: namespace } = settings.installation;
    const grantee = { name: this.serviceAccountName, namespace };
    const metadata = { ...grantee, labels: SERVER_LABELS };
    this.config = spireServerConfig(settings);
    const configText = serverConfigText(this.config);

    new kplus.ServiceAccount(this, 'ServiceAccount', {
      metadata: { ...metadata, annotations: settings.upstream.needs.serviceAccountAnnotations },
      automountToken: false,
    });
    new kplus.ConfigMap(this, 'Config', { metadata, data: { [SERVER_CONFIG_FILE]: configText } });
    const manager = new ControllerManager(this, 'ControllerManager', { settings, grantee });
    this.addAccess(settings, grantee);
    this.addTrustBundle(settings, grantee);
    const { registeredWith: className } = settings.upstream.needs;
    if (className !== undefined) {
      const { installation, caTtl } = settings;
      const { version } = installation;
      const registration = { namespace, className, version, caTtl };
      new DownstreamRegistration(this, 'DownstreamRegistration', registration);
    }
    const resource = new k8s.KubeStatefulSet(this, 'Resource', {
      metadata: { ...metadata, annotations: annotationsOf(settings) },
      spec: serverStatefulSet(settings, [configText, manager.configText]),
    });
    requirePrerequisites(resource, prerequisites(settings));
    this.addNetwork(settings, metadata);
    if (settings.replicas > 1) {
      new k8s.KubePodDisruptionBudget(this, 'PodDisruptionBudget', {
        metadata,
        spec: {
          maxUnavailable: k8s.IntOrString.fromNumber(1),
          selector: { matchLabels: SERVER_SELECTOR },
        },
      });
    }
  }

  private addAccess({ upstream }: SpireServerSettings, grantee: Grantee): void {
    const labels = SERVER_LABELS;
    new AccessGrant(this, 'AttestationAccess', {
      name: SpireInstallation.SERVER,
      labels,
      rules: [
        { apiGroups: ['authentication.k8s.io'], resources: ['tokenreviews'], verbs: ['create'] },
        { apiGroups: [''], resources: ['nodes', 'pods'], verbs: ['get'] },
      ],
      grantee,
    });
    const requestNamespace = upstream.requestNamespace(grantee.namespace);
    if (requestNamespace !== undefined) {
      new AccessGrant(this, 'UpstreamAccess', {
        name: 'spire-server-upstream',
        namespace: requestNamespace,
        labels,
        rules: [
          {
            apiGroups: ['cert-manager.io'],
            resources: ['certificaterequests'],
            verbs: [...UpstreamAuthority.VERBS],
          },
        ],
        grantee,
      });
    }
  }

  /** The ConfigMap is there before the server, so that the server needs no `create`, which no name can limit. */
  private addTrustBundle({ installation }: SpireServerSettings, grantee: Grantee): void {
    const { namespace, configMap, publishedBy } = installation.trustBundle;
    new k8s.KubeConfigMap(this, 'TrustBundle', {
      metadata: { name: configMap, namespace, labels: SERVER_LABELS },
    });
    new AccessGrant(this, 'TrustBundleAccess', {
      name: 'spire-server-bundle',
      namespace,
      labels: SERVER_LABELS,
      rules: [
        {
          apiGroups: [''],
          resources: ['configmaps'],
          resourceNames: [configMap],
          // The Notifier reads the version that it patches; the BundlePublisher applies on the server.
          verbs: publishedBy === 'Notifier k8sbundle' ? ['get', 'patch'] : ['patch'],
        },
      ],
      grantee,
    });
  }

  private addNetwork(
    settings: SpireServerSettings,
    metadata: Grantee & { readonly labels: Readonly<Record<string, string>> },
  ): void {
    new k8s.KubeService(this, 'Service', { metadata, spec: serverService() });
    new k8s.KubeService(this, 'PodsService', {
      metadata: { ...metadata, name: SERVER_PODS },
      spec: podsService(),
    });
    const { member } = settings.installation;
    if (member !== undefined) {
      const { endpoint } = member;
      const annotations = endpoint.serviceAnnotations;
      new k8s.KubeService(this, 'BundleEndpointService', {
        metadata: {
          ...metadata,
          name: BUNDLE_ENDPOINT_SERVICE,
          ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
        },
        spec: bundleEndpointService(endpoint),
      });
    }
    new k8s.KubeNetworkPolicy(this, 'NetworkPolicy', {
      metadata: {
        ...metadata,
        annotations: member === undefined ? OPEN_INGRESS : OPEN_TO_FEDERATION,
      },
      spec: serverNetworkPolicy(settings),
    });
  }
}

/** Why the root is a separate one, where it is. */
function annotationsOf({
  separateRootBecause,
}: SpireServerSettings): Record<string, string> | undefined {
  return separateRootBecause === undefined
    ? undefined
    : { 'mesh-trust/reason-separate-root': separateRootBecause };
}

/** What is there beforehand: the Secret with the credentials of the datastore, and what the upstream needs. */
function prerequisites({ datastore, installation, upstream }: SpireServerSettings): Prerequisite[] {
  const { secret } = datastore;
  const place = { namespace: installation.serverNamespace, readBy: 'SPIRE server' };
  const ofDatastore: Prerequisite[] =
    secret === undefined
      ? []
      : [
          {
            ...place,
            kind: 'Secret',
            name: secret.name,
            keys: [secret.key],
            purpose: `connection string of the ${datastore.toString()} datastore, without quotation marks and backslashes`,
          },
        ];
  const ofUpstream = (upstream.needs.prerequisites ?? []).map((each) => ({
    ...each,
    readBy: place.readBy,
    ...(each.kind === 'Secret' && { namespace: place.namespace }),
  }));
  const certificate = installation.member?.endpoint.certificate;
  const ofEndpoint: Prerequisite[] =
    certificate === undefined || certificate.issuer !== undefined
      ? []
      : [
          {
            ...place,
            kind: 'Secret',
            name: certificate.secretName,
            keys: ['tls.crt', 'tls.key'],
            purpose: 'certificate of the bundle endpoint',
          },
        ];
  return [...ofDatastore, ...ofUpstream, ...ofEndpoint];
}
