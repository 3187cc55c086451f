import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import {
  GATEWAY_POD_SECURITY,
  GATEWAY_ROLLING_UPDATE,
  type InjectedGatewaySettings,
} from './injected-gateway-settings';

/** The image that injection puts in its place. */
const INJECTED_IMAGE = 'auto';
const CPU_UTILIZATION = 80;

/**
 * A gateway as plain objects, for installers that have none, such as the Sail operator: a Deployment whose proxy comes
 * by injection, with its Service, ServiceAccount, the Role that lets it serve Secrets of its namespace, and where it
 * is scaled an autoscaler and a budget. istiod injects it when its Pods are made: it has to be there by then.
 *
 * @see https://istio.io/latest/docs/setup/additional-setup/gateway/#deploying-a-gateway
 */
export class InjectedGateway extends Construct {
  /** Settings come from `IstioControlPlane`, which has looked at them. */
  public constructor(
    scope: Construct,
    id: string,
    private readonly settings: InjectedGatewaySettings,
  ) {
    super(scope, id);
    this.addAccount();
    this.addDeployment();
    this.addService();
    this.addScaling();
  }

  private addAccount(): void {
    const { namespace, serviceAccount } = this.settings;
    const metadata = { ...this.metadata, name: serviceAccount };
    new k8s.KubeServiceAccount(this, 'ServiceAccount', { metadata });
    // istiod hands a gateway the Secrets that its account may read.
    new k8s.KubeRole(this, 'Role', {
      metadata,
      rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['get', 'watch', 'list'] }],
    });
    new k8s.KubeRoleBinding(this, 'RoleBinding', {
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: serviceAccount },
      subjects: [{ kind: 'ServiceAccount', name: serviceAccount, namespace }],
    });
  }

  private addDeployment(): void {
    const { podLabels, podAnnotations, revision, service, resources, autoscaling } = this.settings;
    new k8s.KubeDeployment(this, 'Deployment', {
      metadata: this.metadata,
      spec: {
        replicas: autoscaling === undefined ? 1 : undefined,
        selector: { matchLabels: podLabels },
        strategy: {
          type: 'RollingUpdate',
          rollingUpdate: {
            maxSurge: k8s.IntOrString.fromString(GATEWAY_ROLLING_UPDATE.maxSurge),
            maxUnavailable: k8s.IntOrString.fromString(GATEWAY_ROLLING_UPDATE.maxUnavailable),
          },
        },
        template: {
          metadata: {
            annotations: { ...METRICS, ...podAnnotations },
            labels: {
              ...podLabels,
              ...this.ourLabels,
              'sidecar.istio.io/inject': 'true',
              // Where ambient mode is on for the namespace, too.
              'istio.io/dataplane-mode': 'none',
              ...(revision === undefined ? {} : { 'istio.io/rev': revision }),
            },
          },
          spec: {
            serviceAccountName: this.settings.serviceAccount,
            priorityClassName: this.settings.priorityClassName,
            nodeSelector: this.settings.nodeSelector,
            tolerations: this.settings.tolerations && [...this.settings.tolerations],
            securityContext: GATEWAY_POD_SECURITY,
            containers: [
              {
                name: 'istio-proxy',
                image: INJECTED_IMAGE,
                ports: service.ports.map(({ targetPort, protocol = 'TCP' }) => ({
                  containerPort: targetPort,
                  protocol,
                })),
                resources: {
                  requests: quantities(resources.requests),
                  limits: quantities(resources.limits),
                },
                securityContext: {
                  allowPrivilegeEscalation: false,
                  capabilities: { drop: ['ALL'] },
                  privileged: false,
                  readOnlyRootFilesystem: true,
                  runAsNonRoot: true,
                },
              },
            ],
          },
        },
      },
    });
  }

  private addService(): void {
    const { podLabels, service } = this.settings;
    const { type, ports, annotations, externalTrafficPolicy } = service;
    new k8s.KubeService(this, 'Service', {
      metadata: { ...this.metadata, annotations },
      spec: {
        type,
        externalTrafficPolicy,
        selector: podLabels,
        ports: ports.map(({ targetPort, protocol = 'TCP', ...port }) => ({
          ...port,
          protocol,
          targetPort: k8s.IntOrString.fromNumber(targetPort),
        })),
      },
    });
  }

  private addScaling(): void {
    const { name, podLabels, autoscaling, maxUnavailable } = this.settings;
    if (autoscaling !== undefined) {
      new k8s.KubeHorizontalPodAutoscalerV2(this, 'Autoscaler', {
        metadata: this.metadata,
        spec: {
          scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
          minReplicas: autoscaling.min,
          maxReplicas: autoscaling.max,
          metrics: [
            {
              type: 'Resource',
              resource: {
                name: 'cpu',
                target: { type: 'Utilization', averageUtilization: CPU_UTILIZATION },
              },
            },
          ],
        },
      });
    }
    if (maxUnavailable !== undefined) {
      new k8s.KubePodDisruptionBudget(this, 'Budget', {
        metadata: this.metadata,
        spec: {
          maxUnavailable: k8s.IntOrString.fromNumber(maxUnavailable),
          selector: { matchLabels: podLabels },
        },
      });
    }
  }

  private get ourLabels(): Readonly<Record<string, string>> {
    return {
      'app.kubernetes.io/name': this.settings.name,
      'app.kubernetes.io/part-of': 'mesh-trust',
    };
  }

  private get metadata(): k8s.ObjectMeta {
    const { name, namespace, podLabels } = this.settings;
    return {
      name,
      namespace,
      labels: { ...podLabels, ...this.ourLabels },
    };
  }
}

/** Where Prometheus reads the proxy, as the charts of Istio say it. */
const METRICS = {
  'prometheus.io/path': '/stats/prometheus',
  'prometheus.io/port': '15020',
  'prometheus.io/scrape': 'true',
};

function quantities(amounts: object): Record<string, k8s.Quantity> {
  return Object.fromEntries(
    Object.entries(amounts).map(([name, amount]) => [
      name,
      k8s.Quantity.fromString(String(amount)),
    ]),
  );
}
