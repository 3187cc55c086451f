import { stringify } from 'yaml';
import { synthesize } from '../../src/delivery/synthesize';
import type { KubernetesObject } from '../../src/stack/rendered-environment';
import type { LayerName } from '../../src/stack/rendered-environment';
import { clientManifests, workloadOf } from '../clients/clients';
import type { Components } from '../components/components';
import { succeeded } from '../components/execute';
import { kubectl, secretTexts } from '../components/kubectl';
import { eventually } from '../mesh-under-test/eventually';
import { objectsIn, yamlOf } from '../mesh-under-test/manifests';
import { MeshUnderTest, SPIRE_SERVER } from '../mesh-under-test/mesh-under-test';
import {
  onSystemWithRoots,
  passthrough,
  resolving,
  SYSTEM_ROOTS,
  wayTo,
  withReadableSecrets,
} from './between';
import { endByHand, federateByHand } from './federating';
import {
  CLIENTS,
  endpointHostOf,
  environmentOf,
  federationOf,
  INGRESS_GATEWAY,
  type MeshName,
  OTHER,
  trustDomainOf,
} from './meshes';
import { PUBLIC_CA, withPublicCa } from './public-ca';

const BOTH = ['east', 'west'] as const;
const BUNDLE_ENDPOINT = 'spire-bundle-endpoint';

type OfBoth<T> = Readonly<Record<MeshName, T>>;

/** Two clusters with a mesh each, and nothing in common but a federation and a network between them. */
export class TwoClusters {
  private readonly bundlesAt: Record<MeshName, string> = { east: '', west: '' };

  private constructor(
    private readonly components: OfBoth<Components>,
    private readonly meshes: OfBoth<MeshUnderTest>,
    private readonly folder: string,
  ) {}

  /** Brings up both, from their roots to their workloads. */
  public static async broughtUp(first: Components, folder: string): Promise<TwoClusters> {
    said('two clusters');
    await first.up();
    const components = { east: first, west: await first.second() };
    said('their roots, which are the bundles with which both begin');
    await ofBoth(async (mesh) => {
      const before = environmentOf(components[mesh], mesh);
      await new MeshUnderTest(components[mesh], before, `${folder}/${mesh}-before`).bringUp(
        '40-istiod-ca',
      );
    });
    const federation = await federationOf(components);
    const environments = await ofBoth((mesh) =>
      Promise.resolve(environmentOf(components[mesh], mesh, federation)),
    );
    synthesize(Object.values(environments), { outdir: `${folder}/both` });
    const meshes = await ofBoth((mesh) =>
      Promise.resolve(new MeshUnderTest(components[mesh], environments[mesh], `${folder}/${mesh}`)),
    );
    const both = new TwoClusters(components, meshes, folder);
    await both.bringUp();
    return both;
  }

  /** The mesh of this name. */
  public mesh(name: MeshName): MeshUnderTest {
    return this.meshes[name];
  }

