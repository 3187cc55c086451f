import * as fs from 'node:fs';
import * as path from 'node:path';
import { spawn, spawnSync } from 'node:child_process';
import type { HelmRelease } from '../../src/istio/helm/helm-release';
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
import { flagsOf } from './flags';
import { goProgram } from './go-program';
import { HELM } from './helm';
import { istioChart } from './istio-charts';
import { kubectl } from './kubectl';
import { link, LINK, type Linked } from './link';
import { readyIstiod } from './ready-istiod';
import { refreshVolumes } from './refresh-volumes';
import { serviceAccountKubeconfig } from './service-account-kubeconfig';
import { shared, standInFor } from './stand-in-for';
import { spireVersionIn } from './spire-version-in';

/** What `install.sh` of the referee builds for this suite. */
const PARTS = ['judge', 'cluster', 'net', 'spire', 'istio', 'acme'];

/** Programs of the machine; all others are the referee's own. */
const OF_THE_MACHINE: readonly Program[] = ['curl', 'openssl'];

/** What its `up-cm.sh` starts. */
const CERT_MANAGER = ['cm-controller', 'cm-webhook'];
const CONTROLLER: Workload = {
  namespace: 'cert-manager',
  kind: 'deployment',
  name: 'cert-manager',
};
const STOP_MS = 20_000;

/** Folder of the second cluster in that of the first: its state is forgotten with that. */
const SECOND = '2';

/** Where `up-acme.sh` answers for every name. */
const ACME_DNS = '127.0.0.1:8053';

/** Runs what follows a log and a file for its process id, and does not wait for it. */
const IN_THE_BACKGROUND = 'log=$1 pid=$2; shift 2; "$@" >>"$log" 2>&1 </dev/null & echo $! >"$pid"';

/** Where a program lies in the file system of a container that the referee runs. */
const IN_THE_CONTAINER = '/app';

