import * as kplus from 'cdk8s-plus-27';
import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';

import { ImageSource } from '../trust/image-source';
import { refuseAny, type Finding } from '../trust/mesh-trust-error';
import { dnsLabel } from '../trust/name-checks';
import { DNS_SUBDOMAIN, LABEL_KEY, LABEL_VALUE } from '../trust/names';
import {
  checkProps,
  listOf,
  mapOf,
  optional,
  port,
  record,
  text,
  type PropertyTable,
} from '../trust/props';
import {
  CURL,
  CURL_IMAGE,
  CURL_LABELS,
  CURL_SELECTOR,
  CURL_TLS_FOLDER,
  curlDeployment,
} from './curl-deployment';
import { metricsOfSidecar, tcp, toDns, toIstiod } from './sample-network-rules';
import { imagesCheck, injectionCheck, injectionFindings, type PodInjection } from './sample-props';

/** Whom a client calls. */
export interface Callee {
  /** Namespace of its Pods. */
  readonly namespace: string;
  /** Labels of its Pods. */
  readonly podLabels: Readonly<Record<string, string>>;
  /** Ports of its Pods, to which its Service leads. */
  readonly ports: readonly number[];
}

/** What a client is made of. */
export interface CurlClientProps {
  /** Namespace of everything. */
  readonly namespace: string;
  /** Whom it calls: no other connections leave it. */
  readonly callee: Callee;
  /** The injection templates of its Pod. @default - none: it is outside the mesh */
  readonly injection?: PodInjection;
  /**
   * Name of the Secret, in its namespace, with its certificate: `tls.crt`, `tls.key` and `ca.crt`
   * lie in `CurlClient.TLS_FOLDER`.
   *
   * @default - it has no certificate but that of its sidecar
   */
  readonly tlsSecretName?: string;
  /** Where images come from. @default ImageSource.upstream() */
  readonly images?: ImageSource;
}

/** One check for each property of a client. */
export const CURL_CLIENT_PROPERTIES: PropertyTable<CurlClientProps> = {
  namespace: dnsLabel('clients'),
  callee: record<Callee>({
    namespace: dnsLabel('httpbin'),
    podLabels: mapOf(LABEL_KEY, 'label keys', text(LABEL_VALUE, 'a label value', 'httpbin')),
    ports: listOf(port(), { min: 1 }),
  }),
  injection: optional(injectionCheck),
  tlsSecretName: optional(
    text(DNS_SUBDOMAIN, 'a DNS subdomain of at most 253 characters', 'curl-tls'),
  ),
  images: imagesCheck,
};

/** Everything that is wrong with the properties of a client. */
export function curlClientFindings(path: string, props: CurlClientProps): Finding[] {
  const findings = checkProps(path, props, CURL_CLIENT_PROPERTIES);
  return findings.length > 0 || props.injection === undefined
    ? findings
    : injectionFindings(path, props.injection);
}

/**
 * A Pod in which to run curl, as Istio's sample `curl` (formerly `sleep`) is one: in the mesh, where it
 * calls under `spiffe://<trust domain>/ns/<namespace>/sa/curl`, or outside, where it calls with a
 * certificate from a file or with none. Emits a ServiceAccount, a NetworkPolicy and a Deployment.
 *
 * @see https://github.com/istio/istio/tree/1.30.3/samples/curl
 */
export class CurlClient extends Construct {
  /** Name of its ServiceAccount, the end of its SPIFFE ID where it is in the mesh. */
  public static readonly SERVICE_ACCOUNT = CURL;

  /** Folder of its certificate in the container. */
  public static readonly TLS_FOLDER = CURL_TLS_FOLDER;

  /**
   * Defines the client.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyMalformed, PropertyOutOfRange
   */
  public constructor(scope: Construct, id: string, props: CurlClientProps) {
    refuseAny(curlClientFindings(`${scope.node.path}/${id}`, props));
    super(scope, id);
    const { namespace, injection, tlsSecretName, images = ImageSource.upstream() } = props;
    const metadata = { name: CURL, namespace, labels: CURL_LABELS };
    new kplus.ServiceAccount(this, 'ServiceAccount', { metadata, automountToken: false });
    new k8s.KubeNetworkPolicy(this, 'NetworkPolicy', { metadata, spec: connectionsOf(props) });
    new k8s.KubeDeployment(
      this,
      'Resource',
      curlDeployment({
        namespace,
        image: images.resolve(CURL_IMAGE),
        podAnnotations: injection?.annotations ?? {},
        tlsSecretName,
      }),
    );
  }
}

/** Nothing in but Prometheus where there is a sidecar, and out to the callee alone. */
function connectionsOf({ callee, injection }: CurlClientProps): k8s.NetworkPolicySpec {
  const isInMesh = injection !== undefined;
  const pods = {
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': callee.namespace } },
    podSelector: { matchLabels: callee.podLabels },
  };
  return {
    podSelector: { matchLabels: CURL_SELECTOR },
    policyTypes: ['Ingress', 'Egress'],
    ingress: isInMesh ? [metricsOfSidecar()] : [],
    egress: [
      { ports: sorted(callee.ports).map(tcp), to: [pods] },
      ...(isInMesh ? [toIstiod()] : []),
      toDns(),
    ],
  };
}

function sorted(ports: readonly number[]): number[] {
  return [...new Set(ports)].sort((one, other) => one - other);
}
