import { Httpbin, type HttpbinProps } from '../../src/samples/httpbin';
import {
  HttpbinWithClients,
  type HttpbinWithClientsProps,
} from '../../src/samples/httpbin-with-clients';
import { emptyChart, find, manifestsOf, type Manifest } from '../support/manifests';
import { refusalOf } from '../support/refusals';

const injection = { annotations: { 'inject.istio.io/templates': 'sidecar,spire' } };
const tls = {
  podAnnotations: { 'sidecar.istio.io/userVolume': '{"tls":{"secret":{"secretName":"a"}}}' },
  workloadPorts: [9081, 9080],
};

function httpbin(props: Partial<HttpbinProps> = {}): Manifest[] {
  const chart = emptyChart();
  new Httpbin(chart, 'Httpbin', { namespace: 'test', injection, ...props });
  return manifestsOf(chart);
}

function withClients(props: Partial<HttpbinWithClientsProps> = {}): Manifest[] {
  const chart = emptyChart();
  const all = { namespace: 'test', clientNamespace: 'outside', injection, ...props };
  new HttpbinWithClients(chart, 'Httpbin', all);
  return manifestsOf(chart);
}

function namesIn(manifests: readonly Manifest[], namespace: string): string[] {
  return manifests
    .filter(({ metadata }) => metadata['namespace'] === namespace)
    .map(({ kind, metadata }) => `${kind}/${metadata.name}`)
    .sort();
}

describe('Httpbin', () => {
  test('has a Service of its own as long as nothing ends TLS in front of it', () => {
    const manifests = httpbin();
    expect(namesIn(manifests, 'test')).toEqual([
      'Deployment/httpbin-v1',
      'NetworkPolicy/httpbin',
      'Service/httpbin',
      'ServiceAccount/httpbin',
    ]);
    expect(find(manifests, 'Service', 'httpbin')['spec']).toMatchObject({
      selector: { app: 'httpbin' },
      ports: [{ name: 'http', port: 8000, targetPort: 'http' }],
    });
  });

  test('runs the image of the sample, and is injected', () => {
    const deployment = find(httpbin(), 'Deployment', 'httpbin-v1');
    expect(deployment).toMatchObject({
      spec: {
        template: {
          metadata: { labels: Httpbin.POD_LABELS, annotations: injection.annotations },
          spec: {
            serviceAccountName: 'httpbin',
            automountServiceAccountToken: false,
            securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
            containers: [
              {
                name: 'httpbin',
                image: 'docker.io/mccutchen/go-httpbin:v2.15.0',
                ports: [{ name: 'http', containerPort: Httpbin.PORT }],
                readinessProbe: { httpGet: { path: '/status/200', port: 'http' } },
                securityContext: {
                  allowPrivilegeEscalation: false,
                  capabilities: { drop: ['ALL'] },
                  readOnlyRootFilesystem: true,
                },
              },
            ],
          },
        },
      },
    });
    expect(JSON.stringify(deployment)).not.toContain('volumes');
    expect(Httpbin.PORT).toBe(8080);
    expect(Httpbin.POD_LABELS).toEqual({
      app: 'httpbin',
      'app.kubernetes.io/instance': 'httpbin',
      version: 'v1',
    });
  });

  test('leaves its Service to what ends TLS, and is called where that one listens', () => {
    const manifests = httpbin({ tls });
    expect(namesIn(manifests, 'test')).toEqual([
      'Deployment/httpbin-v1',
      'NetworkPolicy/httpbin',
      'ServiceAccount/httpbin',
    ]);
    expect(find(manifests, 'Deployment', 'httpbin-v1')).toMatchObject({
      spec: {
        template: {
          metadata: {
            annotations: { ...injection.annotations, ...tls.podAnnotations },
          },
        },
      },
    });
    expect(find(manifests, 'NetworkPolicy', 'httpbin')['spec']).toMatchObject({
      ingress: [{ ports: [{ port: 9080 }, { port: 9081 }] }, { ports: [{ port: 15020 }, {}] }],
    });
  });

  test('keeps the injection templates, whatever ends TLS says', () => {
    const podAnnotations = { 'inject.istio.io/templates': 'gateway' };
    const manifests = httpbin({ tls: { ...tls, podAnnotations } });
    expect(find(manifests, 'Deployment', 'httpbin-v1')).toMatchObject({
      spec: { template: { metadata: { annotations: injection.annotations } } },
    });
  });

  test('refuses annotations and ports that the API server would refuse', () => {
    const wrong = { podAnnotations: { 'two words': 'x' }, workloadPorts: [0] };
    expect(refusalOf(() => httpbin({ tls: wrong }))).toMatchObject([
      {
        code: 'PropertyMalformed',
        path: 'test/Httpbin',
        problem: expect.stringContaining("'tls.podAnnotations' must have keys") as string,
      },
      {
        code: 'PropertyOutOfRange',
        path: 'test/Httpbin',
        problem: expect.stringContaining("'tls.workloadPorts[0]'") as string,
      },
    ]);
  });
});

