import * as fs from 'node:fs';
import * as path from 'node:path';
import { spawn, spawnSync } from 'node:child_process';
import { parseAllDocuments } from 'yaml';
import type { SpireVersion } from '../../src/spire/spire-version';
import { type AcmeServer, acmeServerIn } from './acme-server';
import {
  type Components,
  type Program,
  type StartOptions,
  Unavailable,
  type Workload,
} from './components';
import { execute, type ExecuteOptions, type Outcome, succeeded } from './execute';
import { got, selectorOf } from './kubectl';
import { spireVersionIn } from './spire-version-in';

/** What `install.sh` of the referee builds for this suite. */
const PARTS = ['judge', 'cluster', 'net', 'spire', 'istio', 'acme'];

/** Programs of the machine; all others are the referee's own. */
const OF_THE_MACHINE: readonly Program[] = ['curl', 'openssl'];

/** What its `up-cm.sh` starts. */
const CERT_MANAGER = ['cm-controller', 'cm-webhook'];
const STOP_MS = 20_000;

/** Where a program lies in the file system of a container that the referee runs. */
const IN_THE_CONTAINER = '/app';

/** A Telemetry without metrics: the Envoy of the registry lacks the filters of Istio's own build. */
const WITHOUT_METRICS = JSON.stringify({
  apiVersion: 'telemetry.istio.io/v1',
  kind: 'Telemetry',
  metadata: { name: 'without-metrics', namespace: 'istio-system' },
  spec: {
    metrics: [
      {
        providers: [{ name: 'prometheus' }],
        overrides: [{ match: { metric: 'ALL_METRICS' }, disabled: true }],
      },
    ],
  },
});

/** The real components as plain processes, in network namespaces of their own. */
export class Referee implements Components {
  public readonly title: string;
  public readonly nodeAddress = '10.244.0.1';
  private readonly cache: string;
  private readonly crds: string;
  private readonly env: Readonly<Record<string, string>>;

  public constructor(
    /** The folder of its scripts. */
    private readonly folder: string,
    /** State of this run: short, since paths of sockets end at 107 characters. */
    private readonly runFolder: string,
  ) {
    this.title = `the processes of ${folder}`;
    this.cache =
      process.env['REFEREE_CACHE'] ??
      path.join(process.env['HOME'] ?? '/root', '.cache', 'mesh-referee');
    this.crds = path.join(folder, '..', 'crds');
    this.env = {
      REFEREE_CACHE: this.cache,
      REFEREE_RUN: runFolder,
      REFEREE_NETNS: path.basename(runFolder),
      REFEREE_CRDS: path.join(runFolder, 'crds'),
      LEAN: '1',
    };
  }

  public get spireVersion(): SpireVersion {
    // It says so on standard error.
    const { stderr } = spawnSync(this.binary('spire-server'), ['--version'], { encoding: 'utf8' });
    return spireVersionIn(stderr);
  }

  public get hasControllerManager(): boolean {
    return fs.existsSync(this.binary('spire-controller-manager'));
  }

  public async prepare(): Promise<void> {
    if (process.getuid?.() !== 0) {
      throw new Unavailable(
        'The processes of the referee need root, for their network namespaces: run it as root, or set KUBECONFIG to a cluster of your own.',
      );
    }
    const built = await execute(path.join(this.folder, 'install.sh'), PARTS, {
      env: this.env,
      timeoutSeconds: 3600,
      shown: true,
    });
    if (built.code !== 0) {
      throw new Unavailable(
        `The referee could not build its components with ${path.join(this.folder, 'install.sh')}: its last words are above.`,
      );
    }
  }

  public async up(): Promise<void> {
    // Only the CRDs of cert-manager, which runs from the start: all others come with their layer.
    const crds = path.join(this.runFolder, 'crds');
    fs.mkdirSync(crds, { recursive: true });
    fs.copyFileSync(this.shared('cert-manager.io'), path.join(crds, 'cert-manager.io.yaml'));
    succeeded('up.sh', await this.script('up.sh', []));
  }

