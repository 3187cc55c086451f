import * as fs from 'node:fs';
import * as path from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { HelmRelease } from '../../src/istio/helm/helm-release';
import { type Components, type Program, Unavailable, type Workload } from './components';
import { execute, type ExecuteOptions, type Outcome, succeeded } from './execute';

/** What has to be on the PATH; `judge` is the API server itself here. */
const NEEDED = ['kubectl', 'istioctl', 'spire-server', 'spire-agent', 'openssl', 'curl'];

/** What only a mesh has: a cluster with one of them is somebody's. */
const OF_A_MESH =
  /^namespace\/(spire-server|spire-system|istio-system)$|^customresourcedefinition\S*\.(spire\.spiffe|istio)\.io$/;

/** Everything that belongs to no namespace and that an environment or an installation makes. */
const KINDS = [
  'namespace',
  'customresourcedefinition',
  'clusterrole',
  'clusterrolebinding',
  'csidriver',
  'mutatingwebhookconfiguration',
  'validatingwebhookconfiguration',
];

/** What a cluster makes by itself, possibly while a stage runs. */
const OF_THE_CLUSTER = /^namespace\/(default|kube-.*)$/;

/** The controller of cert-manager, and its one container. */
const CERT_MANAGER: Workload = {
  namespace: 'cert-manager',
  kind: 'deployment',
  name: 'cert-manager',
};
const CONTAINER = '/spec/template/spec/containers/0';

const ROLLOUT_SECONDS = 300;

const NOTHING_BESIDE =
  'Nothing of this machine runs in a cluster: unset KUBECONFIG, and the stage authorities runs with the processes of the referee.';

/** A cluster that KUBECONFIG names, reached with kubectl: it fetches images, and everything in it is real. */
export class Cluster implements Components {
  public readonly title: string;
  // Its images are fetched, so that every version runs, and the controller manager with it.
  public readonly hasControllerManager = true;
  /** What was there before, in a file: an interrupted run is ended by another process than began it. */
  private readonly before: string;

  public constructor(kubeconfig: string, runFolder: string) {
    this.title = `the cluster of ${kubeconfig}`;
    this.before = path.join(runFolder, 'before.json');
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
    const found = await this.found();
    const taken = found.filter((name) => OF_A_MESH.test(name));
    if (taken.length > 0) {
      throw new Error(
        `the cluster has ${taken.join(', ')} already: the suite applies to an empty one, and removes what it applied`,
      );
    }
    fs.mkdirSync(path.dirname(this.before), { recursive: true });
    fs.writeFileSync(this.before, JSON.stringify(found));
  }

  public async down(logs: string): Promise<void> {
    if (!fs.existsSync(this.before)) {
      return;
    }
    const before = new Set(JSON.parse(fs.readFileSync(this.before, 'utf8')) as readonly string[]);
    const added = (await this.found()).filter((name) => !before.has(name));
    await this.keepLogs(logs, added);
    // Webhooks first: whoever answers them is gone before what they are asked about.
    const webhooks = added.filter((name) => name.includes('webhookconfiguration'));
    const others = added.filter((name) => !webhooks.includes(name));
    for (const names of [webhooks, others].filter(({ length }) => length > 0)) {
      const asked = ['delete', '--ignore-not-found', '--timeout=300s', ...names];
      await this.run('kubectl', asked, { timeoutSeconds: 310 });
    }
    fs.rmSync(this.before);
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

  public async helmChart({ chart, repository, version }: HelmRelease): Promise<readonly string[]> {
    if ((await execute('which', ['helm'])).code !== 0) {
      throw new Unavailable('Install helm: the stage installers finds it on the PATH.');
    }
    return [chart, '--repo', repository, '--version', version];
  }

  public async runCertManager(): Promise<void> {
    succeeded('rollout', await this.start(CERT_MANAGER));
  }

  public async enableGatewayApi(): Promise<void> {
    const flag = { op: 'add', path: `${CONTAINER}/args/-`, value: '--enable-gateway-api' };
    const patch = ['--type=json', `--patch=${JSON.stringify([flag])}`];
    const asked = ['-n', CERT_MANAGER.namespace, 'patch', 'deployment', CERT_MANAGER.name];
    succeeded(asked.join(' '), await this.run('kubectl', [...asked, ...patch]));
    succeeded('rollout', await this.start(CERT_MANAGER));
  }

  public acmeServer(): Promise<never> {
    return Promise.reject(
      new Unavailable(
        'A cluster has no ACME server of its own: unset KUBECONFIG, and the stage edge runs with the processes of the referee.',
      ),
    );
  }

  public second(): Promise<never> {
    return Promise.reject(
      new Unavailable(
        'KUBECONFIG names one cluster: unset it, and two clusters federate as processes of the referee.',
      ),
    );
  }

  public publish(): Promise<never> {
    return this.second();
  }

  public get nodeAddress(): never {
    throw new Unavailable(NOTHING_BESIDE);
  }

  public beside(): Promise<never> {
    return Promise.reject(new Unavailable(NOTHING_BESIDE));
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

  public spireServer(
    workload: Workload,
    args: readonly string[],
    options: ExecuteOptions = {},
  ): Promise<Outcome> {
    return this.exec(workload, 'spire-server', ['/opt/spire/bin/spire-server', ...args], options);
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

  private async found(): Promise<readonly string[]> {
    const { stdout } = await this.run('kubectl', ['get', KINDS.join(','), '-o', 'name']);
    return stdout.split('\n').filter((name) => name !== '' && !OF_THE_CLUSTER.test(name));
  }

  private async keepLogs(folder: string, names: readonly string[]): Promise<void> {
    fs.mkdirSync(folder, { recursive: true });
    const namespaces = names.filter((name) => name.startsWith('namespace/'));
    for (const namespace of namespaces.map((name) => name.replace('namespace/', ''))) {
      const pods = await this.run('kubectl', ['-n', namespace, 'get', 'pods', '-o', 'name']);
      for (const pod of pods.stdout.split('\n').filter((name) => name !== '')) {
        const asked = ['-n', namespace, 'logs', pod, '--all-containers', '--prefix', '--tail=-1'];
        const { stdout, stderr } = await this.run('kubectl', asked);
        fs.appendFileSync(path.join(folder, `${namespace}.log`), stdout + stderr);
      }
    }
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