  /** Runs the SPIRE server of a mesh on a system that has the public CA of the other among its roots. */
  public async trustPublicCa(mesh: MeshName): Promise<void> {
    const { namespace, secretName } = PUBLIC_CA;
    const texts = await secretTexts(this.components[OTHER[mesh]], namespace, secretName);
    const roots = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: SYSTEM_ROOTS, namespace: SPIRE_SERVER.namespace },
      data: { 'roots.pem': texts('tls.crt') },
    };
    const server = ['-n', SPIRE_SERVER.namespace, 'get', 'statefulset', SPIRE_SERVER.name];
    const pod = ['-n', SPIRE_SERVER.namespace, 'get', 'pod', `${SPIRE_SERVER.name}-0`];
    const components = this.components[mesh];
    const objects = onSystemWithRoots(await this.serverOf(mesh));
    succeeded('the roots', await this.meshes[mesh].applied(yamlOf([roots, ...objects])));
    await eventually('the server has another Pod', async () => {
      const wanted = await kubectl(
        components,
        ...server,
        '-o',
        'jsonpath={.status.updateRevision}',
      );
      const label = 'jsonpath={.metadata.labels.controller-revision-hash}';
      const { stdout, stderr } = await components.run('kubectl', [...pod, '-o', label]);
      return (wanted !== '' && stdout === wanted) || `${wanted}: ${stdout}${stderr}`;
    });
    await this.meshes[mesh].startSpireServer();
  }

  /** Takes the federation out of one mesh alone: out of its registrations, and of what its server asks. */
  public async endIn(mesh: MeshName): Promise<void> {
    const components = this.components[mesh];
    const environment = environmentOf(components, mesh);
    const after = new MeshUnderTest(components, environment, `${this.folder}/${mesh}-after`);
    succeeded('70-identities', await after.apply('70-identities'));
    const other = trustDomainOf(OTHER[mesh]);
    await kubectl(components, 'delete', 'clusterfederatedtrustdomain', other.toString());
    if (!components.hasControllerManager) {
      await endByHand(components, SPIRE_SERVER, other);
    }
  }

  private async bringUp(): Promise<void> {
    said('the certificate of the endpoint in the west');
    const roots = withPublicCa(this.meshes.west.objectsOf('30-roots'));
    await this.publish();
    succeeded('30-roots', await this.meshes.west.applied(yamlOf(roots)));
    await this.meshes.west.certificatesReady();
    said('the SPIRE servers');
    await this.apply('50-spire-server', (mesh) => this.serverOf(mesh));
    await ofBoth((mesh) => this.meshes[mesh].startSpireServer());
    said('the SPIRE agents');
    await this.apply('60-spire-agent');
    await ofBoth((mesh) => this.meshes[mesh].startSpireAgent());
    said('identities, and the federation');
    await this.apply('70-identities');
    for (const mesh of BOTH) {
      if (!this.components[mesh].hasControllerManager) {
        const objects = this.meshes[mesh].objectsOf('70-identities');
        await federateByHand(this.components[mesh], SPIRE_SERVER, objects);
      }
    }
    said('Istio');
    await ofBoth((mesh) => this.meshes[mesh].installIstio());
    await this.apply('80-istio');
    said('gateways and workloads');
    await this.startWorkloads();
  }

  /** The endpoints have their addresses before the servers start: each asks the other at once. */
  private async publish(): Promise<void> {
    await ofBoth(async (mesh) => {
      const services = this.meshes[mesh]
        .objectsOf('50-spire-server')
        .filter(({ kind, metadata: { name } }) => kind === 'Service' && name === BUNDLE_ENDPOINT);
      succeeded('the endpoint', await this.meshes[mesh].applied(yamlOf(services)));
      const { namespace } = SPIRE_SERVER;
      this.bundlesAt[mesh] = await this.components[mesh].publish(namespace, BUNDLE_ENDPOINT);
    });
  }

  private async serverOf(mesh: MeshName): Promise<readonly KubernetesObject[]> {
    const objects = objectsIn(await this.meshes[mesh].built('50-spire-server'));
    const other = OTHER[mesh];
    const readable = withReadableSecrets(objects);
    return resolving(readable, endpointHostOf(other).toString(), this.bundlesAt[other]);
  }

  private async apply(
    layer: LayerName,
    objectsOf = async (mesh: MeshName): Promise<readonly KubernetesObject[]> =>
      objectsIn(await this.meshes[mesh].built(layer)),
  ): Promise<void> {
    await ofBoth(async (mesh) =>
      succeeded(
        `${layer} of the ${mesh}`,
        await this.meshes[mesh].applied(yamlOf(await objectsOf(mesh))),
      ),
    );
  }

  private async startWorkloads(): Promise<void> {
    const gateways = await ofBoth((mesh) =>
      this.components[mesh].publish(INGRESS_GATEWAY.namespace, INGRESS_GATEWAY.name),
    );
    await ofBoth(async (mesh) => {
      const other = OTHER[mesh];
      const between = [passthrough(), ...wayTo(other, gateways[other])].map((each) =>
        stringify(each),
      );
      const manifests = [clientManifests(CLIENTS), ...between].join('---\n');
      succeeded('workloads', await this.meshes[mesh].applied(manifests));
      await this.meshes[mesh].startAll([INGRESS_GATEWAY, ...CLIENTS.map(workloadOf)]);
    });
  }
}

async function ofBoth<T>(act: (mesh: MeshName) => Promise<T>): Promise<OfBoth<T>> {
  const [east, west] = await Promise.all([act('east'), act('west')]);
  return { east, west };
}

function said(what: string): void {
  process.stderr.write(`   ${what}\n`);
}
