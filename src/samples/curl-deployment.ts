import type { k8s } from 'cdk8s-plus-27';

import { Image } from '../trust/image';
import { Resources } from '../trust/resources';
import { labelsOf, selectorOf } from './microservice-labels';
import {
  ANY_USER,
  deploymentExceptions,
  resourcesOf,
  restrictedContainer,
  restrictedPod,
} from './restricted-pod';

/** Name of everything that belongs to a client. */
export const CURL = 'curl';
/** Labels that select the Pod of a client. */
export const CURL_SELECTOR = selectorOf({ name: CURL }, CURL);
/** Labels of an object of a client. */
export const CURL_LABELS = labelsOf({ name: CURL }, CURL);
/** The image that Istio's sample runs. */
export const CURL_IMAGE = Image.of('docker.io/curlimages/curl', '8.16.0');

/** Folder of the certificate of a client, as in Istio's sample. */
export const CURL_TLS_FOLDER = '/etc/curl/tls';
const TLS_VOLUME = 'tls';
// Octal 440: whoever is in the group of the Pod reads, nobody writes.
const READ_BY_GROUP = 0o440;
const RESOURCES = Resources.of(
  { cpu: '10m', memory: '16Mi', 'ephemeral-storage': '10Mi' },
  { cpu: '100m', memory: '64Mi', 'ephemeral-storage': '50Mi' },
);

/** What the Deployment of a client depends on. */
export interface CurlDeploymentContext {
  /** Its namespace. */
  readonly namespace: string;
  /** The reference under which the kubelet fetches the image. */
  readonly image: string;
  /** Annotations of its Pod. */
  readonly podAnnotations: Readonly<Record<string, string>>;
  /** The Secret with its certificate. @default - it has none */
  readonly tlsSecretName?: string;
}

/** A Deployment of one Pod that sleeps until somebody runs curl in it. */
export function curlDeployment(context: CurlDeploymentContext): k8s.KubeDeploymentProps {
  const { namespace, podAnnotations } = context;
  return {
    metadata: {
      name: CURL,
      namespace,
      labels: CURL_LABELS,
      annotations: deploymentExceptions({}),
    },
    spec: {
      replicas: 1,
      selector: { matchLabels: CURL_SELECTOR },
      template: {
        metadata: { labels: CURL_LABELS, annotations: podAnnotations },
        spec: podOf(context),
      },
    },
  };
}

function podOf({ image, tlsSecretName }: CurlDeploymentContext): k8s.PodSpec {
  const hasTls = tlsSecretName !== undefined;
  return {
    serviceAccountName: CURL,
    automountServiceAccountToken: false,
    // It has nothing to finish, and sleep does not end when asked to.
    terminationGracePeriodSeconds: 0,
    securityContext: { ...restrictedPod({}), ...(hasTls && { fsGroup: ANY_USER }) },
    containers: [
      {
        name: CURL,
        image,
        imagePullPolicy: 'IfNotPresent',
        command: ['/bin/sleep', 'infinity'],
        resources: resourcesOf(RESOURCES),
        securityContext: restrictedContainer(),
        ...(hasTls && {
          volumeMounts: [{ name: TLS_VOLUME, mountPath: CURL_TLS_FOLDER, readOnly: true }],
        }),
      },
    ],
    ...(hasTls && {
      volumes: [
        { name: TLS_VOLUME, secret: { secretName: tlsSecretName, defaultMode: READ_BY_GROUP } },
      ],
    }),
  };
}
