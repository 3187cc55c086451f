import * as kplus from 'cdk8s-plus-27';
import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { AccessGrant, type Grantee } from '../server/access-grant';
import {
  CONTROLLER_MANAGER,
  CONTROLLER_MANAGER_WEBHOOK,
  controllerManagerConfig,
} from './controller-manager-config';
import { SERVER_LABELS, SERVER_PORTS, SERVER_SELECTOR } from '../server/spire-server-ports';
import type { SpireServerSettings } from '../server/spire-server-settings';

const GROUP = 'spire.spiffe.io';
// The order in which the controller manager has its webhooks: GitOps would see another one as drift.
const VALIDATED = ['clusterfederatedtrustdomain', 'clusterspiffeid'] as const;
const WATCHED = ['clusterfederatedtrustdomains', 'clusterspiffeids', 'clusterstaticentries'];
/** Whose status says what became of them. */
const REPORTED = ['clusterspiffeids', 'clusterstaticentries'];

/** What the controller manager needs. */
export interface ControllerManagerProps {
  /** The server in whose Pod it runs. */
  readonly settings: SpireServerSettings;
  /** The identity of that Pod. */
  readonly grantee: Grantee;
}

/**
 * What surrounds the controller manager, which turns ClusterSPIFFEIDs into entries of the server. Its
 * container is in the Pod of the server, since it uses the server's own socket.
 *
 * Emits its ConfigMap, a ClusterRole and its binding, for several servers a Role for the lease, the
 * Service of its webhook, and the webhook without `caBundle`, which the controller manager fills.
 *
 * @see https://github.com/spiffe/spire-controller-manager
 */
export class ControllerManager extends Construct {
  /** Key of the ConfigMap, and name of the file. */
  public static readonly CONFIG_FILE = 'controller-manager.json';

  /** The file that it reads. */
  public readonly configText: string;

  public constructor(scope: Construct, id: string, { settings, grantee }: ControllerManagerProps) {
    super(scope, id);
    const { namespace } = grantee;
    this.configText = `${JSON.stringify(controllerManagerConfig(settings), undefined, 2)}\n`;
    new kplus.ConfigMap(this, 'Config', {
      metadata: { name: CONTROLLER_MANAGER, namespace, labels: SERVER_LABELS },
      data: { [ControllerManager.CONFIG_FILE]: this.configText },
    });
    new AccessGrant(this, 'ClusterAccess', {
      name: CONTROLLER_MANAGER,
      labels: SERVER_LABELS,
      rules: clusterRules(),
      grantee,
    });
    if (settings.replicas > 1) {
      new AccessGrant(this, 'LeaseAccess', {
        name: CONTROLLER_MANAGER,
        namespace,
        labels: SERVER_LABELS,
        rules: leaseRules(),
        grantee,
      });
    }
    this.addWebhook(namespace);
  }

  private addWebhook(namespace: string): void {
    const port = SERVER_PORTS.webhook;
    new k8s.KubeService(this, 'WebhookService', {
      metadata: { name: CONTROLLER_MANAGER_WEBHOOK, namespace, labels: SERVER_LABELS },
      spec: {
        selector: SERVER_SELECTOR,
        ports: [
          {
            name: 'https-webhook',
            port: 443,
            targetPort: k8s.IntOrString.fromNumber(port),
            protocol: 'TCP',
          },
        ],
      },
    });
    new k8s.KubeValidatingWebhookConfiguration(this, 'Webhook', {
      metadata: { name: CONTROLLER_MANAGER_WEBHOOK, labels: SERVER_LABELS },
      webhooks: VALIDATED.map((type) => webhook(type, namespace)),
    });
  }
}

/**
 * Reading registrations through its cache, which lists and watches, and writing their status whole is all that the
 * controller manager does; upstream's role also lets it change them.
 */
function clusterRules(): k8s.PolicyRule[] {
  const admission = {
    apiGroups: ['admissionregistration.k8s.io'],
    resources: ['validatingwebhookconfigurations'],
  };
  const read = ['list', 'watch'];
  return [
    { apiGroups: [''], resources: ['endpoints', 'namespaces', 'nodes', 'pods'], verbs: read },
    { apiGroups: [GROUP], resources: WATCHED, verbs: read },
    {
      apiGroups: [GROUP],
      resources: REPORTED.map((resource) => `${resource}/status`),
      verbs: ['update'],
    },
    { ...admission, verbs: read },
    { ...admission, resourceNames: [CONTROLLER_MANAGER_WEBHOOK], verbs: ['get', 'patch'] },
  ];
}

/** What the one that reconciles needs for its lease; a name cannot limit `create`. */
function leaseRules(): k8s.PolicyRule[] {
  const leases = { apiGroups: ['coordination.k8s.io'], resources: ['leases'] };
  return [
    { ...leases, verbs: ['create'] },
    { ...leases, resourceNames: [CONTROLLER_MANAGER], verbs: ['get', 'update'] },
    { apiGroups: [''], resources: ['events'], verbs: ['create'] },
  ];
}

function webhook(type: (typeof VALIDATED)[number], namespace: string): k8s.ValidatingWebhook {
  return {
    name: `v${type}.kb.io`,
    admissionReviewVersions: ['v1'],
    clientConfig: {
      service: {
        name: CONTROLLER_MANAGER_WEBHOOK,
        namespace,
        path: `/validate-spire-spiffe-io-v1alpha1-${type}`,
      },
    },
    failurePolicy: 'Fail',
    sideEffects: 'None',
    rules: [
      {
        apiGroups: [GROUP],
        apiVersions: ['v1alpha1'],
        operations: ['CREATE', 'UPDATE'],
        resources: [`${type}s`],
      },
    ],
  };
}
