import { k8s } from 'cdk8s-plus-27';

import type { Application, Microservice, MicroserviceVersion } from './microservice';
import { labelsOf, selectorOf } from './microservice-labels';
import {
  deploymentExceptions,
  resourcesOf,
  restrictedContainer,
  restrictedPod,
} from './restricted-pod';

/** What a Deployment takes from its surroundings. */
export interface DeploymentContext {
  /** Namespace of the Deployment. */
  readonly namespace: string;
  /** Annotations that make Istio inject a proxy with the right templates. */
  readonly injectionAnnotations: Readonly<Record<string, string>>;
  /** The reference under which the kubelet fetches the image. */
  readonly image: string;
}

/** The Deployment of one version of a microservice, within the Pod Security level `restricted`. */
export function deploymentOf(
  application: Application,
  microservice: Microservice,
  version: MicroserviceVersion,
  context: DeploymentContext,
): k8s.KubeDeploymentProps {
  const { name, podAnnotations, writesRootBecause } = microservice;
  const labels = { ...labelsOf(application, name), version: version.name };
  return {
    metadata: {
      name: `${name}-${version.name}`,
      namespace: context.namespace,
      labels,
      annotations: deploymentExceptions(microservice, writesRootBecause),
    },
    spec: {
      replicas: 1,
      selector: { matchLabels: { ...selectorOf(application, name), version: version.name } },
      template: {
        metadata: {
          labels,
          annotations: { ...podAnnotations, ...context.injectionAnnotations },
        },
        spec: podOf(application, microservice, context.image),
      },
    },
  };
}

function podOf(application: Application, microservice: Microservice, image: string): k8s.PodSpec {
  return {
    serviceAccountName: microservice.serviceAccount,
    automountServiceAccountToken: false,
    securityContext: restrictedPod(microservice),
    containers: [containerOf(application, microservice, image)],
    ...(microservice.writesTmp && {
      volumes: [{ name: 'tmp', emptyDir: { sizeLimit: k8s.Quantity.fromString('100Mi') } }],
    }),
  };
}

function containerOf(
  { port, readinessPath }: Application,
  microservice: Microservice,
  image: string,
): k8s.Container {
  const environment = Object.entries(microservice.environment ?? {});
  return {
    name: microservice.name,
    image,
    imagePullPolicy: 'IfNotPresent',
    ports: [{ name: 'http', containerPort: port, protocol: 'TCP' }],
    ...(environment.length > 0 && { env: environment.map(([name, value]) => ({ name, value })) }),
    readinessProbe: {
      httpGet: { path: readinessPath, port: k8s.IntOrString.fromString('http') },
      periodSeconds: 5,
      // The JVM of Bookinfo's reviews answers slowly in its first minute.
      timeoutSeconds: 3,
    },
    resources: resourcesOf(microservice.resources),
    securityContext: restrictedContainer(microservice.writesRootBecause),
    ...(microservice.writesTmp && { volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }] }),
  };
}
