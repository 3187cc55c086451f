import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Workload } from '../components/components';
import { deployment } from '../mesh-under-test/mesh-under-test';
import { PROBED } from './rotated-environments';

const OUTSIDE = 'rotation-outside';
const IMAGE = 'docker.io/library/python:3.13-alpine';
const PORT = 8080;

const EVERY_INBOUND = {
  applyTo: 'FILTER_CHAIN',
  match: { context: 'SIDECAR_INBOUND', listener: { filterChain: { transportProtocol: 'tls' } } },
};
const NO_RESUMPTION = {
  operation: 'MERGE',
  value: {
    transport_socket: {
      name: 'envoy.transport_sockets.tls',
      typed_config: {
        '@type':
          'type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext',
        disable_stateless_session_resumption: true,
        disable_stateful_session_resumption: true,
      },
    },
  },
};

/** The container of a prober that asks and answers. */
export const PROBER_CONTAINER = 'prober';

/** Who asks, and whom. */
export interface Prober {
  readonly workload: Workload;
  /** Templates of its sidecar; nothing for who has none. */
  readonly templates?: string;
  readonly asks: readonly string[];
  /** How many calls are made behind each answer, at least. */
  readonly hops: number;
  /** Whose access logs say why a request failed. */
  readonly through: readonly Workload[];
}

/** The proxy at the edge, and the first behind it. */
export const INGRESS = deployment('istio-system', 'istio-ingressgateway');
export const PRODUCTPAGE = deployment('bookinfo', 'productpage-v1');

/** Asks through the ingress gateway, from outside of the mesh. */
export const FROM_OUTSIDE: Prober = {
  workload: deployment(OUTSIDE, 'from-outside'),
  asks: ['http://istio-ingressgateway.istio-system.svc.cluster.local/productpage'],
  hops: 2,
  through: [INGRESS, PRODUCTPAGE],
};

/** Has its certificate of SPIRE, and asks who has one of istiod. */
export const BY_SPIRE: Prober = {
  workload: deployment(PROBED, 'by-spire'),
  through: [deployment(PROBED, 'by-spire')],
  templates: 'sidecar,spire',
  asks: [addressOf('by-istiod')],
  hops: 0,
};

/** Has its certificate of istiod, and asks who has one of SPIRE. */
export const BY_ISTIOD: Prober = {
  workload: deployment(PROBED, 'by-istiod'),
  through: [deployment(PROBED, 'by-istiod')],
  templates: 'sidecar',
  asks: [addressOf('by-spire')],
  hops: 0,
};

/** The same, made after the CA of istiod was replaced; asks who has a certificate of the CA before, too. */
export const BY_ISTIOD_AFTER: Prober = {
  workload: deployment(PROBED, 'by-istiod-after'),
  through: [deployment(PROBED, 'by-istiod-after')],
  templates: 'sidecar',
  asks: [addressOf('by-spire'), addressOf('by-istiod')],
  hops: 0,
};

/** What has to be there before probers run. */
export function groundOfProbers(): string {
  return yaml([
    {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: OUTSIDE, labels: { 'istio-injection': 'disabled' } },
    },
    // A connection that is kept would verify nothing: each request has one of its own.
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'DestinationRule',
      metadata: { name: 'one-request-per-connection', namespace: 'istio-system' },
      spec: {
        host: '*.svc.cluster.local',
        trafficPolicy: { connectionPool: { http: { maxRequestsPerConnection: 1 } } },
      },
    },
    // … and a handshake of its own, since one that is resumed shows no certificate.
    {
      apiVersion: 'networking.istio.io/v1alpha3',
      kind: 'EnvoyFilter',
      metadata: { name: 'no-resumed-handshakes', namespace: 'istio-system' },
      spec: { configPatches: [{ ...EVERY_INBOUND, patch: NO_RESUMPTION }] },
    },
    ...[PROBED, OUTSIDE].map((namespace) => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: PROBER_CONTAINER, namespace },
      data: { 'prober.py': fs.readFileSync(path.join(__dirname, 'prober.py'), 'utf8') },
    })),
  ]);
}

/** The manifests of a prober. */
export function manifestsOf({ workload: { namespace, name }, templates, asks }: Prober): string {
  const metadata = { name, namespace, labels: { app: name } };
  return yaml([
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: { selector: { app: name }, ports: [{ name: 'http', port: PORT }] },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata,
      spec: {
        selector: { matchLabels: { app: name } },
        template: {
          metadata: { labels: { app: name }, annotations: annotationsOf(templates) },
          spec: {
            serviceAccountName: name,
            containers: [containerAsking(asks)],
            volumes: [{ name: PROBER_CONTAINER, configMap: { name: PROBER_CONTAINER } }],
          },
        },
      },
    },
  ]);
}

/** A client side that takes nobody's certificate for that of this prober. */
export function wrongNameOf({ workload: { namespace, name } }: Prober): string {
  return yaml([
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'DestinationRule',
      metadata: { name: `${name}-is-somebody-else`, namespace },
      spec: {
        host: `${name}.${namespace}.svc.cluster.local`,
        trafficPolicy: {
          tls: {
            mode: 'ISTIO_MUTUAL',
            subjectAltNames: [`spiffe://example.org/ns/${namespace}/sa/somebody-else`],
          },
        },
      },
    },
  ]);
}

function containerAsking(asks: readonly string[]): object {
  return {
    name: PROBER_CONTAINER,
    image: IMAGE,
    command: ['python3', '-u', '/prober/prober.py'],
    env: [
      { name: 'ASKS', value: asks.join(' ') },
      { name: 'PORT', value: String(PORT) },
    ],
    ports: [{ containerPort: PORT }],
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 1000,
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      seccompProfile: { type: 'RuntimeDefault' },
    },
    volumeMounts: [{ name: PROBER_CONTAINER, mountPath: '/prober', readOnly: true }],
  };
}

function annotationsOf(templates: string | undefined): object {
  const proxyStatsMatcher = { inclusionRegexps: ['.*ssl\\..*'] };
  return templates === undefined
    ? {}
    : {
        'inject.istio.io/templates': templates,
        'proxy.istio.io/config': JSON.stringify({ proxyStatsMatcher }),
      };
}

function addressOf(name: string): string {
  return `http://${name}.${PROBED}.svc.cluster.local:${PORT}/`;
}

function yaml(objects: readonly object[]): string {
  return objects.map((object) => JSON.stringify(object)).join('\n---\n');
}
