import * as kplus from 'cdk8s-plus-27';
import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';

import { ImageSource } from '../trust/image-source';
import type { Application, Microservice } from './microservice';
import { deploymentOf } from './microservice-deployment';
import { labelsOf } from './microservice-labels';
import { networkPolicyOf } from './microservice-network-policy';
import { serviceOf } from './microservice-service';
import type { SampleProps } from './sample-props';

/** Defines the ServiceAccount, the Services, the NetworkPolicy and the Deployments of each microservice. */
export function defineApplication(
  scope: Construct,
  application: Application,
  props: SampleProps,
): void {
  for (const microservice of application.microservices) {
    const { name } = microservice;
    defineMicroservice(new Construct(scope, pascalCase(name)), application, microservice, props);
  }
}

function defineMicroservice(
  scope: Construct,
  application: Application,
  microservice: Microservice,
  { namespace, injection, images = ImageSource.upstream() }: SampleProps,
): void {
  const { name, serviceAccount, versions, services = [{ name }] } = microservice;
  new kplus.ServiceAccount(scope, 'ServiceAccount', {
    metadata: { name: serviceAccount, namespace, labels: labelsOf(application, name) },
    automountToken: false,
  });
  for (const service of services) {
    const id = `Service${service.version?.toUpperCase() ?? ''}`;
    new k8s.KubeService(scope, id, serviceOf(application, name, service, namespace));
  }
  new k8s.KubeNetworkPolicy(
    scope,
    'NetworkPolicy',
    networkPolicyOf(application, microservice, namespace),
  );
  for (const version of versions) {
    const image = images.resolve(version.image);
    const context = { namespace, injectionAnnotations: injection.annotations, image };
    new k8s.KubeDeployment(
      scope,
      `Deployment${version.name.toUpperCase()}`,
      deploymentOf(application, microservice, version, context),
    );
  }
}

function pascalCase(name: string): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}