describe('HttpbinWithClients', () => {
  test('has a client in the mesh beside httpbin, and one outside', () => {
    const manifests = withClients({ tls });
    expect(namesIn(manifests, 'test')).toEqual([
      'Deployment/curl',
      'Deployment/httpbin-v1',
      'NetworkPolicy/curl',
      'NetworkPolicy/httpbin',
      'ServiceAccount/curl',
      'ServiceAccount/httpbin',
    ]);
    expect(namesIn(manifests, 'outside')).toEqual([
      'Deployment/curl',
      'NetworkPolicy/curl',
      'ServiceAccount/curl',
    ]);
  });

  test('gives the certificate to the client outside alone, and only where something asks for it', () => {
    expect(JSON.stringify(inNamespace(withClients({ tls }), 'outside'))).toContain('curl-tls');
    expect(JSON.stringify(inNamespace(withClients({ tls }), 'test'))).not.toContain('curl-tls');
    expect(JSON.stringify(withClients())).not.toContain('curl-tls');
  });

  test('injects the client in the mesh alone', () => {
    expect(inNamespace(withClients(), 'test')).toMatchObject({
      spec: { template: { metadata: { annotations: injection.annotations } } },
    });
    expect(JSON.stringify(inNamespace(withClients(), 'outside'))).not.toContain('inject.istio.io');
  });

  test('lets its clients reach the ports on which httpbin is called', () => {
    for (const namespace of ['test', 'outside']) {
      const [policy] = withClients({ tls }).filter(
        ({ kind, metadata }) =>
          kind === 'NetworkPolicy' &&
          metadata.name === 'curl' &&
          metadata['namespace'] === namespace,
      );
      expect(policy?.['spec']).toMatchObject({
        egress: [
          {
            to: [
              {
                namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'test' } },
                podSelector: { matchLabels: Httpbin.POD_LABELS },
              },
            ],
            ports: [{ port: 9080 }, { port: 9081 }],
          },
          ...(namespace === 'test' ? [{ ports: [{ port: 15012 }] }] : []),
          { ports: [{ port: 53 }, { port: 53 }] },
        ],
      });
    }
  });

  test('refuses both clients in one namespace', () => {
    expect(refusalOf(() => withClients({ clientNamespace: 'test' }))).toMatchObject([
      { code: 'NamesClash', path: 'test/Httpbin' },
    ]);
  });

  test('names the identities of its workloads in the mesh', () => {
    expect(HttpbinWithClients.SERVICE_ACCOUNTS).toEqual(['curl', 'httpbin']);
  });
});

/** The Deployment of the client in this namespace. */
function inNamespace(manifests: readonly Manifest[], namespace: string): Manifest {
  const ofNamespace = manifests.filter(({ metadata }) => metadata['namespace'] === namespace);
  return find(ofNamespace, 'Deployment', 'curl');
}
