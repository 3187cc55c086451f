import * as fs from 'node:fs';
import * as path from 'node:path';
import { certificateIn, type Certificate } from '../certificates/certificate';
import type { Components } from '../components/components';
import { type Outcome, succeeded } from '../components/execute';
import { deployment } from '../mesh-under-test/mesh-under-test';
import type { Domain } from './sites';

const NAMESPACE = 'istio-system';

/** The ingress gateway. */
export const INGRESS = deployment(NAMESPACE, 'istio-ingressgateway');

/** What curl is to trust, and what it asks. */
export interface Request {
  readonly components: Components;
  readonly host: string;
  readonly scheme: 'http' | 'https';
  /** @default '/hello' */
  readonly path?: string;
  /** A file with the one root that is trusted. @default - those of the machine */
  readonly root?: string;
}

/** Writes a root to a file that curl reads. */
export function rootFile(folder: string, root: string): string {
  const file = path.join(folder, 'acme-root.pem');
  fs.writeFileSync(file, root);
  return file;
}

/** What curl says of a request to the gateway: the answer, and below it the status and where it leads. */
export async function askGateway(request: Request): Promise<Outcome> {
  const { components, host, scheme, path: asked = '/hello', root } = request;
  const service = ['-n', NAMESPACE, 'get', 'service', INGRESS.name];
  const address = await kubectl(components, ...service, '-o', 'jsonpath={.spec.clusterIP}');
  const port = scheme === 'https' ? 443 : 80;
  return components.run('curl', [
    ...['--silent', '--show-error', '--max-time', '10'],
    ...(root === undefined ? [] : ['--cacert', root]),
    ...['--resolve', `${host}:${port}:${address}`],
    ...['--write-out', '\\n%{http_code} %{redirect_url}'],
    `${scheme}://${host}${asked}`,
  ]);
}

/** Waits until cert-manager has these certificates. */
export async function issued(components: Components, domains: readonly Domain[]): Promise<void> {
  const names = domains.map(({ name }) => `certificate/${name}`);
  const asked = ['-n', NAMESPACE, 'wait', '--for=condition=Ready', ...names, '--timeout=110s'];
  const { code, stdout, stderr } = await components.run('kubectl', asked);
  if (code !== 0) {
    const reasons = ['-n', NAMESPACE, 'get', 'challenges', '-o', 'yaml'];
    const challenges = await kubectl(components, ...reasons);
    throw new Error(`${asked.join(' ')}\n${stdout}${stderr}${challenges}`);
  }
}

/** The certificate of a domain, as its Secret has it. */
export async function certificateOf(
  components: Components,
  { name }: Domain,
): Promise<Certificate> {
  const secret = ['-n', NAMESPACE, 'get', 'secret', name, '-o', 'jsonpath={.data.tls\\.crt}'];
  const encoded = await kubectl(components, ...secret);
  return certificateIn(Buffer.from(encoded, 'base64').toString('utf8'));
}

async function kubectl(components: Components, ...args: readonly string[]): Promise<string> {
  return succeeded(args.join(' '), await components.run('kubectl', args));
}
