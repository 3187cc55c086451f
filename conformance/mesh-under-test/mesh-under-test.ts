import * as fs from 'node:fs';
import * as path from 'node:path';
import { parse, stringify } from 'yaml';
import { synthesize } from '../../src/delivery/synthesize';
import type { HelmRelease } from '../../src/istio/helm/helm-release';
import type { Environment } from '../../src/stack/environment';
import type { AnyEnvironmentProps, EnvironmentProps } from '../../src/stack/environment-props';
import {
  type KubernetesObject,
  LAYERS,
  type LayerName,
} from '../../src/stack/rendered-environment';
import type { Components, StartOptions, Workload } from '../components/components';
import { type Outcome, succeeded } from '../components/execute';
import { gatewaysOf } from './gateways';
import { installRelease } from './helm';
import { objectsIn } from './manifests';
import { certificatesReady } from './certificates-ready';
import { registerByHand } from './entries';
import { eventually } from './eventually';
import { withStandIns } from './stand-ins';

export const SPIRE_SERVER: Workload = {
  namespace: 'spire-server',
  kind: 'statefulset',
  name: 'spire-server',
};

export const SPIRE_AGENT: Workload = {
  namespace: 'spire-system',
  kind: 'daemonset',
  name: 'spire-agent',
};

export const ISTIOD: Workload = { namespace: 'istio-system', kind: 'deployment', name: 'istiod' };

const CERT_MANAGER_SECONDS = 300;

interface Kustomization {
  readonly resources?: readonly string[];
  readonly patches?: readonly unknown[];
}

/**
 * An environment as it is written to files, and the components to which it is applied: layer by layer,
 * each from its own folder, as a user does it.
 */
export class MeshUnderTest<Props extends AnyEnvironmentProps = EnvironmentProps> {
  public constructor(
    public readonly components: Components,
    public readonly environment: Environment<Props>,
    /** Where the files are written. */
    private readonly folder: string,
  ) {
    synthesize([environment], { outdir: folder });
  }

  /** The layers that the environment has, in order. */
  public get layers(): readonly LayerName[] {
    return LAYERS.filter((layer) => fs.existsSync(this.file(layer, 'kustomization.yaml')));
  }

  /** The IstioOperator, a file. */
  public get istioOperator(): string {
    return this.file('istioctl', 'istio-operator.yaml');
  }

  /** A file of the environment. */
  public file(...parts: readonly string[]): string {
    return path.join(this.folder, this.environment.name, ...parts);
  }

  /** The objects that a layer writes itself. */
  public objectsOf(layer: LayerName): readonly KubernetesObject[] {
    const file = this.file(layer, 'manifests.k8s.yaml');
    return fs.existsSync(file) ? objectsIn(fs.readFileSync(file, 'utf8')) : [];
  }

  /** Everything of a layer, as kustomize builds it: what it fetches is answered where that is not in reach. */
  public async built(layer: LayerName): Promise<string> {
    const copy = path.join(this.folder, 'built', layer);
    fs.rmSync(copy, { recursive: true, force: true });
    fs.cpSync(this.file(layer), copy, { recursive: true });
    const file = path.join(copy, 'kustomization.yaml');
    const written = parse(fs.readFileSync(file, 'utf8')) as Kustomization;
    const resources = (written.resources ?? []).map((resource, index) => {
      const standIn = this.components.standInFor(resource);
      if (standIn === undefined) {
        return resource;
      }
      const answer = `stands-for-${index}.yaml`;
      fs.writeFileSync(path.join(copy, answer), standIn);
      return answer;
    });
    fs.writeFileSync(file, stringify({ ...written, resources }));
    return succeeded(
      `kubectl kustomize ${layer}`,
      await this.components.run('kubectl', ['kustomize', copy]),
    );
  }

