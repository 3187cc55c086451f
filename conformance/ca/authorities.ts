import * as fs from 'node:fs';
import * as path from 'node:path';
import { execute, succeeded } from '../components/execute';

/** A root and an intermediate below it, made with openssl at run time. */
export interface Authorities {
  /** Certificate of the root, PEM. */
  readonly root: string;
  /** Certificate of the intermediate, PEM. */
  readonly intermediate: string;
  /** Its private key, PEM. */
  readonly key: string;
}

const EC = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
const CA = 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,digitalSignature\n';

/** Makes both in this folder, which lies outside the repository. */
export async function authoritiesIn(folder: string): Promise<Authorities> {
  fs.mkdirSync(folder, { recursive: true });
  const file = (name: string): string => path.join(folder, name);
  const read = (name: string): string => fs.readFileSync(file(name), 'utf8');
  const openssl = async (...args: readonly string[]): Promise<void> => {
    succeeded(`openssl ${args[0]}`, await execute('openssl', args));
  };
  fs.writeFileSync(file('ca.ext'), CA);
  await openssl(
    ...['req', '-x509', ...EC, '-days', '3650', '-subj', '/CN=corporate-root'],
    ...['-keyout', file('root.key'), '-out', file('root.pem')],
    ...['-addext', 'keyUsage=critical,keyCertSign,cRLSign'],
  );
  await openssl(
    ...['req', ...EC, '-subj', '/CN=istiod-ca', '-keyout', file('ca.key'), '-out', file('ca.csr')],
  );
  await openssl(
    ...['x509', '-req', '-days', '365', '-in', file('ca.csr'), '-extfile', file('ca.ext')],
    ...['-CA', file('root.pem'), '-CAkey', file('root.key'), '-CAcreateserial'],
    ...['-out', file('ca.pem')],
  );
  return { root: read('root.pem'), intermediate: read('ca.pem'), key: read('ca.key') };
}
