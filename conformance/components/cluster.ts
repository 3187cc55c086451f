import * as fs from 'node:fs';
import * as path from 'node:path';
import { parseAllDocuments } from 'yaml';
import { type Components, type Program, Unavailable, type Workload } from './components';
import { execute, type ExecuteOptions, type Outcome } from './execute';

/** What has to be on the PATH; `judge` is the API server itself here. */
const NEEDED = ['kubectl', 'istioctl', 'spire-server', 'spire-agent', 'openssl', 'curl'];

/** Namespaces of an environment: a cluster that has one of them is somebody's mesh. */
const RESERVED = ['spire-server', 'spire-system', 'istio-system'];

const ROLLOUT_SECONDS = 300;

/** A cluster that KUBECONFIG names, reached with kubectl: it fetches images, and everything in it is real. */
export class Cluster implements Components {
  public readonly title: string;
  // Its images are fetched, so that every version runs, and the controller manager with it.
  public readonly hasControllerManager = true;
  private before: ReadonlySet<string> = new Set();

  public constructor(kubeconfig: string) {
    this.title = `the cluster of ${kubeconfig}`;
  }

  public async prepare(): Promise<void> {
    const found = await Promise.all(
      NEEDED.map(async (program) => (await execute('which', [program])).code === 0),
    );
    const missing = NEEDED.filter((_, index) => !found[index]);
    if (missing.length > 0) {
      throw new Unavailable(`Install ${missing.join(', ')}: the suite finds them on the PATH.`);
    }
    const reached = await this.run('kubectl', ['version', '--request-timeout=10s']);
    if (reached.code !== 0) {
      throw new Unavailable(`KUBECONFIG reaches no API server: ${reached.stderr.trim()}`);
    }
  }

  public async up(): Promise<void> {
    this.before = await this.namespaces();
    const taken = RESERVED.filter((name) => this.before.has(name));
    if (taken.length > 0) {
      throw new Error(
        `the cluster has namespaces ${taken.join(', ')} already: the suite applies to an empty one, and removes what it applied`,
      );
    }
  }

  public async down(logs: string): Promise<void> {
    const added = [...(await this.namespaces())].filter((name) => !this.before.has(name));
    fs.mkdirSync(logs, { recursive: true });
    for (const namespace of added) {
      const pods = await this.run('kubectl', ['-n', namespace, 'get', 'pods', '-o', 'name']);
      for (const pod of pods.stdout.split('\n').filter((name) => name !== '')) {
        const asked = ['-n', namespace, 'logs', pod, '--all-containers', '--prefix', '--tail=-1'];
        const { stdout, stderr } = await this.run('kubectl', asked);
        fs.appendFileSync(path.join(logs, `${namespace}.log`), stdout + stderr);
      }
    }
    await this.run('istioctl', ['uninstall', '--purge', '-y'], { timeoutSeconds: 300 });
    await this.run('kubectl', ['delete', 'namespace', '--ignore-not-found', ...added], {
      timeoutSeconds: 600,
    });
    await this.run('kubectl', [
      ...['delete', 'clusterrole,clusterrolebinding,csidriver,clusterissuer'],
      ...['validatingwebhookconfiguration,customresourcedefinition'],
      ...['--ignore-not-found', '--selector', 'app.kubernetes.io/part-of=mesh-trust'],
    ]);
  }

  public run(
    program: Program,
    args: readonly string[],
    options: ExecuteOptions = {},
  ): Promise<Outcome> {
    return program === 'judge' ? this.judge(args, options) : execute(program, args, options);
  }

  public standInFor(): undefined {
    return undefined;
  }

  public installIstio(file: string): Promise<Outcome> {
    return this.run('istioctl', ['install', '-y', '-f', file], { timeoutSeconds: 600 });
  }

  public start({ namespace, kind, name }: Workload): Promise<Outcome> {
    const timeout = `--timeout=${ROLLOUT_SECONDS}s`;
    return this.run('kubectl', ['-n', namespace, 'rollout', 'status', `${kind}/${name}`, timeout], {
      timeoutSeconds: ROLLOUT_SECONDS + 10,
    });
  }

  public exec(
    { namespace, kind, name }: Workload,
    container: string,
    command: readonly string[],
    options: ExecuteOptions = {},
  ): Promise<Outcome> {
    const target = ['-n', namespace, 'exec', '-i', `${kind}/${name}`, '-c', container];
    return this.run('kubectl', [...target, '--', ...command], options);
  }

  public proxyAdmin(workload: Workload, asked: string): Promise<Outcome> {
    return this.exec(workload, 'istio-proxy', ['pilot-agent', 'request', 'GET', asked]);
  }

  public spireServer(workload: Workload, args: readonly string[]): Promise<Outcome> {
    return this.exec(workload, 'spire-server', ['/opt/spire/bin/spire-server', ...args]);
  }

  public async log({ namespace, kind, name }: Workload, container: string): Promise<string> {
    const asked = ['-n', namespace, 'logs', `${kind}/${name}`, '-c', container, '--tail=-1'];
    const { stdout, stderr } = await this.run('kubectl', asked);
    return stdout + stderr;
  }

  // The kubelet does it, every sync period and cache lifetime: a minute and a half at most.
  public async refreshVolumes(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 90_000));
  }

  private async namespaces(): Promise<ReadonlySet<string>> {
    const { stdout } = await this.run('kubectl', ['get', 'namespace', '-o', 'name']);
    return new Set(stdout.split('\n').map((line) => line.replace('namespace/', '')));
  }

  // The API server with its webhooks, asked without being changed: one verdict a document, as judge gives it.
  private async judge(args: readonly string[], options: ExecuteOptions): Promise<Outcome> {
    const files = args.filter((arg) => arg.endsWith('.yaml') && fs.statSync(arg).isFile());
    let stdout = '';
    let code = 0;
    for (const document of files.flatMap((file) =>
      parseAllDocuments(fs.readFileSync(file, 'utf8')),
    )) {
      const asked = ['apply', '--server-side', '--dry-run=server', '--validate=strict', '-f', '-'];
      const verdict = await execute('kubectl', asked, { ...options, input: document.toString() });
      code ||= verdict.code;
      stdout += `${verdict.code === 0 ? 'ok  ' : 'FAIL'} ${(verdict.stdout + verdict.stderr).trim()}\n`;
    }
    return { code, stdout, stderr: '' };
  }
}
