import * as fs from 'node:fs';
import * as path from 'node:path';
import { execute } from '../components/execute';

/**
 * What openssl says of a chain, leaf first, against a root: `true`, or its own words. The chain may
 * hold the root, too; only `root` is trusted.
 */
export async function verifies(chain: string, root: string): Promise<true | string> {
  const folder = fs.mkdtempSync(path.join('/tmp', 'mesh-trust-verify-'));
  try {
    const file = (name: string, pem: string): string => {
      fs.writeFileSync(path.join(folder, name), pem);
      return path.join(folder, name);
    };
    const given = file('chain.pem', chain);
    const trusted = file('root.pem', root);
    const args = ['verify', '-CAfile', trusted, '-untrusted', given, given];
    const { code, stdout, stderr } = await execute('openssl', args);
    return code === 0 || (stdout + stderr).replaceAll(folder, '').trim();
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}
