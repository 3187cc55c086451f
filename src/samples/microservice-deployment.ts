import { k8s } from 'cdk8s-plus-27';

import {
  BOOKINFO_PORT,
  type Microservice,
  type MicroserviceVersion,
} from './bookinfo-microservices';
import { labelsOf, selectorOf } from './microservice-labels';
import { exceptionsFromHardening } from '../trust/hardening-exceptions';

/** What a Deployment takes from its surroundings. */
export interface DeploymentContext {
  /** Namespace of the Deployment. */
  readonly namespace: string;
  /** Annotations that make Istio inject a proxy with the right templates. */
  readonly injectionAnnotations: Readonly<Record<string, string>>;
  /** The reference under which the kubelet fetches the image. */
  readonly image: string;
}

/**
 * The Deployment of one version of a microservice, within the Pod Security level `restricted`.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
 */
export function deploymentOf(
  microservice: Microservice,
  version: MicroserviceVersion,
  context: DeploymentContext,
): k8s.KubeDeploymentProps {
  const labels = { ...labelsOf(microservice.name), version: version.name };
  return {
    metadata: {
      name: `${microservice.name}-${version.name}`,
      namespace: context.namespace,
      labels,
      annotations: exceptionsOf(microservice),
    },
    spec: {
      replicas: 1,
      selector: { matchLabels: { ...selectorOf(microservice.name), version: version.name } },
      template: {
        metadata: {
          labels,
          annotations: { ...microservice.podAnnotations, ...context.injectionAnnotations },
        },
        spec: podOf(microservice, context.image),
      },
    },
  };
}

function podOf(microservice: Microservice, image: string): k8s.PodSpec {
  return {
    serviceAccountName: microservice.serviceAccount,
    automountServiceAccountToken: false,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: microservice.user,
      runAsGroup: microservice.group,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    containers: [containerOf(microservice, image)],
    ...(microservice.writesTmp && {
      volumes: [{ name: 'tmp', emptyDir: { sizeLimit: k8s.Quantity.fromString('100Mi') } }],
    }),
  };
}

function containerOf(microservice: Microservice, image: string): k8s.Container {
  const environment = Object.entries(microservice.environment ?? {});
  return {
    name: microservice.name,
    image,
    imagePullPolicy: 'IfNotPresent',
    ports: [{ name: 'http', containerPort: BOOKINFO_PORT, protocol: 'TCP' }],
    ...(environment.length > 0 && { env: environment.map(([name, value]) => ({ name, value })) }),
    readinessProbe: {
      httpGet: { path: '/health', port: k8s.IntOrString.fromString('http') },
      periodSeconds: 5,
      // The JVM of reviews answers slowly in its first minute.
      timeoutSeconds: 3,
    },
    resources: {
      requests: quantities(microservice.resources.requests),
      limits: quantities(microservice.resources.limits),
    },
    securityContext: {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      privileged: false,
      readOnlyRootFilesystem: microservice.writesRootBecause === undefined,
    },
    ...(microservice.writesTmp && { volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }] }),
  };
}

function quantities(amounts: object): Record<string, k8s.Quantity> {
  return Object.fromEntries(
    Object.entries(amounts).map(([name, quantity]) => [
      name,
      k8s.Quantity.fromString(String(quantity)),
    ]),
  );
}

/** What a check of the manifests is told to pass over, with the reason beside it. */
function exceptionsOf({ writesRootBecause, user, group }: Microservice): Record<string, string> {
  return exceptionsFromHardening({
    'container-image-pull-policy': 'the tag is a release, which does not move',
    'container-security-context-user-group-id': `the image is built for user ${user} and group ${group}`,
    ...(writesRootBecause !== undefined && {
      'container-security-context-readonlyrootfilesystem': writesRootBecause,
    }),
  });
}
