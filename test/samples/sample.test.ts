import { GatewayCertificate } from '../../src/ingress/gateway-certificate';
import { ServerTls } from '../../src/ingress/server-tls';
import { Bookinfo } from '../../src/samples/bookinfo';
import { Helloworld } from '../../src/samples/helloworld';
import { Httpbin } from '../../src/samples/httpbin';
import { Sample } from '../../src/samples/sample';
import { DnsName } from '../../src/trust/dns-name';
import { ImageSource } from '../../src/trust/image-source';
import { emptyChart, find, manifestsOf } from '../support/manifests';
import { refusalOf } from '../support/refusals';

const injection = { annotations: { 'inject.istio.io/templates': 'sidecar,spire' } };

describe('Sample', () => {
  test('puts Bookinfo in a namespace of its own and serves it on any host', () => {
    expect(Sample.bookinfo()).toMatchObject({
      name: 'bookinfo',
      namespace: 'bookinfo',
      hosts: undefined,
      serviceAccounts: Bookinfo.SERVICE_ACCOUNTS,
      routes: Bookinfo.ROUTES,
    });
  });

  test('takes the namespace and the hosts of Bookinfo', () => {
    const hosts = [DnsName.of('bookinfo.example.com')];
    expect(Sample.bookinfo({ namespace: 'default', hosts })).toMatchObject({
      namespace: 'default',
      hosts,
    });
  });

  test('refuses a namespace that is no DNS label and a list of no hosts, both at once', () => {
    expect(refusalOf(() => Sample.bookinfo({ namespace: 'Book_Info', hosts: [] }))).toMatchObject([
      { code: 'PropertyMalformed', path: 'Sample.bookinfo', fix: "write 'bookinfo'" },
      { code: 'PropertyOutOfRange' },
    ]);
  });

  test('gives helloworld no way in unless it has hosts', () => {
    expect(Sample.helloworld()).toMatchObject({
      name: 'helloworld',
      namespaces: ['helloworld'],
      serviceAccounts: ['helloworld'],
      routes: [],
    });
    const hosts = [DnsName.of('hello.example.com')];
    expect(Sample.helloworld({ namespace: 'hello', hosts, percentOfV2: 10 })).toMatchObject({
      namespace: 'hello',
      hosts,
      routes: [Helloworld.sharedRoute(10)],
    });
  });

  test('has httpbin and callers outside the mesh in namespaces of their own', () => {
    expect(Sample.httpbin({ namespace: 'test', clientNamespace: 'callers' })).toMatchObject({
      name: 'httpbin',
      namespace: 'test',
      outsideNamespaces: ['callers'],
      namespaces: ['test', 'callers'],
      serviceAccounts: ['curl', 'httpbin'],
      routes: [],
      sidecarTls: undefined,
    });
  });

  test('asks for TLS at the sidecar of httpbin where it has a certificate', () => {
    const hosts = [DnsName.of('httpbin.example.com')];
    const tls = ServerTls.simple(GatewayCertificate.existing({ secretName: 'httpbin-tls', hosts }));
    const { sidecarTls } = Sample.httpbin({ clientNamespace: 'callers', tls });
    expect(sidecarTls).toEqual({
      workload: {
        name: 'httpbin',
        namespace: 'httpbin',
        workloadLabels: Httpbin.POD_LABELS,
        applicationPort: 8080,
        tls,
      },
      client: { name: 'curl', namespace: 'callers', secretName: 'curl-tls' },
    });
  });

  test('refuses a caller outside the mesh in the namespace of httpbin', () => {
    expect(
      refusalOf(() => Sample.httpbin({ namespace: 'test', clientNamespace: 'test' })),
    ).toMatchObject([
      {
        code: 'NamesClash',
        path: 'Sample.httpbin',
        problem:
          "'clientNamespace' must be another than that of httpbin, whose Pods are in the mesh, got test twice",
      },
    ]);
  });

  test('refuses shares of the requests for no hosts', () => {
    expect(refusalOf(() => Sample.helloworld({ percentOfV2: 10 }))).toMatchObject([
      {
        code: 'PropertyMissing',
        path: 'Sample.helloworld',
        problem: expect.stringContaining("'hosts' must be given") as string,
      },
    ]);
  });

  test('refuses shares that are none', () => {
    expect(refusalOf(() => Sample.helloworld({ percentOfV2: 101 }))).toMatchObject([
      {
        code: 'PropertyOutOfRange',
        problem: "'percentOfV2' must be a whole number from 0 to 100, got 101",
      },
    ]);
  });

  test.each([
    ['bookinfo', Sample.bookinfo(), 18],
    ['helloworld', Sample.helloworld(), 7],
    ['httpbin', Sample.httpbin(), 10],
  ] as const)('defines all of %s where it is told', (_name, sample, count) => {
    const chart = emptyChart();
    sample.defineIn(chart, { injection });
    const manifests = manifestsOf(chart);
    expect(manifests).toHaveLength(count);
    expect(
      [...new Set(manifests.map(({ metadata }) => String(metadata['namespace'])))].sort(),
    ).toEqual([...sample.namespaces].sort());
    expect(
      manifests
        .filter(
          ({ kind, metadata }) =>
            kind === 'ServiceAccount' && metadata['namespace'] === sample.namespace,
        )
        .map(({ metadata }) => metadata.name)
        .sort(),
    ).toEqual(sample.serviceAccounts);
  });

  test('takes images and what ends TLS from its surroundings', () => {
    const chart = emptyChart();
    Sample.httpbin().defineIn(chart, {
      injection,
      images: ImageSource.mirror('registry.example.com'),
      tls: { podAnnotations: { 'example.com/tls': 'here' }, workloadPorts: [9080] },
    });
    const manifests = manifestsOf(chart);
    expect(manifests.some(({ kind }) => kind === 'Service')).toBe(false);
    expect(JSON.stringify(manifests)).not.toContain('docker.io');
    expect(find(manifests, 'Deployment', 'httpbin-v1')).toMatchObject({
      spec: { template: { metadata: { annotations: { 'example.com/tls': 'here' } } } },
    });
  });
});
