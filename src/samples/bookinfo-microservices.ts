import { Image } from '../trust/image';
import { ISTIO_REGISTRY } from '../trust/istio-registry';
import { Resources } from '../trust/resources';
import type { Application, Microservice, MicroserviceVersion } from './microservice';

/** Port of every microservice. */
export const BOOKINFO_PORT = 9080;

const RELEASE = '1.20.3';
const SMALL = Resources.of(
  { cpu: '50m', memory: '64Mi', 'ephemeral-storage': '50Mi' },
  { cpu: '500m', memory: '256Mi', 'ephemeral-storage': '250Mi' },
);
const LARGE = Resources.of(
  { cpu: '100m', memory: '256Mi', 'ephemeral-storage': '100Mi' },
  { cpu: '1', memory: '768Mi', 'ephemeral-storage': '500Mi' },
);

function versionOf(microservice: string, name: string): MicroserviceVersion {
  const repository = `${ISTIO_REGISTRY}/examples-bookinfo-${microservice}-${name}`;
  return { name, image: Image.of(repository, RELEASE) };
}

const MICROSERVICES: readonly Microservice[] = [
  {
    name: 'details',
    serviceAccount: 'bookinfo-details',
    versions: [versionOf('details', 'v1')],
    callers: ['productpage'],
    user: 1000,
    group: 1000,
    writesTmp: false,
    resources: SMALL,
  },
  {
    name: 'productpage',
    serviceAccount: 'bookinfo-productpage',
    versions: [versionOf('productpage', 'v1')],
    callers: 'anybody',
    user: 1000,
    group: 1000,
    writesTmp: true,
    podAnnotations: {
      'prometheus.io/path': '/metrics',
      'prometheus.io/port': `${BOOKINFO_PORT}`,
      'prometheus.io/scrape': 'true',
    },
    resources: LARGE,
  },
  {
    name: 'ratings',
    serviceAccount: 'bookinfo-ratings',
    versions: [versionOf('ratings', 'v1')],
    callers: ['reviews'],
    user: 1000,
    group: 1000,
    writesTmp: false,
    resources: SMALL,
  },
  {
    name: 'reviews',
    serviceAccount: 'bookinfo-reviews',
    versions: ['v1', 'v2', 'v3'].map((version) => versionOf('reviews', version)),
    callers: ['productpage'],
    user: 1001,
    // What Open Liberty writes at start is writable for group 0 alone.
    group: 0,
    // https://github.com/OpenLiberty/ci.docker/issues/363
    writesRootBecause:
      'Open Liberty writes its output and configDropins into its own installation at start',
    environment: { LOG_DIR: '/tmp/logs' },
    writesTmp: true,
    resources: LARGE,
  },
];

/**
 * Bookinfo, as Istio 1.30.3 has it.
 *
 * @see https://github.com/istio/istio/blob/1.30.3/samples/bookinfo/platform/kube/bookinfo.yaml
 */
export const BOOKINFO: Application = {
  name: 'bookinfo',
  port: BOOKINFO_PORT,
  readinessPath: '/health',
  microservices: MICROSERVICES,
};
