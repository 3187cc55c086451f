import { CurlClient, type CurlClientProps } from '../../src/samples/curl-client';
import { ImageSource } from '../../src/trust/image-source';
import { emptyChart, find, manifestsOf, type Manifest } from '../support/manifests';
import { refusalOf } from '../support/refusals';

const injection = { annotations: { 'inject.istio.io/templates': 'sidecar,spire' } };
const callee = { namespace: 'shop', podLabels: { app: 'cart' }, ports: [9080, 8080, 9080] };

function synthesized(props: Partial<CurlClientProps> = {}): Manifest[] {
  const chart = emptyChart();
  new CurlClient(chart, 'Client', { namespace: 'clients', callee, ...props });
  return manifestsOf(chart);
}

describe('CurlClient', () => {
  test('sleeps until somebody runs curl in it', () => {
    const manifests = synthesized();
    expect(manifests.map(({ kind, metadata }) => `${kind}/${metadata.name}`)).toEqual([
      'ServiceAccount/curl',
      'NetworkPolicy/curl',
      'Deployment/curl',
    ]);
    expect(find(manifests, 'Deployment', 'curl')).toMatchObject({
      metadata: { namespace: 'clients' },
      spec: {
        template: {
          metadata: { labels: { app: 'curl' } },
          spec: {
            serviceAccountName: CurlClient.SERVICE_ACCOUNT,
            automountServiceAccountToken: false,
            terminationGracePeriodSeconds: 0,
            securityContext: {
              runAsNonRoot: true,
              runAsUser: 65532,
              seccompProfile: { type: 'RuntimeDefault' },
            },
            containers: [
              {
                name: 'curl',
                image: 'docker.io/curlimages/curl:8.16.0',
                command: ['/bin/sleep', 'infinity'],
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
  });

  test('is outside the mesh unless it is injected, and is called by nobody', () => {
    expect(find(synthesized(), 'NetworkPolicy', 'curl')['spec']).toEqual({
      podSelector: { matchLabels: { app: 'curl', 'app.kubernetes.io/instance': 'curl' } },
      policyTypes: ['Ingress', 'Egress'],
      ingress: [],
      egress: [
        {
          to: [
            {
              namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } },
              podSelector: { matchLabels: { app: 'cart' } },
            },
          ],
          ports: [
            { port: 8080, protocol: 'TCP' },
            { port: 9080, protocol: 'TCP' },
          ],
        },
        {
          ports: [
            { port: 53, protocol: 'TCP' },
            { port: 53, protocol: 'UDP' },
          ],
        },
      ],
    });
  });

  test('has a sidecar that reaches istiod and is read by Prometheus, where it is injected', () => {
    const manifests = synthesized({ injection });
    expect(find(manifests, 'Deployment', 'curl')).toMatchObject({
      spec: { template: { metadata: { annotations: injection.annotations } } },
    });
    expect(find(manifests, 'NetworkPolicy', 'curl')['spec']).toMatchObject({
      ingress: [{ ports: [{ port: 15020 }, { port: 15090 }] }],
      egress: [{}, { ports: [{ port: 15012 }] }, {}],
    });
  });

  test('reads its certificate from a Secret, as a member of the group of its Pod', () => {
    expect(find(synthesized({ tlsSecretName: 'cart-tls' }), 'Deployment', 'curl')).toMatchObject({
      spec: {
        template: {
          spec: {
            securityContext: { fsGroup: 65532 },
            containers: [{ volumeMounts: [{ mountPath: CurlClient.TLS_FOLDER, readOnly: true }] }],
            volumes: [{ secret: { secretName: 'cart-tls', defaultMode: 0o440 } }],
          },
        },
      },
    });
    expect(JSON.stringify(synthesized())).not.toContain('volume');
  });

  test('fetches its image where the source says', () => {
    const images = ImageSource.mirror('registry.example.com');
    expect(JSON.stringify(synthesized({ images }))).toContain(
      '"registry.example.com/curlimages/curl:8.16.0"',
    );
  });

  test('refuses annotations that the API server would refuse', () => {
    const annotations = { 'two words': 'sidecar,spire' };
    expect(refusalOf(() => synthesized({ injection: { annotations } }))).toMatchObject([
      { code: 'PropertyMalformed', path: 'test/Client' },
    ]);
  });
});