/** What only Istio's own build of Envoy has the filters for. */
const NOT_IN_ENVOY = ['PILOT_ENABLE_ALPN_FILTER=false', 'PILOT_ENABLE_METADATA_EXCHANGE=false'];

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
  private published = 0;

  public constructor(
    /** The folder of its scripts. */
    private readonly folder: string,
    /** State of this run: short, since paths of sockets end at 107 characters. */
    private readonly runFolder: string,
    private readonly networkNamespace = path.basename(runFolder),
    private readonly side: Linked['side'] = 1,
  ) {
    this.title = `the processes of ${folder}`;
    this.cache =
      process.env['REFEREE_CACHE'] ??
      path.join(process.env['HOME'] ?? '/root', '.cache', 'mesh-referee');
    this.crds = path.join(folder, '..', 'crds');
    this.env = {
      REFEREE_CACHE: this.cache,
      REFEREE_RUN: runFolder,
      REFEREE_NETNS: networkNamespace,
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
    fs.copyFileSync(shared(this.crds, 'cert-manager.io'), path.join(crds, 'cert-manager.io.yaml'));
    succeeded('up.sh', await this.script('up.sh', []));
  }

  public async second(): Promise<Components> {
    const other = this.other();
    await other.up();
    await link(
      { namespace: this.networkNamespace, side: this.side },
      { namespace: other.networkNamespace, side: other.side },
    );
    return other;
  }

  // What a cloud does: it gives the Service an address, which kube-proxy then answers for.
  public async publish(namespace: string, service: string): Promise<string> {
    this.published += 1;
    const address = LINK.addressOf(this.side, this.published);
    const added = ['ip', 'addr', 'add', `${address}/32`, 'dev', LINK.device];
    succeeded(added.join(' '), await this.script('netns.sh', added));
    const patch = JSON.stringify({ status: { loadBalancer: { ingress: [{ ip: address }] } } });
    const asked = ['-n', namespace, 'patch', 'service', service, '--subresource=status'];
    await kubectl(this, ...asked, '--type=merge', `--patch=${patch}`);
    return address;
  }

  public async down(logs: string): Promise<void> {
    if (fs.existsSync(this.other().runFolder)) {
      await this.other().down(path.join(logs, 'second'));
    }
    const written = path.join(this.runFolder, 'log');
    if (fs.existsSync(written)) {
      fs.cpSync(written, logs, { recursive: true });
    }
    await this.script('down.sh', ['--wipe']);
    fs.rmSync(this.runFolder, { recursive: true, force: true });
  }

  public async run(
    program: Program,
    args: readonly string[],
    options: ExecuteOptions = {},
  ): Promise<Outcome> {
    // Before the referee is up there is no namespace to enter, and these need none.
    const inside = fs.existsSync(path.join(this.runFolder, 'admin.kubeconfig'));
    const command = await this.command(program);
    const all = program === 'judge' ? ['-crds', this.crds, ...args] : args;
    return inside
      ? this.script('netns.sh', [command, ...all], options)
      : execute(command, all, options);
  }

  public standInFor(address: string): string | undefined {
    return standInFor(address, this.crds);
  }

  public async installIstio(file: string): Promise<Outcome> {
    const installed = await this.script('up-istiod.sh', [path.resolve(file)]);
    if (installed.code !== 0) {
      return installed;
    }
    return this.withoutMetrics();
  }

  public async helmChart({ chart }: HelmRelease): Promise<readonly string[]> {
    await goProgram(HELM);
    return [await istioChart(chart, path.join(this.folder, 'go', 'stack'), this.runFolder)];
  }

  // Its scripts run the controller as administrator, and with flags of their own.
  public async runCertManager(): Promise<void> {
    const [program = ''] = CERT_MANAGER;
    const { stdout, stderr } = await execute(this.binary(program), ['--help']);
    const { taken, left } = await flagsOf(this, CONTROLLER, stdout + stderr);
    process.stderr.write(`   cert-manager runs as its ServiceAccount, with ${taken.join(' ')}\n`);
    if (left.length > 0) {
      process.stderr.write(`   its program here does not know ${left.join(' ')}\n`);
    }
    const kubeconfig = await serviceAccountKubeconfig(this, this.runFolder, CONTROLLER);
    await this.stopped(program);
    const files = ['log', 'pid'].map((folder) => path.join(this.runFolder, folder, program));
    const [log = '', pid = ''] = files;
    const command = [this.binary(program), ...taken, `--kubeconfig=${kubeconfig}`];
    const dns = `--acme-http01-solver-nameservers=${ACME_DNS}`;
    const shell = ['sh', '-c', IN_THE_BACKGROUND, 'sh', `${log}.log`, pid];
    succeeded(program, await this.script('netns.sh', [...shell, ...command, dns]));
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

  public start(
    workload: Workload,
    { socketFolder, programs = {} }: StartOptions = {},
  ): Promise<Outcome> {
    if (workload.name.startsWith('istiod')) {
      return this.startIstiod(workload);
    }
    const own = ['spire-server', 'spire-agent', 'spire-controller-manager']
      .filter((name) => fs.existsSync(this.binary(name)))
      .map((name) => `${name}=${this.binary(name)}`);
    const left = this.hasControllerManager ? [] : ['spire-controller-manager=-'];
    const given = Object.entries(programs).map((program) => program.join('='));
    const all = [...own, ...given, ...left];
    return this.script('podup.sh', [workload.namespace, target(workload), ...all], {
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

  public refreshVolumes(workload: Workload): Promise<void> {
    return refreshVolumes(this, path.join(this.runFolder, 'volumes'), workload);
  }

  private other(): Referee {
    const folder = path.join(this.runFolder, SECOND);
    return new Referee(this.folder, folder, `${this.networkNamespace}-${SECOND}`, 2);
  }

  /** What `up-istiod.sh` does behind the manifests, for an istiod that somebody else than istioctl has installed. */
  private async startIstiod(istiod: Workload): Promise<Outcome> {
    const run = path.join(this.folder, 'podrun.py');
    const started = await this.script('netns.sh', [
      ...[run, istiod.namespace, target(istiod), '--name', istiod.name],
      ...['--bin', this.binary('pilot-discovery')],
      ...NOT_IN_ENVOY.flatMap((variable) => ['--env', variable]),
    ]);
    if (started.code !== 0) {
      return started;
    }
    const ready = await readyIstiod(this, istiod);
    return ready.code === 0 ? this.withoutMetrics() : ready;
  }

  private withoutMetrics(): Promise<Outcome> {
    return this.run('kubectl', ['apply', '--server-side', '-f', '-'], { input: WITHOUT_METRICS });
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

  private async command(program: Program): Promise<string> {
    if (OF_THE_MACHINE.includes(program)) {
      return program;
    }
    return program === 'helm' ? goProgram(HELM) : this.binary(program);
  }

  private binary(name: string): string {
    return path.join(this.cache, 'bin', name);
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

function target({ kind, name }: Workload): string {
  return `${kind}/${name}`;
}
