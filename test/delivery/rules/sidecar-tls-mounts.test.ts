import { outputFindings } from '../../../src/delivery/rules/output-rules';
import type { KubernetesObject } from '../../../src/stack/rendered-environment';
import { smallEnvironment } from '../../support/environments';

const MOUNTS = 'sidecar.istio.io/userVolumeMount';
const MOUNTED = { [MOUNTS]: '{"sidecar-tls":{"mountPath":"/etc/istio/tls-certs/"}}' };

function sidecar(tls?: object): KubernetesObject {
  const ingress = [
    { port: { number: 9080, protocol: 'HTTPS', name: 'https' }, tls },
    { port: { number: 9081, protocol: 'HTTP', name: 'http' } },
  ];
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'Sidecar',
    metadata: { name: 'httpbin', namespace: 'demo' },
    spec: { workloadSelector: { labels: { app: 'httpbin' } }, ingress },
  };
}

const SIMPLE = sidecar({
  mode: 'SIMPLE',
  serverCertificate: '/etc/istio/tls-certs/tls.crt',
  privateKey: '/etc/istio/tls-certs/tls.key',
});

function deployment(annotations: object = {}, app = 'httpbin'): KubernetesObject {
  const labels = { app, version: 'v1' };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: app, namespace: 'demo' },
    spec: { selector: { matchLabels: labels }, template: { metadata: { labels, annotations } } },
  };
}

function unmounted(...objects: readonly KubernetesObject[]): readonly object[] {
  return outputFindings(smallEnvironment('dev', objects).render()).filter(
    ({ code }) => code === 'SidecarTlsUnmounted',
  );
}

describe('the files of a Sidecar', () => {
  test('SidecarTlsUnmounted fires on Pods whose proxies do not have them', () => {
    expect(unmounted(SIMPLE, deployment())).toMatchObject([
      {
        problem: `'${MOUNTS}' of the Pods must mount /etc/istio/tls-certs/tls.crt, from which Sidecar httpbin serves TLS, got no such path`,
        fix: 'write podAnnotations of SidecarTls, or of TlsWorkload, onto the Pods',
      },
      {},
    ]);
  });

  test('SidecarTlsUnmounted fires on the CA of callers alone, and on what is no object', () => {
    const mutual = sidecar({ mode: 'MUTUAL', caCertificates: '/etc/istio/tls-ca-certs/ca.crt' });
    expect(unmounted(mutual, deployment(MOUNTED))).toHaveLength(1);
    expect(unmounted(SIMPLE, deployment({ [MOUNTS]: '[/etc/istio' }))).toHaveLength(2);
    expect(unmounted(SIMPLE, deployment({ [MOUNTS]: '"/etc/istio"' }))).toHaveLength(2);
  });

  test('SidecarTlsUnmounted is silent where they are mounted, and on Pods of another workload', () => {
    expect(unmounted(SIMPLE, deployment(MOUNTED), deployment({}, 'sleep'))).toEqual([]);
  });

  test('SidecarTlsUnmounted is silent on a Sidecar that ends no TLS', () => {
    expect(unmounted(sidecar(), deployment())).toEqual([]);
  });
});
