import * as fs from 'node:fs';
import * as path from 'node:path';
import type { SpiffeId } from '../../src/trust/spiffe-id';
import type { TrustDomain } from '../../src/trust/trust-domain';
import type { Components, Workload } from '../components/components';
import { type Outcome, succeeded } from '../components/execute';
import { deployment } from '../mesh-under-test/mesh-under-test';
import { yamlOf } from '../mesh-under-test/manifests';

const SCRIPT = 'foreign-workload.py';
const PYTHON = 'docker.io/library/python:3.13-alpine';
const CURL = 'docker.io/curlimages/curl:8.16.0';
const SVID_FOLDER = '/svid';
const PORT = 9443;

/** A workload of another trust domain: without a sidecar, with an SVID of that trust domain. */
export interface ForeignWorkload {
  readonly namespace: string;
  readonly name: string;
  /** The identity in its SVID. */
  readonly id: SpiffeId;
  /** The trust domain whose identities it takes. */
  readonly takes: TrustDomain;
}

/** The Deployment that it is. */
export function foreignDeployment({ namespace, name }: ForeignWorkload): Workload {
  return deployment(namespace, name);
}

/** The name at which it answers, of which the mesh has no Service. */
export function hostOf({ namespace, name }: ForeignWorkload): string {
  return `${name}.${namespace}.svc`;
}

/** What curl says when it asks a workload of the mesh, with its SVID. */
export function askMesh(
  components: Components,
  workload: ForeignWorkload,
  url: string,
): Promise<Outcome> {
  const certificate = ['--cert', `${SVID_FOLDER}/tls.crt`, '--key', `${SVID_FOLDER}/tls.key`];
  // No name of the server is in its SVID; its identity is looked at from the other side.
  const options = ['--silent', '--show-error', '--max-time', '10', '--insecure', '--http1.1'];
  const command = ['curl', ...options, '--write-out', '\\n%{http_code}', ...certificate, url];
  return components.exec(foreignDeployment(workload), 'client', command);
}

/** Manifests of these workloads, with SVIDs that their server signs now. */
export async function foreignManifests(
  components: Components,
  server: Workload,
  workloads: readonly ForeignWorkload[],
): Promise<string> {
  const namespaces = [...new Set(workloads.map(({ namespace }) => namespace))];
  const scripts = namespaces.map((namespace) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'foreign-workload', namespace },
    data: { [SCRIPT]: fs.readFileSync(path.join(__dirname, SCRIPT), 'utf8') },
  }));
  const objects = await Promise.all(
    workloads.map(async (workload) => [
      await svidOf(components, server, workload),
      service(workload),
      pods(workload),
    ]),
  );
  return yamlOf([...scripts, ...objects.flat()]);
}

interface Minted {
  readonly x509_svid: readonly string[];
  readonly private_key: string;
}

/** The SVID, its key, and the roots of the other trust domain as the server has fetched them. */
async function svidOf(
  components: Components,
  server: Workload,
  { namespace, name, id, takes }: ForeignWorkload,
): Promise<object> {
  const ask = async (...args: readonly string[]): Promise<string> =>
    succeeded(args.join(' '), await components.spireServer(server, args));
  const minted = JSON.parse(
    await ask('x509', 'mint', '-spiffeID', id.toString(), '-output', 'json'),
  ) as readonly [Minted] | Minted;
  const { x509_svid, private_key } = 'x509_svid' in minted ? minted : minted[0];
  const roots = await ask('bundle', 'list', '-id', `spiffe://${takes}`, '-format', 'pem');
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace },
    stringData: {
      'tls.crt': x509_svid.map((certificate) => pem('CERTIFICATE', certificate)).join(''),
      'tls.key': pem('PRIVATE KEY', private_key),
      'other.crt': roots.slice(roots.indexOf('-----BEGIN')),
    },
  };
}

function pem(label: string, base64: string): string {
  const lines = base64.match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}

function service({ namespace, name }: ForeignWorkload): object {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace, annotations: { 'networking.istio.io/exportTo': '~' } },
    spec: { selector: { app: name }, ports: [{ name: 'http', port: 80, targetPort: PORT }] },
  };
}

function pods({ namespace, name }: ForeignWorkload): object {
  const svid = { name: 'svid', mountPath: SVID_FOLDER, readOnly: true };
  const labels = { app: name };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace },
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          containers: [
            {
              name: 'server',
              image: PYTHON,
              command: ['python3', `/app-files/${SCRIPT}`],
              env: [
                { name: 'SVID_FOLDER', value: SVID_FOLDER },
                { name: 'PORT', value: String(PORT) },
              ],
              volumeMounts: [svid, { name: 'script', mountPath: '/app-files', readOnly: true }],
            },
            { name: 'client', image: CURL, command: ['sleep', 'infinity'], volumeMounts: [svid] },
          ],
          volumes: [
            { name: 'svid', secret: { secretName: name } },
            { name: 'script', configMap: { name: 'foreign-workload' } },
          ],
        },
      },
    },
  };
}

/** How a mesh is told of a workload outside of it that speaks its mutual TLS: where it is, and who it is. */
export function serviceEntryOf(
  workload: ForeignWorkload,
  address: string,
  { namespace, ids }: { readonly namespace: string; readonly ids: readonly string[] },
): object {
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'ServiceEntry',
    metadata: { name: workload.name, namespace },
    spec: {
      hosts: [hostOf(workload)],
      location: 'MESH_INTERNAL',
      resolution: 'STATIC',
      ports: [{ number: 80, name: 'http', protocol: 'HTTP', targetPort: PORT }],
      endpoints: [{ address, labels: { 'security.istio.io/tlsMode': 'istio' } }],
      subjectAltNames: [...ids],
    },
  };
}
