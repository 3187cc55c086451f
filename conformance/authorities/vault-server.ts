import * as fs from 'node:fs';
import * as path from 'node:path';
import type { HttpsUrl } from '../../src/cert-manager/acme/acme-directory';
import type { Components } from '../components/components';
import { goProgram } from '../components/go-program';
import { eventually } from '../mesh-under-test/eventually';
import type { OpensslCa } from './openssl';
import { VAULT } from './programs';

const PORT = 8200;

/** What Vault answers. */
export interface VaultAnswer {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly auth?: { readonly client_token: string } | null;
  readonly errors?: readonly string[];
  readonly warnings?: readonly string[] | null;
  readonly root_token?: string;
  readonly keys?: readonly string[];
}

/** A Vault of this run: unsealed, with everything in memory, and with a certificate below a CA of the run. */
export class VaultServer {
  /** Starts one whose certificate this CA signs. */
  public static async start(
    components: Components,
    folder: string,
    ca: OpensslCa,
  ): Promise<VaultServer> {
    const address = components.nodeAddress;
    const { certificate, key } = await ca.leaf('vault', [
      `subjectAltName=IP:${address},DNS:vault.example.com`,
    ]);
    const file = path.join(folder, 'vault.json');
    const listener = {
      address: `0.0.0.0:${PORT}`,
      tls_cert_file: certificate,
      tls_key_file: key,
    };
    fs.writeFileSync(
      file,
      JSON.stringify({
        storage: { inmem: {} },
        listener: { tcp: listener },
        disable_mlock: true,
        api_addr: `https://${address}:${PORT}`,
      }),
    );
    await components.beside('vault', await goProgram(VAULT), ['server', '-config', file]);
    const vault = new VaultServer(components, folder, `https://${address}:${PORT}`);
    fs.writeFileSync(vault.caFile, ca.certificate);
    await vault.unseal();
    return vault;
  }

  private token = '';

  private constructor(
    private readonly components: Components,
    private readonly folder: string,
    /** Where it is, for everybody in the cluster. */
    public readonly url: HttpsUrl,
  ) {}

  /** Writes, as its owner; fails when Vault refuses. */
  public async write(at: string, data: object = {}): Promise<VaultAnswer> {
    return this.answered('POST', at, data);
  }

  /** Reads, as its owner. */
  public async read(at: string): Promise<VaultAnswer> {
    return this.answered('GET', at);
  }

  /** Lets a policy say what may be done where. */
  public async policy(
    name: string,
    rules: Readonly<Record<string, readonly string[]>>,
  ): Promise<void> {
    const policy = JSON.stringify({
      path: Object.fromEntries(
        Object.entries(rules).map(([at, capabilities]) => [at, { capabilities }]),
      ),
    });
    await this.write(`sys/policies/acl/${name}`, { policy });
  }

  /** A token with these policies. */
  public async tokenWith(policies: readonly string[], more: object = {}): Promise<string> {
    const { auth } = await this.write('auth/token/create', { policies, ...more });
    return auth?.client_token ?? '';
  }

  /** By what its own certificate is verified, PEM. */
  public get caCertificate(): string {
    return fs.readFileSync(this.caFile, 'utf8');
  }

  private get caFile(): string {
    return path.join(this.folder, 'vault-ca.crt');
  }

  private async unseal(): Promise<void> {
    await eventually('Vault answers', async () => {
      const { errors, ...rest } = await this.ask('GET', 'sys/seal-status');
      return errors === undefined && 'sealed' in rest ? true : JSON.stringify({ errors });
    });
    const { root_token = '', keys = [] } = await this.write('sys/init', {
      secret_shares: 1,
      secret_threshold: 1,
    });
    await this.write('sys/unseal', { key: keys[0] });
    this.token = root_token;
    await eventually('Vault is unsealed and active', async () => {
      const { errors } = await this.ask('GET', 'sys/mounts');
      return errors === undefined || errors.join('; ');
    });
  }

  private async answered(method: string, at: string, data?: object): Promise<VaultAnswer> {
    const answer = await this.ask(method, at, data);
    if (answer.errors !== undefined) {
      throw new Error(`${method} ${at}: ${answer.errors.join('; ')}`);
    }
    return answer;
  }

  private async ask(method: string, at: string, data?: object): Promise<VaultAnswer> {
    const body = data === undefined ? [] : ['--data-binary', '@-'];
    const { code, stdout, stderr } = await this.components.run(
      'curl',
      [
        ...['-sS', '--cacert', this.caFile, '-X', method, '-H', `X-Vault-Token: ${this.token}`],
        ...[...body, `${this.url}/v1/${at}`],
      ],
      { input: JSON.stringify(data) },
    );
    if (code !== 0) {
      return { errors: [stderr] };
    }
    return stdout === '' ? {} : (JSON.parse(stdout) as VaultAnswer);
  }
}
