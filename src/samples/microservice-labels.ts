import type { Application } from './microservice';

/** Labels that select the Pods of a microservice: Istio's tools read `app` and `version`. */
export function selectorOf(
  application: Pick<Application, 'name'>,
  microservice: string,
): Record<string, string> {
  return { app: microservice, 'app.kubernetes.io/instance': application.name };
}

/** Labels of an object of a microservice. */
export function labelsOf(
  application: Pick<Application, 'name'>,
  microservice: string,
): Record<string, string> {
  return {
    ...selectorOf(application, microservice),
    'app.kubernetes.io/name': microservice,
    'app.kubernetes.io/part-of': 'mesh-trust',
  };
}
