import { httpIngressFindings } from '../../src/ingress/http-ingress';
import { IngressHosts } from '../../src/ingress/ingress-hosts';
import { Helloworld } from '../../src/samples/helloworld';
import type { SampleProps } from '../../src/samples/sample-props';
import { DnsName } from '../../src/trust/dns-name';
import { ImageSource } from '../../src/trust/image-source';
import { emptyChart, find, manifestsOf, type Manifest } from '../support/manifests';
import { refusalOf } from '../support/refusals';

const injection = { annotations: { 'inject.istio.io/templates': 'sidecar,spire' } };

function synthesized(props: Partial<SampleProps> = {}): Manifest[] {
  const chart = emptyChart();
  new Helloworld(chart, 'Helloworld', { namespace: 'helloworld', injection, ...props });
  return manifestsOf(chart);
}

const versions = ['v1', 'v2'] as const;

describe('Helloworld', () => {
  test('has two versions of one identity, a Service of both and one of each', () => {
    const names = synthesized().map(({ kind, metadata }) => `${kind}/${metadata.name}`);
    expect(names.sort()).toEqual([
      'Deployment/helloworld-v1',
      'Deployment/helloworld-v2',
      'NetworkPolicy/helloworld',
      'Service/helloworld',
      'Service/helloworld-v1',
      'Service/helloworld-v2',
      'ServiceAccount/helloworld',
    ]);
    expect(Helloworld.SERVICE_ACCOUNTS).toEqual(['helloworld']);
  });

  test('puts everything into the namespace', () => {
    const namespaces = synthesized({ namespace: 'hello' }).map(
      ({ metadata }) => metadata['namespace'],
    );
    expect(new Set(namespaces)).toEqual(new Set(['hello']));
  });

  test.each(versions)('%s runs the image of the sample and is injected', (version) => {
    expect(find(synthesized(), 'Deployment', `helloworld-${version}`)).toMatchObject({
      apiVersion: 'apps/v1',
      spec: {
        selector: { matchLabels: { app: 'helloworld', version } },
        template: {
          metadata: {
            labels: { app: 'helloworld', version },
            annotations: injection.annotations,
          },
          spec: {
            serviceAccountName: 'helloworld',
            automountServiceAccountToken: false,
            containers: [
              {
                name: 'helloworld',
                image: `docker.io/istio/examples-helloworld-${version}:1.0`,
                ports: [{ name: 'http', containerPort: 5000 }],
                readinessProbe: { httpGet: { path: '/health', port: 'http' } },
              },
            ],
          },
        },
      },
    });
  });

  test.each(versions)('%s stays within the Pod Security level restricted', (version) => {
    const deployment = find(synthesized(), 'Deployment', `helloworld-${version}`);
    expect(deployment).toMatchObject({
      spec: {
        template: {
          spec: {
            securityContext: {
              runAsNonRoot: true,
              runAsUser: 65532,
              runAsGroup: 65532,
              seccompProfile: { type: 'RuntimeDefault' },
            },
            containers: [
              {
                securityContext: {
                  allowPrivilegeEscalation: false,
                  capabilities: { drop: ['ALL'] },
                  readOnlyRootFilesystem: true,
                },
                resources: { limits: { memory: '256Mi' } },
                volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
              },
            ],
          },
        },
      },
    });
    expect(deployment.metadata['annotations']).toEqual({
      'kube-score/ignore': 'container-image-pull-policy',
      'mesh-trust/reason-container-image-pull-policy': 'the tag is a release, which does not move',
    });
  });

  test('has both versions behind one Service, and each behind its own', () => {
    const manifests = synthesized();
    const ports = [{ name: 'http', port: 5000, protocol: 'TCP', targetPort: 'http' }];
    const selector = { app: 'helloworld', 'app.kubernetes.io/instance': 'helloworld' };
    expect(find(manifests, 'Service', 'helloworld')['spec']).toEqual({ selector, ports });
    for (const version of versions) {
      expect(find(manifests, 'Service', `helloworld-${version}`)['spec']).toEqual({
        selector: { ...selector, version },
        ports,
      });
    }
  });

  test('is called by anybody on its port, and reaches nothing but istiod and DNS', () => {
    expect(find(synthesized(), 'NetworkPolicy', 'helloworld')['spec']).toEqual({
      podSelector: {
        matchLabels: { app: 'helloworld', 'app.kubernetes.io/instance': 'helloworld' },
      },
      policyTypes: ['Ingress', 'Egress'],
      ingress: [
        { ports: [{ port: 5000, protocol: 'TCP' }] },
        {
          ports: [
            { port: 15020, protocol: 'TCP' },
            { port: 15090, protocol: 'TCP' },
          ],
        },
      ],
      egress: [
        { ports: [{ port: 15012, protocol: 'TCP' }] },
        {
          ports: [
            { port: 53, protocol: 'TCP' },
            { port: 53, protocol: 'UDP' },
          ],
        },
      ],
    });
  });

  test('fetches its images where the source says', () => {
    const images = ImageSource.mirror('registry.example.com/mirror');
    expect(JSON.stringify(find(synthesized({ images }), 'Deployment', 'helloworld-v2'))).toContain(
      '"registry.example.com/mirror/istio/examples-helloworld-v2:1.0"',
    );
  });

  test('refuses annotations that the API server would refuse', () => {
    const annotations = { 'two words': 'sidecar,spire' };
    expect(refusalOf(() => synthesized({ injection: { annotations } }))).toMatchObject([
      { code: 'PropertyMalformed', path: 'test/Helloworld' },
    ]);
  });
});

