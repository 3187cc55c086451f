import { GatewayCertificate } from '../../src/ingress/gateway-certificate';
import { ServerTls } from '../../src/ingress/server-tls';
import { Bookinfo, type BookinfoProps } from '../../src/samples/bookinfo';
import { CurlClient, type CurlClientProps } from '../../src/samples/curl-client';
import { Helloworld } from '../../src/samples/helloworld';
import { Httpbin, type HttpbinProps } from '../../src/samples/httpbin';
import {
  HttpbinWithClients,
  type HttpbinWithClientsProps,
} from '../../src/samples/httpbin-with-clients';
import {
  Sample,
  type BookinfoOptions,
  type HelloworldOptions,
  type HttpbinOptions,
} from '../../src/samples/sample';
import type { SampleProps } from '../../src/samples/sample-props';
import { DnsName } from '../../src/trust/dns-name';
import { ImageSource } from '../../src/trust/image-source';
import type { Subject } from '../support/bad-inputs';
import { emptyChart } from '../support/manifests';

const IN_THE_MESH: Required<SampleProps> = {
  namespace: 'samples',
  injection: { annotations: { 'inject.istio.io/templates': 'sidecar,spire' } },
  images: ImageSource.upstream(),
};
const BEHIND_TLS: Required<HttpbinProps> = {
  ...IN_THE_MESH,
  tls: { podAnnotations: { 'sidecar.istio.io/userVolume': '{}' }, workloadPorts: [9080, 9081] },
};

const CERTIFICATE = GatewayCertificate.existing({
  secretName: 'httpbin-tls',
  hosts: [DnsName.of('httpbin.example.com')],
});

/** Everything of `src/samples` that takes properties. */
export const sampleSubjects: readonly Subject[] = [
  {
    name: 'Bookinfo',
    props: IN_THE_MESH,
    required: ['namespace', 'injection'],
    build: (props: BookinfoProps) => new Bookinfo(emptyChart(), 'Bookinfo', props),
  },
  {
    name: 'Sample.bookinfo',
    props: { namespace: 'bookinfo', hosts: [DnsName.of('bookinfo.example.com')] },
    required: [],
    build: (options: BookinfoOptions) => Sample.bookinfo(options),
  },
  {
    name: 'Helloworld',
    props: IN_THE_MESH,
    required: ['namespace', 'injection'],
    build: (props: SampleProps) => new Helloworld(emptyChart(), 'Helloworld', props),
  },
  {
    name: 'Sample.helloworld',
    props: {
      namespace: 'helloworld',
      hosts: [DnsName.of('hello.example.com')],
      percentOfV2: 10,
    },
    required: [],
    build: (options: HelloworldOptions) => Sample.helloworld(options),
  },
  {
    name: 'Httpbin',
    props: BEHIND_TLS,
    required: ['namespace', 'injection'],
    build: (props: HttpbinProps) => new Httpbin(emptyChart(), 'Httpbin', props),
  },
  {
    name: 'HttpbinWithClients',
    props: { ...BEHIND_TLS, clientNamespace: 'clients' },
    required: ['namespace', 'injection', 'clientNamespace'],
    build: (props: HttpbinWithClientsProps) =>
      new HttpbinWithClients(emptyChart(), 'Httpbin', props),
  },
  {
    name: 'Sample.httpbin',
    props: {
      namespace: 'httpbin',
      clientNamespace: 'httpbin-clients',
      tls: ServerTls.simple(CERTIFICATE),
    },
    required: [],
    build: (options: HttpbinOptions) => Sample.httpbin(options),
  },
  {
    name: 'CurlClient',
    props: {
      ...IN_THE_MESH,
      callee: { namespace: 'httpbin', podLabels: { app: 'httpbin' }, ports: [8080] },
      tlsSecretName: 'curl-tls',
    },
    required: ['namespace', 'callee'],
    build: (props: CurlClientProps) => new CurlClient(emptyChart(), 'Client', props),
  },
];
