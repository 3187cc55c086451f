import type { HttpsUrl } from '../../src/cert-manager/acme/acme-directory';

/** An ACME server that proves each name at the ingress gateway. */
export interface AcmeServer {
  /** The address of its directory. */
  readonly url: HttpsUrl;
  /** By what it is verified itself, in PEM. */
  readonly caBundle: string;
  /** By what the certificates that it signs are verified, in PEM. */
  readonly root: string;
}

/** The ACME server whose address and CA bundle, in base64, are in lines of their own. */
export function acmeServerIn(said: string, root: string): AcmeServer {
  return {
    url: `https://${restAfter('server: https://', said)}`,
    caBundle: Buffer.from(restAfter('caBundle: ', said), 'base64').toString('utf8'),
    root,
  };
}

function restAfter(beginning: string, said: string): string {
  const line = said.split('\n').find((each) => each.startsWith(beginning));
  if (line === undefined) {
    throw new Error(`no line with ${beginning} in\n${said}`);
  }
  return line.slice(beginning.length);
}