  public async down(logs: string): Promise<void> {
    const written = path.join(this.runFolder, 'log');
    if (fs.existsSync(written)) {
      fs.cpSync(written, logs, { recursive: true });
    }
    await this.script('down.sh', ['--wipe']);
    fs.rmSync(this.runFolder, { recursive: true, force: true });
  }

  public run(
    program: Program,
    args: readonly string[],
    options: ExecuteOptions = {},
  ): Promise<Outcome> {
    // Before the referee is up there is no namespace to enter, and these need none.
    const inside = fs.existsSync(path.join(this.runFolder, 'admin.kubeconfig'));
    const command = OF_THE_MACHINE.includes(program) ? program : this.binary(program);
    const all = program === 'judge' ? ['-crds', this.crds, ...args] : args;
    return inside
      ? this.script('netns.sh', [command, ...all], options)
      : execute(command, all, options);
  }

  public standInFor(address: string): string | undefined {
    if (/\/spire-controller-manager\/.*\/spire\.spiffe\.io_\w+\.yaml$/.test(address)) {
      const plural = /spire\.spiffe\.io_(\w+)\.yaml$/.exec(address)?.[1] ?? '';
      return crdIn(this.shared('spire.spiffe.io'), `${plural}.spire.spiffe.io`);
    }
    if (/\/cert-manager\/releases\/download\/[^/]+\/cert-manager\.yaml$/.test(address)) {
      const namespace = '{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"cert-manager"}}';
      return `${namespace}\n---\n${fs.readFileSync(this.shared('cert-manager.io'), 'utf8')}`;
    }
    if (/\/gateway-api\/releases\/download\/[^/]+\/standard-install\.yaml$/.test(address)) {
      return fs.readFileSync(this.shared('gateway.networking.k8s.io'), 'utf8');
    }
    return undefined;
  }

  public async installIstio(file: string): Promise<Outcome> {
    const installed = await this.script('up-istiod.sh', [path.resolve(file)]);
    if (installed.code !== 0) {
      return installed;
    }
    return this.run('kubectl', ['apply', '--server-side', '-f', '-'], { input: WITHOUT_METRICS });
  }

  // Its script looks for the CRDs, and starts cert-manager with the flag where they are.
  public async enableGatewayApi(): Promise<void> {
    await Promise.all(CERT_MANAGER.map((name) => this.stopped(name)));
    succeeded('up-cm.sh', await this.script('up-cm.sh', []));
  }

  // Whoever has a file of this name there is ended with all others.
  public beside(
    name: string,
    program: string,
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    const place = (folder: string, file: string): string => {
      fs.mkdirSync(path.join(this.runFolder, folder), { recursive: true });
      return path.join(this.runFolder, folder, file);
    };
    const log = fs.openSync(place('log', `${name}.log`), 'a');
    const script = path.join(this.folder, 'netns.sh');
    const { pid } = spawn(script, [program, ...args], {
      env: { ...process.env, ...this.env, ...env },
      stdio: ['ignore', log, log],
      detached: true,
    });
    fs.closeSync(log);
    fs.writeFileSync(place('pid', name), `${pid ?? ''}\n`);
    return Promise.resolve();
  }

  public async acmeServer(): Promise<AcmeServer> {
    const said = succeeded('up-acme.sh', await this.script('up-acme.sh', []));
    const root = path.join(this.runFolder, 'acme', 'root.pem');
    return acmeServerIn(said, fs.readFileSync(root, 'utf8'));
  }

  public start(workload: Workload, { socketFolder }: StartOptions = {}): Promise<Outcome> {
    const own = ['spire-server', 'spire-agent', 'spire-controller-manager']
      .filter((name) => fs.existsSync(this.binary(name)))
      .map((name) => `${name}=${this.binary(name)}`);
    const left = this.hasControllerManager ? [] : ['spire-controller-manager=-'];
    return this.script('podup.sh', [workload.namespace, target(workload), ...own, ...left], {
      env: socketFolder === undefined ? {} : { CSI_SPIFFE_DIR: socketFolder },
    });
  }

