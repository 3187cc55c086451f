import { k8s } from 'cdk8s-plus-27';
import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { refuseAny } from '../../trust/mesh-trust-error';
import { WorkloadSocket } from '../../trust/workload-socket';
import {
  SPIFFE_CSI_DRIVER,
  spiffeCsiDriverExceptions,
  spiffeCsiDriverPod,
} from './spiffe-csi-driver-pod';
import { spiffeCsiDriverFindings, type SpiffeCsiDriverProps } from './spiffe-csi-driver-props';

const SELECTOR = { 'app.kubernetes.io/name': SPIFFE_CSI_DRIVER };
const LABELS = { ...SELECTOR, 'app.kubernetes.io/part-of': 'mesh-trust' };

/**
 * The way of the agent's socket into Pods: an ephemeral volume of `csi.spiffe.io` is the folder of the
 * socket, so that workloads need no hostPath of their own and may run under Pod Security `restricted`.
 *
 * Emits the CSIDriver, a ServiceAccount without a token, a DaemonSet of driver and registrar, and a
 * NetworkPolicy that lets nobody in or out: both speak over sockets of the node alone.
 *
 * @see https://github.com/spiffe/spiffe-csi/blob/v0.2.12/README.md
 */
export class SpiffeCsiDriver extends Construct {
  /** Folder of the node that Pods get to see. */
  public readonly socketFolder: string;

  /** @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyOutOfRange, PropertyMalformed */
  public constructor(scope: Construct, id: string, props: SpiffeCsiDriverProps) {
    super(scope, id);
    refuseAny(spiffeCsiDriverFindings(this.node.path, props));
    const { agentNamespace: namespace, socket } = props.installation;
    this.socketFolder = socket.folder;
    const metadata = { name: SPIFFE_CSI_DRIVER, namespace, labels: LABELS };

    this.addCsiDriver();
    new kplus.ServiceAccount(this, 'ServiceAccount', { metadata, automountToken: false });
    new k8s.KubeDaemonSet(this, 'Resource', {
      metadata: { ...metadata, annotations: { ...spiffeCsiDriverExceptions() } },
      spec: {
        selector: { matchLabels: SELECTOR },
        updateStrategy: {
          type: 'RollingUpdate',
          rollingUpdate: { maxUnavailable: k8s.IntOrString.fromNumber(1) },
        },
        template: spiffeCsiDriverPod(props, LABELS),
      },
    });
    // The registrar's probe comes from its own node, which no NetworkPolicy keeps away.
    new k8s.KubeNetworkPolicy(this, 'NetworkPolicy', {
      metadata,
      spec: { podSelector: { matchLabels: SELECTOR }, policyTypes: ['Egress', 'Ingress'] },
    });
  }

  private addCsiDriver(): void {
    new k8s.KubeCsiDriver(this, 'CSIDriver', {
      metadata: {
        name: WorkloadSocket.CSI_DRIVER,
        labels: {
          ...LABELS,
          // OpenShift lets Pods of its restricted profile mount the volume only with this; others ignore it.
          'security.openshift.io/csi-ephemeral-volume-profile': 'restricted',
        },
      },
      spec: {
        attachRequired: false,
        podInfoOnMount: true,
        fsGroupPolicy: 'None',
        volumeLifecycleModes: ['Ephemeral'],
      },
    });
  }
}
