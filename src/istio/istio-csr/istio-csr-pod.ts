import { k8s } from 'cdk8s-plus-27';
import { Image } from '../../trust/image';
import { ISTIOD_NAMESPACE } from '../ca/istio-ca-names';
import { IstioCsrCa } from './istio-csr-ca';
import type { IstioCsrProps } from './istio-csr';
import type { PinnedRoot } from './pinned-root';

/** Ports of its Pods. */
export const ISTIO_CSR_PORTS = { grpc: 6443, metrics: 9402, readiness: 6060 } as const;
/** Labels by which its Pods are selected. */
export const ISTIO_CSR_SELECTOR = { 'app.kubernetes.io/name': IstioCsrCa.NAME } as const;
/** Labels of everything that it has. */
export const ISTIO_CSR_LABELS = {
  ...ISTIO_CSR_SELECTOR,
  'app.kubernetes.io/part-of': 'mesh-trust',
} as const;

/** Above 10000, so that it is nobody on the node. */
const USER = 10001;
const ROOT_FOLDER = '/var/run/secrets/istio-csr';
const ROOT_FILE = 'root-cert.pem';
const READINESS_PATH = '/readyz';

/** The Pods of istio-csr: no privilege, and of the root's Secret nothing but the certificate. */
export function istioCsrPod(props: IstioCsrProps): k8s.PodTemplateSpec {
  const { csr, images, root } = props;
  const upstream = Image.of(`quay.io/jetstack/${IstioCsrCa.NAME}`, `v${csr.version}`);
  return {
    metadata: { labels: ISTIO_CSR_LABELS },
    spec: {
      serviceAccountName: IstioCsrCa.NAME,
      automountServiceAccountToken: true,
      priorityClassName: csr.priorityClassName,
      nodeSelector: csr.options.nodeSelector,
      tolerations: csr.options.tolerations && [...csr.options.tolerations],
      securityContext: {
        runAsNonRoot: true,
        runAsUser: USER,
        runAsGroup: USER,
        seccompProfile: { type: 'RuntimeDefault' },
      },
      containers: [
        {
          name: IstioCsrCa.NAME,
          image: images.resolve(upstream),
          imagePullPolicy: 'IfNotPresent',
          args: [...argumentsOf(props)],
          ports: [
            { name: 'grpc', containerPort: ISTIO_CSR_PORTS.grpc, protocol: 'TCP' },
            { name: 'metrics', containerPort: ISTIO_CSR_PORTS.metrics, protocol: 'TCP' },
          ],
          readinessProbe: {
            httpGet: {
              port: k8s.IntOrString.fromNumber(ISTIO_CSR_PORTS.readiness),
              path: READINESS_PATH,
            },
            initialDelaySeconds: 3,
            periodSeconds: 7,
          },
          resources: {
            requests: quantities(csr.resources.requests),
            limits: quantities(csr.resources.limits),
          },
          securityContext: {
            allowPrivilegeEscalation: false,
            capabilities: { drop: ['ALL'] },
            privileged: false,
            readOnlyRootFilesystem: true,
            runAsNonRoot: true,
          },
          volumeMounts: [{ name: 'root', mountPath: ROOT_FOLDER, readOnly: true }],
        },
      ],
      volumes: [rootVolume(root)],
    },
  };
}

function argumentsOf(props: IstioCsrProps): readonly string[] {
  const { csr, trustDomain, clusterName, issuer, maxWorkloadCertTtl, logFormat } = props;
  return [
    `--log-format=${logFormat}`,
    `--metrics-port=${ISTIO_CSR_PORTS.metrics}`,
    `--readiness-probe-port=${ISTIO_CSR_PORTS.readiness}`,
    `--readiness-probe-path=${READINESS_PATH}`,
    `--certificate-namespace=${ISTIOD_NAMESPACE}`,
    `--issuer-name=${issuer.name}`,
    `--issuer-kind=${issuer.kind}`,
    `--issuer-group=${issuer.group}`,
    `--root-ca-file=${ROOT_FOLDER}/${ROOT_FILE}`,
    `--serving-certificate-dns-names=${csr.dnsName}`,
    `--serving-certificate-duration=${csr.servingCertTtl}`,
    `--serving-signature-algorithm=${csr.key.algorithm}`,
    `--serving-certificate-key-size=${csr.key.size}`,
    `--trust-domain=${trustDomain}`,
    // The tokens of proxies name the cluster that they are of.
    `--cluster-id=${clusterName}`,
    `--max-client-certificate-duration=${maxWorkloadCertTtl}`,
    `--serving-address=0.0.0.0:${ISTIO_CSR_PORTS.grpc}`,
    `--leader-election-namespace=${ISTIOD_NAMESPACE}`,
  ];
}

function rootVolume({ kind, name, key }: PinnedRoot): k8s.Volume {
  const items = [{ key, path: ROOT_FILE }];
  return kind === 'Secret'
    ? { name: 'root', secret: { secretName: name, items } }
    : { name: 'root', configMap: { name, items } };
}

function quantities(amounts: object): Record<string, k8s.Quantity> {
  return Object.fromEntries(
    Object.entries(amounts).map(([name, quantity]) => [
      name,
      k8s.Quantity.fromString(String(quantity)),
    ]),
  );
}