  public exec(
    workload: Workload,
    container: string,
    command: readonly string[],
    options: ExecuteOptions = {},
  ): Promise<Outcome> {
    return this.script(
      'podexec.sh',
      [workload.namespace, target(workload), '-c', container, '--', ...command],
      options,
    );
  }

  public proxyAdmin(workload: Workload, asked: string): Promise<Outcome> {
    return this.exec(workload, 'istio-proxy', ['curl', '-sS', `http://127.0.0.1:15000${asked}`]);
  }

  public spireServer(
    workload: Workload,
    args: readonly string[],
    options: ExecuteOptions = {},
  ): Promise<Outcome> {
    return this.exec(
      workload,
      'spire-server',
      [`${IN_THE_CONTAINER}/spire-server`, ...args],
      options,
    );
  }

  public log(workload: Workload, container: string): Promise<string> {
    // istiod runs under its name alone.
    const file = [`${workload.name}.${container}.log`, `${workload.name}.log`]
      .map((name) => path.join(this.runFolder, 'log', name))
      .find((each) => fs.existsSync(each));
    return Promise.resolve(file === undefined ? '' : fs.readFileSync(file, 'utf8'));
  }

  // What a kubelet does within a minute and a half; these Pods have none.
  public async refreshVolumes(workload: Workload): Promise<void> {
    const { namespace } = workload;
    const selector = await selectorOf(this, workload);
    const { items } = await got<Pods>(this, '-n', namespace, 'pod', '-l', selector);
    for (const pod of items) {
      for (const { name: volume, secret, configMap } of pod.spec.volumes) {
        const source = secret?.secretName ?? configMap?.name;
        if (source !== undefined) {
          const kindOfSource = secret === undefined ? 'configmap' : 'secret';
          const found = await this.run('kubectl', [
            ...['-n', namespace, 'get', kindOfSource, source, '-o', 'json', '--ignore-not-found'],
          ]);
          const folder = path.join(this.runFolder, 'volumes', pod.metadata.uid, volume);
          writeFiles(folder, found.stdout, secret === undefined ? 'utf8' : 'base64');
        }
      }
    }
  }

  /** Ends a process that a script has started under this name. */
  private async stopped(name: string): Promise<void> {
    const pid = Number(fs.readFileSync(path.join(this.runFolder, 'pid', name), 'utf8'));
    process.kill(pid);
    for (let waited = 0; fs.existsSync(`/proc/${pid}/exe`); waited += 100) {
      if (waited > STOP_MS) {
        throw new Error(`${name} does not end`);
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  private binary(name: string): string {
    return path.join(this.cache, 'bin', name);
  }

  private shared(group: string): string {
    return path.join(this.crds, `${group}.yaml`);
  }

  private script(
    name: string,
    args: readonly string[],
    options: ExecuteOptions = {},
  ): Promise<Outcome> {
    return execute(path.join(this.folder, name), args, {
      ...options,
      env: { ...this.env, ...options.env },
    });
  }
}

interface Pods {
  readonly items: readonly {
    readonly metadata: { readonly uid: string };
    readonly spec: {
      readonly volumes: readonly {
        readonly name: string;
        readonly secret?: { readonly secretName: string };
        readonly configMap?: { readonly name: string };
      }[];
    };
  }[];
}

function target({ kind, name }: Workload): string {
  return `${kind}/${name}`;
}

function crdIn(file: string, name: string): string {
  const found = parseAllDocuments(fs.readFileSync(file, 'utf8')).find(
    (document) => document.getIn(['metadata', 'name']) === name,
  );
  if (found === undefined) {
    throw new Error(`${file} has no CRD ${name}`);
  }
  return found.toString();
}

function writeFiles(folder: string, source: string, encoding: 'base64' | 'utf8'): void {
  if (source === '') {
    return;
  }
  const { data = {} } = JSON.parse(source) as { readonly data?: Readonly<Record<string, string>> };
  for (const [key, value] of Object.entries(data)) {
    const content = Buffer.from(value, encoding);
    const file = path.join(folder, key);
    if (fs.existsSync(file) && !fs.readFileSync(file).equals(content)) {
      fs.writeFileSync(file, content);
    }
  }
}
