import * as kplus from 'cdk8s-plus-27';
import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';

import type { HttpRoute } from '../ingress/http-route';
import { ImageSource } from '../trust/image-source';
import { refuseAny, type Finding } from '../trust/mesh-trust-error';
import { dnsLabel } from '../trust/name-checks';
import { LABEL_KEY } from '../trust/names';
import {
  checkProps,
  instanceOf,
  mapOf,
  objectWith,
  optional,
  text,
  type PropertyTable,
} from '../trust/props';
import { BOOKINFO_MICROSERVICES, BOOKINFO_PORT, type Microservice } from './bookinfo-microservices';
import { deploymentOf } from './microservice-deployment';
import { labelsOf, selectorOf } from './microservice-labels';
import { networkPolicyOf } from './microservice-network-policy';

/** What makes Istio inject a proxy that takes its identity from SPIRE. */
export interface PodInjection {
  /** Annotations of the Pod, for instance `inject.istio.io/templates: sidecar,spire`. */
  readonly annotations: Readonly<Record<string, string>>;
}

/** What Bookinfo is made of. */
export interface BookinfoProps {
  /** Namespace of everything, with injection on. */
  readonly namespace: string;
  /** The injection templates of its Pods. */
  readonly injection: PodInjection;
  /** Where images come from. @default ImageSource.upstream() */
  readonly images?: ImageSource;
}

/** One check for each property of Bookinfo. */
export const BOOKINFO_PROPERTIES: PropertyTable<BookinfoProps> = {
  namespace: dnsLabel('bookinfo'),
  injection: objectWith(
    ['annotations'],
    `{ annotations: { 'inject.istio.io/templates': 'sidecar,spire' } }`,
  ),
  images: optional(instanceOf(ImageSource, "ImageSource.mirror('registry.example.com')")),
};

/** Everything that is wrong with the properties of Bookinfo. */
export function bookinfoFindings(path: string, props: BookinfoProps): Finding[] {
  const findings = checkProps(path, props, BOOKINFO_PROPERTIES);
  const annotationValue = text(/^[^\n]{0,1000}$/, 'one line of text', 'sidecar,spire');
  return findings.length > 0
    ? findings
    : checkProps(
        path,
        { 'injection.annotations': props.injection.annotations },
        { 'injection.annotations': mapOf(LABEL_KEY, 'annotation keys', annotationValue) },
      );
}

/**
 * Istio's sample application, whose workloads take their identities from SPIRE:
 * `spiffe://<trust domain>/ns/<namespace>/sa/bookinfo-<microservice>`. Emits a ServiceAccount, a Service,
 * a NetworkPolicy and the Deployments of details, productpage, ratings and reviews.
 *
 * @see https://istio.io/latest/docs/examples/bookinfo/
 */
export class Bookinfo extends Construct {
  /** The ServiceAccounts of its workloads, each the end of a SPIFFE ID. */
  public static readonly SERVICE_ACCOUNTS: readonly string[] = BOOKINFO_MICROSERVICES.map(
    (microservice) => microservice.serviceAccount,
  );

  /** What the edge of the mesh lets through: the pages, the assets and the API of productpage. */
  public static readonly ROUTES: readonly HttpRoute[] = [
    {
      name: 'productpage',
      matches: [
        { type: 'exact', path: '/productpage' },
        { type: 'prefix', path: '/static' },
        { type: 'exact', path: '/login' },
        { type: 'exact', path: '/logout' },
        { type: 'prefix', path: '/api/v1/products' },
      ],
      destination: { service: 'productpage', port: BOOKINFO_PORT },
    },
  ];

  /**
   * Defines all of Bookinfo but its way in, which is an HttpIngress of `Bookinfo.ROUTES`.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyMalformed
   */
  public constructor(scope: Construct, id: string, props: BookinfoProps) {
    refuseAny(bookinfoFindings(`${scope.node.path}/${id}`, props));
    super(scope, id);
    for (const microservice of BOOKINFO_MICROSERVICES) {
      this.addMicroservice(microservice, props);
    }
  }

  private addMicroservice(microservice: Microservice, props: BookinfoProps): void {
    const { name, serviceAccount, versions } = microservice;
    const { namespace, images = ImageSource.upstream() } = props;
    const scope = new Construct(this, `${name.charAt(0).toUpperCase()}${name.slice(1)}`);
    const labels = labelsOf(name);
    new kplus.ServiceAccount(scope, 'ServiceAccount', {
      metadata: { name: serviceAccount, namespace, labels },
      automountToken: false,
    });
    new k8s.KubeService(scope, 'Service', {
      metadata: { name, namespace, labels },
      spec: {
        selector: selectorOf(name),
        ports: [
          {
            name: 'http',
            port: BOOKINFO_PORT,
            protocol: 'TCP',
            targetPort: k8s.IntOrString.fromString('http'),
          },
        ],
      },
    });
    new k8s.KubeNetworkPolicy(scope, 'NetworkPolicy', networkPolicyOf(microservice, namespace));
    for (const version of versions) {
      const image = images.resolve(version.image);
      const context = { namespace, injectionAnnotations: props.injection.annotations, image };
      new k8s.KubeDeployment(
        scope,
        `Deployment${version.name.toUpperCase()}`,
        deploymentOf(microservice, version, context),
      );
    }
  }
}
