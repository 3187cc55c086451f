import * as fs from 'node:fs';
import * as path from 'node:path';
import { execute, succeeded } from '../../components/execute';

/**
 * What openssl says of a certificate at a moment, with these CAs between it and the root, and for a
 * purpose: `OK`, or its own words.
 */
export async function verdictOf(
  certificate: string,
  root: string,
  {
    between = '',
    at = new Date(),
    purpose,
  }: { readonly between?: string; readonly at?: Date; readonly purpose?: 'sslclient' } = {},
): Promise<string> {
  const folder = fs.mkdtempSync(path.join('/tmp', 'mesh-trust-verdict-'));
  try {
    const file = (name: string, pem: string): string => {
      fs.writeFileSync(path.join(folder, name), pem);
      return path.join(folder, name);
    };
    const untrusted = between === '' ? [] : ['-untrusted', file('between.pem', between)];
    const use = purpose === undefined ? [] : ['-purpose', purpose];
    const moment = String(Math.floor(at.getTime() / 1000));
    const { code, stderr } = await execute('openssl', [
      ...['verify', '-attime', moment, '-CAfile', file('root.pem', root), ...untrusted, ...use],
      file('certificate.pem', certificate),
    ]);
    const [said = 'nothing'] = /error \d+ at \d+ depth lookup: .*/.exec(stderr) ?? [];
    return code === 0 ? 'OK' : said;
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

/** A root that signs itself, made here and now, and the key that it has: PEM. */
export async function madeRoot(
  name: string,
  constraints: string,
): Promise<{ readonly key: string; readonly certificate: string }> {
  const made = succeeded(
    'openssl req',
    await execute('openssl', [
      ...['req', '-x509', '-nodes', '-days', '2', '-subj', `/CN=${name}`, '-config', '/dev/null'],
      ...['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-keyout', '-'],
      ...['-addext', `basicConstraints=critical,${constraints}`, '-addext', 'keyUsage=keyCertSign'],
      ...['-addext', 'subjectKeyIdentifier=hash'],
    ]),
  );
  const [key = '', rest = ''] = made.split(/(?=-----BEGIN CERTIFICATE)/);
  return { key, certificate: rest };
}
