import { k8s } from 'cdk8s-plus-27';

import type { Application, MicroserviceService } from './microservice';
import { labelsOf, selectorOf } from './microservice-labels';

/** A Service in front of a microservice, or in front of one version of it. */
export function serviceOf(
  application: Application,
  microservice: string,
  { name, port = application.port, version }: MicroserviceService,
  namespace: string,
): k8s.KubeServiceProps {
  const ofVersion: Record<string, string> = version === undefined ? {} : { version };
  return {
    metadata: {
      name,
      namespace,
      labels: { ...labelsOf(application, microservice), ...ofVersion },
    },
    spec: {
      selector: { ...selectorOf(application, microservice), ...ofVersion },
      ports: [
        {
          name: 'http',
          port,
          protocol: 'TCP',
          targetPort: k8s.IntOrString.fromString('http'),
        },
      ],
    },
  };
}
