import * as fs from 'node:fs';
import * as path from 'node:path';
import { certificateIn, type Certificate } from '../certificates/certificate';
import type { Components } from '../components/components';
import { type Outcome, succeeded } from '../components/execute';
import { kubectl } from '../components/kubectl';
import { INGRESS_GATEWAY } from './environment';

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
  const port = scheme === 'https' ? 443 : 80;
  return components.run('curl', [
    ...['--silent', '--show-error', '--max-time', '10'],
    ...(root === undefined ? [] : ['--cacert', root]),
    ...['--resolve', `${host}:${port}:${await addressOf(components)}`],
    ...['--write-out', '\\n%{http_code} %{redirect_url}'],
    `${scheme}://${host}${asked}`,
  ]);
}

/** The certificate that the gateway shows to whoever asks for this host. */
export async function servedFor(components: Components, host: string): Promise<Certificate> {
  const address = `${await addressOf(components)}:443`;
  const asked = ['s_client', '-connect', address, '-servername', host];
  return certificateIn(succeeded(asked.join(' '), await components.run('openssl', asked)));
}

function addressOf(components: Components): Promise<string> {
  const { namespace, name } = INGRESS_GATEWAY;
  const service = ['-n', namespace, 'get', 'service', name];
  return kubectl(components, ...service, '-o', 'jsonpath={.spec.clusterIP}');
}
