import * as fs from 'node:fs';
import * as path from 'node:path';
import { execute, succeeded } from '../components/execute';

/** A CA that openssl made at run time, in a folder outside the repository. */
export class OpensslCa {
  /** Makes one of this name. */
  public static async make(folder: string, name: string): Promise<OpensslCa> {
    fs.mkdirSync(folder, { recursive: true });
    const ca = new OpensslCa(folder, name);
    await openssl(
      ...['req', '-x509', ...KEY, '-days', '3650', '-subj', `/CN=${name}`],
      ...['-keyout', ca.file(`${name}.key`), '-out', ca.file(`${name}.crt`)],
      ...['-addext', 'keyUsage=critical,keyCertSign,cRLSign'],
    );
    return ca;
  }

  private constructor(
    private readonly folder: string,
    private readonly name: string,
  ) {}

  /** Its certificate, PEM. */
  public get certificate(): string {
    return fs.readFileSync(this.file(`${this.name}.crt`), 'utf8');
  }

  /** Its private key, PEM. */
  public get key(): string {
    return fs.readFileSync(this.file(`${this.name}.key`), 'utf8');
  }

  /** Signs a certificate with these extensions for a new key, and gives the files of both. */
  public async leaf(
    name: string,
    extensions: readonly string[],
  ): Promise<{ readonly certificate: string; readonly key: string }> {
    const certificate = this.file(`${name}.crt`);
    const key = this.file(`${name}.key`);
    const request = this.file(`${name}.csr`);
    await openssl('req', ...KEY, '-subj', `/CN=${name}`, '-keyout', key, '-out', request);
    await this.signed(request, certificate, extensions);
    return { certificate, key };
  }

  /** A CA below it: certificate and key in PEM. */
  public async intermediate(
    name: string,
  ): Promise<{ readonly certificate: string; readonly key: string }> {
    const files = await this.leaf(name, CA_EXTENSIONS);
    return {
      certificate: fs.readFileSync(files.certificate, 'utf8'),
      key: fs.readFileSync(files.key, 'utf8'),
    };
  }

  /** Signs a request, in PEM, for that many days. */
  public async sign(name: string, request: string, extensions: readonly string[]): Promise<string> {
    fs.writeFileSync(this.file(`${name}.csr`), request);
    await this.signed(this.file(`${name}.csr`), this.file(`${name}.crt`), extensions);
    return fs.readFileSync(this.file(`${name}.crt`), 'utf8');
  }

  private async signed(
    request: string,
    certificate: string,
    extensions: readonly string[],
  ): Promise<void> {
    fs.writeFileSync(`${certificate}.ext`, extensions.join('\n'));
    await openssl(
      ...['x509', '-req', '-days', '1825', '-in', request, '-extfile', `${certificate}.ext`],
      ...['-CA', this.file(`${this.name}.crt`), '-CAkey', this.file(`${this.name}.key`)],
      ...['-CAcreateserial', '-out', certificate],
    );
  }

  private file(name: string): string {
    return path.join(this.folder, name);
  }
}

/** What a CA below another has. */
export const CA_EXTENSIONS = [
  'basicConstraints=critical,CA:TRUE',
  'keyUsage=critical,keyCertSign,cRLSign',
  'subjectKeyIdentifier=hash',
];
const KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];

async function openssl(...args: readonly string[]): Promise<void> {
  succeeded(`openssl ${args[0]}`, await execute('openssl', args));
}
