import { Bookinfo, type BookinfoProps } from '../../src/samples/bookinfo';
import { ImageSource } from '../../src/trust/image-source';
import { emptyChart, find, manifestsOf, type Manifest } from '../support/manifests';
import { refusalOf } from '../support/refusals';

const injection = { annotations: { 'inject.istio.io/templates': 'sidecar,spire' } };

function synthesized(props: Partial<BookinfoProps> = {}): Manifest[] {
  const chart = emptyChart();
  new Bookinfo(chart, 'Bookinfo', { namespace: 'bookinfo', injection, ...props });
  return manifestsOf(chart);
}

function namesOf(manifests: readonly Manifest[], kind: string): string[] {
  return manifests
    .filter((manifest) => manifest.kind === kind)
    .map((manifest) => manifest.metadata.name)
    .sort();
}

const deployments = [
  ['details-v1', 'bookinfo-details'],
  ['productpage-v1', 'bookinfo-productpage'],
  ['ratings-v1', 'bookinfo-ratings'],
  ['reviews-v1', 'bookinfo-reviews'],
  ['reviews-v2', 'bookinfo-reviews'],
  ['reviews-v3', 'bookinfo-reviews'],
] as const;

describe('Bookinfo', () => {
  test('has the services, accounts and versions of the sample', () => {
    const manifests = synthesized();
    const services = ['details', 'productpage', 'ratings', 'reviews'];
    expect(namesOf(manifests, 'Service')).toEqual(services);
    expect(namesOf(manifests, 'NetworkPolicy')).toEqual(services);
    expect(namesOf(manifests, 'ServiceAccount')).toEqual(
      services.map((service) => `bookinfo-${service}`),
    );
    expect(namesOf(manifests, 'Deployment')).toEqual(deployments.map(([name]) => name));
    expect(manifests).toHaveLength(18);
  });

  test('puts everything into the namespace', () => {
    const namespaces = synthesized({ namespace: 'books' }).map(
      (manifest) => manifest.metadata['namespace'],
    );
    expect(new Set(namespaces)).toEqual(new Set(['books']));
  });

  test('names the identities of its workloads', () => {
    expect(Bookinfo.SERVICE_ACCOUNTS).toEqual(namesOf(synthesized(), 'ServiceAccount'));
  });

  test.each(deployments)('%s runs as %s and is injected with the templates', (name, account) => {
    const [app, version] = name.split('-');
    expect(find(synthesized(), 'Deployment', name)).toMatchObject({
      apiVersion: 'apps/v1',
      spec: {
        selector: { matchLabels: { app, version } },
        template: {
          metadata: { labels: { app, version }, annotations: injection.annotations },
          spec: {
            serviceAccountName: account,
            automountServiceAccountToken: false,
            containers: [
              {
                name: app,
                image: `docker.io/istio/examples-bookinfo-${name}:1.20.3`,
                ports: [{ containerPort: 9080 }],
                readinessProbe: { httpGet: { path: '/health', port: 'http' } },
              },
            ],
          },
        },
      },
    });
  });

  test.each(deployments)('%s stays within the Pod Security level restricted', (name) => {
    expect(find(synthesized(), 'Deployment', name)).toMatchObject({
      spec: {
        template: {
          spec: {
            securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
            containers: [
              {
                securityContext: {
                  allowPrivilegeEscalation: false,
                  capabilities: { drop: ['ALL'] },
                  privileged: false,
                },
                resources: { requests: { cpu: expect.any(String) as string } },
              },
            ],
          },
        },
      },
    });
  });

  test.each(deployments)('%s gives the reason of every exception that it takes', (name) => {
    const annotations = find(synthesized(), 'Deployment', name).metadata['annotations'] as Readonly<
      Record<string, string>
    >;
    const ignored = annotations['kube-score/ignore']?.split(',') ?? [];
    expect(ignored).not.toHaveLength(0);
    expect(Object.keys(annotations).sort()).toEqual(
      ['kube-score/ignore', ...ignored.map((check) => `mesh-trust/reason-${check}`)].sort(),
    );
  });

  test('lets only Open Liberty write to its root file system', () => {
    const writable = synthesized()
      .filter((manifest) => JSON.stringify(manifest).includes('"readOnlyRootFilesystem":false'))
      .map((manifest) => manifest.metadata.name);
    expect(writable).toEqual(['reviews-v1', 'reviews-v2', 'reviews-v3']);
  });

  test('gives reviews a folder for its logs', () => {
    expect(find(synthesized(), 'Deployment', 'reviews-v2')).toMatchObject({
      spec: {
        template: {
          spec: {
            containers: [
              {
                env: [{ name: 'LOG_DIR', value: '/tmp/logs' }],
                volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
              },
            ],
            volumes: [{ name: 'tmp', emptyDir: { sizeLimit: '100Mi' } }],
          },
        },
      },
    });
  });

  test('has one Service per microservice, whatever the version', () => {
    const { spec } = find(synthesized(), 'Service', 'reviews');
    expect(spec).toMatchObject({
      selector: { app: 'reviews' },
      ports: [{ name: 'http', port: 9080, targetPort: 'http' }],
    });
    expect(spec).not.toHaveProperty('selector.version');
  });

  test('lets reviews be called by productpage alone, and call ratings', () => {
    expect(find(synthesized(), 'NetworkPolicy', 'reviews')).toMatchObject({
      spec: {
        podSelector: { matchLabels: { app: 'reviews' } },
        policyTypes: ['Ingress', 'Egress'],
        ingress: [
          {
            from: [{ podSelector: { matchLabels: { app: 'productpage' } } }],
            ports: [{ port: 9080, protocol: 'TCP' }],
          },
          { ports: [{ port: 15020 }, { port: 15090 }] },
        ],
        egress: [
          {
            to: [{ podSelector: { matchLabels: { app: 'ratings' } } }],
            ports: [{ port: 9080, protocol: 'TCP' }],
          },
          { ports: [{ port: 15012, protocol: 'TCP' }] },
          {
            ports: [
              { port: 53, protocol: 'TCP' },
              { port: 53, protocol: 'UDP' },
            ],
          },
        ],
      },
    });
  });

  test('lets the gateway reach productpage, and ratings reach nothing but istiod and DNS', () => {
    const manifests = synthesized();
    expect(find(manifests, 'NetworkPolicy', 'productpage')['spec']).toMatchObject({
      ingress: [{ ports: [{ port: 9080, protocol: 'TCP' }] }, {}],
    });
    expect(find(manifests, 'NetworkPolicy', 'productpage')['spec']).not.toHaveProperty([
      'ingress',
      0,
      'from',
    ]);
    expect(find(manifests, 'NetworkPolicy', 'ratings')['spec']).toMatchObject({
      egress: [{ ports: [{ port: 15012 }] }, { ports: [{ port: 53 }, { port: 53 }] }],
    });
  });

  test('fetches its images where the source says', () => {
    const digest = `sha256:${'0'.repeat(64)}`;
    const images = ImageSource.mirror('registry.example.com/mirror').withDigest(
      'docker.io/istio/examples-bookinfo-details-v1',
      digest,
    );
    const mirror = 'registry.example.com/mirror/istio/examples-bookinfo';
    const manifests = synthesized({ images });
    expect(JSON.stringify(find(manifests, 'Deployment', 'details-v1'))).toContain(
      `"${mirror}-details-v1:1.20.3@${digest}"`,
    );
    expect(JSON.stringify(find(manifests, 'Deployment', 'ratings-v1'))).toContain(
      `"${mirror}-ratings-v1:1.20.3"`,
    );
  });

  test('keeps the annotations by which Prometheus finds productpage', () => {
    expect(find(synthesized(), 'Deployment', 'productpage-v1')).toMatchObject({
      spec: {
        template: {
          metadata: {
            annotations: {
              'inject.istio.io/templates': 'sidecar,spire',
              'prometheus.io/port': '9080',
              'prometheus.io/scrape': 'true',
            },
          },
        },
      },
    });
  });

  test('is let in by the paths of the sample', () => {
    expect(Bookinfo.ROUTES).toMatchObject([
      {
        matches: [
          { type: 'exact', path: '/productpage' },
          { type: 'prefix', path: '/static' },
          { type: 'exact', path: '/login' },
          { type: 'exact', path: '/logout' },
          { type: 'prefix', path: '/api/v1/products' },
        ],
        destination: { service: 'productpage', port: 9080 },
      },
    ]);
  });

  test('refuses annotations that the API server would refuse', () => {
    const annotations = { 'two words': 'sidecar,spire' };
    expect(refusalOf(() => synthesized({ injection: { annotations } }))).toMatchObject([
      {
        code: 'PropertyMalformed',
        path: 'test/Bookinfo',
        problem: expect.stringContaining("'injection.annotations' must have keys") as string,
      },
    ]);
  });
});
