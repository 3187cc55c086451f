import * as fs from 'node:fs';
import * as path from 'node:path';
import type { KubernetesObject } from '../../src/stack/rendered-environment';
import { deployment } from '../mesh-under-test/mesh-under-test';
import { yamlOf } from '../mesh-under-test/manifests';
import { CLIENT_SECRET, EGRESS_GATEWAY, hostOf, OUTSIDE, SERVERS } from './environment';

/** The name in the client certificate of the egress gateway. */
export const CLIENT_NAME = 'mesh.customer.example';

/** Runs the servers outside the mesh; from its container `client`, somebody calls whom httpbin does not know. */
export const STRANGER = deployment(OUTSIDE, 'partner');
/** Where the stranger has a certificate, its key, and its CA. */
export const STRANGER_TLS = '/tls/8443';

const CA = 'partner-ca';
const SELF_SIGNED = 'partner-self-signed';
const SCRIPT = 'server.py';
const PYTHON = 'docker.io/library/python:3.13-alpine';
const CURL = 'docker.io/curlimages/curl:8.16.0';

/** Manifests of everything outside the mesh: a CA of its own, certificates, servers, and their names. */
export function outside(meshRoot: { readonly name: string }): string {
  return yamlOf([
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: OUTSIDE } },
    issuer(SELF_SIGNED, { selfSigned: {} }),
    certificate('cert-manager', CA, SELF_SIGNED, { isCA: true, commonName: CA }),
    issuer(CA, { ca: { secretName: CA } }),
    certificate(EGRESS_GATEWAY.namespace, CLIENT_SECRET, CA, {
      dnsNames: [CLIENT_NAME],
      usages: ['digital signature', 'client auth'],
    }),
    server(8443, CA, hostsAt(8443)),
    server(8444, meshRoot.name, hostsAt(8444)),
    server(8445, CA, ['somebody-else.example']),
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: STRANGER.name, namespace: OUTSIDE },
      data: { [SCRIPT]: fs.readFileSync(path.join(__dirname, SCRIPT), 'utf8') },
    },
    servers(),
    ...SERVERS.map(({ name, port }) => service(name, port)),
  ]);
}

function hostsAt(port: number): readonly string[] {
  return SERVERS.filter((each) => each.port === port).map(({ name }) => hostOf(name));
}

function issuer(name: string, spec: object): KubernetesObject {
  return { apiVersion: 'cert-manager.io/v1', kind: 'ClusterIssuer', metadata: { name }, spec };
}

function certificate(
  namespace: string,
  name: string,
  issuerName: string,
  spec: object,
): KubernetesObject {
  const issuerRef = { kind: 'ClusterIssuer', name: issuerName };
  return {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: { name, namespace },
    spec: { secretName: name, issuerRef, privateKey: { algorithm: 'ECDSA' }, ...spec },
  };
}

function server(port: number, issuerName: string, dnsNames: readonly string[]): KubernetesObject {
  const usages = ['digital signature', 'server auth', 'client auth'];
  return certificate(OUTSIDE, `server-${port}`, issuerName, { dnsNames, usages });
}

/** A name that resolves, of which the mesh knows nothing. */
function service(name: string, targetPort: number): object {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: OUTSIDE, annotations: { 'networking.istio.io/exportTo': '~' } },
    spec: { selector: { app: STRANGER.name }, ports: [{ name: 'https', port: 443, targetPort }] },
  };
}

function servers(): object {
  const ports = [...new Set<number>(SERVERS.map(({ port }) => port))];
  const mounts = ports.map((port) => ({
    name: `server-${port}`,
    mountPath: `/tls/${port}`,
    readOnly: true,
  }));
  const containers = [
    {
      name: 'server',
      image: PYTHON,
      command: ['python3', `/app-files/${SCRIPT}`],
      env: [{ name: 'LISTENERS', value: ports.map((port) => `${port}=/tls/${port}`).join(' ') }],
      volumeMounts: [...mounts, { name: 'script', mountPath: '/app-files', readOnly: true }],
    },
    { name: 'client', image: CURL, command: ['sleep', 'infinity'], volumeMounts: mounts },
  ];
  const volumes = [
    ...mounts.map(({ name }) => ({ name, secret: { secretName: name } })),
    { name: 'script', configMap: { name: STRANGER.name } },
  ];
  const labels = { app: STRANGER.name };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: STRANGER.name, namespace: OUTSIDE },
    spec: {
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers, volumes } },
    },
  };
}