  /** Everything of the environment, as kustomize builds its own kustomization of the layers. */
  public async builtWhole(): Promise<string> {
    for (const layer of this.layers) {
      await this.built(layer);
    }
    const copy = path.join(this.folder, 'built');
    fs.copyFileSync(this.file('kustomization.yaml'), path.join(copy, 'kustomization.yaml'));
    const asked = ['kustomize', copy];
    return succeeded(asked.join(' '), await this.components.run('kubectl', asked));
  }

  /** Applies a layer once, as a user does: server-side, and with no field that the schema lacks. */
  public async apply(layer: LayerName): Promise<Outcome> {
    const built = await this.built(layer);
    return this.applied(layer === '95-workloads' ? withStandIns(built) : built);
  }

  /** Applies manifests in the same way. */
  public applied(manifests: string): Promise<Outcome> {
    return this.components.run(
      'kubectl',
      ['apply', '--server-side', '--validate=strict', '-f', '-'],
      { input: manifests },
    );
  }

  /** Everything up to and with this layer, each with what has to run before the next. */
  public async bringUp(last: LayerName): Promise<void> {
    for (const layer of this.layers.slice(0, this.layers.indexOf(last) + 1)) {
      process.stderr.write(`   ${layer}\n`);
      succeeded(layer, await this.apply(layer));
      await this.settle(layer);
    }
  }

  /** What has to run before the layer after this one is applied. */
  public async settle(layer: LayerName): Promise<void> {
    const runs: Partial<Record<LayerName, () => Promise<void>>> = {
      '20-cert-manager': () => this.certManagerReady(),
      '30-roots': () => this.certificatesReady(),
      '40-istiod-ca': () => this.certificatesReady(),
      '50-spire-server': () => this.startSpireServer(),
      '60-spire-agent': () => this.startSpireAgent(),
      // Istio is not a layer: istioctl installs it before what needs its kinds.
      '70-identities': () => this.installIstio(),
      '90-ingress': () => this.startAll(this.gateways),
      '95-workloads': () => this.startAll(this.workloads),
    };
    await runs[layer]?.();
  }

  /** Waits until the webhook of cert-manager answers; in a cluster its images are fetched first. */
  public async certManagerReady(): Promise<void> {
    const certificate = this.objectsOf('40-istiod-ca').find(({ kind }) => kind === 'Certificate');
    const asked = ['apply', '--server-side', '--dry-run=server', '-f', '-'];
    await eventually(
      'the webhook of cert-manager answers',
      async () => {
        const { code, stderr } = await this.components.run('kubectl', asked, {
          input: stringify(certificate),
        });
        return code === 0 || stderr;
      },
      CERT_MANAGER_SECONDS,
    );
  }

  /** Waits until cert-manager has issued every Certificate. */
  public certificatesReady(): Promise<void> {
    return certificatesReady(this.components);
  }

  /** Runs the server, and waits until it has its CA. */
  public async startSpireServer(options: StartOptions = {}): Promise<void> {
    await this.withoutAbsentWebhook();
    succeeded('the SPIRE server', await this.components.start(SPIRE_SERVER, options));
    await eventually('the SPIRE server is healthy', async () => {
      const { code, stdout, stderr } = await this.components.spireServer(SPIRE_SERVER, [
        'healthcheck',
      ]);
      return (
        code === 0 || `${stdout}${stderr}${await this.lastWordsOf(SPIRE_SERVER, 'spire-server')}`
      );
    });
    await eventually('the trust bundle is in its ConfigMap', async () => {
      const asked = ['-n', 'spire-system', 'get', 'configmap', 'spire-bundle', '-o', 'json'];
      const { stdout } = await this.components.run('kubectl', asked);
      return stdout.includes('"data"') || stdout;
    });
  }

  /** Removes the webhook of the controller manager where nobody answers it: it would refuse everything. */
  public async withoutAbsentWebhook(): Promise<void> {
    if (!this.components.hasControllerManager) {
      process.stderr.write(
        '   no controller manager here: its webhook is removed, entries are made by hand\n',
      );
      const webhook = ['validatingwebhookconfiguration', 'spire-controller-manager-webhook'];
      succeeded(
        'delete',
        await this.components.run('kubectl', ['delete', '--ignore-not-found', ...webhook]),
      );
    }
  }