describe('The routes of Helloworld', () => {
  test('share the requests of a path out by weights', () => {
    expect(Helloworld.sharedRoute(10)).toEqual({
      name: 'helloworld',
      matches: [{ type: 'exact', path: '/hello' }],
      destinations: [
        { service: 'helloworld-v1', port: 5000, weight: 90 },
        { service: 'helloworld-v2', port: 5000, weight: 10 },
      ],
    });
  });

  test('lead hosts of their own to each version', () => {
    const hosts = [DnsName.of('mobile.example.com')];
    expect(Helloworld.routeTo('v2', hosts)).toEqual({
      name: 'helloworld-v2',
      matches: [{ type: 'exact', path: '/hello' }],
      hosts,
      destination: { service: 'helloworld-v2', port: 5000 },
    });
    expect(Helloworld.routeTo('v1')).not.toHaveProperty('hosts');
  });

  test('are taken by an ingress, for every share', () => {
    const hosts = [DnsName.of('www.example.com'), DnsName.of('mobile.example.com')];
    const ingress = {
      name: 'helloworld',
      namespace: 'helloworld',
      gatewaySelector: { istio: 'ingressgateway' },
      hosts: IngressHosts.of(hosts),
    };
    const byHost = [
      Helloworld.routeTo('v1', hosts.slice(0, 1)),
      Helloworld.routeTo('v2', hosts.slice(1)),
    ];
    const shares = [0, 1, 50, 99, 100].map((percent) => [Helloworld.sharedRoute(percent)]);
    for (const routes of [byHost, ...shares]) {
      expect(httpIngressFindings('test', { ...ingress, routes })).toEqual([]);
    }
  });

  test.each([-1, 101, 0.5])('refuse %s per cent', (percent) => {
    expect(refusalOf(() => Helloworld.sharedRoute(percent))).toMatchObject([
      {
        code: 'PropertyOutOfRange',
        path: 'Helloworld.sharedRoute',
        fix: 'write a number from 0 to 100',
      },
    ]);
  });

  test('refuse a version that there is not', () => {
    const version = 'v3' as 'v2';
    expect(refusalOf(() => Helloworld.routeTo(version))).toMatchObject([
      { code: 'PropertyMalformed', problem: "'version' must be one of 'v1', 'v2', got \"v3\"" },
    ]);
  });
});
