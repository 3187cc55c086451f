import { k8s } from 'cdk8s-plus-27';
import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { refuseAny } from '../../trust/mesh-trust-error';
import { exceptionsFromHardening } from '../../trust/hardening-exceptions';
import { spireAgentConfig, type SpireAgentConfig } from './spire-agent-config';
import { spireAgentNetworkPolicy } from './spire-agent-network-policy';
import { spireAgentExceptions, spireAgentPod } from './spire-agent-pod';
import { spireAgentFindings, type SpireAgentProps } from './spire-agent-props';
import { SpireInstallation } from '../spire-installation';

const SELECTOR = { 'app.kubernetes.io/name': SpireInstallation.AGENT };
const LABELS = { ...SELECTOR, 'app.kubernetes.io/part-of': 'mesh-trust' };

/**
 * The SPIRE agent of every node: it attests its node to the server and each workload by asking the
 * kubelet, and hands out SVIDs over the Workload API and SDS at the installation's socket.
 *
 * Emits a ServiceAccount, a ClusterRole and its binding, a ConfigMap with agent.conf, a DaemonSet and
 * a NetworkPolicy. The trust bundle that it mounts is the ConfigMap that the server publishes.
 *
 * @see https://github.com/spiffe/spire/blob/v1.15.3/doc/spire_agent.md
 */
export class SpireAgent extends Construct {
  /** What agent.conf says. */
  public readonly config: SpireAgentConfig;

  /**
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyOutOfRange, PropertyMalformed
   * @throws PortsClash
   * @throws FeatureNeedsVersion
   * @throws SocketMalformed
   */
  public constructor(scope: Construct, id: string, props: SpireAgentProps) {
    super(scope, id);
    refuseAny(spireAgentFindings(this.node.path, props));
    this.config = spireAgentConfig(props);
    const configText = `${JSON.stringify(this.config, undefined, 2)}\n`;
    const metadata = {
      name: SpireInstallation.AGENT,
      namespace: props.installation.agentNamespace,
      labels: LABELS,
    };

    this.addAccess(props, metadata);
    new kplus.ConfigMap(this, 'Config', { metadata, data: { 'agent.conf': configText } });
    new k8s.KubeDaemonSet(this, 'Resource', {
      metadata: { ...metadata, annotations: { ...spireAgentExceptions(props) } },
      spec: {
        selector: { matchLabels: SELECTOR },
        // The next agent binds the socket and the ports of the one before: never two on a node.
        updateStrategy: {
          type: 'RollingUpdate',
          rollingUpdate: { maxUnavailable: k8s.IntOrString.fromNumber(1) },
        },
        template: spireAgentPod(props, LABELS, configText),
      },
    });
    new k8s.KubeNetworkPolicy(this, 'NetworkPolicy', {
      metadata,
      spec: spireAgentNetworkPolicy(props, SELECTOR),
    });
  }

  /** The agent asks the API server for nothing: what it may do is what kubelets ask the API server about it. */
  private addAccess(
    { kubeletPermission = 'nodes/pods' }: SpireAgentProps,
    metadata: k8s.ObjectMeta & { readonly namespace: string },
  ): void {
    const { namespace, name, labels } = metadata;
    new kplus.ServiceAccount(this, 'ServiceAccount', { metadata, automountToken: false });
    const role = new k8s.KubeClusterRole(this, 'ClusterRole', {
      metadata: {
        name,
        labels,
        ...(kubeletPermission === 'nodes/pods'
          ? {}
          : {
              annotations: {
                ...exceptionsFromHardening(
                  {},
                  { 'nodes-proxy': 'Kubelets before Kubernetes 1.33 know no lesser permission.' },
                ),
              },
            }),
      },
      rules: [{ apiGroups: [''], resources: [kubeletPermission], verbs: ['get'] }],
    });
    new k8s.KubeClusterRoleBinding(this, 'ClusterRoleBinding', {
      metadata: { name, labels },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role.name },
      subjects: [{ kind: 'ServiceAccount', name: SpireInstallation.AGENT, namespace }],
    });
  }
}