  /** Runs the agent, and waits until the server has attested it. */
  public async startSpireAgent(): Promise<void> {
    succeeded('the SPIRE agent', await this.components.start(SPIRE_AGENT));
    await eventually('the SPIRE agent is attested', async () => {
      const { stdout } = await this.components.spireServer(SPIRE_SERVER, ['agent', 'list']);
      return (
        stdout.includes('/spire/agent/k8s_psat/') ||
        `${stdout}${await this.lastWordsOf(SPIRE_AGENT, 'spire-agent')}`
      );
    });
  }

  /** The runs of Helm by which the environment is installed; none with another installer. */
  public get releases(): readonly HelmRelease[] {
    return this.environment.render().helm;
  }

  /** Installs Istio, and waits until it answers. */
  public async installIstio(): Promise<void> {
    if (this.releases.length === 0) {
      const installed = await this.components.installIstio(this.istioOperator);
      succeeded('the installation of Istio', installed);
    }
    for (const release of this.releases) {
      const { namespace, name, chart, appliedLabel } = release;
      process.stderr.write(`   helm ${name}\n`);
      succeeded(`helm ${name}`, await installRelease(this, release));
      if (chart === 'istiod' && appliedLabel === undefined) {
        succeeded(name, await this.components.start(deployment(namespace, name)));
      }
    }
  }

  /** The Deployments of the gateways. */
  public get gateways(): readonly Workload[] {
    return gatewaysOf(this.environment.render()).map(({ namespace, name }) =>
      deployment(namespace, name),
    );
  }

  /** The Deployments of the samples. */
  public get workloads(): readonly Workload[] {
    return this.objectsOf('95-workloads')
      .filter(({ kind }) => kind === 'Deployment')
      .map(({ metadata: { namespace = '', name } }) => deployment(namespace, name));
  }

  /** Registers workloads where no controller manager does, runs them, and waits for their proxies. */
  public async startAll(workloads: readonly Workload[]): Promise<void> {
    await this.register(workloads);
    for (const workload of workloads) {
      succeeded(`${workload.namespace}/${workload.name}`, await this.components.start(workload));
    }
    for (const workload of workloads) {
      await this.proxyReady(workload);
    }
  }

  /** Sees to registration entries for the Pods of these workloads, once they are made. */
  public async register(workloads: readonly Workload[]): Promise<void> {
    if (this.components.hasControllerManager) {
      return;
    }
    for (const { namespace, kind, name } of workloads) {
      const asked = ['-n', namespace, 'get', kind, name, '-o', 'jsonpath={.status.replicas}'];
      await eventually(`${name} has Pods`, async () => {
        const { stdout, stderr } = await this.components.run('kubectl', asked);
        return Number(stdout) > 0 || stdout + stderr;
      });
    }
    await registerByHand(this.components, SPIRE_SERVER);
  }

  /** Waits until a proxy has its certificates and its configuration. */
  public async proxyReady(workload: Workload): Promise<void> {
    // Envoy asks again after up to thirty seconds when there was no entry yet.
    await eventually(`the proxy of ${workload.name} is ready`, async () => {
      const { stdout, stderr } = await this.components.proxyAdmin(workload, '/ready');
      return (
        stdout.includes('LIVE') ||
        `${stdout}${stderr}${await this.lastWordsOf(workload, 'istio-proxy')}`
      );
    });
  }

  /** The last lines of a log, to be shown with a failure. */
  public async lastWordsOf(workload: Workload, container: string): Promise<string> {
    const log = await this.components.log(workload, container);
    return `\n${log.split('\n').slice(-8).join('\n')}`;
  }
}

/** A Deployment. */
export function deployment(namespace: string, name: string): Workload {
  return { namespace, kind: 'deployment', name };
}
