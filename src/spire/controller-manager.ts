import * as kplus from 'cdk8s-plus-27';
import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import {
  CONTROLLER_MANAGER,
  CONTROLLER_MANAGER_WEBHOOK,
  controllerManagerConfig,
} from './controller-manager-config';
import { SERVER_LABELS, SERVER_PORTS, SERVER_SELECTOR } from './spire-server-ports';
import type { SpireServerSettings } from './spire-server-settings';

const GROUP = 'spire.spiffe.io';
// The order in which the controller manager has its webhooks: GitOps would see another one as drift.
const VALIDATED = ['clusterfederatedtrustdomain', 'clusterspiffeid'] as const;
const WATCHED = ['clusterfederatedtrustdomains', 'clusterspiffeids', 'clusterstaticentries'];

/** What the controller manager needs. */
export interface ControllerManagerProps {
  /** The server in whose Pod it runs. */
  readonly settings: SpireServerSettings;
  /** The identity of that Pod. */
  readonly serviceAccount: kplus.IServiceAccount;
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
  /** Name of the ConfigMap. */
  public static readonly CONFIG_MAP = CONTROLLER_MANAGER;
  /** Key of the ConfigMap, and name of the file. */
  public static readonly CONFIG_FILE = 'controller-manager.json';

  /** The file that it reads. */
  public readonly configText: string;

  public constructor(
    scope: Construct,
    id: string,
    { settings, serviceAccount }: ControllerManagerProps,
  ) {
    super(scope, id);
    const namespace = settings.installation.serverNamespace;
    this.configText = `${JSON.stringify(controllerManagerConfig(settings), null, 2)}\n`;
    new kplus.ConfigMap(this, 'Config', {
      metadata: { name: ControllerManager.CONFIG_MAP, namespace, labels: SERVER_LABELS },
      data: { [ControllerManager.CONFIG_FILE]: this.configText },
    });
    this.grant(serviceAccount);
    if (settings.replicas > 1) {
      this.grantLease(serviceAccount, namespace);
    }
    this.addWebhook(namespace);
  }

  /** Reading registrations and writing their status is all that it does, whatever the role upstream ships allows. */
  private grant(serviceAccount: kplus.IServiceAccount): void {
    const metadata = { name: CONTROLLER_MANAGER, labels: SERVER_LABELS };
    const webhooks = { apiGroup: 'admissionregistration.k8s.io', resourceType: 'validatingwebhookconfigurations' };
    const read = ['get', 'list', 'watch'];
    const role = new kplus.ClusterRole(this, 'ClusterRole', {
      metadata,
      rules: [
        { endpoints: ['endpoints', 'namespaces', 'nodes', 'pods'].map((type) => resource('', type)), verbs: read },
        { endpoints: WATCHED.map((type) => resource(GROUP, type)), verbs: read },
        {
          endpoints: WATCHED.map((type) => resource(GROUP, `${type}/status`)),
          verbs: ['get', 'patch', 'update'],
        },
        { endpoints: [kplus.ApiResource.custom(webhooks)], verbs: ['list', 'watch'] },
      ],
    });
    const binding = new kplus.ClusterRoleBinding(this, 'ClusterRoleBinding', { metadata, role });
    binding.addSubjects(serviceAccount);
  }
}
